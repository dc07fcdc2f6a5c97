// What is written under the slider of time: the dates on which something changed, and the years.

import { dayOf } from "../overlap/coverage";
import type { Question, Span } from "../overlap/question";
import type { Mark } from "../overlap/wording";
import { byId } from "../site/dom";
import type { Subscriber } from "./store";

const SVG = "http://www.w3.org/2000/svg";
/** How many years are written at the most, how many have a line, and how far apart either may be. */
const WRITTEN = 8;
const DRAWN = 40;
const STEPS = [1, 5, 10, 20, 50, 100] as const;

export class TimeAxis implements Subscriber {
  readonly #marks: readonly Mark[];
  readonly #drawing = byId("marks");
  #span: Span | null = null;

  constructor(marks: readonly Mark[]) {
    this.#marks = marks;
  }

  questionChanged({ span }: Question): void {
    if (span.first !== this.#span?.first || span.last !== this.#span.last) {
      this.#span = span;
      this.#drawing.replaceChildren(
        ...this.#marks.map(([date, , isSeen]) => markAt(at(date, span), isSeen)),
        ...yearsOf(span),
      );
    }
  }
}

/** How far along the axis a date is. */
function at(date: string, { first, last }: Span): string {
  const [min, max] = [dayOf(first), dayOf(last)];
  return `${((dayOf(date) - min) / Math.max(1, max - min)) * 100}%`;
}

/** A line for an event of the land; a ring for the first day of a source. */
const markAt = (x: string, isSeen: boolean): SVGElement =>
  isSeen ? element("circle", { cx: x, cy: "18%", r: "3.5", class: "mark is-seen" }) : line(x, "mark", "35%");

function yearsOf(span: Span): SVGElement[] {
  const [first, last] = [yearOf(span.first) + 1, yearOf(span.last)];
  const years = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const [written, drawn] = [stepOf(years.length, WRITTEN), stepOf(years.length, DRAWN)];
  return years
    .filter((year) => year % drawn === 0)
    .flatMap((year) => marksOf(year, at(`${year}-01-01`, span), year % written === 0));
}

const yearOf = (date: string): number => Number(date.slice(0, 4));

/** How many years apart so many must be for no more than some of them to be left. */
const stepOf = (years: number, most: number): number => STEPS.find((step) => years / step < most) ?? 100;

const marksOf = (year: number, x: string, isWritten: boolean): SVGElement[] => [
  line(x, "year-mark", isWritten ? "50%" : "20%"),
  ...(isWritten ? [element("text", { x, y: "95%", "text-anchor": "middle" }, String(year))] : []),
];

const line = (x: string, name: string, y2: string): SVGElement =>
  element("line", { x1: x, x2: x, y1: "0", y2, class: name });

function element(name: string, given: Readonly<Record<string, string>>, text = ""): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(given)) {
    made.setAttribute(key, value);
  }
  made.textContent = text;
  return made;
}
