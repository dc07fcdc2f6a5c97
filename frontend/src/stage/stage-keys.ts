// The keys of a presenter, and of the remote control in her hand. Pure, save that two digits make a number.

import type { Gesture } from "./showing";

const KEYS: Readonly<Record<string, Gesture>> = {
  ArrowRight: { does: "step", by: 1 },
  ArrowDown: { does: "step", by: 1 },
  PageDown: { does: "step", by: 1 },
  " ": { does: "step", by: 1 },
  ArrowLeft: { does: "step", by: -1 },
  ArrowUp: { does: "step", by: -1 },
  PageUp: { does: "step", by: -1 },
  Home: { does: "go", to: 0 },
  End: { does: "last" },
  b: { does: "blank" },
  ".": { does: "blank" },
  w: { does: "wall" },
};
/** A second digit within so many milliseconds makes a number of two. */
const PATIENCE = 1000;

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey" | "timeStamp">;

export class StageKeys {
  #digits = "";
  #at = Number.NEGATIVE_INFINITY;

  /** Tell what a key asks for; null when it is none of the presenter's. */
  gestureOf({ key, ctrlKey, altKey, metaKey, timeStamp }: Pressed): Gesture | null {
    if (ctrlKey || altKey || metaKey) {
      return null;
    }
    const name = key.length === 1 ? key.toLowerCase() : key;
    const asked = Object.hasOwn(KEYS, name) ? KEYS[name] : null;
    return /^[0-9]$/.test(key) ? this.#numbered(key, timeStamp) : (asked ?? null);
  }

  #numbered(digit: string, at: number): Gesture | null {
    this.#digits = at - this.#at < PATIENCE ? `${this.#digits}${digit}`.slice(-2) : digit;
    this.#at = at;
    const number = Number(this.#digits);
    return number ? { does: "go", to: number - 1 } : null;
  }
}

/** Whether a key is pressed where it has a use of its own. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("input, select, textarea, [contenteditable]") !== null;

/** Whether a key presses what has the focus, rather than going on. */
export const isPressing = ({ key, target }: KeyboardEvent): boolean =>
  (key === " " || key === "Enter") && target instanceof Element && target.closest("button, a, summary") !== null;
