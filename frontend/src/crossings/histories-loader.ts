// Fetches once all that the page moves through: the land, and how each commune and place went.

import { fetchJson } from "../directory/places";
import type { Follower } from "../live/follow";
import type { Outlines } from "../map/outlines";
import type { CommuneHistory, PlaceHistory } from "../overlap/coverage";
import type { Undated } from "../overlap/undated";
import { byId } from "../site/dom";
import { whenOnline } from "../site/events";
import type { Sources } from "../wire/answers";

export interface HistoryAddresses {
  readonly outlinesUrl: string;
  readonly presenceUrl: string;
  readonly distanceUrl: string;
  readonly placesUrl: string;
  /** How communes go under the other way to count, where it differs. */
  readonly presenceOtherwiseUrl?: string;
  readonly distanceOtherwiseUrl?: string;
}

export interface Loaded {
  readonly outlines: Outlines;
  readonly communes: readonly CommuneHistory[];
  readonly places: readonly PlaceHistory[];
  /** The newest date, month or year of which a source speaks of what is counted; null: none has a date. */
  readonly sourcesUntil: string | null;
  /** When nothing is known of each side. */
  readonly undated: Undated;
}

export interface HistoriesLoaderDelegate {
  loaded(found: Loaded): void;
  /** Some of it is otherwise now, and so many places are. */
  renewed(found: Loaded, count: number): void;
  /** Afterwards: how communes go under the other way to count. */
  loadedOtherwise(communes: readonly CommuneHistory[]): void;
}

interface Items<H> {
  readonly items: readonly H[];
  readonly sources: Sources;
}

/** Milliseconds until what could not be fetched is asked for again. */
const AGAIN = 5_000;

export class HistoriesLoader implements Follower {
  readonly #addresses: HistoryAddresses;
  readonly #delegate: HistoriesLoaderDelegate;
  #held: Loaded | null = null;
  #isAsking = false;
  #isAskedAgain = false;

  constructor(addresses: HistoryAddresses, delegate: HistoriesLoaderDelegate) {
    this.#addresses = addresses;
    this.#delegate = delegate;
  }

  start(): void {
    byId("map-again").addEventListener("click", () => void this.#load());
    whenOnline(() => byId("map-failed").hidden || void this.#load());
    void this.#load();
  }

  /** The directory moved: the histories may have. A history has no use for the names of what did. */
  moved(): void {
    this.#isAskedAgain = true;
    this.#isAsking || void this.#renew();
  }

  async #renew(): Promise<void> {
    this.#isAsking = true;
    while (this.#isAskedAgain && this.#held) {
      this.#isAskedAgain = false;
      try {
        this.#tell(await fetchHistories(this.#addresses));
      } catch {
        setTimeout(() => this.moved(), AGAIN);
      }
    }
    this.#isAsking = false;
  }

  /** Tell what was fetched, unless it is what was told before. */
  #tell(found: Loaded): void {
    const held = this.#held;
    if (!held || JSON.stringify(held) !== JSON.stringify(found)) {
      this.#held = found;
      held ? this.#delegate.renewed(found, countOfChanged(held.places, found.places)) : this.#delegate.loaded(found);
      void this.#loadOtherwise(this.#addresses);
    }
  }

  async #load(): Promise<void> {
    byId("map-failed").hidden = true;
    byId("map-loading").hidden = false;
    try {
      this.#tell(await fetchHistories(this.#addresses));
    } catch {
      byId("map-failed").hidden = false;
    } finally {
      byId("map-loading").hidden = true;
    }
  }

  async #loadOtherwise({ presenceOtherwiseUrl, distanceOtherwiseUrl }: HistoryAddresses): Promise<void> {
    try {
      if (presenceOtherwiseUrl && distanceOtherwiseUrl) {
        this.#delegate.loadedOtherwise(await fetchCommunes(presenceOtherwiseUrl, distanceOtherwiseUrl));
      }
    } catch {
      // The text counts what could be; the map shows it place by place.
    }
  }
}

/** How many places came, went, or have another history. */
function countOfChanged(before: readonly PlaceHistory[], after: readonly PlaceHistory[]): number {
  const told = new Map(before.map((place) => [place.slug, JSON.stringify(place)]));
  const same = after.filter((place) => told.get(place.slug) === JSON.stringify(place)).length;
  return Math.max(before.length, after.length) - same;
}

async function fetchHistories({ outlinesUrl, presenceUrl, distanceUrl, placesUrl }: HistoryAddresses): Promise<Loaded> {
  const [outlines, communes, places] = await Promise.all([
    fetchJson(outlinesUrl) as Promise<Outlines>,
    fetchCommunes(presenceUrl, distanceUrl),
    fetchJson(placesUrl) as Promise<Items<PlaceHistory>>,
  ]);
  const { until, until_precision: known, undated } = places.sources;
  const sourcesUntil = until?.slice(0, known === "year" ? 4 : known === "month" ? 7 : 10) ?? null;
  return { outlines, communes, places: places.items, sourcesUntil, undated };
}

/** Each commune by presence, with how far it is from each side. */
async function fetchCommunes(presenceUrl: string, distanceUrl: string): Promise<CommuneHistory[]> {
  const found = [presenceUrl, distanceUrl].map((url) => fetchJson(url) as Promise<Items<CommuneHistory>>);
  const [presence, distance] = await Promise.all(found);
  const near = new Map(distance?.items.map((commune) => [commune.code, commune]));
  return (presence?.items ?? []).map((commune) => ({ ...near.get(commune.code), ...commune }));
}
