import { describe, expect, it } from "vitest";
import { type Name, placeNames } from "../../frontend/src/map/name-placement";

const name = (x: number, y: number, isMajor = false): Name => ({ x, y, width: 60, height: 10, isMajor });

describe("names", () => {
  it("are written on their point where there is room", () => {
    expect(placeNames([name(0, 0), name(200, 0)], [], 5)).toEqual([
      { right: 0, down: 0 },
      { right: 0, down: 0 },
    ]);
  });

  it("move a line to be clear of a marker", () => {
    expect(placeNames([name(0, 0)], [{ left: -5, top: -5, width: 10, height: 10 }], 0)).toEqual([
      { right: 0, down: 12 },
    ]);
  });

  it("give way to the more important, listed first", () => {
    const crowd = [name(0, 0), name(0, 1), name(0, 2), name(0, 3)];
    expect(placeNames(crowd, [], 20)[0]).toEqual({ right: 0, down: 0 });
    expect(placeNames(crowd, [], 20).at(-1)).toBeNull();
  });

  it("are whole in the window where their point is", () => {
    const window = { left: -10, top: -50, width: 200, height: 100 };
    expect(placeNames([name(0, 0, true), name(-40, 0)], [], 0, window)).toEqual([
      { right: 30, down: 8 },
      { right: 0, down: 0 },
    ]);
  });

  it("are never further than three lines from their point", () => {
    const wall = (height: number) => [{ left: -100, top: -height / 2, width: 200, height }];
    expect(placeNames([name(0, 0, true)], wall(66), 0)[0]).toEqual({ right: 0, down: 38 });
    expect(placeNames([name(0, 0, true)], wall(70), 0)).toEqual([null]);
  });

  it("of lesser places do not stand in for a town that finds no room", () => {
    const wall = [
      { left: -200, top: -80, width: 236, height: 160 },
      { left: 54, top: -80, width: 200, height: 160 },
      { left: 36, top: -80, width: 18, height: 74 },
      { left: 36, top: 6, width: 18, height: 74 },
    ];
    const hamlet = { ...name(45, 0), width: 16 };
    expect(placeNames([hamlet], wall, 0)).toEqual([{ right: 0, down: 0 }]);
    expect(placeNames([name(0, 0, true), hamlet], wall, 0)).toEqual([null, null]);
    expect(placeNames([name(0, 0), hamlet], wall, 0)).toEqual([null, { right: 0, down: 0 }]);
  });

  it("go further when they must be read", () => {
    const wall = [{ left: -10, top: -30, width: 20, height: 60 }];
    expect(placeNames([name(0, 0)], wall, 0)).toEqual([null]);
    expect(placeNames([name(0, 0, true)], wall, 0)[0]).not.toBeNull();
  });
});
