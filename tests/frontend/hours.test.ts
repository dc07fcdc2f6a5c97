import { describe, expect, it } from "vitest";
import { minuteInZone, minuteOf, nowInWords, opening, SORT, type Span } from "../../frontend/src/hours/opening";
import { Texts } from "../../frontend/src/site/texts";

const texts = new Texts(
  {
    hours_unknown: "Horaires non renseignés",
    hours_to_confirm: "Horaires à confirmer",
    open: "Ouvert",
    closed: "Fermé",
    holiday_to_confirm: "Jour férié, horaires à confirmer",
    remark_to_confirm: "À confirmer : {remark}",
    remarked: "{now} ({remark})",
    closes: "{now}, ferme {when}",
    opens: "{now}, ouvre {when}",
    surely_opens: "{now} ; ouverture prévue {when}",
    hour: "{hour} h",
    hour_minute: "{hour} h {minute}",
    today_at: "à {hour}",
    tomorrow_at: "demain à {hour}",
    day_at: "{day} à {hour}",
    on_date: "le {date}",
  },
  "fr",
);
const at = (text: string) => new Date(text);
const minute = (text: string) => minuteOf(at(text));
const calendar = { zone: "Europe/Paris", until: minute("2026-12-08T00:00+01:00") };
const span = (from: string, until: string, sort: number = SORT.open, remark: string | null = null): Span => [
  minute(from),
  minute(until),
  sort,
  remark,
];
const said = (spans: readonly Span[] | null, moment: string) => nowInWords(spans, calendar, at(moment), texts);

const office = [
  span("2026-11-23T09:00+01:00", "2026-11-23T12:30+01:00"),
  span("2026-11-24T09:00+01:00", "2026-11-24T12:00+01:00"),
  span("2026-11-27T14:00+01:00", "2026-11-27T18:00+01:00"),
  span("2026-12-01T08:05+01:00", "2026-12-01T12:00+01:00"),
];

describe("hours", () => {
  it.each([
    ["2026-11-23T08:59:59+01:00", "closed", "Fermé, ouvre à 9 h"],
    ["2026-11-23T09:00+01:00", "open", "Ouvert, ferme à 12 h 30"],
    ["2026-11-23T12:30+01:00", "closed", "Fermé, ouvre demain à 9 h"],
    ["2026-11-24T23:30+01:00", "closed", "Fermé, ouvre vendredi à 14 h"],
    ["2026-11-22T23:30+01:00", "closed", "Fermé, ouvre demain à 9 h"],
  ])("at %s are %s: %s", (moment, state, words) => {
    expect(said(office, moment)).toEqual({ state, words });
  });

  it("name the day of an opening that is more than a week away", () => {
    expect(said(office.slice(3), "2026-11-23T12:00+01:00").words).toBe(
      "Fermé, ouvre le 1er\u00a0décembre 2026 à 8 h 05",
    );
  });

  it("do not announce what is not sure", () => {
    const unsure = [span("2026-11-23T09:00+01:00", "2026-11-23T12:00+01:00", 0)];
    expect(said(unsure, "2026-11-23T08:00+01:00")).toEqual({ state: "closed", words: "Fermé" });
    expect(said(unsure, "2026-11-23T10:00+01:00")).toEqual({ state: "unknown", words: "Horaires à confirmer" });
  });

  it.each([
    [SORT.unknown, null, "Horaires à confirmer ; ouverture prévue demain à 9 h"],
    [SORT.holiday, null, "Jour férié, horaires à confirmer ; ouverture prévue demain à 9 h"],
    [SORT.otherwise, "sur rendez-vous", "À confirmer : sur rendez-vous ; ouverture prévue demain à 9 h"],
    [SORT.closed, "travaux", "Fermé (travaux), ouvre demain à 9 h"],
    [SORT.open, "sonnez", "Ouvert (sonnez), ferme à 12 h"],
  ])("of sort %s, %s, are said as the server says them", (sort, remark, words) => {
    const spans = [
      span("2026-11-23T09:00+01:00", "2026-11-23T12:00+01:00", sort, remark),
      span("2026-11-24T09:00+01:00", "2026-11-24T12:00+01:00"),
    ];
    expect(said(spans, "2026-11-23T10:00+01:00").words).toBe(words);
  });

  it("that never end are open, and that never come are closed", () => {
    const always = [[0, calendar.until, 1, null]] as const;
    expect(said(always, "2026-11-23T03:00+01:00")).toEqual({ state: "open", words: "Ouvert" });
    expect(said([], "2026-11-23T03:00+01:00")).toEqual({ state: "closed", words: "Fermé" });
  });

  it("nobody knows are said to be unknown, and old ones are to be confirmed", () => {
    expect(said(null, "2026-11-23T10:00+01:00").words).toBe("Horaires non renseignés");
    expect(said(office, "2026-12-09T10:00+01:00")).toEqual({ state: "unknown", words: "Horaires à confirmer" });
    expect(opening(office, calendar.until, calendar.until)).toMatchObject({ state: "unknown", change: null });
  });

  it("are read on the wall clock of the place, wherever the reader is", () => {
    expect(said(office, "2026-11-22T23:30-08:00").words).toBe("Fermé, ouvre à 9 h");
  });
});

it("writes dates in English as the server does", () => {
  const english = new Texts(
    { opens: "{when}", closed: "", day_at: "{day}, {hour}", on_date: "on {date}", hour: "{hour}:00" },
    "en",
  );
  const spans = [span("2026-12-01T09:00+01:00", "2026-12-01T12:00+01:00")];
  expect(nowInWords(spans, calendar, at("2026-11-23T10:00+01:00"), english).words).toBe(
    "on 1\u00a0December 2026, 9:00",
  );
});

describe("an hour of a wall clock", () => {
  it.each([
    ["2026-12-01T10:00", "2026-12-01T10:00+01:00"],
    ["2026-07-01T10:00", "2026-07-01T10:00+02:00"],
    ["2026-10-25T01:30", "2026-10-25T01:30+02:00"],
    ["2026-10-25T03:30", "2026-10-25T03:30+01:00"],
    ["2027-03-28T03:00", "2027-03-28T03:00+02:00"],
    ["2027-01-01T00:00", "2027-01-01T00:00+01:00"],
  ])("%s in Paris is the minute of %s, wherever the browser is", (wall, moment) => {
    expect(minuteInZone(wall, "Europe/Paris")).toBe(minuteOf(new Date(moment)));
  });
});
