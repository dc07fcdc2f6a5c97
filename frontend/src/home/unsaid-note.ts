// What is said of the places of which nobody can tell whether they answer: how many, why, and the way to them.

import { type Filters, inDoubt, toQuery } from "../directory/filters";
import type { Answer } from "../directory/places-source";
import { find, setAttribute, write } from "../site/dom";
import type { Texts } from "../site/texts";

export class UnsaidNote {
  readonly #notes = [...document.querySelectorAll<HTMLElement>(".unsaid")];
  readonly #texts: Texts;

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  show(filters: Filters, answer: Answer): void {
    const words = this.#words(filters, answer);
    for (const note of this.#notes) {
      write(find(note, "span"), words);
      const link = find(note, "a");
      write(link, this.#texts.say(filters.unknown ? "untold_back" : "untold_see"));
      setAttribute(link, "href", toQuery({ ...filters, unknown: !filters.unknown }) || "?");
      note.hidden = !words;
    }
  }

  #words(filters: Filters, { untold, toConfirm }: Answer): string {
    const what = inDoubt(filters)
      .map((name) => this.#texts.label("doubts", name))
      .join(", ");
    if (filters.unknown) {
      return this.#texts.say("untold_shown", { what });
    }
    const told = untold ? this.#texts.count("untold", untold, { what }) : "";
    return [told, toConfirm ? this.#texts.count("to_confirm", toConfirm) : ""].filter(Boolean).join(" ");
  }
}
