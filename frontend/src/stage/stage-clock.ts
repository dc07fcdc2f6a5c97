// The time of whoever presents: what hour it is, how long she has spoken, and how long on this scene.

import { write } from "../site/dom";

const A_SECOND = 1000;

export class StageClock {
  readonly #hour: HTMLElement;
  readonly #whole: HTMLElement;
  readonly #scene: HTMLElement;
  #began: number | null = null;
  #sceneBegan = Date.now();
  #planned: number | null = null;

  constructor(hour: HTMLElement, whole: HTMLElement, scene: HTMLElement) {
    this.#hour = hour;
    this.#whole = whole;
    this.#scene = scene;
  }

  start(): void {
    setInterval(() => this.#tick(), A_SECOND);
    this.#tick();
  }

  /** Begin to count the whole, or put it back to nothing. */
  toggle(): void {
    this.#began = this.#began === null ? Date.now() : null;
    this.#tick();
  }

  /** Another scene is shown, for so many seconds if that is planned. */
  sceneBegins(seconds: number | null): void {
    this.#sceneBegan = Date.now();
    this.#planned = seconds;
    this.#tick();
  }

  /** Whether the scene has been shown as long as was planned. */
  get isOver(): boolean {
    return this.#planned !== null && secondsSince(this.#sceneBegan) >= this.#planned;
  }

  #tick(): void {
    const now = new Date();
    write(this.#hour, `${now.getHours()}:${padded(now.getMinutes())}`);
    write(this.#whole, inMinutes(this.#began === null ? 0 : secondsSince(this.#began)));
    const planned = this.#planned === null ? "" : ` / ${inMinutes(this.#planned)}`;
    write(this.#scene, inMinutes(secondsSince(this.#sceneBegan)) + planned);
    this.#scene.classList.toggle("is-over", this.isOver);
  }
}

const secondsSince = (moment: number): number => Math.floor((Date.now() - moment) / A_SECOND);
const padded = (number: number): string => String(number).padStart(2, "0");
const inMinutes = (seconds: number): string => `${Math.floor(seconds / 60)}:${padded(seconds % 60)}`;
