// The list, the map's twin in words. The server has written every card; here they are shown, hidden and pointed at.

import { byId } from "./dom";
import { accepts, type Filters } from "./filters";
import type { Overlap } from "./places";
import type { Texts } from "./texts";

export class List {
  readonly #cards: readonly HTMLElement[];
  readonly #texts: Texts;

  constructor(texts: Texts, onPoint: (slug: string | null) => void) {
    const list = byId("liste");
    this.#texts = texts;
    this.#cards = [...list.querySelectorAll<HTMLElement>(".card")];
    for (const card of this.#cards) {
      const slug = card.dataset.slug ?? null;
      card.addEventListener("pointerenter", () => onPoint(slug));
      card.addEventListener("pointerleave", () => onPoint(null));
      card.addEventListener("focusin", () => onPoint(slug));
      card.addEventListener("focusout", () => onPoint(null));
    }
  }

  /** Show the cards that the filters accept, say how many they are, and give that number. */
  show(filters: Filters): number {
    let shown = 0;
    for (const card of this.#cards) {
      const isShown = accepts(filters, { overlap: card.dataset.overlap as Overlap });
      card.hidden = !isShown;
      shown += Number(isShown);
    }
    byId("shown").textContent = this.#texts.count("shown", shown);
    byId("empty").hidden = shown > 0;
    return shown;
  }

  /** Light the card of a place that is pointed at on the map. */
  light(slugs: ReadonlySet<string>): void {
    for (const card of this.#cards) {
      card.classList.toggle("lit", slugs.has(card.dataset.slug ?? ""));
    }
  }
}
