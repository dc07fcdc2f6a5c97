import { describe, expect, it } from "vitest";
import type { CommuneHistory, State } from "../../frontend/src/overlap/coverage";
import { possibleIn, possibleOn } from "../../frontend/src/overlap/possible";

const commune = (code: string, ...turns: CommuneHistory["turns"]): CommuneHistory => ({
  ...{ code, name: code, epci: null, population: null, turns },
  nearest_a: [["2020-11-01", 4000, null]],
  nearest_b: [],
});

/** With the places that only could be: a library since 2020 beside nothing, beside business support, beside an adviser. */
const otherwise = [
  commune("bare", ["2020-11-01", "a", []]),
  commune("working", ["2016-01-01", "b", []], ["2020-11-01", "both", []]),
  commune("helped", ["2019-01-01", "a", []]),
];
const without = new Map<string, State>([
  ["bare", "neither"],
  ["working", "b"],
  ["helped", "a"],
]);

describe("what only could be", () => {
  it("is the side that one way to count has, and the other has not", () => {
    const found = possibleOn(without, otherwise, "2021-01-01", null);
    expect([...found]).toEqual([
      ["bare", ["a"]],
      ["working", ["a"]],
    ]);
  });

  it("is the same whichever of the two counts", () => {
    const counted = otherwise.map(({ code, turns }) => [code, turns.at(-1)?.[1] ?? "neither"] as const);
    const left = otherwise.map((one) => commune(one.code, [null, without.get(one.code) ?? "neither", []]));
    const found = possibleOn(new Map(counted), left, "2021-01-01", null);
    expect([...found.keys()]).toEqual(["bare", "working"]);
  });

  it("follows the date and the radius", () => {
    expect(possibleOn(new Map([["bare", "neither"]]), otherwise.slice(0, 1), "2020-10-31", null).size).toBe(0);
    expect(possibleOn(new Map([["bare", "neither"]]), otherwise.slice(0, 1), "2021-01-01", 3999).size).toBe(0);
    expect(possibleOn(new Map([["bare", "neither"]]), otherwise.slice(0, 1), "2021-01-01", 4000).size).toBe(1);
  });

  it("is shown where its commune is", () => {
    const found = possibleOn(without, otherwise, "2021-01-01", null);
    expect([...possibleIn(found, without, "b").keys()]).toEqual(["working"]);
    expect(possibleIn(found, without, null)).toBe(found);
  });
});
