// The field in which one searches, and what it offers: the pattern of ARIA for a list that completes and is chosen by hand.
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/. Without a script it is a field as any other.

import type { Suggestion } from "../directory/suggestions";
import { byId, make, write } from "../site/dom";
import type { Texts } from "../site/texts";

export interface SearchBoxDelegate {
  suggestionsFor(text: string): readonly Suggestion[];
  suggestionChosen(suggestion: Suggestion): void;
}

export class SearchBox {
  readonly #field = byId<HTMLInputElement>("q");
  readonly #list = byId("suggestions");
  readonly #count = byId("suggestion-count");
  readonly #texts: Texts;
  readonly #delegate: SearchBoxDelegate;
  #shown: readonly Suggestion[] = [];
  /** Which of those that are shown is pointed at with the keyboard; -1 is the field itself. */
  #active = -1;

  constructor(texts: Texts, delegate: SearchBoxDelegate) {
    this.#texts = texts;
    this.#delegate = delegate;
    for (const [name, value] of Object.entries(COMBOBOX)) {
      this.#field.setAttribute(name, value);
    }
  }

  start(): void {
    this.#field.addEventListener("input", () => this.#open());
    this.#field.addEventListener("keydown", (event) => this.#press(event));
    this.#field.addEventListener("blur", () => this.#close());
    this.#field.form?.addEventListener("submit", () => this.#close());
    // The field keeps the focus, whatever is pressed in the list.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", ({ target }) => {
      const option = (target as Element).closest<HTMLElement>("[role=option]");
      option && this.#choose(this.#options.indexOf(option));
    });
  }

  get #options(): HTMLElement[] {
    return [...this.#list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  get #isOpen(): boolean {
    return !this.#list.hidden;
  }

  #press(event: KeyboardEvent): void {
    if (!event.isComposing && this.#answers(event)) {
      event.preventDefault();
    }
  }

  /** Tell whether a key was ours; what is not stays the browser's. */
  #answers({ key, altKey }: KeyboardEvent): boolean {
    switch (key) {
      case "ArrowDown":
        return this.#isOpen ? this.#point(this.#active + 1) : this.#open(altKey ? -1 : 0);
      case "ArrowUp":
        return this.#isOpen && (altKey ? this.#close() : this.#point(this.#active - 1));
      case "Enter":
        return this.#isOpen && this.#active >= 0 && this.#choose(this.#active);
      case "Escape":
        return this.#isOpen && this.#close();
      default:
        return false;
    }
  }

  /** Offer what begins as the field does, and point at one of it. */
  #open(active = -1): boolean {
    this.#shown = this.#delegate.suggestionsFor(this.#field.value);
    this.#list.replaceChildren(...this.#groups());
    this.#show(this.#shown.length > 0);
    write(this.#count, this.#shown.length ? this.#texts.count("suggestions", this.#shown.length) : "");
    return this.#point(active);
  }

  #close(): boolean {
    this.#show(false);
    write(this.#count, "");
    this.#point(-1);
    return true;
  }

  #show(isOpen: boolean): void {
    this.#list.hidden = !isOpen;
    this.#field.setAttribute("aria-expanded", String(isOpen));
  }

  /** Point at one of those that are shown, past either end at the field again. */
  #point(active: number): boolean {
    const options = this.#options;
    const [count, before] = [options.length, options[this.#active]];
    this.#active = active < -1 ? count - 1 : active >= count ? -1 : active;
    const option = options[this.#active];
    before?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", option?.id ?? "");
    return this.#isOpen;
  }

  #choose(at: number): boolean {
    const suggestion = this.#shown[at];
    this.#close();
    suggestion && this.#delegate.suggestionChosen(suggestion);
    return true;
  }

  #groups(): HTMLElement[] {
    const groups = [...new Set(this.#shown.map(({ group }) => group))];
    return groups.map((name) => {
      const [group, title] = [make("div", ""), make("p", this.#texts.say(`suggest_${name}`))];
      title.id = `suggest-${name}`;
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", title.id);
      group.append(title, ...this.#shown.flatMap((one, at) => (one.group === name ? [optionOf(one, at)] : [])));
      return group;
    });
  }
}

const COMBOBOX = {
  role: "combobox",
  "aria-autocomplete": "list",
  "aria-controls": "suggestions",
  "aria-expanded": "false",
};

function optionOf({ label, note }: Suggestion, at: number): HTMLElement {
  const option = make("div", label);
  option.id = `suggestion-${at}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  note && option.append(" ", make("small", note));
  return option;
}
