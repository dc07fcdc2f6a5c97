// What the desk of this laptop said lately: the server repeats it later, when the screen is further on.

import type { Showing } from "./showing";

/** Words that are remembered: more are not on their way at once. */
const MOST = 50;

export class SaidHere {
  #said: readonly string[] = [];

  /** The desk says this, here and to the server. */
  say(showing: Showing): void {
    const said = named(showing);
    this.#said = said === this.#said.at(-1) ? this.#said : [...this.#said, said].slice(-MOST);
  }

  /** Whether what the server tells is an earlier word of the desk, of which a later one is on its way. */
  isEcho(showing: Showing): boolean {
    const place = this.#said.lastIndexOf(named(showing));
    const isEcho = place >= 0 && place < this.#said.length - 1;
    // Of what someone else shows, nothing that was said before is an echo any more.
    this.#said = place < 0 ? [] : this.#said.slice(place);
    return isEcho;
  }
}

const named = ({ place, isBlank, isWall, supposed }: Showing): string =>
  JSON.stringify([place, isBlank, isWall, supposed]);
