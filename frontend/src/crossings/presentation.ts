// The picture for a room: the whole screen, and only the essential.

import { byId } from "../site/dom";
import { ScreenLight } from "../site/screen-light";
import type { Texts } from "../site/texts";
import { announce } from "./announcer";

/** Whether the tab was in full screen, so that a page that is loaded again goes on where it was. */
const KEPT = "croisee-presented";

export interface PresentationDelegate {
  /** Whether something is over the picture, and has the keys. */
  readonly isHelping: boolean;
  /** The picture has the whole screen from now on. */
  presented(): void;
}

export class Presentation {
  readonly #delegate: PresentationDelegate;
  readonly #texts: Texts;
  readonly #stage = byId("stage");
  readonly #button = byId<HTMLButtonElement>("present");
  readonly #light = new ScreenLight();

  constructor(delegate: PresentationDelegate, texts: Texts) {
    this.#delegate = delegate;
    this.#texts = texts;
  }

  start(): void {
    this.#button.addEventListener("click", () => this.toggle());
    document.addEventListener("fullscreenchange", () => document.fullscreenElement || this.leave());
    this.#stage.addEventListener("click", (event) => this.#release(event));
    isLoadedAgain() && sessionStorage.getItem(KEPT) && this.#goOn();
  }

  /** A page that was loaded again fills its window; the whole screen is given back at the first gesture. */
  #goOn(): void {
    this.#present();
    for (const gesture of ["keydown", "pointerdown"]) {
      addEventListener(gesture, () => this.isOn && this.#fillScreen(), { once: true });
    }
  }

  /** Whether the picture has the whole screen. */
  get isOn(): boolean {
    return this.#stage.classList.contains("presented");
  }

  toggle(): void {
    this.isOn ? this.leave() : this.#present();
  }

  /** Whether the room sees nothing. */
  get isBlank(): boolean {
    return this.#stage.classList.contains("is-blank");
  }

  /** Show nothing but black, until any key or a click. */
  blank(): void {
    this.#stage.classList.add("is-blank");
    announce(this.#texts.say("blank"));
  }

  light(): void {
    if (this.isBlank) {
      this.#stage.classList.remove("is-blank");
      announce(this.#texts.say("presented"));
    }
  }

  leave(): void {
    if (this.isOn) {
      this.#set(false);
      this.#light.release();
      this.#stage.classList.remove("is-blank");
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
    this.#light.hold();
    this.#fillScreen();
    this.#delegate.presented();
  }

  /** Where a browser gives no screen to an element, the stage still fills the window. */
  #fillScreen(): void {
    document.fullscreenElement || this.#stage.requestFullscreen?.().catch(() => undefined);
  }

  #set(isWhole: boolean): void {
    this.#stage.classList.toggle("presented", isWhole);
    this.#button.textContent = this.#texts.say(isWhole ? "leave" : "present");
    remember(isWhole);
    for (const other of around(this.#stage)) {
      other.inert = isWhole;
    }
  }

  /** After a click of the mouse, the keys are the stage's again: space plays, whatever was clicked. */
  #release({ target, detail }: MouseEvent): void {
    this.light();
    const isPressed = detail > 0 && target instanceof Element && target.closest("button");
    if (isPressed && this.isOn && !this.#delegate.isHelping) {
      this.#stage.focus({ preventScroll: true });
    }
  }
}

function isLoadedAgain(): boolean {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return navigation?.type === "reload" || navigation?.type === "back_forward";
}

function remember(isWhole: boolean): void {
  isWhole ? sessionStorage.setItem(KEPT, "yes") : sessionStorage.removeItem(KEPT);
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
