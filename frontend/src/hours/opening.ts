// Whether a place is open, and until when. Pure: the server has evaluated the hours, as spans of minutes.

import type { Texts } from "../site/texts";

/** What a span says of its time; `frontend/place/hours.py` writes the same numbers. */
export const SORT = { unknown: 0, open: 1, holiday: 2, closed: 3, otherwise: 4 } as const;

/** From and until, in minutes since 1970 UTC, which sort of time, and what the place says of it. In between, closed. */
export type Span = readonly [from: number, until: number, sort: number, remark: string | null];

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

export interface Opening {
  readonly state: State;
  /** The minute of the next change of state, and that of the next sure opening; null when they are not known. */
  readonly change: number | null;
  readonly opens: number | null;
  /** The span of the minute, if there is one. */
  readonly span: Span | null;
}

const stateOf = ([, , sort]: Span): State =>
  sort === SORT.open ? "open" : sort === SORT.closed ? "closed" : "unknown";

/** Tell the state at a minute, and what comes next. */
export function opening(spans: readonly Span[], until: number, minute: number): Opening {
  if (minute >= until) {
    return { state: "unknown", change: null, opens: null, span: null };
  }
  const span = spans.find(([from, end]) => from <= minute && minute < end) ?? null;
  const state = span ? stateOf(span) : "closed";
  const opens = spans.find(([from, , sort]) => from > minute && sort === SORT.open)?.[0] ?? null;
  return { state, change: changeAfter(spans, minute, state, until), opens, span };
}

/** Find when a state ends: spans that follow one another may say the same, and what is closed may say why. */
function changeAfter(spans: readonly Span[], minute: number, state: State, until: number): number | null {
  if (state === "closed") {
    return spans.find((span) => span[0] > minute && stateOf(span) !== "closed")?.[0] ?? null;
  }
  let end = minute;
  for (const span of spans) {
    if (span[0] <= end && end < span[1] && stateOf(span) === state) {
      end = span[1];
    }
  }
  return end < until ? end : null;
}

/** Say it as the server does: a doubt is said to be one, and the next sure opening is named. */
export function nowInWords(spans: readonly Span[] | null, calendar: Calendar, moment: Date, texts: Texts): Now {
  return spans
    ? toldInWords(spans, calendar, moment, texts, true)
    : { state: "unknown", words: texts.say("hours_unknown") };
}

/** Say it of another moment than that of whoever reads: its day and hour come first. */
export function thenInWords(
  spans: readonly Span[] | null,
  calendar: Calendar,
  moment: Date,
  now: Date,
  texts: Texts,
): Now {
  if (!spans) {
    return nowInWords(spans, calendar, now, texts);
  }
  const { state, words } = toldInWords(spans, calendar, moment, texts, false);
  const when = momentInWords(moment, now, calendar.zone, texts, true);
  return {
    state,
    words: texts.say("then", { when: capital(when), now: words.charAt(0).toLowerCase() + words.slice(1) }),
  };
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function toldInWords(
  spans: readonly Span[],
  calendar: Calendar,
  moment: Date,
  texts: Texts,
  saysTomorrow: boolean,
): Now {
  const found = opening(spans, calendar.until, minuteOf(moment));
  const now = stateInWords(found, texts);
  const ending = endingOf(found, spans, calendar.until);
  if (!ending) {
    return { state: found.state, words: now };
  }
  const when = momentInWords(new Date(ending.minute * 60_000), moment, calendar.zone, texts, saysTomorrow);
  return { state: found.state, words: texts.say(ending.text, { now, when }) };
}

function stateInWords({ state, span }: Opening, texts: Texts): string {
  const remark = span?.[3];
  if (state === "unknown") {
    return remark ? texts.say("remark_to_confirm", { remark }) : texts.say(doubtOf(span));
  }
  const now = texts.say(state);
  return remark ? texts.say("remarked", { now, remark }) : now;
}

const doubtOf = (span: Span | null): string => (span?.[2] === SORT.holiday ? "holiday_to_confirm" : "hours_to_confirm");

/** How the words go on, with the minute that they name. */
function endingOf(
  { state, change, opens }: Opening,
  spans: readonly Span[],
  until: number,
): { text: string; minute: number } | null {
  if (state === "open") {
    const isTold = change !== null && opening(spans, until, change).state === "closed";
    return isTold ? { text: "closes", minute: change } : null;
  }
  if (opens === null) {
    return null;
  }
  return { text: state === "closed" && opens === change ? "opens" : "surely_opens", minute: opens };
}

/** Write a time of day as the server does: "9 h", "9 h 30". */
export function timeInWords(moment: Date, zone: string, texts: Texts): string {
  const { hour, minute } = partsOf(moment, zone, { hour: "numeric", minute: "2-digit", hourCycle: "h23" });
  return texts.say(minute === "00" ? "hour" : "hour_minute", { hour: String(Number(hour)), minute: minute ?? "" });
}

/** Say a day and an hour as they are from another: the day after is named, unless it is tomorrow for whoever reads. */
function momentInWords(moment: Date, now: Date, zone: string, texts: Texts, saysTomorrow: boolean): string {
  const time = timeInWords(moment, zone, texts);
  const days = Math.round((dayOf(moment, zone) - dayOf(now, zone)) / A_DAY);
  if (days === 0) {
    return texts.say("today_at", { hour: time });
  }
  if (days === 1 && saysTomorrow) {
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

/** The minute that the wall clock of a zone shows so: "2026-12-01T10:00". */
export function minuteInZone(wall: string, zone: string): number {
  const asUtc = Date.parse(`${wall}Z`);
  // Twice: the zone's distance from UTC is that of the moment looked for, not of the guess.
  const guess = asUtc - aheadOf(asUtc, zone);
  return minuteOf(new Date(asUtc - aheadOf(guess, zone)));
}

/** By how many milliseconds a zone is ahead of UTC at a moment. */
function aheadOf(time: number, zone: string): number {
  const moment = new Date(time);
  const { hour, minute } = partsOf(moment, zone, { hour: "numeric", minute: "numeric", hourCycle: "h23" });
  return dayOf(moment, zone) + (Number(hour) * 60 + Number(minute)) * 60_000 - time;
}

function partsOf(moment: Date, zone: string, form: Intl.DateTimeFormatOptions): Partial<Record<string, string>> {
  const parts = formatIn("en-GB", { ...form, timeZone: zone }).formatToParts(moment);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A format, made once: making one takes longer than the hundreds of dates that it then writes. */
function formatIn(language: string, form: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language, form]);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language, form);
  formats.set(key, known);
  return known;
}
