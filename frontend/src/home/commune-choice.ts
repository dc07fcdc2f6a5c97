// The commune from which places are measured, and how far from it: a name that someone types, and a list of distances.

import type { Commune, Communes } from "../directory/communes";
import type { Filters } from "../directory/filters";
import { byId } from "../site/dom";
import type { Texts } from "../site/texts";
import { kilometres } from "./around-note";

/** What is offered first, in metres. */
const OFFERED = "10000";

export class CommuneChoice {
  readonly #field = byId<HTMLInputElement>("near-commune");
  readonly #radius = byId<HTMLSelectElement>("radius");
  readonly #message = byId("commune-message");
  readonly #texts: Texts;
  #communes: Communes | null = null;
  /** What the page was asked, until the communes are known. */
  #asked = "";
  #isCentred = false;

  constructor(texts: Texts) {
    this.#texts = texts;
    this.#field.addEventListener("input", () => this.#say(""));
    this.#field.addEventListener("change", () => this.#tellDoubt());
    this.#field.addEventListener("blur", () => this.#spell());
  }

  /** Know the communes, and offer their names. */
  learn(communes: Communes): void {
    this.#communes = communes;
    byId("communes").replaceChildren(...communes.all.map(({ name }) => new Option(name, name)));
    this.#spell();
  }

  /** The code of the commune that is written; "" when it may be none, or several. */
  get code(): string {
    return this.#communes ? (this.#commune?.code ?? "") : this.#asked;
  }

  show({ near, near_commune, radius }: Filters): void {
    this.#asked = near_commune;
    const commune = this.#communes?.withCode(near_commune);
    // Someone may be writing a name that is no commune yet.
    if (this.#communes && !this.#field.matches(":focus")) {
      this.#field.value = commune?.name ?? "";
    }
    this.#showRadius(radius, near !== null || near_commune !== "");
  }

  /** Before anything is asked, whoever reads may choose how far first, and then from where. */
  #showRadius(radius: number, isCentred: boolean): void {
    if (isCentred) {
      this.#offer(radius);
      this.#radius.value = radius ? String(radius) : "";
    } else if (this.#isCentred) {
      this.#radius.value = OFFERED;
    }
    this.#isCentred = isCentred;
  }

  /** A link may ask for a distance that the list has not. */
  #offer(radius: number): void {
    if (radius && ![...this.#radius.options].some(({ value }) => value === String(radius))) {
      const words = this.#texts.say("around_radius", { distance: kilometres(radius, this.#texts) });
      this.#radius.add(new Option(words, String(radius)), 0);
    }
  }

  get #commune(): Commune | null {
    const found = this.#communes?.called(this.#field.value) ?? [];
    return found.length === 1 ? (found[0] ?? null) : null;
  }

  /** Write the whole name of a commune that was named in part. */
  #spell(): void {
    const commune = this.#commune;
    if (commune) {
      this.#field.value = commune.name;
    }
  }

  #tellDoubt(): void {
    const found = this.#communes?.called(this.#field.value).length ?? 1;
    const isDoubtful = this.#field.value.trim() !== "" && found !== 1;
    this.#say(isDoubtful ? this.#texts.say(found ? "commune_several" : "commune_unknown") : "");
  }

  #say(words: string): void {
    this.#message.textContent = words;
  }
}
