// One of the four states shown alone: the others fade on the map and in the tiles. The address keeps it.

import { byId, find } from "../site/dom";
import type { Texts } from "../site/texts";
import { type Part, STATES, type State } from "./coverage";

export class Alone implements Part {
  readonly #texts: Texts;
  readonly #onChange: () => void;
  readonly #stage = byId("stage");
  readonly #asked = byId<HTMLInputElement>("state");
  #state: State | null;

  constructor(texts: Texts, onChange: () => void) {
    this.#texts = texts;
    this.#onChange = onChange;
    this.#state = null;
    for (const state of STATES) {
      const button = this.#button(state);
      button.hidden = false;
      button.addEventListener("click", () => this.toggle(state));
    }
    this.read();
  }

  /** Show what the form asks for. */
  read(): void {
    this.#state = STATES.find((state) => state === this.#asked.value) ?? null;
    this.#show();
  }

  /** The state that is shown alone; null when all are. */
  get state(): State | null {
    return this.#state;
  }

  /** Show a state alone, or all of them again when it already is. */
  toggle(state: State): void {
    this.#turn(this.#state === state ? null : state);
  }

  all(): void {
    this.#turn(null);
  }

  /** Write what is shown alone into an address, as the API names it. */
  address(query: URLSearchParams): void {
    if (this.#state) {
      query.set("state", this.#asked.value);
    }
  }

  #turn(state: State | null): void {
    if (state !== this.#state) {
      this.#state = state;
      this.#show();
      byId("stage-aloud").textContent = state
        ? this.#texts.say("alone", { state: this.#texts.label("overlap", state) })
        : this.#texts.say("all_states");
      this.#onChange();
    }
  }

  #show(): void {
    const state = this.#state;
    this.#asked.value = state ?? "";
    this.#asked.disabled = state === null;
    this.#stage.classList.toggle("has-alone", state !== null);
    this.#stage.dataset.alone = state ?? "";
    for (const other of STATES) {
      this.#button(other).setAttribute("aria-pressed", String(other === state));
    }
  }

  #button(state: State): HTMLButtonElement {
    return find(document, `.told[data-state="${state}"] .alone`);
  }
}
