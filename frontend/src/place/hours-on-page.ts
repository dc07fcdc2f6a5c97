// Keeps the hours on a page true as time passes: a page may have been kept for days, or left open since this morning.

import { type DirectoryData, fetchJson, readDirectory } from "../directory/places";
import { type Calendar, nowInWords, type Span } from "../hours/opening";
import { type Day, weekInWords } from "../hours/week-in-words";
import { make, readData } from "../site/dom";
import { Texts } from "../site/texts";

/** What a page holds of hours: those of its place, or where to learn those of the places that it lists. */
interface Hours extends Partial<Calendar> {
  readonly texts: ConstructorParameters<typeof Texts>[0];
  readonly spans?: readonly Span[];
  readonly directoryUrl?: string;
}

const A_MINUTE = 60_000;

class Clock {
  readonly #texts: Texts;
  #told: DirectoryData | null = null;

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
      void this.#tellCards(new Date());
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

  async #tellCards(moment: Date): Promise<void> {
    const { directoryUrl } = this.#hours;
    const cards = document.querySelectorAll<HTMLElement>(".card");
    if (!directoryUrl || !cards.length) {
      return;
    }
    this.#told ??= await fetchJson(directoryUrl).then(readDirectory, () => null);
    const places = new Map(this.#told?.places.map((place) => [place.slug, place]));
    for (const card of cards) {
      const [place, now] = [places.get(card.dataset.slug ?? ""), card.querySelector(".now")];
      if (place && now && this.#told) {
        write(now, nowInWords(place.spans, this.#told, moment, this.#texts));
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
