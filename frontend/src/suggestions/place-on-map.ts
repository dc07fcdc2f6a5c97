// Where a place is, shown on a map by whoever opens it: one that is missing, or whose point is wrong. What draws maps is
// fetched then, and not before.

import type { PointOnMap } from "../map/point-on-map";
import { find, make, write } from "../site/dom";

type Part = typeof import("./map-part");

export interface Fields {
  readonly point: HTMLInputElement;
  /** Where it is asked how the point was put. */
  readonly placed: HTMLInputElement | null;
  readonly town: () => string;
}

export class PlaceOnMap {
  readonly #box: HTMLDetailsElement;
  readonly #fields: Fields;
  readonly #said: HTMLElement;
  #map: Promise<PointOnMap> | undefined;

  static in(box: HTMLDetailsElement, fields: Fields): PlaceOnMap {
    return new PlaceOnMap(box, fields);
  }

  constructor(box: HTMLDetailsElement, fields: Fields) {
    this.#box = box;
    this.#fields = fields;
    this.#said = find(box, "[role=status]");
    box.addEventListener("toggle", () => box.open && this.#drawn());
    find(box, "[data-middle]").addEventListener("click", () => void this.#drawn()?.then((map) => map.putInTheMiddle()));
    find(box, "[data-away]").addEventListener("click", () => this.#takeAway());
    fields.point.addEventListener("input", () => this.#tell());
    box.hidden = false;
    this.#showWhetherPut();
  }

  get #was(): string {
    return this.#box.dataset.was ?? "";
  }

  get #isPut(): boolean {
    return this.#fields.point.value !== this.#was;
  }

  /** A network that was away may be back: one that failed is tried again. */
  #drawn(): Promise<PointOnMap> | undefined {
    this.#map ??= this.#draw();
    this.#map.catch(() => {
      this.#map = undefined;
      write(this.#said, this.#box.dataset.lost ?? "");
    });
    return this.#map;
  }

  async #draw(): Promise<PointOnMap> {
    const { styleHref = "", leafletSrc = "", src = "" } = this.#box.dataset;
    document.head.append(Object.assign(make("link", ""), { rel: "stylesheet", href: styleHref }));
    await import(leafletSrc);
    const { PointOnMap: Drawn }: Part = await import(src);
    return new Drawn(find(this.#box, ".point-map"), this.#fields.point, this.#fields.town);
  }

  /** Back to where the listing has it, or nowhere. */
  #takeAway(): void {
    this.#fields.point.value = this.#was;
    this.#fields.point.dispatchEvent(new Event("input"));
  }

  #tell(): void {
    if (this.#fields.placed) {
      this.#fields.placed.value = this.#isPut ? "map" : "";
    }
    this.#showWhetherPut();
  }

  #showWhetherPut(): void {
    find(this.#box, "[data-away]").hidden = !this.#isPut;
    write(this.#said, this.#isPut ? (this.#box.dataset.found ?? "") : "");
  }
}
