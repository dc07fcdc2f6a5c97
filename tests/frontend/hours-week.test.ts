import { expect, test } from "vitest";
import { closure, type Part, withHoliday, written } from "../../frontend/src/workspace/hours-week";

const kept = (stored: string, joint = "; "): Part => ({ stored, joint, words: "", holiday: null, spans: [] });
const week = (...days: [number, ...[string, string][]][]): [string, string][][] => {
  const spans: [string, string][][] = [[], [], [], [], [], [], []];
  for (const [day, ...some] of days) {
    spans[day] = some;
  }
  return spans;
};

test("days of the same hours are written together, in order of the day", () => {
  const days = week([1, ["14:00", "17:00"], ["09:00", "12:00"]], [3, ["09:00", "12:00"], ["14:00", "17:00"]]);
  expect(written(days, [])).toBe("Tu,Th 09:00-12:00,14:00-17:00");
});

test("hours that have no end yet are not written", () => {
  expect(written(week([0, ["09:00", ""]], [1, ["09:00", "12:00"]]), [])).toBe("Tu 09:00-12:00");
});

test("what a week cannot show stays as it is written, and where", () => {
  const parts = [kept("Sa[1] 10:00-12:00"), kept('"sur rendez-vous"', " || ")];
  expect(written(week([0, ["09:00", "12:00"]]), parts)).toBe('Mo 09:00-12:00; Sa[1] 10:00-12:00 || "sur rendez-vous"');
  expect(written(week(), parts.slice(1))).toBe('"sur rendez-vous"');
});

test("holidays are changed where they stood, and taken away", () => {
  const parts = [{ ...kept("PH off"), holiday: "PH" as const }, kept("Jul-Aug 10:00-18:00")];
  const other = withHoliday(parts, "PH", "10:00-12:00");
  expect(other.map((part) => part.stored)).toEqual(["PH 10:00-12:00", "Jul-Aug 10:00-18:00"]);
  expect(withHoliday(other, "PH", "").map((part) => part.stored)).toEqual(["Jul-Aug 10:00-18:00"]);
  expect(withHoliday(parts, "SH", "off").map((part) => part.stored)[0]).toBe("SH off");
});

test("a closure has its dates, its years and its reason", () => {
  expect(closure("2026-08-03", "2026-08-17", "travaux")?.stored).toBe('2026 Aug 03-2026 Aug 17 off "travaux"');
  expect(closure("2026-12-24", "", "")?.stored).toBe("2026 Dec 24 off");
  expect(closure("2026-08-17", "2026-08-03", "")).toBeNull();
});
