import { describe, expect, it } from "vitest";
import { STATES, type State } from "../../frontend/src/overlap/coverage";
import { flowOf, hasMoved, kindBetween, matrixOf, movesOf, passages } from "../../frontend/src/overlap/differences";

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

  it("is what a state gained and what it lost, and no more", () => {
    expect([...movesOf("both", before, after)]).toEqual([
      ["Mende", "gained"],
      ["Marvejols", "lost"],
      ["Florac", "gained"],
    ]);
    expect([...movesOf("b", before, after)]).toEqual([
      ["Mende", "lost"],
      ["Langogne", "gained"],
    ]);
    expect(movesOf("neither", after, after).size).toBe(0);
  });

  it("holds what was not there before as served by none", () => {
    expect([...movesOf("neither", new Map(), new Map([["Mende", "both"]]))]).toEqual([["Mende", "lost"]]);
  });

  it("is counted from each state to each, and adds up", () => {
    const matrix = matrixOf(before, after);
    expect(matrix.get("b-both")).toBe(1);
    expect(matrix.get("neither-neither")).toBe(1);
    expect(flowOf("both", matrix)).toEqual({ start: 1, gained: 2, lost: 1, end: 2 });
    expect(flowOf("neither", matrix)).toEqual({ start: 2, gained: 0, lost: 1, end: 1 });
    expect(hasMoved(matrix)).toBe(true);
    expect(hasMoved(matrixOf(after, after))).toBe(false);
  });

  it("adds up for any two lists of states", () => {
    for (const [from, to] of STATES.flatMap((one) => STATES.map((other) => [one, other] as const))) {
      const [was, now] = [new Map([["x", from], ["y", to]]), new Map([["x", to], ["y", to]])]; // biome-ignore format: short
      for (const state of STATES) {
        const { start, gained, lost, end } = flowOf(state, matrixOf(was, now));
        expect(start + gained - lost).toBe(end);
        expect(start).toBe([...was.values()].filter((one) => one === state).length);
        expect(end).toBe([...now.values()].filter((one) => one === state).length);
        const moves = [...movesOf(state, was, now).values()];
        expect(moves.filter((move) => move === "gained").length).toBe(gained);
        expect(moves.filter((move) => move === "lost").length).toBe(lost);
      }
    }
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
