// The filters as people see them: a search field, chips, boxes to tick, and the four states of overlap with their counts.

import type { Communes } from "../directory/communes";
import {
  countFolded,
  type Filters,
  fromQuery,
  isEverything,
  isHourToCome,
  settled,
  toggled,
  valuesOf,
} from "../directory/filters";
import type { Overlap } from "../directory/places";
import type { Answer } from "../directory/places-source";
import { byId, find, write } from "../site/dom";
import type { Texts } from "../site/texts";
import { CommuneChoice } from "./commune-choice";
import { countInFigures, countInWords } from "./counts";

/** The fields in which a question is written letter by letter. */
const TYPED: readonly string[] = ["search", "text"];

export class FiltersForm {
  readonly #form = byId<HTMLFormElement>("filters");
  readonly #hour = byId<HTMLInputElement>("open-at");
  readonly #more = byId<HTMLDetailsElement>("more");
  readonly #boxes = [...this.#form.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
  readonly #waysBack = [...document.querySelectorAll<HTMLElement>(".list-head .everything")];
  readonly #choices = [...byId("overlap").querySelectorAll<HTMLButtonElement>("[data-state]")];
  readonly #commune: CommuneChoice;
  readonly #texts: Texts;
  #filters: Filters;

  /**
   * `onAsk` hears each new question, and whether it only goes on with the one before, as typing does. It tells whether
   * the browser can answer; while it cannot, the form is sent to the server as any form is.
   */
  constructor(filters: Filters, texts: Texts, onAsk: (filters: Filters, isTyping: boolean) => boolean) {
    this.#filters = filters;
    this.#texts = texts;
    this.#commune = new CommuneChoice(texts);
    this.#form.addEventListener("input", ({ target }) => {
      this.#askOneHour(target as HTMLInputElement);
      onAsk(this.#read(), TYPED.includes((target as HTMLInputElement).type));
    });
    this.#form.addEventListener("submit", (event) => {
      const state = (event.submitter as HTMLButtonElement | null)?.dataset.state as Overlap | undefined;
      if (onAsk(state ? toggled(this.#read(), state) : this.#read(), false)) {
        event.preventDefault();
        this.#close();
      }
    });
    this.#foldWhenLeft();
  }

  /** Show what is asked for. */
  show(filters: Filters): void {
    this.#filters = filters;
    this.#fill("q");
    this.#fill("near");
    this.#fillHour();
    this.#commune.show(filters);
    for (const box of this.#boxes) {
      box.checked = valuesOf(filters, box.name).includes(box.value);
    }
    const folded = countFolded(filters);
    byId("folded").textContent = String(folded);
    byId("folded").hidden = folded === 0;
    const isAll = isEverything(filters);
    byId("overlap").classList.toggle("is-brief", !isAll);
    for (const link of this.#waysBack) {
      link.hidden = isAll;
    }
    for (const choice of this.#choices) {
      choice.setAttribute("aria-pressed", String(filters.overlap.has(choice.dataset.state as Overlap)));
    }
  }

  /** Know the communes that may be written. */
  learn(communes: Communes): void {
    this.#commune.learn(communes);
  }

  /** Take away what was said of a question that could not be read whole. */
  forget(): void {
    for (const notice of this.#form.querySelectorAll(".notice")) {
      notice.remove();
    }
  }

  /** Write how many places are in each state, how many are shown, and of how many more nobody can tell. */
  count({ counts, couldBe, total, untold, toConfirm, part }: Answer): void {
    const isReckoned = part?.isReckoned;
    const say = (key: string, count: number) => countInWords(key, count, isReckoned, this.#texts);
    for (const choice of this.#choices) {
      const count = counts[choice.dataset.state as Overlap];
      write(find(choice, ".count"), countInFigures(count, isReckoned, this.#texts));
    }
    write(byId("could-be"), couldBe ? say("could_be", couldBe) : "");
    const unsaid = untold + toConfirm;
    const none = unsaid ? say("see_unsaid", unsaid) : this.#texts.say("see_none");
    byId("see").textContent = total ? say("see", total) : none;
  }

  /** What the fields say; the states of overlap, and whether it is what is not known that is shown, are not among them. */
  #read(): Filters {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(this.#form)) {
      fields.append(name, String(value));
    }
    // It is written as a name.
    fields.set("near_commune", this.#commune.code);
    const { overlap, unknown } = this.#filters;
    return settled({ ...fromQuery(fields), overlap, unknown });
  }

  /** Write what is asked into a field, unless it says so already: someone may be typing in it. */
  #fill(name: string): void {
    const field = byId<HTMLInputElement>(name);
    const [value = ""] = valuesOf(this.#filters, name);
    if (field.value.trim() !== value) {
      field.value = value;
    }
  }

  #fillHour(): void {
    const { open } = this.#filters;
    const value = isHourToCome(open) ? open : "";
    // An hour that is half written has no value yet, and stays.
    if (value || !this.#hour.matches(":focus")) {
      this.#hour.value = value;
    }
  }

  /** Now and an hour to come are two fields of one question: the last that was touched counts. */
  #askOneHour(field: HTMLInputElement): void {
    if (field.name === "open" && field !== this.#hour) {
      this.#hour.value = "";
    }
  }

  #close(): void {
    if (this.#more.open) {
      this.#more.open = false;
      find<HTMLElement>(this.#more, "summary").focus();
    }
  }

  #foldWhenLeft(): void {
    this.#more.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        this.#close();
      }
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (!this.#more.contains(target as Node)) {
        this.#more.open = false;
      }
    });
  }
}
