// What each key does to the moving picture. Pure: it speaks of keys, and of where they are pressed.

import { STATES, type State } from "../overlap/coverage";

export type Action =
  | {
      readonly does:
        | "play"
        | "rule"
        | "present"
        | "leave"
        | "help"
        | "all"
        | "compare"
        | "speed"
        | "blank"
        | "light"
        | "neighbours";
    }
  | { readonly does: "step"; readonly months: number }
  | { readonly does: "leap"; readonly to: "first" | "last" }
  | { readonly does: "widen" | "zoom"; readonly steps: number }
  | { readonly does: "alone"; readonly state: State };

/** Who has a use of their own for some keys: a map pans, a slider slides, a button is pressed, a field is written in. */
export type Where = "page" | "map" | "slider" | "button" | "choice" | "field";

export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** On the page at any time, unless they are switched off: letters, digits and signs. */
const SIGNS: Readonly<Record<string, Action>> = {
  f: { does: "present" },
  d: { does: "rule" },
  p: { does: "widen", steps: -1 },
  l: { does: "widen", steps: 1 },
  c: { does: "compare" },
  v: { does: "speed" },
  n: { does: "neighbours" },
  "?": { does: "help" },
  "0": { does: "all" },
  ...Object.fromEntries(STATES.map((state, index) => [String(index + 1), { does: "alone", state }])),
};

/** In full screen only, as in any program that shows slides; remote controls send them. */
const SIGNS_OF_STAGE: Readonly<Record<string, Action>> = {
  b: { does: "blank" },
  ".": { does: "blank" },
};

/** On a slider of time, an arrow goes a month further and a page a year, as on any slider. */
const MONTHS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -12,
  PageUp: 12,
};

/**
 * In full screen, wherever the focus is: a presenter's remote control sends these, and "next" is the next page. The key
 * that begins a slide show would load the page again.
 */
const PAGES: Readonly<Record<string, Action>> = {
  PageDown: { does: "step", months: 12 },
  PageUp: { does: "step", months: -12 },
  F5: { does: "light" },
};

/** In full screen, on a slider too: what goes down goes on, whichever the key. A map is panned by them. */
const LINES: Readonly<Record<string, Action>> = {
  ArrowDown: { does: "step", months: 1 },
  ArrowUp: { does: "step", months: -1 },
};

/** In full screen only: elsewhere these keys scroll the page. */
const MOVES: Readonly<Record<string, Action>> = {
  ArrowLeft: { does: "step", months: -1 },
  ArrowRight: { does: "step", months: 1 },
  Home: { does: "leap", to: "first" },
  End: { does: "leap", to: "last" },
  "+": { does: "zoom", steps: 1 },
  "=": { does: "zoom", steps: 1 },
  "-": { does: "zoom", steps: -1 },
};

/** Tell what a key does where it is pressed; null when it is none of ours. */
export function actionOf(pressed: Pressed, where: Where, isPresented: boolean, hasSigns = true): Action | null {
  const { key, ctrlKey, altKey, metaKey } = pressed;
  if (where === "field" || ctrlKey || altKey || metaKey) {
    return null;
  }
  const sign = SIGNS[key.toLowerCase()] ?? (isPresented ? SIGNS_OF_STAGE[key.toLowerCase()] : undefined);
  if (sign) {
    return hasSigns ? sign : null;
  }
  return isPresented ? moveOf(key, where) : null;
}

function moveOf(key: string, where: Where): Action | null {
  if (key === "Escape") {
    return { does: "leave" };
  }
  if (key === " ") {
    return where === "button" || where === "choice" ? null : { does: "play" };
  }
  return PAGES[key] ?? (hasLines(where) ? LINES[key] : undefined) ?? (isBare(where) ? (MOVES[key] ?? null) : null);
}

const isBare = (where: Where): boolean => where === "page" || where === "button";
const hasLines = (where: Where): boolean => where === "slider" || isBare(where);

/** Tell how many months a key moves the slider of time that it is pressed on; 0 when it is for something else. */
export function monthsOf(key: string, isPresented: boolean): number {
  return isPresented && (key in PAGES || key in LINES) ? 0 : (MONTHS[key] ?? 0);
}

/** Tell where an event is. */
export function whereIs(target: EventTarget | null): Where {
  if (!(target instanceof Element)) {
    return "page";
  }
  if (target.closest(".leaflet-container")) {
    return "map";
  }
  const field = target.closest("input, select, textarea, [contenteditable]");
  if (!field) {
    return target.closest("button, a, summary, [role=button]") ? "button" : "page";
  }
  const type = field instanceof HTMLInputElement ? field.type : "";
  return type === "range" ? "slider" : type === "radio" || type === "checkbox" ? "choice" : "field";
}
