// The day, the four numbers and the rule in a few words, beside the map: in the hand, the text that holds them is a
// screen away.

import { byId, find } from "../site/dom";
import type { Texts } from "../site/texts";
import { type Part, type Radius, STATES, type View } from "./coverage";

export class Bar implements Part {
  readonly #texts: Texts;
  readonly #day: (date: string) => string;

  constructor(texts: Texts, day: (date: string) => string) {
    this.#texts = texts;
    this.#day = day;
    byId("play").addEventListener("click", () => this.#align());
  }

  /** Before time plays, the line of numbers, the map and the slider are brought together where the screen is narrow. */
  #align(): void {
    if (getComputedStyle(find(document, ".bar")).position === "sticky") {
      byId("picture").scrollIntoView();
    }
  }

  /** Copy what the text says: it is shown first. */
  show({ date, radius }: View): void {
    byId("bar-day").textContent = this.#day(date);
    for (const state of STATES) {
      const told = find(document, `.told[data-state="${state}"] [data-communes]`);
      find(document, `[data-bar="${state}"]`).textContent = told.textContent;
    }
    byId("stage-rule").textContent = this.#rule(radius);
  }

  #rule(radius: Radius): string {
    const distance = byId("radius-words").textContent ?? "";
    const covered =
      radius === null ? this.#texts.say("covered_by_presence") : this.#texts.say("covered_by_distance", { distance });
    return byId<HTMLInputElement>("confirmed").checked ? `${covered} ${this.#texts.say("confirmed_only")}` : covered;
  }
}
