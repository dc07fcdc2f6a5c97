// The address of the page says what it shows, once that stays. A page that is as it was opened keeps its bare address.

import { addressOf, type Pair, type Question } from "../overlap/question";
import type { View } from "../overlap/view";
import type { Subscriber } from "./store";

export class AddressBar implements Subscriber {
  readonly #today: string;
  readonly #waiting: readonly Pair[];

  /** `waiting`: what was asked of a kept page that only the site can answer. It stays in the address. */
  constructor(today: string, waiting: readonly Pair[]) {
    this.#today = today;
    this.#waiting = waiting;
  }

  viewSettled({ question }: View): void {
    const query = this.#queryOf(question);
    const isAsOpened = !location.search && query === `on=${this.#today}`;
    if (location.search !== `?${query}` && !isAsOpened) {
      history.replaceState(null, "", `?${query}`);
    }
  }

  /** Ask the site for a page that answers this. */
  open(question: Question): void {
    location.search = this.#queryOf(question);
  }

  #queryOf(question: Question): string {
    return String(addressOf(question, this.#waiting));
  }
}
