// A week of hours, and what it comes to in the syntax in which hours are stored. What a week cannot show stays as it is.

export type Span = readonly [since: string, until: string];
export type Holiday = "PH" | "SH";

/** A rule beside the week: kept as it is written, or of one sort of holidays alone. */
export interface Part {
  readonly stored: string;
  readonly joint: string;
  readonly words: string;
  readonly holiday: Holiday | null;
  readonly spans: readonly Span[];
}

const DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Write a week and the rules beside it. Days of the same hours are written together. */
export function written(week: readonly (readonly Span[])[], parts: readonly Part[]): string {
  const days = new Map<string, string[]>();
  for (const [day, spans] of week.entries()) {
    const times = spansWritten(spans);
    if (times) {
      days.set(times, [...(days.get(times) ?? []), DAYS[day] ?? ""]);
    }
  }
  const weekly = [...days].map(([times, names]) => `${names.join(",")} ${times}`).join("; ");
  return parts.reduce((text, part) => (text ? text + part.joint : "") + part.stored, weekly);
}

/** Write spans in order, without those that have no beginning or no end yet. */
export const spansWritten = (spans: readonly Span[]): string =>
  spans
    .filter(([since, until]) => since && until)
    .map(([since, until]) => `${since}-${until}`)
    .sort()
    .join(",");

/** Put what holds on holidays in its place: where it stood, or school holidays first and public holidays last. */
export function withHoliday(parts: readonly Part[], holiday: Holiday, said: string): Part[] {
  const stored = said && `${holiday} ${said}`;
  const place = parts.findIndex((part) => part.holiday === holiday);
  const rest = parts.filter((part) => part.holiday !== holiday);
  const part = { stored, joint: "; ", words: "", holiday, spans: [] };
  const at = place >= 0 ? place : holiday === "SH" ? 0 : rest.length;
  return stored ? [...rest.slice(0, at), part, ...rest.slice(at)] : rest;
}

/** Close from one day to another, both ISO dates, for a reason. Null when the days make no period. */
export function closure(since: string, until: string, reason: string): Part | null {
  const last = until || since;
  if (!since || last < since) {
    return null;
  }
  const days = since === last ? dayWritten(since) : `${dayWritten(since)}-${dayWritten(last)}`;
  const why = reason.trim().replaceAll('"', "’");
  return { stored: `${days} off${why && ` "${why}"`}`, joint: "; ", words: "", holiday: null, spans: [] };
}

function dayWritten(day: string): string {
  const [year, month, date] = day.split("-");
  return `${year} ${MONTHS[Number(month) - 1]} ${date}`;
}
