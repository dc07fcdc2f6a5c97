// The point of a listing, on a map: a click puts it, dragging moves it, typing coordinates shows where they are.

import { fetchJson } from "../directory/places";
import { byId } from "../site/dom";
import { type Ground, GroundLayer } from "./ground-layer";

const CLOSE = 15;
const NEAR = 13;
const SHOWN_DIGITS = 6;
const PAIR = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/;

/** Read "latitude, longitude" as it is written here; other ways of typing a point are read by the server. */
export function pointOf(text: string): readonly [number, number] | null {
  const [, lat, lon] = PAIR.exec(text) ?? [];
  return lat && lon ? [Number(lat), Number(lon)] : null;
}

export class PointOnMap {
  readonly #field: HTMLInputElement;
  readonly #town: () => string;
  readonly #map: L.Map;
  readonly #marker: L.Marker;
  #ground: GroundLayer | undefined;

  static in(box: HTMLElement): PointOnMap {
    return new PointOnMap(box, byId<HTMLInputElement>(box.dataset.point ?? ""));
  }

  /** `town` says in which commune to begin, where there is no point yet. */
  constructor(box: HTMLElement, field: HTMLInputElement, town: () => string = () => "") {
    box.hidden = false;
    this.#field = field;
    this.#town = town;
    this.#map = L.map(box, { attributionControl: false, zoomControl: false, minZoom: 6, maxZoom: 19 });
    const { zoomIn: zoomInTitle, zoomOut: zoomOutTitle } = box.dataset;
    L.control.zoom({ zoomInTitle, zoomOutTitle }).addTo(this.#map);
    this.#marker = L.marker([0, 0], {
      draggable: true,
      // By the keyboard, one types where it is.
      keyboard: false,
      icon: L.divIcon({ className: "point-mark", iconSize: [28, 28] }),
    });
    this.#marker.on("dragend", () => this.#write(this.#marker.getLatLng()));
    this.#map.on("click", ({ latlng }) => this.#write(latlng));
    this.#map.on("moveend resize", () => this.#writeNames());
    field.addEventListener("input", () => this.#show(pointOf(field.value)));
    this.#drawGround(box.dataset.basemap ?? "");
    whenShown(box, () => this.#begin());
  }

  /** By the keyboard: arrows and + move the map beneath the point to be. */
  putInTheMiddle(): void {
    this.#write(this.#map.getCenter());
  }

  /** The part of the form may be folded until now, and the map had no size. */
  #begin(): void {
    this.#map.invalidateSize();
    this.#show(pointOf(this.#field.value));
  }

  #write(position: L.LatLng): void {
    this.#field.value = [position.lat, position.lng].map((degrees) => degrees.toFixed(SHOWN_DIGITS)).join(", ");
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #show(point: readonly [number, number] | null): void {
    if (!point) {
      this.#marker.remove();
      return;
    }
    this.#marker.setLatLng([...point]).addTo(this.#map);
    if (!this.#map.getBounds().contains([...point])) {
      this.#map.panTo([...point]);
    }
  }

  /** Without a point, the commune that is named is in sight, or the whole territory. */
  async #begunOn(ground: Ground): Promise<void> {
    this.#ground = await GroundLayer.draw(this.#map, ground);
    this.#look(ground);
    this.#writeNames();
  }

  #look(ground: Ground): void {
    if (pointOf(this.#field.value)) {
      return;
    }
    const town = townOf(ground, this.#town());
    if (town) {
      this.#map.setView(town, NEAR);
    } else {
      this.#map.fitBounds(L.geoJSON(ground).getBounds());
    }
  }

  #drawGround(url: string): void {
    this.#map.setView([...(pointOf(this.#field.value) ?? [46.5, 2.5])], pointOf(this.#field.value) ? CLOSE - 3 : 6);
    void fetchJson(url).then(
      (ground) => this.#begunOn(ground as Ground),
      () => undefined,
    );
  }

  /** Towns first, and more as one comes closer; none under the point. */
  #writeNames(): void {
    const rem = Number.parseFloat(getComputedStyle(this.#map.getContainer()).fontSize);
    const { x, y } = this.#map.project(this.#marker.getLatLng());
    this.#ground?.arrange([{ left: x - rem, top: y - rem, width: 2 * rem, height: 2 * rem }], rem);
  }
}

function townOf(ground: Ground, name: string): L.LatLng | undefined {
  const named = ground.features.find(({ properties }) => properties.role === "commune" && properties.name === name);
  return named && L.geoJSON(named).getBounds().getCenter();
}

function whenShown(box: HTMLElement, show: () => void): void {
  box.closest("details")?.addEventListener("toggle", show);
  show();
}
