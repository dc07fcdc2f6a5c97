// The map in a frame of another site: the same filters in its address, and no list.

import "../every-page";

import { type Filters, fromQuery, toggled, toQuery } from "../directory/filters";
import type { Overlap } from "../directory/places";
import type { PlacesSourceDelegate } from "../directory/places-source";
import { WholeDirectory } from "../directory/whole-directory";
import { DirectoryFollower, type DirectoryFollowerDelegate } from "../home/directory-follower";
import { follow } from "../live/follow";
import type { MapSettings, MapView } from "../map/map-settings";
import { PlacesMap } from "../map/places-map";
import { readView, writeView } from "../map/view-in-address";
import { byId, find, readData } from "../site/dom";
import { Texts } from "../site/texts";
import { HostPage } from "./host-page";

interface EmbedSettings extends MapSettings {
  /** The place on which the frame opens, and the page of the whole map. */
  readonly place: string | null;
  readonly homeUrl: string;
}

class Embed implements PlacesSourceDelegate, DirectoryFollowerDelegate {
  readonly #settings = readData<EmbedSettings>("map-options");
  readonly #texts = new Texts(readData("map-texts"), document.documentElement.lang);
  readonly #choices = [...byId("overlap").querySelectorAll<HTMLButtonElement>("[data-state]")];
  #filters: Filters = fromQuery(location.search, this.#texts.has);
  #view: MapView | null = readView(location.search);
  readonly #source = new WholeDirectory(this.#settings.directoryUrl, this.#settings.movedUrl, this.#texts, this);
  #map: PlacesMap | null = null;
  #isOpened = false;
  #arrived: Promise<void> | null = null;

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
      byId("map-failed").hidden = false;
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
    const { places, counts, couldBe } = await this.#source.find({ filters: this.#filters, moment: new Date() });
    byId("could-be").textContent = couldBe ? this.#texts.count("could_be", couldBe) : "";
    for (const choice of this.#choices) {
      const state = choice.dataset.state as Overlap;
      choice.title = find(choice, ".embed-label").textContent.replace(/\s+/g, " ").trim();
      choice.setAttribute("aria-pressed", String(this.#filters.overlap.has(state)));
      find(choice, ".count").textContent = String(counts[state]);
    }
    byId("map-empty").hidden = places.length > 0;
    this.#map?.show(places, this.#filters.near);
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

// Leaflet, which is larger, comes after this script: it is there when the whole page is.
addEventListener("DOMContentLoaded", () => {
  new Embed().start();
  new HostPage().start();
});
