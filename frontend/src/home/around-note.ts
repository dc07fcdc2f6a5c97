// What is said above the list of where places are measured from, and the way not to.

import { type Communes, ofCommune } from "../directory/communes";
import { type Filters, toQuery } from "../directory/filters";
import { byId, find, setAttribute, write } from "../site/dom";
import type { Texts } from "../site/texts";

export class AroundNote {
  readonly #note = byId("around");
  readonly #texts: Texts;

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  show(filters: Filters, communes: Communes): void {
    const words = this.#words(filters, communes);
    write(find(this.#note, "strong"), words);
    write(find(this.#note, ".quiet"), this.#texts.say(filters.near_commune ? "around_order_commune" : "near_found"));
    setAttribute(find(this.#note, "a"), "href", toQuery(nowhere(filters)) || "?");
    this.#note.hidden = !words;
  }

  #words({ near_commune, radius }: Filters, communes: Communes): string {
    const commune = communes.withCode(near_commune);
    const where = commune ? ofCommune(commune.name, this.#texts) : this.#texts.say("around_point");
    if (radius) {
      return capital(this.#texts.say("around", { distance: kilometres(radius, this.#texts), where }));
    }
    return commune ? this.#texts.say("around_all", { where }) : "";
  }
}

/** The same question, asked from nowhere. */
export const nowhere = (filters: Filters): Filters => ({ ...filters, near: null, near_commune: "", radius: 0 });

/** How many kilometres so many metres are. */
export const kilometres = (metres: number, texts: Texts): string =>
  texts.figures(metres / 1000, Number.isInteger(metres / 1000) ? 0 : 1);

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
