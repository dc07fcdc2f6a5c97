// Two dates side by side: the earlier map beside the later, or under a divider in the hand, and how many changed.

import { type CoverageMap, makeEarlierMap } from "../map/coverage-map";
import type { MapSettings } from "../map/map-settings";
import type { Outlines } from "../map/outlines";
import type { PlaceHistory } from "../overlap/coverage";
import { type Question, toggleComparison } from "../overlap/question";
import type { Answer, View } from "../overlap/view";
import type { Wording } from "../overlap/wording";
import { byId, find, write } from "../site/dom";
import type { Store, Subscriber } from "./store";

/** What a second map draws. */
export interface Land {
  readonly later: CoverageMap;
  readonly outlines: Outlines;
  readonly places: readonly PlaceHistory[];
}

export class ComparedMaps implements Subscriber {
  readonly #store: Store;
  readonly #settings: MapSettings;
  readonly #wording: Wording;
  readonly #button = byId<HTMLButtonElement>("compare");
  readonly #time = byId("time");
  readonly #nameOfTime = this.#time.getAttribute("aria-label") ?? "";
  #land: Land | null = null;
  #earlier: CoverageMap | null = null;

  constructor(store: Store, settings: MapSettings, wording: Wording) {
    this.#store = store;
    this.#settings = settings;
    this.#wording = wording;
  }

  /** From now on dates can be compared. */
  start(land: Land): void {
    this.#land = land;
    this.#button.hidden = false;
    this.#button.addEventListener("click", () => this.#store.change(toggleComparison));
  }

  /** Places came, moved or went. */
  renew(places: readonly PlaceHistory[]): void {
    this.#land = this.#land && { ...this.#land, places };
    this.#land?.later.renew(places);
    this.#earlier?.renew(places);
  }

  /** Show what is needed for one date or for two. */
  questionChanged({ from }: Question): void {
    const isDrawn = from !== null && this.#land !== null;
    this.#button.setAttribute("aria-pressed", String(from !== null));
    byId("coverage").classList.toggle("is-compared", isDrawn);
    for (const element of document.querySelectorAll<HTMLElement>("[data-compared]")) {
      element.hidden = !isDrawn;
    }
    this.#time.setAttribute("aria-label", isDrawn ? this.#wording.texts.say("to") : this.#nameOfTime);
  }

  viewChanged(view: View): void {
    this.#land?.later.mark(view.moves);
    if (this.#land && view.before) {
      this.#map(this.#land).show(view.before, view.question);
      this.#head("before", view.before, view);
      this.#head("after", view.now, view);
    }
    this.#land && this.#count(view);
  }

  viewSettled({ before }: View): void {
    for (const map of [this.#earlier, this.#land?.later]) {
      map?.standBeside(before !== null);
    }
  }

  /** The earlier map is made when it is first looked at. */
  #map(land: Land): CoverageMap {
    this.#earlier ??= makeEarlierMap(byId("map-before"), this.#settings, this.#wording.texts, land);
    return this.#earlier;
  }

  #head(which: "before" | "after", answer: Answer, { question }: View): void {
    byId(`date-${which}`).textContent = this.#wording.day(answer.date);
    byId(`both-${which}`).textContent = this.#wording.told(question, answer);
  }

  #count(view: View): void {
    const said = new Map<string, string>(this.#wording.moves(view));
    byId("tally").hidden = !said.size;
    for (const item of document.querySelectorAll<HTMLElement>("#tally [data-kind]")) {
      const words = said.get(item.dataset.kind ?? "");
      item.hidden = words === undefined;
      write(find(item, ".words"), words ?? "");
    }
  }
}

/** Let the divider part two maps that lie on each other. */
export function startDivider({ texts }: Wording): void {
  const divider = byId<HTMLInputElement>("divider");
  divider.addEventListener("input", () => {
    byId("coverage").style.setProperty("--split", divider.value);
    divider.setAttribute("aria-valuetext", texts.say("share", { share: divider.value }));
  });
}
