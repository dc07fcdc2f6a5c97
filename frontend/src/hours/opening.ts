// Whether a place is open, and until when. Pure: the server has evaluated the hours, as spans of minutes.

import type { Texts } from "../site/texts";

/** From and until, in minutes since 1970 UTC, and whether it is sure (1) or to be confirmed (0). In between, closed. */
export type Span = readonly [from: number, until: number, isSure: number];

export type State = "open" | "closed" | "unknown";

export interface Now {
  readonly state: State;
  readonly words: string;
}

/** What the server told of hours, and until which minute it is good. */
export interface Calendar {
  readonly zone: string;
  readonly until: number;
}

/** A day in milliseconds. */
export const A_DAY = 86_400_000;

export const minuteOf = (moment: Date): number => Math.floor(moment.getTime() / 60_000);

/** Tell the state at a minute, and the minute of the next change; null when it is not known. */
export function opening(
  spans: readonly Span[],
  until: number,
  minute: number,
): { state: State; change: number | null } {
  if (minute >= until) {
    return { state: "unknown", change: null };
  }
  const current = spans.find(([from, end]) => from <= minute && minute < end);
  if (current) {
    return { state: current[2] ? "open" : "unknown", change: current[1] < until ? current[1] : null };
  }
  return { state: "closed", change: spans.find(([from]) => from > minute)?.[0] ?? null };
}

/** Say it as the server does; a change to what is not sure is not announced. */
export function nowInWords(spans: readonly Span[] | null, calendar: Calendar, moment: Date, texts: Texts): Now {
  if (!spans) {
    return { state: "unknown", words: texts.say("hours_unknown") };
  }
  const { state, change } = opening(spans, calendar.until, minuteOf(moment));
  if (state === "unknown") {
    return { state, words: texts.say("hours_to_confirm") };
  }
  if (change === null || opening(spans, calendar.until, change).state === "unknown") {
    return { state, words: texts.say(state) };
  }
  const when = momentInWords(new Date(change * 60_000), moment, calendar.zone, texts);
  return { state, words: texts.say(`${state}_until`, { when }) };
}

/** Write a time of day as the server does: "9 h", "9 h 30". */
export function timeInWords(moment: Date, zone: string, texts: Texts): string {
  const { hour, minute } = partsOf(moment, zone, { hour: "numeric", minute: "2-digit", hourCycle: "h23" });
  return texts.say(minute === "00" ? "hour" : "hour_minute", { hour: String(Number(hour)), minute: minute ?? "" });
}

function momentInWords(moment: Date, now: Date, zone: string, texts: Texts): string {
  const time = timeInWords(moment, zone, texts);
  const days = Math.round((dayOf(moment, zone) - dayOf(now, zone)) / A_DAY);
  if (days === 0) {
    return texts.say("today_at", { hour: time });
  }
  if (days === 1) {
    return texts.say("tomorrow_at", { hour: time });
  }
  const day = days < 7 ? weekdayOf(moment, zone, texts) : texts.say("on_date", { date: dateOf(moment, zone, texts) });
  return texts.say("day_at", { day, hour: time });
}

const weekdayOf = (moment: Date, zone: string, texts: Texts): string =>
  formatIn(texts.language, { weekday: "long", timeZone: zone }).format(moment);

function dateOf(moment: Date, zone: string, texts: Texts): string {
  const date = formatIn(texts.language, { dateStyle: "long", timeZone: zone }).format(moment);
  const said = texts.language === "fr" ? date.replace(/^1 /, "1er ") : date;
  // The day and its month stay on one line, as the server writes them.
  return said.replace(" ", "\u00a0");
}

/** Midnight UTC of the day that the wall clock of a zone shows. */
export function dayOf(moment: Date, zone: string): number {
  const { year, month, day } = partsOf(moment, zone, { year: "numeric", month: "numeric", day: "numeric" });
  return Date.UTC(Number(year), Number(month) - 1, Number(day));
}

function partsOf(moment: Date, zone: string, form: Intl.DateTimeFormatOptions): Partial<Record<string, string>> {
  const parts = formatIn("en-GB", { ...form, timeZone: zone }).formatToParts(moment);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Give a format, made once: making one takes longer than the hundreds of dates that it then writes. */
function formatIn(language: string, form: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language, form]);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language, form);
  formats.set(key, known);
  return known;
}
