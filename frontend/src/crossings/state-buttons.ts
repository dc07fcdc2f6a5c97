// One of the four states shown alone: the others fade on the map and in the tiles.

import { STATES, type State } from "../overlap/coverage";
import { type Question, toggleAlone } from "../overlap/question";
import type { Wording } from "../overlap/wording";
import { byId, find } from "../site/dom";
import { announce } from "./announcer";
import type { Store, Subscriber } from "./store";

export class StateButtons implements Subscriber {
  readonly #store: Store;
  readonly #wording: Wording;
  #alone: State | null = null;

  constructor(store: Store, wording: Wording) {
    this.#store = store;
    this.#wording = wording;
  }

  start(): void {
    for (const state of STATES) {
      const button = buttonOf(state);
      button.hidden = false;
      button.addEventListener("click", () => this.#store.change(toggleAlone(state)));
    }
    this.#alone = this.#store.question.alone;
    press(this.#alone);
  }

  questionChanged({ alone }: Question): void {
    if (alone !== this.#alone) {
      this.#alone = alone;
      press(alone);
      announce(this.#words);
    }
  }

  get #words(): string {
    const [state, { texts }] = [this.#alone, this.#wording];
    return state ? texts.say("alone", { state: this.#wording.label(state) }) : texts.say("all_states");
  }
}

const buttonOf = (state: State): HTMLButtonElement => find(document, `.told[data-state="${state}"] .alone`);

function press(alone: State | null): void {
  const stage = byId("stage");
  stage.classList.toggle("has-alone", alone !== null);
  stage.dataset.alone = alone ?? "";
  for (const state of STATES) {
    buttonOf(state).setAttribute("aria-pressed", String(state === alone));
  }
}
