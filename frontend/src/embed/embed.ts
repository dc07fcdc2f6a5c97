// The map in a frame of another site: the same filters in its address, and no list.

import { type Filters, fromQuery, toggled, toQuery } from "../directory/filters";
import type { Overlap } from "../directory/places";
import type { Answer, PlacesSource, PlacesSourceDelegate, Question } from "../directory/places-source";
import { countInFigures, countInWords } from "../home/counts";
import { DirectoryFollower, type DirectoryFollowerDelegate } from "../home/directory-follower";
import { follow } from "../live/follow";
import type { MapSettings, MapView, StopsOf } from "../map/map-settings";
import { PlacesMap } from "../map/places-map";
import { readView, writeView } from "../map/view-in-address";
import { byId, find, readData } from "../site/dom";
import { Texts } from "../site/texts";

interface EmbedSettings extends MapSettings {
  /** The place on which the frame opens, and the page of the whole map. */
  readonly place: string | null;
  readonly homeUrl: string;
}

/** Who answers for the places, and how crowds of them are drawn where it tells of any. */
interface Ground {
  source(settings: MapSettings, texts: Texts, delegate: PlacesSourceDelegate): PlacesSource;
  stopsOf?(texts: Texts): StopsOf;
}

export class Embed implements PlacesSourceDelegate, DirectoryFollowerDelegate {
  readonly #settings = readData<EmbedSettings>("map-options");
  readonly #texts = new Texts(readData("map-texts"), document.documentElement.lang);
  readonly #choices = [...byId("overlap").querySelectorAll<HTMLButtonElement>("[data-state]")];
  #filters: Filters = fromQuery(location.search, this.#texts.has);
  #view: MapView | null = readView(location.search);
  readonly #ground: Ground;
  readonly #source: PlacesSource;
  #map: PlacesMap | null = null;
  #isOpened = false;
  #arrived: Promise<void> | null = null;
  #question: Question | null = null;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.#source = ground.source(this.#settings, this.#texts, this);
  }

  start(): void {
    for (const choice of this.#choices) {
      choice.addEventListener("click", () => {
        this.#filters = toggled(this.#filters, choice.dataset.state as Overlap);
        void this.#show();
        this.#pointBack();
      });
    }
    byId("retry").addEventListener("click", () => void this.#load());
    this.#map = new PlacesMap(byId("map"), this.#settings, this.#texts, this.#view, {
      onPoint: () => undefined,
      onMove: (view) => {
        this.#view = view;
        this.#pointBack();
      },
      onSight: () => this.#source.isOfSight && void this.#show(),
      stopsOf: this.#ground.stopsOf?.(this.#texts),
    });
    this.#arrived = this.#load();
    follow("directory", new DirectoryFollower(this));
  }

  /** Someone has opened a place on the map. */
  get isBeingRead(): boolean {
    return document.querySelector(".leaflet-popup") !== null;
  }

  async renew(keys: readonly string[] | null): Promise<number | null> {
    await this.#arrived;
    return keys ? this.#source.renew(keys) : this.#source.load().then(() => null);
  }

  async #load(): Promise<void> {
    byId("map-failed").hidden = true;
    this.#map?.drawGround();
    try {
      await this.#source.load();
    } catch {
      this.#fail();
    }
  }

  async placesChanged(): Promise<void> {
    await this.#show();
    if (this.#settings.place && !this.#isOpened) {
      this.#isOpened = true;
      this.#map?.open(this.#settings.place);
    }
  }

  async #show(): Promise<void> {
    if (!this.#source.isReady) {
      return;
    }
    const question = { filters: this.#filters, moment: new Date(), sight: this.#map?.sight ?? null };
    this.#question = question;
    const answer = await this.#source.find(question).catch(() => null);
    if (question === this.#question) {
      answer ? this.#showAnswer(answer) : this.#fail();
    }
  }

  #showAnswer({ places, counts, couldBe, part, total }: Answer): void {
    byId("map-failed").hidden = true;
    byId("could-be").textContent = couldBe ? countInWords("could_be", couldBe, part?.isReckoned, this.#texts) : "";
    for (const choice of this.#choices) {
      const state = choice.dataset.state as Overlap;
      choice.title = find(choice, ".embed-label").textContent.replace(/\s+/g, " ").trim();
      choice.setAttribute("aria-pressed", String(this.#filters.overlap.has(state)));
      find(choice, ".count").textContent = countInFigures(counts[state], part?.isReckoned, this.#texts);
    }
    byId("map-empty").hidden = total > 0;
    this.#map?.show(places, this.#filters.near, [], false, part?.crowds);
  }

  /** What was shown stays. */
  #fail(): void {
    byId("map-failed").hidden = false;
  }

  /** Whoever goes to the site finds there what they were looking at. */
  #pointBack(): void {
    if (this.#settings.place) {
      return;
    }
    const query = toQuery(this.#filters);
    const view = this.#view ? `${query ? "&" : "?"}${writeView(this.#view)}` : "";
    byId<HTMLAnchorElement>("back").href = `${this.#settings.homeUrl}${query}${view}`;
  }
}
