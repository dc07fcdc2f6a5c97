// Keeps the hours on a page true as time passes: a page may have been kept for days, or left open since this morning.

import { type Calendar, nowInWords, type Span } from "../hours/opening";
import { type Day, weekInWords } from "../hours/week-in-words";
import { make, readData } from "../site/dom";
import { Texts } from "../site/texts";

/** What a page holds of hours: those of its place, or those of each place that it lists, by slug. */
interface Hours extends Partial<Calendar> {
  readonly texts: ConstructorParameters<typeof Texts>[0];
  readonly spans?: readonly Span[];
  readonly spansOf?: Readonly<Record<string, readonly Span[] | null>>;
}

const A_MINUTE = 60_000;

class Clock {
  readonly #texts: Texts;

  constructor(hours: Hours) {
    this.#texts = new Texts(hours.texts, document.documentElement.lang);
  }

  /** Read again: the page may follow what is changed. */
  get #hours(): Hours {
    return readData<Hours>("hours-to-come");
  }

  start(): void {
    setInterval(() => this.#tick(), A_MINUTE);
    addEventListener("pageshow", () => this.#tick());
    document.addEventListener("visibilitychange", () => this.#tick());
  }

  #tick(): void {
    const { at } = document.documentElement.dataset;
    if (!document.hidden && Date.now() - new Date(at ?? 0).getTime() > A_MINUTE) {
      this.#tellPlace(new Date());
      this.#tellCards(new Date());
    }
  }

  #tellPlace(moment: Date): void {
    const { spans, zone, until } = this.#hours;
    const now = document.querySelector(".now-line .now");
    if (spans && zone && until && now) {
      write(now, nowInWords(spans, { zone, until }, moment, this.#texts));
      const week = weekInWords(spans, { zone, until }, moment, this.#texts);
      showToday(week[0]);
      showWeek(week);
    }
  }

  #tellCards(moment: Date): void {
    const { spansOf, zone, until } = this.#hours;
    for (const card of document.querySelectorAll<HTMLElement>(".card")) {
      const [spans, now] = [spansOf?.[card.dataset.slug ?? ""], card.querySelector(".now")];
      if (spans !== undefined && zone && until && now) {
        write(now, nowInWords(spans, { zone, until }, moment, this.#texts));
      }
    }
  }
}

function write(now: Element, { state, words }: { state: string; words: string }): void {
  now.className = `now now-${state}`;
  now.textContent = words;
}

/** Say the hours of today beside what is open; nothing beyond what the server told. */
function showToday(day: Day | undefined): void {
  const today = document.querySelector<HTMLElement>(".today-hours");
  if (today) {
    const { some = "", none = "" } = today.dataset;
    today.hidden = !day;
    today.textContent = day?.hours.length ? `${some} ${day.hours.join(", ")}` : none;
  }
}

/** Bring the week to begin today, with the rows that the server wrote: each lasts, and says another day. */
function showWeek(days: readonly Day[]): void {
  const body = document.querySelector<HTMLTableSectionElement>(".week tbody");
  if (!body || days[0]?.date === body.dataset.day) {
    return;
  }
  body.dataset.day = days[0]?.date ?? "";
  (body.parentElement as HTMLTableElement).hidden = !days.length;
  for (const [index, row] of [...body.rows].entries()) {
    const day = days[index];
    row.hidden = !day;
    if (day) {
      fill(row, day, body.dataset.closed ?? "");
    }
  }
}

function fill(row: HTMLTableRowElement, { name, hours, reason }: Day, closed: string): void {
  const [head, cell] = row.cells;
  head?.firstChild?.replaceWith(`${name} `);
  const spans = (hours.length ? hours : [reason ? `${closed} (${reason})` : closed]).map((words) => {
    const span = make("span", words);
    span.className = hours.length ? "" : "quiet";
    return span;
  });
  cell?.replaceChildren(...spans);
}

if (document.getElementById("hours-to-come")) {
  new Clock(readData<Hours>("hours-to-come")).start();
}
