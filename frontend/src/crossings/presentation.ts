// The picture for a room: the whole screen, and only the essential.

import { byId } from "../site/dom";
import type { Texts } from "../site/texts";
import { announce } from "./announcer";

export interface PresentationDelegate {
  /** Whether something is over the picture, and has the keys. */
  readonly isHelping: boolean;
}

export class Presentation {
  readonly #delegate: PresentationDelegate;
  readonly #texts: Texts;
  readonly #stage = byId("stage");
  readonly #button = byId<HTMLButtonElement>("present");

  constructor(delegate: PresentationDelegate, texts: Texts) {
    this.#delegate = delegate;
    this.#texts = texts;
  }

  start(): void {
    this.#button.addEventListener("click", () => this.toggle());
    document.addEventListener("fullscreenchange", () => document.fullscreenElement || this.leave());
    this.#stage.addEventListener("click", (event) => this.#release(event));
  }

  /** Whether the picture has the whole screen. */
  get isOn(): boolean {
    return this.#stage.classList.contains("presented");
  }

  toggle(): void {
    this.isOn ? this.leave() : this.#present();
  }

  leave(): void {
    if (this.isOn) {
      this.#set(false);
      this.#button.focus({ preventScroll: true });
      this.#button.scrollIntoView({ block: "nearest" });
      announce(this.#texts.say("left"));
      document.fullscreenElement && void document.exitFullscreen();
    }
  }

  #present(): void {
    this.#set(true);
    this.#stage.focus({ preventScroll: true });
    announce(this.#texts.say("presented"));
    // Where a browser gives no screen to an element, the stage still fills the window.
    this.#stage.requestFullscreen?.().catch(() => undefined);
  }

  #set(isWhole: boolean): void {
    this.#stage.classList.toggle("presented", isWhole);
    this.#button.textContent = this.#texts.say(isWhole ? "leave" : "present");
    for (const other of around(this.#stage)) {
      other.inert = isWhole;
    }
  }

  /** After a click of the mouse, the keys are the stage's again: space plays, whatever was clicked. */
  #release({ target, detail }: MouseEvent): void {
    const isPressed = detail > 0 && target instanceof Element && target.closest("button");
    if (isPressed && this.isOn && !this.#delegate.isHelping) {
      this.#stage.focus({ preventScroll: true });
    }
  }
}

/** Everything else on the page: beside the stage, and beside what holds it. */
function around(element: HTMLElement): HTMLElement[] {
  const parent = element.parentElement;
  if (!parent || element === document.body) {
    return [];
  }
  const others = [...parent.children].filter((other) => other !== element && other instanceof HTMLElement);
  return [...(others as HTMLElement[]), ...around(parent)];
}
