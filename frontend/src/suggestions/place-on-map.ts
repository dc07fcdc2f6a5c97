// A place that is missing is shown on a map by whoever opens it: what draws maps is fetched then, and not before.

import type { PointOnMap } from "../map/point-on-map";
import { find, make, write } from "../site/dom";

type Part = typeof import("./map-part");

export interface Fields {
  readonly point: HTMLInputElement;
  readonly placed: HTMLInputElement;
  readonly town: HTMLInputElement;
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
    return new Drawn(find(this.#box, ".point-map"), this.#fields.point, () => this.#fields.town.value.trim());
  }

  #takeAway(): void {
    this.#fields.point.value = "";
    this.#fields.point.dispatchEvent(new Event("input"));
  }

  #tell(): void {
    this.#fields.placed.value = this.#fields.point.value ? "map" : "";
    this.#showWhetherPut();
  }

  #showWhetherPut(): void {
    const isPut = this.#fields.point.value !== "";
    find(this.#box, "[data-away]").hidden = !isPut;
    write(this.#said, isPut ? (this.#box.dataset.found ?? "") : "");
  }
}
