// The land under fingers: two of them go closer, one that moves goes aside, one that does not touches a place.

import { type Box, moved, zoomed } from "./view-box";

/** Pixels that a finger moves before it is no touch any more. */
const STILL = 8;

export class LandGestures {
  readonly #map: SVGSVGElement;
  readonly #whole: Box;
  readonly #touched: (x: number, y: number) => void;
  readonly #fingers = new Map<number, PointerEvent>();
  #box: Box;
  #isTouch = false;

  /** `touched`: a point of the land was touched. */
  constructor(map: SVGSVGElement, whole: Box, touched: (x: number, y: number) => void) {
    this.#map = map;
    this.#whole = whole;
    this.#box = whole;
    this.#touched = touched;
  }

  start(): void {
    const map = this.#map;
    map.addEventListener("pointerdown", (event) => {
      this.#isTouch = !this.#fingers.size;
      this.#fingers.set(event.pointerId, event);
      map.setPointerCapture(event.pointerId);
    });
    map.addEventListener("pointermove", (event) => this.#moved(event));
    map.addEventListener("pointerup", (event) => this.#lifted(event));
    map.addEventListener("pointercancel", (event) => this.#fingers.delete(event.pointerId));
  }

  /** Go closer around the middle of what is seen, or further away. */
  zoom(times: number): void {
    const [left, top, width, height] = this.#box;
    this.#show(zoomed(this.#box, this.#whole, times, left + width / 2, top + height / 2));
  }

  #moved(event: PointerEvent): void {
    const before = this.#fingers.get(event.pointerId);
    const first = [...this.#fingers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    if (!before) {
      return;
    }
    if (first) {
      const times = apart(first, event) / (apart(first, before) || 1);
      const [x, y] = this.#pointOf((first.clientX + event.clientX) / 2, (first.clientY + event.clientY) / 2);
      this.#show(zoomed(this.#box, this.#whole, times, x, y));
    } else if (!this.#isTouch || apart(before, event) > STILL) {
      const [from, to] = [before, event].map(({ clientX, clientY }) => this.#pointOf(clientX, clientY));
      from && to && this.#show(moved(this.#box, this.#whole, from[0] - to[0], from[1] - to[1]));
    } else {
      return;
    }
    this.#isTouch = false;
    this.#fingers.set(event.pointerId, event);
  }

  #lifted(event: PointerEvent): void {
    const isTouch = this.#isTouch && this.#fingers.delete(event.pointerId);
    this.#fingers.delete(event.pointerId);
    isTouch && this.#touched(...this.#pointOf(event.clientX, event.clientY));
  }

  #pointOf(clientX: number, clientY: number): [number, number] {
    const matrix = this.#map.getScreenCTM();
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix?.inverse());
    return [x, y];
  }

  /** Dots stay as large as a finger needs them. */
  #show(box: Box): void {
    this.#box = box;
    this.#map.setAttribute("viewBox", box.join(" "));
    this.#map.style.setProperty("--close", String(box[2] / this.#whole[2]));
    this.#map.classList.toggle("is-close", box[2] < this.#whole[2]);
  }
}

const apart = (one: PointerEvent, other: PointerEvent): number =>
  Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
