import { describe, expect, it } from "vitest";
import type { CommuneHistory } from "../../frontend/src/overlap/coverage";
import { isFirstSeen, isSeenWithin, seenBy, seenOf } from "../../frontend/src/overlap/first-seen";
import cases from "../cases/first_seen.json";

describe("what is merely first seen", () => {
  for (const { says, turns, steps, seen } of cases) {
    const commune = {
      ...{ code: "48095", name: "Mende", epci: null, population: null, turns },
      ...{ nearest_a: steps.a ?? [], nearest_b: steps.b ?? [] },
    } as unknown as CommuneHistory;

    it(says, () => {
      for (const [date, sides] of seen as [string, string[]][]) {
        expect(seenBy(commune.turns, date).toSorted()).toEqual(sides);
        expect(seenOf(commune, date, null).toSorted()).toEqual(sides);
        expect(seenOf(commune, date, 5000)).toEqual(sides);
      }
    });
  }

  it("goes by the radius: the nearest may be an event, and one farther away first seen, or the reverse", () => {
    const steps = [
      ["2016-01-01", 8000, null],
      ["2018-01-01", 3000, 3000],
      ["2020-01-01", 1000, null],
    ] as const;
    expect(isSeenWithin(steps, "2021-01-01", 9000)).toBe(true);
    expect(isSeenWithin(steps, "2021-01-01", 5000)).toBe(false);
    expect(isSeenWithin(steps, "2021-01-01", 2000)).toBe(true);
    expect(isSeenWithin(steps, "2021-01-01", 500)).toBe(false);
    expect(isSeenWithin([["2020-01-01", 1000, 4000]], "2021-01-01", 2000)).toBe(true);
    expect(isSeenWithin([["2020-01-01", 1000, 4000]], "2021-01-01", 4000)).toBe(false);
  });

  it("is told of a change that brings a side, and of no loss", () => {
    expect(isFirstSeen("neither", "both", ["a"])).toBe(true);
    expect(isFirstSeen("a", "both", ["a"])).toBe(false);
    expect(isFirstSeen("both", "a", ["a"])).toBe(false);
    expect(isFirstSeen("a", "b", ["b"])).toBe(true);
  });
});
