// Hears the keys that move the picture, wherever they are pressed, and shows which they are.

import { byId } from "../site/dom";
import { type Action, actionOf, whereIs } from "./keyboard";

export interface KeyboardObserverDelegate {
  readonly isPresented: boolean;
  /** Whether the room sees nothing: any key gives the light back, and does no more. */
  readonly isBlank: boolean;
  keyAsked(action: Action): void;
}

/** Where the reader's choice about keys of one letter is kept. */
const KEPT = "croisee:signs";

export class KeyboardObserver {
  readonly #delegate: KeyboardObserverDelegate;
  readonly #help = byId<HTMLDialogElement>("keys");
  readonly #signs = byId<HTMLInputElement>("signs");

  constructor(delegate: KeyboardObserverDelegate) {
    this.#delegate = delegate;
  }

  start(): void {
    document.addEventListener("keydown", (event) => this.#press(event));
    byId("help").addEventListener("click", () => this.#help.showModal());
    this.#rememberSigns();
  }

  #rememberSigns(): void {
    this.#signs.checked = kept() !== "off";
    this.#signs.addEventListener("change", () => keep(this.#signs.checked ? "on" : "off"));
  }

  /** Whether the help is over the picture. */
  get isHelping(): boolean {
    return this.#help.open;
  }

  toggleHelp(): void {
    this.#help.open ? this.#help.close() : this.#help.showModal();
  }

  #press(event: KeyboardEvent): void {
    if (event.defaultPrevented || (this.isHelping && event.key !== "?")) {
      return;
    }
    const action = this.#actionOf(event);
    if (action) {
      event.preventDefault();
      this.#delegate.keyAsked(action);
    }
  }

  #actionOf(event: KeyboardEvent): Action | null {
    const { isPresented, isBlank } = this.#delegate;
    const action = actionOf(event, whereIs(event.target), isPresented, this.#signs.checked);
    return isBlank && action?.does !== "leave" ? { does: "light" } : action;
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
