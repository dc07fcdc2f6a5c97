// Fetches once all that the page moves through: the land, and how each commune and place went.

import { fetchJson } from "../directory/places";
import type { Outlines } from "../map/outlines";
import type { CommuneHistory, PlaceHistory } from "../overlap/coverage";
import { byId } from "../site/dom";
import { whenOnline } from "../site/events";
import type { Sources } from "../wire/answers";

export interface HistoryAddresses {
  readonly outlinesUrl: string;
  readonly presenceUrl: string;
  readonly distanceUrl: string;
  readonly placesUrl: string;
}

export interface Loaded {
  readonly outlines: Outlines;
  readonly communes: readonly CommuneHistory[];
  readonly places: readonly PlaceHistory[];
  /** The newest date on which a source speaks of what is counted; null: none has a date. */
  readonly sourcesUntil: string | null;
}

export interface HistoriesLoaderDelegate {
  loaded(found: Loaded): void;
}

interface Items<H> {
  readonly items: readonly H[];
  readonly sources: Sources;
}

export class HistoriesLoader {
  readonly #addresses: HistoryAddresses;
  readonly #delegate: HistoriesLoaderDelegate;

  constructor(addresses: HistoryAddresses, delegate: HistoriesLoaderDelegate) {
    this.#addresses = addresses;
    this.#delegate = delegate;
  }

  start(): void {
    byId("map-again").addEventListener("click", () => void this.#load());
    whenOnline(() => byId("map-failed").hidden || void this.#load());
    void this.#load();
  }

  async #load(): Promise<void> {
    byId("map-failed").hidden = true;
    byId("map-loading").hidden = false;
    try {
      this.#delegate.loaded(await fetchHistories(this.#addresses));
    } catch {
      byId("map-failed").hidden = false;
    } finally {
      byId("map-loading").hidden = true;
    }
  }
}

async function fetchHistories({ outlinesUrl, presenceUrl, distanceUrl, placesUrl }: HistoryAddresses): Promise<Loaded> {
  const [outlines, presence, distance, places] = await Promise.all(
    [outlinesUrl, presenceUrl, distanceUrl, placesUrl].map(fetchJson),
  );
  return {
    outlines: outlines as Outlines,
    communes: joined((presence as Items<CommuneHistory>).items, (distance as Items<CommuneHistory>).items),
    places: (places as Items<PlaceHistory>).items,
    sourcesUntil: (places as Items<PlaceHistory>).sources.until,
  };
}

/** A commune by presence, with how far it is from each side. */
function joined(communes: readonly CommuneHistory[], distances: readonly CommuneHistory[]): CommuneHistory[] {
  const near = new Map(distances.map((commune) => [commune.code, commune]));
  return communes.map((commune) => ({ ...near.get(commune.code), ...commune }));
}
