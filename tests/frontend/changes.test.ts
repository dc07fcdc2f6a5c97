import { describe, expect, it } from "vitest";
import { STATES, type State } from "../../frontend/src/overlap/coverage";
import { differences, kindBetween, passages, tally } from "../../frontend/src/overlap/differences";

const before = new Map<string, State>([
  ["Mende", "b"],
  ["Marvejols", "both"],
  ["Langogne", "a"],
  ["Florac", "neither"],
  ["Chanac", "neither"],
]);
const after = new Map<string, State>([
  ["Mende", "both"],
  ["Marvejols", "a"],
  ["Langogne", "b"],
  ["Florac", "both"],
  ["Chanac", "neither"],
]);

describe("what changed between two dates", () => {
  it("is a gain with a side more, a loss with one less, else another side", () => {
    expect(kindBetween("neither", "both")).toBe("gained");
    expect(kindBetween("both", "b")).toBe("lost");
    expect(kindBetween("a", "b")).toBe("changed_side");
    expect(STATES.map((state) => kindBetween(state, state))).toEqual([null, null, null, null]);
  });

  it("leaves out what stayed, and is counted", () => {
    const found = differences(before, after);
    expect([...found.keys()]).toEqual(["Mende", "Marvejols", "Langogne", "Florac"]);
    expect(tally(found.values())).toEqual({ gained: 2, lost: 1, changed_side: 1 });
  });

  it("holds what was not there before as served by none", () => {
    expect(differences(new Map(), new Map([["Mende", "both"]])).get("Mende")).toBe("gained");
  });

  it("is told by passages, gains first, the best served first", () => {
    const found = passages([...after.keys()], (name) => name, before, after);
    expect(found.map(({ kind, changed }) => [kind, ...changed])).toEqual([
      ["gained", "Mende"],
      ["gained", "Florac"],
      ["lost", "Marvejols"],
      ["changed_side", "Langogne"],
    ]);
  });
});
