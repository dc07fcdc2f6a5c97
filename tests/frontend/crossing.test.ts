import { describe, expect, it } from "vitest";
import {
  at,
  type CommuneHistory,
  covered,
  dateOf,
  dayOf,
  lastMark,
  monthsAfter,
  stateOf,
  summarise,
} from "../../frontend/src/overlap/coverage";

const mende: CommuneHistory = {
  code: "48095",
  name: "Mende",
  epci: null,
  population: 12_318,
  turns: [
    ["2013-12-31", "b", []],
    ["2016-01-01", "both", []],
    ["2022-04-26", "a", []],
  ],
  nearest_a: [["2016-01-01", 800, null]],
  nearest_b: [
    [null, 9000, null],
    ["2013-12-31", 400, 400],
    ["2022-04-26", null, null],
  ],
};
const chanac: CommuneHistory = {
  code: "48039",
  name: "Chanac",
  epci: null,
  population: null,
  turns: [],
};

describe("a date", () => {
  it("counts in days, and back", () => {
    expect(dateOf(dayOf("2016-02-29") + 1)).toBe("2016-03-01");
  });

  it("moves by months, to the last day where there is no such day", () => {
    expect(monthsAfter("2016-01-31", 1)).toBe("2016-02-29");
    expect(monthsAfter("2016-01-15", -1)).toBe("2015-12-15");
    expect(monthsAfter("2016-02-29", 12)).toBe("2017-02-28");
  });

  it("falls into what began last", () => {
    expect(at([[null, 1]], "0001-01-01")).toBe(1);
    expect(at(mende.turns, "2013-12-30")).toBeUndefined();
    expect(at(mende.turns, "2016-01-01")).toBe("both");
  });

  it("has the mark that came last", () => {
    const marks = [["2011-10-01", "a", []] as const, ["2013-12-31", "b", []] as const];
    expect(lastMark(marks, "2011-09-30")).toBeNull();
    expect(lastMark(marks, "2013-12-31")).toEqual(["2013-12-31", "b", []]);
  });
});

describe("a commune", () => {
  it("has a state by presence", () => {
    expect(["2010-01-01", "2014-01-01", "2016-01-01", "2026-01-01"].map((day) => stateOf(mende.turns, day))).toEqual([
      "neither",
      "b",
      "both",
      "a",
    ]);
  });

  it("has a state by distance, the radius included", () => {
    expect(covered(mende, "2017-01-01", 800)).toBe("both");
    expect(covered(mende, "2017-01-01", 799)).toBe("b");
    expect(covered(mende, "2023-01-01", 800)).toBe("a");
    expect(covered(mende, "2010-01-01", 9000)).toBe("b");
    expect(covered(chanac, "2017-01-01", 50_000)).toBe("neither");
  });

  it("adds to the communes and people of its state, as far as these are known", () => {
    const communes = [mende, chanac];
    const states = new Map(communes.map((commune) => [commune.code, covered(commune, "2017-01-01", null)]));
    const summary = summarise(communes, states);
    expect(summary.both).toEqual({ communes: 1, people: 12_318 });
    expect(summary.neither).toEqual({ communes: 1, people: 0 });
  });
});
