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
  ...{ sides: [], alone: null, chosen: [], span: { first: "2011-04-01", last: "2026-11-28" } },
};

/** A place of MSAP from a day on, confirmed until another. */
const place = (slug: string, since: string, confirmedUntil: string): PlaceHistory => ({
  ...{ slug, name: slug, commune: { code: "48095", name: "Mende", epci: null }, longitude: null, latitude: null },
  turns: [[since, "a", []]],
  stays: [["msap", since, null, confirmedUntil, true, false]],
});

function viewOn(on: string, places: readonly PlaceHistory[], sourcesUntil: string | null): View {
  const histories: Histories = { communes: [], otherwise: [], places, sides: SIDES, countsAll: false, sourcesUntil };
  return viewOf({ ...QUESTION, on }, histories);
}

describe("how far the sources go", () => {
  const keys = ["sources_within", "sources_beyond"].flatMap((key) => ["one", "other"].map((form) => `${key}_${form}`));
  const texts = Object.fromEntries(keys.map((key) => [key, `${key}: {confirmed}/{places}, {until}`]));
  const wording = new Wording(new Texts({ ...texts, population_note: "" }, "fr"), []);
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

  it("is said where nobody knows", () => {
    expect(said("2019-07-01", both, null)).toBe("sources_unknown");
  });
});
