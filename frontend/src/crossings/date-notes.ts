// What is said of the date itself: what happened last, whether it is to come, and the words of its slider.

import type { Question } from "../overlap/question";
import type { Mark, Wording } from "../overlap/wording";
import { byId, write } from "../site/dom";
import type { Subscriber } from "./store";

export class DateNotes implements Subscriber {
  readonly #wording: Wording;
  readonly #marks: readonly Mark[];
  readonly #today: string;

  constructor(wording: Wording, marks: readonly Mark[], today: string) {
    this.#wording = wording;
    this.#marks = marks;
    this.#today = today;
  }

  questionChanged({ on }: Question): void {
    sayHappening(this.#wording.happening(this.#marks, on));
    byId("ahead").hidden = on <= this.#today;
  }
}

/** On one line, which may be cut: its whole is under the pointer. A room reads it in larger letters. */
function sayHappening(words: string): void {
  write(byId("stage-happening"), words);
  write(byId("happening"), words);
  byId("happening").title = words;
}
