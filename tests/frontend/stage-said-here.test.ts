// The server repeats what the desk said: the screen beside it does not step back for that.

import { describe, expect, it } from "vitest";
import { SaidHere } from "../../frontend/src/stage/said-here";

const scene = (place: number) => ({ place, isBlank: false, isWall: false, supposed: [] });

describe("what the desk said here", () => {
  it("is an echo as long as a later word is on its way", () => {
    const said = new SaidHere();
    for (const place of [1, 2, 2, 3]) {
      said.say(scene(place));
    }
    expect([1, 2, 3, 3].map((place) => said.isEcho(scene(place)))).toEqual([true, true, false, false]);
  });

  it("is no echo once it was said again, nor when words between were never told", () => {
    const said = new SaidHere();
    for (const place of [1, 2, 1]) {
      said.say(scene(place));
    }
    expect(said.isEcho(scene(1))).toBe(false);
    expect(said.isEcho(scene(2))).toBe(false);
  });

  it("is forgotten where someone else shows something", () => {
    const said = new SaidHere();
    said.say(scene(1));
    said.say(scene(2));
    expect(said.isEcho(scene(7))).toBe(false);
    expect(said.isEcho(scene(1))).toBe(false);
  });
});
