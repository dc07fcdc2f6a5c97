// The picture for a room: the whole screen, only the essential, everything by keyboard.

import { byId, find } from "../site/dom";
import type { Texts } from "../site/texts";
import { type Action, actionOf, whereIs } from "./keyboard";
import type { Alone } from "./state-alone";

/** Where the reader's choice about keys of one letter is kept. */
const KEPT = "croisee:signs";

export interface Moves {
  /** Go so many months further, or back. */
  step(months: number): void;
}

export class Stage {
  readonly #texts: Texts;
  readonly #alone: Alone;
  readonly #moves: Moves;
  readonly #stage = byId("stage");
  readonly #help = byId<HTMLDialogElement>("keys");
  readonly #signs = byId<HTMLInputElement>("signs");
  readonly #button = byId<HTMLButtonElement>("present");

  constructor(texts: Texts, alone: Alone, moves: Moves) {
    this.#texts = texts;
    this.#alone = alone;
    this.#moves = moves;
    this.#button.addEventListener("click", () => this.#turn());
    byId("help").addEventListener("click", () => this.#help.showModal());
    document.addEventListener("keydown", (event) => this.#press(event));
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement) {
        this.#leave();
      }
    });
    this.#stage.addEventListener("click", (event) => this.#release(event));
    this.#signs.checked = kept() !== "off";
    this.#signs.addEventListener("change", () => keep(this.#signs.checked ? "on" : "off"));
  }

  #press(event: KeyboardEvent): void {
    const isHelp = this.#help.open;
    if (event.defaultPrevented || (isHelp && event.key !== "?")) {
      return;
    }
    const action = actionOf(event, whereIs(event.target), isPresented(), this.#signs.checked);
    if (action) {
      event.preventDefault();
      this.#act(action);
    }
  }

  #act(action: Action): void {
    const acts: { readonly [A in Action as A["does"]]: (asked: A) => void } = {
      step: ({ months }) => this.#moves.step(months),
      leap: ({ to }) => this.#leap(to),
      widen: ({ steps }) => this.#widen(steps),
      alone: ({ state }) => this.#alone.toggle(state),
      all: () => this.#alone.all(),
      play: () => byId("play").click(),
      rule: () => find<HTMLInputElement>(document, "[name=rule]:not(:checked)").click(),
      present: () => this.#turn(),
      leave: () => this.#leave(),
      compare: () => byId("compare").click(),
      speed: () => this.#speed(),
      help: () => (this.#help.open ? this.#help.close() : this.#help.showModal()),
    };
    (acts[action.does] as (asked: Action) => void)(action);
  }

  #leap(to: "min" | "max"): void {
    const time = byId<HTMLInputElement>("time");
    time.value = time[to];
    time.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #widen(steps: number): void {
    const radius = byId<HTMLInputElement>("radius");
    radius.stepUp(steps);
    radius.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Play at the next speed, and begin again with the first. */
  #speed(): void {
    const speed = byId<HTMLSelectElement>("speed");
    speed.selectedIndex = (speed.selectedIndex + 1) % speed.options.length;
    const said = speed.selectedOptions[0]?.textContent ?? "";
    byId("stage-aloud").textContent = this.#texts.say("speed", { speed: said });
  }

  #turn(): void {
    if (isPresented()) {
      this.#leave();
    } else {
      this.#present();
    }
  }

  #present(): void {
    this.#set(true);
    this.#stage.focus({ preventScroll: true });
    byId("stage-aloud").textContent = this.#texts.say("presented");
    // Where a browser gives no screen to an element, the stage still fills the window.
    this.#stage.requestFullscreen?.().catch(() => undefined);
  }

  #leave(): void {
    if (isPresented()) {
      this.#set(false);
      this.#button.focus({ preventScroll: true });
      this.#button.scrollIntoView({ block: "nearest" });
      byId("stage-aloud").textContent = this.#texts.say("left");
      if (document.fullscreenElement) {
        void document.exitFullscreen();
      }
    }
  }

  #set(isWhole: boolean): void {
    this.#stage.classList.toggle("presented", isWhole);
    this.#button.textContent = this.#texts.say(isWhole ? "leave" : "present");
    for (const other of around(this.#stage)) {
      other.inert = isWhole;
    }
  }

  /** After a click of the mouse, the keys are the stage's again: space plays, whatever was clicked. */
  #release(event: MouseEvent): void {
    const { target, detail } = event;
    if (isPresented() && detail > 0 && !this.#help.open && target instanceof Element && target.closest("button")) {
      this.#stage.focus({ preventScroll: true });
    }
  }
}

/** Whether the picture has the whole screen. */
export const isPresented = (): boolean => byId("stage").classList.contains("presented");

/** Everything else on the page: beside the stage, and beside what holds it. */
function* around(element: HTMLElement): Generator<HTMLElement> {
  const parent = element.parentElement;
  if (parent && element !== document.body) {
    for (const other of parent.children) {
      if (other !== element && other instanceof HTMLElement) {
        yield other;
      }
    }
    yield* around(parent);
  }
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function keep(value: string): void {
  try {
    localStorage.setItem(KEPT, value);
  } catch {
    // A browser that keeps nothing forgets this too.
  }
}
