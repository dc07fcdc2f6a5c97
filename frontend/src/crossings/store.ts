// The one state of the page, and who follows it. It knows no page: its parts show what they are told.

import type { Question, Step } from "../overlap/question";
import { type Histories, type View, viewOf } from "../overlap/view";

/** Who follows the page. A part says what interests it, and knows no other part. */
export interface Subscriber {
  /** Something else is asked, whether or not the answer is known yet. */
  questionChanged?(question: Question): void;
  /** Another view is shown: at each frame while time plays. */
  viewChanged?(view: View): void;
  /** The view has stayed for a moment: what costs more, or is read aloud, follows now. */
  viewSettled?(view: View): void;
}

/** How long a view must stay, in milliseconds. */
export const SETTLED = 400;

export class Store {
  readonly #subscribers: Subscriber[] = [];
  #question: Question;
  #histories: Histories | null = null;
  #view: View | null = null;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(question: Question) {
    this.#question = question;
  }

  get question(): Question {
    return this.#question;
  }

  /** What is shown; null until the histories are there. */
  get view(): View | null {
    return this.#view;
  }

  /** Those who subscribe first are told first. */
  subscribe(...subscribers: readonly Subscriber[]): void {
    this.#subscribers.push(...subscribers);
  }

  /** From now on every question has an answer. */
  learn(histories: Histories): void {
    this.#histories = histories;
    this.#view = null;
    this.publish();
  }

  /** Ask something else. A step that leads nowhere tells nobody. */
  change(step: Step): void {
    const next = step(this.#question);
    if (next !== this.#question) {
      this.#question = next;
      this.publish();
    }
  }

  /** Tell everybody what is asked and shown. */
  publish(): void {
    this.#tell((one) => one.questionChanged?.(this.#question));
    if (this.#histories) {
      const view = viewOf(this.#question, this.#histories, this.#view);
      this.#view = view;
      this.#tell((one) => one.viewChanged?.(view));
      this.#settle(view);
    }
  }

  #settle(view: View): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#tell((one) => one.viewSettled?.(view)), SETTLED);
  }

  #tell(tell: (subscriber: Subscriber) => void): void {
    this.#subscribers.forEach(tell);
  }
}
