// What is counted without being sure: said beside the map as time moves, and with the definitions once it is still.

import type { Part, View } from "./crossing";
import { byId, find } from "./dom";
import { countDoubts, type Doubt } from "./stays";
import type { Texts } from "./texts";

export class Doubts implements Part {
  readonly #texts: Texts;

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  /** Show the key of the map while it draws what nobody has confirmed for long. */
  show(view: View): void {
    const count = countDoubts(view, "unconfirmed");
    const key = byId("doubt-key");
    key.hidden = !count;
    find(key, "[data-count]").textContent = this.#texts.count("places", count);
  }

  settle(view: View): void {
    this.#say(view, "unconfirmed");
    this.#say(view, "atLeast");
  }

  #say(view: View, kind: keyof Doubt): void {
    const count = countDoubts(view, kind);
    const item = find(document, `[data-doubt="${kind}"]`);
    item.hidden = !count;
    item.textContent = this.#texts.count(kind, count);
  }
}
