import { describe, expect, it } from "vitest";
import type { CommuneHistory, PlaceHistory, Stay, Turn } from "../../frontend/src/overlap/coverage";
import type { Question } from "../../frontend/src/overlap/question";
import { type EndedNetworks, type Reason, Reasons } from "../../frontend/src/overlap/reasons";
import { type Histories, viewOf } from "../../frontend/src/overlap/view";

const QUESTION: Question = {
  ...{ on: "2023-01-01", from: "2019-07-01", lastFrom: null, rule: "presence", radius: 5000 },
  ...{ isConfirmedOnly: false, countsAll: false, sides: [], territories: [], alone: null, chosen: [], supposed: [] },
  span: { first: "2011-04-01", last: "2026-11-28" },
};
const MENDE = { code: "48095", name: "Mende", epci: null };

const place = (slug: string, turns: readonly Turn[], ...stays: readonly Stay[]): PlaceHistory => ({
  ...{ slug, name: slug, commune: MENDE, longitude: null, latitude: null },
  ...{ turns, stays },
});

const polen = place(
  "polen",
  [["2013-12-31", "b", ["b"]]],
  ["solozere", "2013-12-31", "2022-04-26", null, false, false, "day", "day"],
  ["fabriques", "2021-01-01", null, null, true, false, "day", "day"],
);
const pump = place(
  "la-pompe",
  [
    ["2016-01-01", "both", []],
    ["2022-04-26", "a", []],
  ],
  ["msap", "2016-01-01", "2020-09-01", null, true, false, "day", "day"],
  ["france-services", "2020-09-01", null, null, false, false, "month", "day"],
  ["solozere", "2016-01-01", "2022-04-26", null, true, false, "day", "day"],
  ["bibliotheques", "2020-11-01", null, null, false, true, "day", "day"],
);
const mende: CommuneHistory = {
  ...{ ...MENDE, population: 12_318, nearest_a: [], nearest_b: [] },
  turns: [
    ["2013-12-31", "b", ["b"]],
    ["2016-01-01", "both", []],
    ["2022-04-26", "a", []],
  ],
};
const HISTORIES: Histories = {
  ...{ communes: [mende], otherwise: [], places: [polen, pump], countsAll: false, sourcesUntil: null },
  sides: { a: ["msap", "france-services", "bibliotheques"], b: ["solozere", "fabriques"] },
  undated: { a: null, b: null },
  ground: { spots: new Map(), premises: {} },
};

const viewed = (given: Partial<Histories> = {}, asked: Partial<Question> = {}) =>
  viewOf({ ...QUESTION, ...asked }, { ...HISTORIES, ...given });
const ENDED: EndedNetworks = { solozere: ["2022-04-26", "day", false] };
const told = (view = viewed(), ended = ENDED) => new Reasons(view, ended);
const said = (found: readonly Reason[]) => found.map(({ day, kind, network }) => `${day} ${kind} ${network}`);

describe("the reasons that stays tell", () => {
  it("are what began and ended of a place between two dates, in order", () => {
    expect(said(told().ofPlace(pump))).toEqual([
      "2020-09-01 left msap",
      "2020-09-01 first_seen france-services",
      "2022-04-26 network_ended solozere",
    ]);
    expect(said(told().ofPlace(polen))).toEqual(["2021-01-01 joined fabriques", "2022-04-26 network_ended solozere"]);
  });

  it("are known as far as their dates are", () => {
    const known = told()
      .ofPlace(pump)
      .map(({ day, precision, isExact }) => [day, precision, isExact]);
    expect(known).toEqual([
      ["2020-09-01", "day", true],
      ["2020-09-01", "month", false],
      ["2022-04-26", "day", false],
    ]);
  });

  it("leave out what is before, what is after, and what only could be unless it counts", () => {
    expect(said(told(viewed({}, { from: "2022-04-26" })).ofPlace(pump))).toEqual([]);
    expect(said(told(viewed({}, { on: "2022-04-26" })).ofPlace(polen))).toContain("2022-04-26 network_ended solozere");
    expect(said(told(viewed({ countsAll: true })).ofPlace(pump))).toContain("2020-11-01 first_seen bibliotheques");
  });

  it("of a commune are those of the days on which it turned, on the side that turned", () => {
    expect(said(told().ofCommune(mende, null))).toEqual([
      "2022-04-26 network_ended solozere",
      "2022-04-26 network_ended solozere",
    ]);
    expect(told().ofCommune({ ...mende, code: "48001" }, null)).toEqual([]);
  });

  it("tell a network that ends from a place that leaves, and from silence", () => {
    expect(said(told(viewed(), { solozere: ["2024-01-01", "day", true] }).ofPlace(polen))).toContain(
      "2022-04-26 left solozere",
    );
    const silent = place(
      "muet",
      [["2018-01-01", "b", []]],
      ["solozere", "2018-01-01", "2020-01-02", "2020-01-02", true, false, "day", "day"],
    );
    const view = viewed({ places: [silent] }, { isConfirmedOnly: true });
    expect(said(told(view).ofPlace(silent))).toEqual(["2020-01-02 unseen solozere"]);
  });

  it("tell of a closing that is known to the year no day", () => {
    const gone = place(
      "ferme",
      [["2018-01-01", "b", []]],
      ["solozere", "2018-01-01", "2021-01-01", null, true, false, "day", "year"],
    );
    const [ended] = told(viewed({ places: [gone] })).ofPlace(gone);
    expect(ended).toMatchObject({ day: "2021-01-01", kind: "left", precision: "year" });
  });

  it("count the ends that lost a side, and those that lost none", () => {
    const view = viewed();
    const after = view.now.placeStates;
    const endings = told(view).endings(view.before?.placeStates ?? after, after);
    expect(endings).toEqual([{ kind: "network_ended", network: "solozere", count: 1, others: 1 }]);
    expect(told(view).endings(after, after)).toEqual([]);
  });
});
