import { describe, expect, it } from "vitest";
import type { CommuneHistory, PlaceHistory } from "../../frontend/src/overlap/coverage";
import {
  addressOf,
  askAddress,
  type Question,
  supposeNothing,
  toggleComparison,
} from "../../frontend/src/overlap/question";
import { metresBetween, readSupposed, type Spot, supposedText } from "../../frontend/src/overlap/supposed";
import { type Histories, viewOf } from "../../frontend/src/overlap/view";

const SPOTS: Readonly<Record<string, Spot>> = {
  "48095": [3.4983, 44.518],
  "48061": [3.5933, 44.3252],
  "48198": [3.9331, 44.4394],
};
const commune = (code: string, population: number, turns: CommuneHistory["turns"] = []): CommuneHistory => ({
  ...{ code, name: code, epci: null, population, turns },
});
const place = (slug: string, code: string, turns: PlaceHistory["turns"]): PlaceHistory => ({
  ...{ slug, name: slug, commune: { code, name: code, epci: null }, turns },
  ...{ longitude: SPOTS[code]?.[0] ?? 0, latitude: SPOTS[code]?.[1] ?? 0 },
  stays: [["msap", null, null, null, true, false, "day", "day"]],
});
const HISTORIES: Histories = {
  communes: [
    commune("48095", 12_000, [[null, "a", []]]),
    commune("48061", 2000, [[null, "b", []]]),
    commune("48198", 600),
  ],
  places: [place("maison", "48095", [["2020-01-01", "a", []]]), place("polen", "48061", [[null, "b", []]])],
  ...{ otherwise: [], sides: { a: ["msap"], b: ["solozere"] }, countsAll: false, sourcesUntil: null },
  ...{ undated: { a: null, b: null }, ground: { spots: new Map(Object.entries(SPOTS)), premises: {} } },
};
const QUESTION: Question = {
  ...{ on: "2026-11-29", from: null, lastFrom: null, rule: "presence", radius: 5000, isConfirmedOnly: false },
  ...{ countsAll: false, sides: [], territories: [], alone: null, chosen: [], supposed: [] },
  span: { first: "2011-04-01", last: "2026-11-29" },
};
const supposing = (texts: readonly string[], asked: Partial<Question> = {}, histories = HISTORIES) =>
  viewOf({ ...QUESTION, ...asked, supposed: readSupposed(texts) }, histories);

describe("what is supposed", () => {
  it("is read as it is written, each once and a few at most", () => {
    const texts = ["place:48198:solozere+msap", "member:maison:solozere", "pair:maison:polen"];
    expect(readSupposed([...texts, ...texts]).map(supposedText)).toEqual(texts);
    const many = Array.from({ length: 9 }, (_, number) => `place:4800${number}:msap`);
    expect(readSupposed(many)).toHaveLength(5);
  });

  it("is nothing where it cannot be read", () => {
    const texts = ["", "place:48198", "town:1:msap", "pair:maison:maison", "pair:a:b+c", `place:1:${"a".repeat(300)}`];
    expect(readSupposed(texts)).toEqual([]);
  });

  it("covers the commune of a place more, and the facts stay beside it", () => {
    const { now, facts, moves } = supposing(["place:48198:solozere+msap"]);
    expect([now.states.get("48198"), facts?.states.get("48198")]).toEqual(["both", "neither"]);
    expect(now.summary.both).toEqual({ communes: 1, people: 600 });
    expect([...moves]).toEqual([["48198", "gained"]]);
    expect(now.placeCounts.both).toBe(1);
    expect(now.made).toEqual([{ spot: SPOTS["48198"], state: "both" }]);
  });

  it("gives a place one more side, and its commune", () => {
    const { now } = supposing(["member:maison:solozere"]);
    expect([now.placeStates.get("maison"), now.states.get("48095")]).toEqual(["both", "both"]);
  });

  it("takes two places for one, as they are on the day", () => {
    const { now } = supposing(["pair:maison:polen"]);
    expect([...now.placeStates.values()]).toEqual(["both", "both"]);
    const before = supposing(["pair:maison:polen"], { on: "2015-01-01" });
    expect(before.now.placeStates.get("polen")).toBe("b");
  });

  it("reaches as far as the rule does, from the town hall or the door", () => {
    const asked = { rule: "distance", radius: 30_000 } as const;
    const { now } = supposing(["place:48061:msap", "member:polen:msap"], asked);
    expect(now.states.get("48095")).toBe("a");
    expect(supposing(["place:48061:msap"], { ...asked, radius: 20_000 }).now.states.get("48095")).toBe("neither");
    expect(metresBetween(SPOTS["48095"] as Spot, SPOTS["48061"] as Spot)).toBeCloseTo(22_728, -2);
  });

  it("covers what an itinerant place serves, and nothing around it", () => {
    const premises = { polen: { communes: ["48198"], isItinerant: true, openedOn: null, closedOn: null } };
    const histories = { ...HISTORIES, ground: { ...HISTORIES.ground, premises } };
    const { now } = supposing(["member:polen:msap"], { rule: "distance", radius: 50_000 }, histories);
    expect([now.states.get("48198"), now.states.get("48061")]).toEqual(["a", "neither"]);
  });

  it("covers nothing by a place that was not open yet, or is no more", () => {
    const closed = { communes: null, isItinerant: false, openedOn: "2012-01-01", closedOn: "2020-01-01" };
    const histories = { ...HISTORIES, ground: { ...HISTORIES.ground, premises: { maison: closed } } };
    const on = (day: string) => supposing(["member:maison:solozere"], { on: day }, histories).now.states.get("48095");
    expect(["2011-12-31", "2012-01-01", "2020-01-01"].map(on)).toEqual(["a", "both", "a"]);
  });

  it("stands in the address, and goes by one step or when dates are compared", () => {
    const question = askAddress(new URLSearchParams("if=place:48198:msap&if=nonsense"))(QUESTION);
    expect(addressOf(question).getAll("if")).toEqual(["place:48198:msap"]);
    expect(addressOf(supposeNothing(question)).has("if")).toBe(false);
    expect(toggleComparison(question).supposed).toEqual([]);
  });
});
