// Plays time: it goes from where it is to its end, at the speed that is chosen.

import { byId } from "../site/dom";
import type { Texts } from "../site/texts";

/** Where time is, where it begins again and ends, in days since 1970, and how many days the whole of it has. */
export interface Playhead {
  readonly day: number;
  readonly first: number;
  readonly last: number;
  readonly length: number;
}

export interface TimePlayerDelegate {
  readonly playhead: Playhead;
  /** Time begins to play. */
  played(): void;
  playedTo(day: number): void;
}

/** How long the whole of time lasts, and how often it jumps where motion is not wanted: a twentieth at once. */
const WHOLE = 24_000;
const JUMPS = 20;

export class TimePlayer {
  readonly #delegate: TimePlayerDelegate;
  readonly #texts: Texts;
  readonly #button = byId<HTMLButtonElement>("play");
  readonly #speed = byId<HTMLSelectElement>("speed");
  #frame = 0;
  #before = 0;
  #day = 0;

  constructor(delegate: TimePlayerDelegate, texts: Texts) {
    this.#delegate = delegate;
    this.#texts = texts;
  }

  start(): void {
    this.#button.addEventListener("click", () => this.toggle());
  }

  toggle(): void {
    this.#frame ? this.pause() : this.#play();
  }

  pause(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#button.textContent = this.#texts.say("play");
  }

  /** Play at the next speed, and begin again with the first; its name. */
  nextSpeed(): string {
    this.#speed.selectedIndex = (this.#speed.selectedIndex + 1) % this.#speed.options.length;
    return this.#speed.selectedOptions[0]?.textContent ?? "";
  }

  #play(): void {
    const { day, first, last } = this.#delegate.playhead;
    this.#day = day >= last ? first : day;
    this.#before = performance.now();
    this.#button.textContent = this.#texts.say("pause");
    this.#delegate.played();
    this.#wait();
  }

  #wait(): void {
    this.#frame = requestAnimationFrame((now) => this.#move(now));
  }

  #move(now: number): void {
    // After a sleep, time goes on where it was: a frame is never longer than a jump.
    const share = Math.min(1 / JUMPS, ((now - this.#before) / WHOLE) * Number(this.#speed.value));
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const { last } = this.#delegate.playhead;
    if (!isStill || share >= 1 / JUMPS) {
      this.#before = now;
      this.#advance(share);
    }
    this.#day >= last ? this.pause() : this.#wait();
  }

  #advance(share: number): void {
    const { last, length } = this.#delegate.playhead;
    this.#day = Math.min(last, this.#day + Math.max(0, share) * length);
    this.#delegate.playedTo(Math.floor(this.#day));
  }
}
