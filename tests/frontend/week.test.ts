import { describe, expect, it } from "vitest";
import { minuteOf, type Span } from "../../frontend/src/hours/opening";
import { weekInWords } from "../../frontend/src/hours/week-in-words";
import { Texts } from "../../frontend/src/site/texts";

const texts = new Texts(
  {
    hour: "{hour} h",
    hour_minute: "{hour} h {minute}",
    all_day: "toute la journée",
    unsure: "{span} (à confirmer)",
    span_remarked: "{span} : {remark}",
  },
  "fr",
);
const minute = (text: string) => minuteOf(new Date(text));
const calendar = { zone: "Europe/Paris", until: minute("2026-12-08T00:00+01:00") };
const span = (from: string, until: string, sort = 1, remark: string | null = null): Span => [
  minute(from),
  minute(until),
  sort,
  remark,
];
const week = (spans: readonly Span[], moment: string) => weekInWords(spans, calendar, new Date(moment), texts);

describe("a week", () => {
  it("begins on the day of the moment, by the clocks of the place", () => {
    const days = week([], "2026-11-23T23:30:00Z");
    expect(days.map(({ date }) => date)).toEqual([
      "2026-11-24",
      "2026-11-25",
      "2026-11-26",
      "2026-11-27",
      "2026-11-28",
      "2026-11-29",
      "2026-11-30",
    ]);
    expect(days.slice(0, 2).map(({ name }) => name)).toEqual(["Mardi", "Mercredi"]);
  });

  it("tells the hours of each day, sure or not", () => {
    const spans = [
      span("2026-11-24T09:00+01:00", "2026-11-24T12:30+01:00"),
      span("2026-11-24T14:00+01:00", "2026-11-24T18:00+01:00", 0),
    ];
    const [monday, tuesday] = week(spans, "2026-11-23T12:00+01:00");
    expect(monday?.hours).toEqual([]);
    expect(tuesday?.hours).toEqual(["9 h – 12 h 30", "14 h – 18 h (à confirmer)"]);
  });

  it("tells a night on the day it begins, and days without end on each", () => {
    const night = [span("2026-11-23T20:00+01:00", "2026-11-24T02:00+01:00")];
    expect(week(night, "2026-11-23T12:00+01:00").map(({ hours }) => hours.length)).toEqual([1, 0, 0, 0, 0, 0, 0]);
    const always = week([[minute("2026-11-23T00:00+01:00"), calendar.until, 1, null]], "2026-11-25T12:00+01:00");
    expect(always.map(({ hours }) => hours)).toEqual(Array(7).fill(["toute la journée"]));
  });

  it("stops where what the server told ends", () => {
    expect(week([], "2026-12-06T12:00+01:00").map(({ date }) => date)).toEqual(["2026-12-06", "2026-12-07"]);
    expect(week([], "2026-12-09T12:00+01:00")).toEqual([]);
  });

  it("keeps its days when the clocks change", () => {
    const days = weekInWords(
      [],
      { ...calendar, until: minute("2027-04-12T00:00+02:00") },
      new Date("2027-03-27T12:00+01:00"),
      texts,
    );
    expect(days.map(({ date }) => date.slice(-2))).toEqual(["27", "28", "29", "30", "31", "01", "02"]);
  });
});
