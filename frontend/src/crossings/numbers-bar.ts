// The day, the four numbers and the rule in a few words, beside the map: in the hand, the text that holds them is a
// screen away.

import { STATES } from "../overlap/coverage";
import type { View } from "../overlap/view";
import type { Wording } from "../overlap/wording";
import { byId, find } from "../site/dom";
import type { Subscriber } from "./store";

export class NumbersBar implements Subscriber {
  readonly #wording: Wording;

  constructor(wording: Wording) {
    this.#wording = wording;
  }

  viewChanged({ question, now }: View): void {
    byId("bar-day").textContent = this.#wording.day(now.date);
    for (const state of STATES) {
      find(document, `[data-bar="${state}"]`).textContent = this.#wording.state(state, now).communes;
    }
    byId("stage-rule").textContent = this.#wording.shortRule(question);
  }

  /** Bring the numbers, the map and the slider together where the screen is narrow. */
  align(): void {
    if (getComputedStyle(find(document, ".bar")).position === "sticky") {
      byId("picture").scrollIntoView();
    }
  }
}
