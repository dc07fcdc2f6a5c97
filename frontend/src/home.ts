// The page "/": one set of filters for the list and the map, and the address that holds it.

import { OverlapControl } from "./control";
import { byId, readData } from "./dom";
import { accepts, EVERYTHING, type Filters, fromQuery, toggled, toQuery } from "./filters";
import { List } from "./list";
import { type MapSettings, PlacesMap } from "./map/places-map";
import { countStates, fetchJson, type Place, readPlaces } from "./places";
import { Texts } from "./texts";

class Home {
  readonly #settings = readData<MapSettings>("map-options");
  readonly #texts = new Texts(readData("map-texts"), document.documentElement.lang);
  readonly #list = new List(this.#texts, (slug) => this.#map?.light(slug));
  readonly #control = new OverlapControl((state) => this.#ask(toggled(this.#filters, state)));
  #map: PlacesMap | null = null;
  #places: readonly Place[] = [];
  #filters: Filters = fromQuery(location.search);

  start(): void {
    this.#listen();
    this.#show();
    this.#map = new PlacesMap(byId("map"), this.#settings, this.#texts, (slugs) => this.#list.light(slugs));
    void this.#load();
  }

  #listen(): void {
    byId("retry").addEventListener("click", () => void this.#load());
    for (const link of document.querySelectorAll(".everything")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.#ask(EVERYTHING);
        byId("overlap").querySelector("button")?.focus();
      });
    }
    addEventListener("popstate", () => {
      this.#filters = fromQuery(location.search);
      this.#show();
    });
    addEventListener("hashchange", showView);
    showView();
  }

  /** Ask for something else: one more step for the back button. */
  #ask(filters: Filters): void {
    this.#filters = filters;
    history.pushState(null, "", `${location.pathname}${toQuery(filters)}${location.hash}`);
    this.#show();
  }

  #show(): void {
    const shown = this.#list.show(this.#filters);
    this.#control.show(this.#filters);
    for (const link of document.querySelectorAll<HTMLElement>(".list-head .everything")) {
      link.hidden = this.#filters.overlap.size === 0;
    }
    byId("map-empty").hidden = shown > 0;
    this.#map?.show(this.#places.filter((place) => accepts(this.#filters, place)));
  }

  async #load(): Promise<void> {
    byId("map-failed").hidden = true;
    byId("map-loading").hidden = false;
    this.#map?.drawGround();
    try {
      this.#places = readPlaces(await fetchJson(this.#settings.placesUrl));
      this.#control.count(countStates(this.#places));
      this.#show();
    } catch {
      byId("map-failed").hidden = false;
    } finally {
      byId("map-loading").hidden = true;
    }
  }
}

/** On a phone, tell which of the two views is on the screen. */
function showView(): void {
  const isList = location.hash === "#liste" || location.hash === "#credit";
  for (const link of document.querySelectorAll(".views a")) {
    const isCurrent = (link.getAttribute("href") === "#liste") === isList;
    link.setAttribute("aria-current", String(isCurrent));
  }
}

new Home().start();
