// The hours of the days that come, in the words of the server's table. Pure.

import type { Texts } from "../site/texts";
import { A_DAY, type Calendar, dayOf, SORT, type Span, timeInWords } from "./opening";

export interface Day {
  /** The day as 2026-11-23. */
  readonly date: string;
  readonly name: string;
  /** None when the place is closed. */
  readonly hours: readonly string[];
  /** Why it is closed, where the place says so. */
  readonly reason: string | null;
}

const DAYS = 7;

/** Say the hours of seven days from that of a moment; fewer where what the server told ends. */
export function weekInWords(spans: readonly Span[], calendar: Calendar, moment: Date, texts: Texts): Day[] {
  const { zone, until } = calendar;
  const [today, end] = [dayOf(moment, zone), dayOf(new Date(until * 60_000), zone)];
  const weekday = new Intl.DateTimeFormat(texts.language, { weekday: "long", timeZone: "UTC" });
  const days = Array.from({ length: DAYS }, (_, index) => today + index * A_DAY).filter((day) => day < end);
  return days.map((day) => ({
    date: new Date(day).toISOString().slice(0, 10),
    name: capitalized(weekday.format(day)),
    ...told(
      spans.filter((span) => isOf(day, span, zone)),
      zone,
      texts,
    ),
  }));
}

function told(spans: readonly Span[], zone: string, texts: Texts): Pick<Day, "hours" | "reason"> {
  const held = spans.filter(([, , sort]) => sort !== SORT.closed);
  const planned = held.filter(([, , sort]) => sort !== SORT.otherwise);
  // What holds the rest of the time is a line under the week, save on a day of which it is all there is to say.
  const shown = planned.length ? planned : held;
  const reason = spans.find(([, , sort]) => sort === SORT.closed)?.[3] ?? null;
  return { hours: shown.map((span) => spanInWords(span, zone, texts)), reason };
}

/** Whether a span is of a day: it begins then, or lasts all of it. */
function isOf(day: number, [from, until]: Span, zone: string): boolean {
  const [begins, ends] = [from, until].map((minute) => dayOf(new Date(minute * 60_000), zone)) as [number, number];
  return begins === day || (begins < day && day < ends);
}

function spanInWords([from, until, sort, remark]: Span, zone: string, texts: Texts): string {
  const times = [from, until].map((minute) => timeInWords(new Date(minute * 60_000), zone, texts));
  const isAllDay = (until - from) * 60_000 >= A_DAY;
  const span = isAllDay ? texts.say("all_day") : times.join(" – ");
  if (remark) {
    return isAllDay ? remark : texts.say("span_remarked", { span, remark });
  }
  return sort === SORT.open ? span : texts.say("unsure", { span });
}

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
