import { describe, expect, it } from "vitest";
import type { PlaceHistory } from "../../frontend/src/overlap/coverage";
import type { Question } from "../../frontend/src/overlap/question";
import { type Histories, type View, viewOf } from "../../frontend/src/overlap/view";
import { Wording } from "../../frontend/src/overlap/wording";
import { Texts } from "../../frontend/src/site/texts";

const SIDES = { a: ["msap"], b: ["solozere"] };
const QUESTION: Question = {
  ...{
    on: "2019-07-01",
    from: null,
    lastFrom: null,
    rule: "presence",
    radius: 5000,
    isConfirmedOnly: false,
    countsAll: false,
  },
  ...{
    sides: [],
    territories: [],
    alone: null,
    chosen: [],
    supposed: [],
    span: { first: "2011-04-01", last: "2026-11-28" },
  },
};

/** A place of MSAP from a day on, confirmed until another. */
const place = (slug: string, since: string, confirmedUntil: string): PlaceHistory => ({
  ...{
    slug,
    name: slug,
    commune: { code: "48095", name: "Mende", epci: null },
    longitude: null,
    latitude: null,
  },
  turns: [[since, "a", []]],
  stays: [["msap", since, null, confirmedUntil, true, false, "day", "day"]],
});

const HISTORIES: Histories = {
  ...{ communes: [], otherwise: [], places: [], sides: SIDES, countsAll: false },
  ...{ sourcesUntil: "2024-11-21", undated: { a: null, b: null }, ground: { spots: new Map(), premises: {} } },
};

const UNTIL = { until_day: "{date}", until_rough: "en {date}" };

function viewOn(on: string, places: readonly PlaceHistory[], sourcesUntil: string | null): View {
  return viewOf({ ...QUESTION, on }, { ...HISTORIES, places, sourcesUntil });
}

describe("how far the sources go", () => {
  const keys = ["sources_within", "sources_beyond"].flatMap((key) => ["one", "other"].map((form) => `${key}_${form}`));
  const texts = Object.fromEntries(keys.map((key) => [key, `${key}: {confirmed}/{places}, {until}`]));
  const wording = new Wording(new Texts({ ...texts, ...UNTIL, population_note: "" }, "fr"), []);
  const both = [place("polen", "2016-01-01", "2021-01-02"), place("la-pompe", "2017-01-01", "2020-01-02")];
  const said = (on: string, places = both, until: string | null = "2022-04-26") =>
    wording.sources(viewOn(on, places, until)).replace("\u00a0", " ");

  it("is said of a day that they reach, and of one beyond", () => {
    expect(said("2019-07-01")).toBe("sources_within_other: 2/2, 26 avril 2022");
    expect(said("2022-04-26")).toBe("sources_within_one: 0/2, 26 avril 2022");
    expect(said("2022-04-27")).toBe("sources_beyond_one: 0/2, 26 avril 2022");
  });

  it("counts one place, and none, as French does", () => {
    expect(said("2020-07-01")).toBe("sources_within_one: 1/2, 26 avril 2022");
    expect(said("2016-07-01")).toBe("sources_within_one: 1/1, 26 avril 2022");
    expect(said("2015-07-01")).toBe("sources_within_none");
    expect(said("2023-07-01", [])).toBe("sources_beyond_none");
  });

  it("goes to the end of a month or a year that is all that is known", () => {
    expect(said("2022-12-31", [], "2022")).toBe("sources_within_none");
    expect(said("2019-07-01", both, "2022-04")).toBe("sources_within_other: 2/2, en avril 2022");
    expect(said("2022-05-01", both, "2022-04")).toBe("sources_beyond_one: 0/2, en avril 2022");
    expect(said("2022-12-31", both, "2022")).toBe("sources_within_one: 0/2, en 2022");
  });

  it("is said where nobody knows", () => {
    expect(said("2019-07-01", both, null)).toBe("sources_unknown");
  });
});

describe("a day that no source reaches back to", () => {
  const keys = [
    "headline_unknown",
    "headline_none",
    "same_place_unknown",
    "compared_unknown",
    "compared_since_unknown",
  ];
  const texts = Object.fromEntries([...keys, "compared", "sources_within_none"].map((key) => [key, key]));
  const others = { unknown: "—", communes_unknown: "nombre inconnu", population_note: "", state_then_other: "{count}" };
  const sums = ["communes", "places"].flatMap((what) =>
    ["start", "gained", "first_seen", "lost", "end"].flatMap((part) =>
      ["one", "other"].map((form) => [`${what}_${part}_${form}`, "{count}"]),
    ),
  );
  const dated = {
    undated_a: "a avant le {day}",
    undated_b: "b avant le {day}",
    untold_b: "b jamais",
    sum: "",
    overlap: { both: "Les deux" },
  };
  const wording = new Wording(new Texts({ ...texts, ...others, ...dated, ...Object.fromEntries(sums) }, "fr"), []);
  const undated = { a: { since: null, until: "2016-01-01" }, b: { since: "2011-10-01", until: "2013-12-31" } };
  const places = [place("polen", "2016-01-01", "2018-01-02")];
  const view = (on: string, from: string | null = null): View =>
    viewOf({ ...QUESTION, on, from }, { ...HISTORIES, places, undated });
  const unknownOn = (on: string) => [...view(on).now.unknown];

  it("leaves unknown what a side without a date is part of, and that it is absent", () => {
    expect(unknownOn("2011-09-30")).toEqual(["both", "a", "neither"]);
    expect(unknownOn("2011-10-01")).toEqual(["both", "a", "b", "neither"]);
    expect(unknownOn("2013-12-30")).toEqual(["both", "a", "b", "neither"]);
    expect(unknownOn("2013-12-31")).toEqual(["both", "a", "neither"]);
    expect(unknownOn("2015-12-31")).toEqual(["both", "a", "neither"]);
    expect(unknownOn("2016-01-01")).toEqual([]);
  });

  it("says of a side of which nothing is told that nothing is", () => {
    const never = { ...undated, b: { since: "2011-10-01", until: null } };
    const late = viewOf({ ...QUESTION, on: "2026-11-28", from: null }, { ...HISTORIES, places, undated: never });
    expect([...late.now.unknown]).toEqual(["both", "a", "b", "neither"]);
    expect(wording.sources(late)).toMatch(/b jamais$/);
  });

  it("says so instead of a zero", () => {
    const early = view("2011-10-31");
    expect(wording.headline(early)).toBe("headline_unknown");
    expect(wording.samePlace(early)).toBe("same_place_unknown");
    const first = "a avant le 1er\u00a0janvier 2016";
    expect(wording.sources(early)).toBe(`${first} b avant le 31\u00a0décembre 2013`);
    expect(wording.sources(view("2014-07-01"))).toBe(`sources_within_none ${first}`);
    const unknown = { communes: "—", unit: "nombre inconnu", people: "", places: "—" };
    expect(wording.state("neither", early.now)).toEqual(unknown);
    expect(wording.told(early.question, early.now)).toBe("nombre inconnu");
  });

  it("is not compared", () => {
    expect(wording.comparison(view("2012-01-01", "2011-10-31"))).toBe("compared_unknown");
    expect(wording.comparison(view("2019-07-01", "2011-10-31"))).toBe("compared_since_unknown");
    expect(wording.comparison(view("2019-07-01", "2016-01-01"))).not.toContain("unknown");
  });
});
