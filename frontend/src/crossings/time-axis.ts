// The axis of time: the slider and, under it, the dates on which something changed and the years.

import { byId } from "../site/dom";
import { dateOf, dayOf } from "./coverage";

const SVG = "http://www.w3.org/2000/svg";
/** How many years are written at the most, how many have a line, and how far apart either may be. */
const WRITTEN = 8;
const DRAWN = 40;
const STEPS = [1, 5, 10, 20, 50, 100] as const;

export class Axis {
  readonly #slider: HTMLInputElement;
  readonly #dates: readonly string[];
  readonly #drawing = byId("marks");

  constructor(slider: HTMLInputElement, dates: readonly string[]) {
    this.#slider = slider;
    this.#dates = dates;
  }

  /** Go over these days and nothing more, or over these too. */
  cover(days: readonly number[], isMore = false): void {
    const { min, max } = this.#slider;
    const all = isMore ? [...days, Number(min), Number(max)] : days;
    this.#slider.min = String(Math.min(...all));
    this.#slider.max = String(Math.max(...all));
    if (this.#slider.min !== min || this.#slider.max !== max) {
      this.#draw();
    }
  }

  #draw(): void {
    this.#drawing.replaceChildren();
    for (const date of this.#dates) {
      this.#line(date, "mark", "35%");
    }
    const [first, last] = [yearOf(this.#slider.min) + 1, yearOf(this.#slider.max)];
    const years = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    const [written, drawn] = [stepOf(years.length, WRITTEN), stepOf(years.length, DRAWN)];
    for (const year of years.filter((year) => year % drawn === 0)) {
      const isWritten = year % written === 0;
      this.#line(`${year}-01-01`, "year-mark", isWritten ? "50%" : "20%");
      if (isWritten) {
        this.#add("text", { x: this.#at(`${year}-01-01`), y: "95%", "text-anchor": "middle" }, String(year));
      }
    }
  }

  #at(date: string): string {
    const [min, max] = [Number(this.#slider.min), Number(this.#slider.max)];
    return `${((dayOf(date) - min) / Math.max(1, max - min)) * 100}%`;
  }

  #line(date: string, name: string, y2: string): void {
    const x = this.#at(date);
    this.#add("line", { x1: x, x2: x, y1: "0", y2, class: name });
  }

  #add(name: string, given: Readonly<Record<string, string>>, text = ""): void {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(given)) {
      element.setAttribute(key, value);
    }
    element.textContent = text;
    this.#drawing.append(element);
  }
}

const yearOf = (day: string): number => Number(dateOf(Number(day)).slice(0, 4));

/** How many years apart so many must be for no more than some of them to be left. */
const stepOf = (years: number, most: number): number => STEPS.find((step) => years / step < most) ?? 100;
