import { describe, expect, it } from "vitest";
import { type Name, placeNames } from "../../frontend/src/map/names";

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
      { right: 0, down: 10 },
    ]);
  });

  it("give way to the more important, listed first", () => {
    const crowd = [name(0, 0), name(0, 1), name(0, 2), name(0, 3)];
    expect(placeNames(crowd, [], 20)[0]).toEqual({ right: 0, down: 0 });
    expect(placeNames(crowd, [], 20).at(-1)).toBeNull();
  });

  it("find the room between two marks", () => {
    const between = [-20, 5].map((top) => ({ left: -5, top, width: 10, height: 11 }));
    expect(placeNames([name(0, 0, true)], between, 0)).toEqual([{ right: 0, down: 0 }]);
    const lower = [-17, -5, 17].map((top) => ({ left: -5, top, width: 10, height: 11 }));
    expect(placeNames([name(0, 0, true)], lower, 0)).toEqual([{ right: 0, down: 11 }]);
  });

  it("slide along their point before they are written far from it", () => {
    const wall = [{ left: -40, top: -30, width: 38, height: 60 }];
    expect(placeNames([name(0, 0, true)], wall, 0)).toEqual([{ right: 30, down: 0 }]);
  });

  it("go further when they must be read", () => {
    const wall = [{ left: -10, top: -30, width: 20, height: 60 }];
    expect(placeNames([name(0, 0)], wall, 0)).toEqual([null]);
    expect(placeNames([name(0, 0, true)], wall, 0)[0]).not.toBeNull();
  });
});
