import { describe, expect, it } from "vitest";
import type { PlaceHistory, Stay } from "../../frontend/src/overlap/coverage";
import { doubtOf, networksOn } from "../../frontend/src/overlap/memberships";

const SIDES = { a: ["msap", "france-services"], b: ["solozere"] };

function place(...stays: Stay[]): PlaceHistory {
  return {
    slug: "polen",
    name: "POLeN",
    commune: { code: "48095", name: "Mende", epci: null },
    longitude: null,
    latitude: null,
    turns: [],
    stays,
  };
}

const msap: Stay = ["msap", "2016-01-01", "2020-01-01", "2018-01-02", true, false, "day", "day"];
const solozere: Stay = ["solozere", null, "2022-04-26", null, false, false, "day", "day"];
const franceServices: Stay = ["france-services", "2019-07-01", null, "2026-01-01", true, false, "day", "day"];

describe("the stays of a place", () => {
  it("count from their first day to the eve of the first outside", () => {
    const polen = place(solozere, msap);
    expect(networksOn(polen, "1900-01-01")).toEqual(["solozere"]);
    expect(networksOn(polen, "2016-01-01")).toEqual(["msap", "solozere"]);
    expect(networksOn(polen, "2020-01-01")).toEqual(["solozere"]);
    expect(networksOn(polen, "2022-04-26")).toEqual([]);
  });

  it("leave a side unconfirmed when none of them is confirmed any more", () => {
    expect(doubtOf(place(msap), SIDES, "2018-01-01").unconfirmed).toEqual([]);
    expect(doubtOf(place(msap), SIDES, "2018-01-02").unconfirmed).toEqual(["a"]);
    expect(doubtOf(place(msap, franceServices), SIDES, "2019-07-01").unconfirmed).toEqual([]);
    expect(doubtOf(place(msap, solozere), SIDES, "2019-07-01").unconfirmed).toEqual(["a", "b"]);
  });

  it("make a side as old as one knows when none of them has an exact start", () => {
    expect(doubtOf(place(msap, solozere), SIDES, "2017-01-01").atLeast).toEqual(["b"]);
    expect(doubtOf(place(), SIDES, "2017-01-01")).toEqual({ couldBe: [], unconfirmed: [], atLeast: [] });
  });

  it("leave a place where it could be apart from those that count, unless all are asked for", () => {
    const library: Stay = ["msap", "2020-11-01", null, "2022-11-02", false, true, "day", "day"];
    expect(doubtOf(place(library), SIDES, "2024-01-01")).toEqual({ couldBe: ["a"], unconfirmed: [], atLeast: [] });
    const all = { couldBe: ["a"], unconfirmed: ["a"], atLeast: ["a"] };
    expect(doubtOf(place(library), SIDES, "2024-01-01", true)).toEqual(all);
    expect(doubtOf(place(library, franceServices), SIDES, "2024-01-01").couldBe).toEqual([]);
    expect(networksOn(place(library), "2024-01-01")).toEqual(["msap"]);
  });
});
