// A slider of time, which goes over days, and by keys over months.

import { dateOf, dayOf } from "../overlap/coverage";
import type { Span } from "../overlap/question";
import { monthsOf } from "./keyboard";

export interface TimeSliderDelegate {
  /** Whether the picture has the whole screen: some keys are then for more than the slider. */
  readonly isPresented: boolean;
  slidTo(date: string): void;
  steppedBy(months: number): void;
}

export class TimeSlider {
  readonly #slider: HTMLInputElement;
  readonly #delegate: TimeSliderDelegate;

  constructor(slider: HTMLInputElement, delegate: TimeSliderDelegate) {
    this.#slider = slider;
    this.#delegate = delegate;
  }

  start(): void {
    this.#slider.addEventListener("input", () => this.#delegate.slidTo(dateOf(this.#slider.valueAsNumber)));
    this.#slider.addEventListener("keydown", (event) => this.#press(event));
  }

  /** Show a date, which has words, among the days that time goes over. */
  show(date: string, words: string, { first, last }: Span): void {
    const [min, max, value] = [first, last, date].map((one) => String(dayOf(one)));
    Object.assign(this.#slider, { min, max, value });
    this.#slider.setAttribute("aria-valuetext", words);
  }

  #press(event: KeyboardEvent): void {
    const months = monthsOf(event.key, this.#delegate.isPresented);
    if (months) {
      event.preventDefault();
      this.#delegate.steppedBy(months);
    }
  }
}
