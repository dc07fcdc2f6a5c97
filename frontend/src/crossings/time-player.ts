// Plays time: the slider goes from where it is to its end, at the speed that is chosen.

import { byId } from "../site/dom";
import type { Texts } from "../site/texts";

/** How long the whole of time lasts, and how often it jumps where motion is not wanted: a twentieth at once. */
const WHOLE = 24_000;
const JUMPS = 20;

export class Player {
  readonly #slider: HTMLInputElement;
  readonly #texts: Texts;
  readonly #onDay: (day: number) => void;
  readonly #button = byId<HTMLButtonElement>("play");
  #frame = 0;
  #before = 0;
  #day = 0;

  constructor(slider: HTMLInputElement, texts: Texts, onDay: (day: number) => void) {
    this.#slider = slider;
    this.#texts = texts;
    this.#onDay = onDay;
    this.#button.addEventListener("click", () => (this.#frame ? this.pause() : this.#play()));
  }

  pause(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#button.textContent = this.#texts.say("play");
  }

  #play(): void {
    const isAtEnd = this.#slider.value === this.#slider.max;
    this.#day = Number(isAtEnd ? (this.#slider.dataset.first ?? this.#slider.min) : this.#slider.value);
    this.#before = performance.now();
    this.#button.textContent = this.#texts.say("pause");
    this.#frame = requestAnimationFrame((now) => this.#move(now));
  }

  #move(now: number): void {
    const [min, max] = [Number(this.#slider.min), Number(this.#slider.max)];
    const share = ((now - this.#before) / WHOLE) * Number(byId<HTMLSelectElement>("speed").value);
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!isStill || share >= 1 / JUMPS) {
      this.#day = Math.min(max, this.#day + Math.max(0, share) * (max - min));
      this.#before = now;
      this.#onDay(Math.floor(this.#day));
    }
    if (this.#day >= max) {
      this.pause();
    } else {
      this.#frame = requestAnimationFrame((next) => this.#move(next));
    }
  }
}
