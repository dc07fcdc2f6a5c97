// Says in large letters, to a room, that the rule has changed: the numbers that follow are counted otherwise.

import { type Question, radiusOf } from "../overlap/question";
import type { Wording } from "../overlap/wording";
import { byId, make } from "../site/dom";
import { announce } from "./announcer";
import type { Subscriber } from "./store";

export class RuleNotice implements Subscriber {
  readonly #wording: Wording;
  #known: ReturnType<typeof radiusOf> | undefined;

  constructor(wording: Wording) {
    this.#wording = wording;
  }

  questionChanged(question: Question): void {
    const [known, radius] = [this.#known, radiusOf(question)];
    this.#known = radius;
    if (known !== undefined && known !== radius) {
      const words = this.#wording.newRule(radius);
      announce(words);
      // Another element each time: its fading begins again.
      byId("rule-notice").replaceChildren(make("span", words));
    }
  }
}
