import { describe, expect, it } from "vitest";
import { type SideName, STATES, type State } from "../../frontend/src/overlap/coverage";
import { flowOf, hasMoved, kindBetween, matrixOf, movesOf, passages } from "../../frontend/src/overlap/differences";
import type { Standing } from "../../frontend/src/overlap/first-seen";

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

const standing = (states: ReadonlyMap<string, State>, seen: Readonly<Record<string, SideName[]>> = {}): Standing => ({
  states,
  seen: new Map(Object.entries(seen)),
});

describe("what changed between two dates", () => {
  it("is a gain with a side more, a loss with one less, else another side", () => {
    expect(kindBetween("neither", "both")).toBe("gained");
    expect(kindBetween("both", "b")).toBe("lost");
    expect(kindBetween("a", "b")).toBe("changed_side");
    expect(STATES.map((state) => kindBetween(state, state))).toEqual([null, null, null, null]);
  });

  it("is what a state gained and what it lost, and no more", () => {
    expect([...movesOf("both", before, standing(after))]).toEqual([
      ["Mende", "gained"],
      ["Marvejols", "lost"],
      ["Florac", "gained"],
    ]);
    expect([...movesOf("b", before, standing(after))]).toEqual([
      ["Mende", "lost"],
      ["Langogne", "gained"],
    ]);
    expect(movesOf("neither", after, standing(after)).size).toBe(0);
  });

  it("holds what was not there before as served by none", () => {
    expect([...movesOf("neither", new Map(), standing(new Map([["Mende", "both"]])))]).toEqual([["Mende", "lost"]]);
  });

  it("is counted from each state to each, and adds up", () => {
    const matrix = matrixOf(before, standing(after));
    expect(matrix.get("b-both")).toEqual({ count: 1, seen: 0 });
    expect(matrix.get("neither-neither")).toEqual({ count: 1, seen: 0 });
    expect(flowOf("both", matrix)).toEqual({ start: 1, gained: 2, first_seen: 0, lost: 1, end: 2 });
    expect(flowOf("neither", matrix)).toEqual({ start: 2, gained: 0, first_seen: 0, lost: 1, end: 1 });
    expect(hasMoved(matrix)).toBe(true);
    expect(hasMoved(matrixOf(after, standing(after)))).toBe(false);
  });

  it("is first seen where a side came so, and adds up all the same", () => {
    const now = standing(after, { Mende: ["b"], Florac: ["a", "b"] });
    expect(movesOf("both", before, now).get("Florac")).toBe("first_seen");
    // Had on side B already: what came is side A.
    expect(movesOf("both", before, now).get("Mende")).toBe("gained");
    expect(flowOf("both", matrixOf(before, now))).toEqual({ start: 1, gained: 1, first_seen: 1, lost: 1, end: 2 });
  });

  it("adds up for any two lists of states", () => {
    for (const [from, to] of STATES.flatMap((one) => STATES.map((other) => [one, other] as const))) {
      const [was, now] = [
        new Map([
          ["x", from],
          ["y", to],
        ]),
        new Map([
          ["x", to],
          ["y", to],
        ]),
      ];
      const seen = { x: ["b" as const] };
      for (const state of STATES) {
        const { start, gained, first_seen, lost, end } = flowOf(state, matrixOf(was, standing(now, seen)));
        expect(start + gained + first_seen - lost).toBe(end);
        expect(start).toBe([...was.values()].filter((one) => one === state).length);
        expect(end).toBe([...now.values()].filter((one) => one === state).length);
        const moves = [...movesOf(state, was, standing(now, seen)).values()];
        expect(moves.filter((move) => move === "gained").length).toBe(gained);
        expect(moves.filter((move) => move === "first_seen").length).toBe(first_seen);
        expect(moves.filter((move) => move === "lost").length).toBe(lost);
      }
    }
  });

  it("is told by passages, gains first, then what is first seen", () => {
    const found = passages([...after.keys()], (name) => name, before, standing(after, { Florac: ["a"] }));
    expect(found.map(({ kind, isFirstSeen, changed }) => [isFirstSeen ? "first_seen" : kind, ...changed])).toEqual([
      ["gained", "Mende"],
      ["first_seen", "Florac"],
      ["lost", "Marvejols"],
      ["changed_side", "Langogne"],
    ]);
  });
});
