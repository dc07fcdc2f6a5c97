import { describe, expect, it } from "vitest";
import { actionOf, monthsOf, type Where } from "../../frontend/src/crossings/keyboard";

const press = (key: string, given: Partial<{ ctrlKey: boolean; altKey: boolean; metaKey: boolean }> = {}) => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...given,
});

describe("a key on the page", () => {
  it("opens, isolates and changes the rule, and leaves what scrolls to the page", () => {
    expect(actionOf(press("f"), "page", false)).toEqual({ does: "present" });
    expect(actionOf(press("F"), "page", false)).toEqual({ does: "present" });
    expect(actionOf(press("?"), "page", false)).toEqual({ does: "help" });
    expect(actionOf(press("c"), "page", false)).toEqual({ does: "compare" });
    expect(actionOf(press("v"), "page", true)).toEqual({ does: "speed" });
    expect(actionOf(press("3"), "page", false)).toEqual({ does: "alone", state: "b" });
    for (const key of ["ArrowRight", "PageDown", "Home", "End", " ", "Escape", "+", "9", "z"]) {
      expect(actionOf(press(key), "page", false)).toBeNull();
    }
  });

  it("is nobody's with a modifier, in a field, or once signs are switched off", () => {
    for (const modifier of ["ctrlKey", "altKey", "metaKey"]) {
      expect(actionOf(press("f", { [modifier]: true }), "page", true)).toBeNull();
    }
    expect(actionOf(press("1"), "field", true)).toBeNull();
    expect(actionOf(press("1"), "page", true, false)).toBeNull();
    expect(actionOf(press("ArrowRight"), "page", true, false)).toEqual({ does: "step", months: 1 });
  });
});

describe("a presenter's remote control", () => {
  it("goes on with the next page and back with the one before, wherever the focus is", () => {
    for (const where of ["page", "map", "slider", "button", "choice"] as const) {
      expect(actionOf(press("PageDown"), where, true)).toEqual({ does: "step", months: 12 });
      expect(actionOf(press("PageUp"), where, true)).toEqual({ does: "step", months: -12 });
    }
    expect(monthsOf("PageDown", true)).toBe(0);
  });

  it("goes the same way by an arrow down as by a page down, on a slider of time too", () => {
    for (const where of ["page", "slider", "button"] as const) {
      expect(actionOf(press("ArrowDown"), where, true)).toEqual({ does: "step", months: 1 });
      expect(actionOf(press("ArrowUp"), where, true)).toEqual({ does: "step", months: -1 });
    }
    expect(monthsOf("ArrowDown", true)).toBe(0);
    expect(monthsOf("ArrowDown", false)).toBe(-1);
  });

  it("blanks the screen, and does not load the page again", () => {
    for (const key of ["b", "B", "."]) {
      expect(actionOf(press(key), "page", true)).toEqual({ does: "blank" });
      expect(actionOf(press(key), "page", false)).toBeNull();
    }
    expect(actionOf(press("F5"), "page", true)).toEqual({ does: "light" });
    expect(actionOf(press("F5"), "page", false)).toBeNull();
  });

  it("leaves a slider of the page to its own convention", () => {
    expect(monthsOf("PageDown", false)).toBe(-12);
    expect(monthsOf("ArrowUp", false)).toBe(1);
    expect(monthsOf("a", false)).toBe(0);
  });
});

describe("a key in full screen", () => {
  it("moves time", () => {
    expect(actionOf(press("ArrowLeft"), "page", true)).toEqual({ does: "step", months: -1 });
    expect(actionOf(press("PageUp"), "page", true)).toEqual({ does: "step", months: -12 });
    expect(actionOf(press("End"), "page", true)).toEqual({ does: "leap", to: "last" });
    expect(actionOf(press(" "), "page", true)).toEqual({ does: "play" });
    expect(actionOf(press("Escape"), "page", true)).toEqual({ does: "leave" });
  });

  it("zooms by plus and minus, and has other keys for the radius", () => {
    expect(actionOf(press("+"), "page", true)).toEqual({ does: "zoom", steps: 1 });
    expect(actionOf(press("-"), "page", true)).toEqual({ does: "zoom", steps: -1 });
    expect(actionOf(press("l"), "page", true)).toEqual({ does: "widen", steps: 1 });
    expect(actionOf(press("p"), "page", false)).toEqual({ does: "widen", steps: -1 });
  });

  it.each<[Where, string]>([
    ["map", "ArrowLeft"],
    ["map", "+"],
    ["slider", "ArrowLeft"],
    ["slider", "Home"],
    ["button", " "],
    ["choice", " "],
    ["choice", "ArrowDown"],
  ])("leaves to a %s its %j", (where, key) => {
    expect(actionOf(press(key), where, true)).toBeNull();
  });

  it("still answers digits on the map and space on the slider", () => {
    expect(actionOf(press("1"), "map", true)).toEqual({ does: "alone", state: "both" });
    expect(actionOf(press(" "), "slider", true)).toEqual({ does: "play" });
  });
});
