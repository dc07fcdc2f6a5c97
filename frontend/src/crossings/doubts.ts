// What is counted without being sure: said beside the map as time moves, and with the definitions once it is still.

import { byId, find } from "../site/dom";
import type { Texts } from "../site/texts";
import { isAmong } from "./combinations";
import type { Doubt, Part, View } from "./coverage";
import { countDoubts, unsureOf } from "./memberships";
import type { Alone } from "./state-alone";

export class Doubts implements Part {
  readonly #texts: Texts;
  readonly #alone: Alone;

  constructor(texts: Texts, alone: Alone) {
    this.#texts = texts;
    this.#alone = alone;
  }

  /** Show the key of the map while it draws what nobody has confirmed for long. */
  show(view: View): void {
    const { state } = this.#alone;
    const isShown = (slug: string) => isAmong(view, slug) && (!state || view.placeStates.get(slug) === state);
    const count = view.places.filter(({ slug }) => isShown(slug) && unsureOf(view, slug).length > 0).length;
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
