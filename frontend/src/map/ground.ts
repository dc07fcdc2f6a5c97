// Our own basemap: the land, its borders and its names, drawn from what the site itself serves.

import type { Feature, FeatureCollection, Geometry, Point } from "geojson";
import { type Box, type Name, placeNames, type Shift } from "./names";

interface GroundProperties {
  role: "territory" | "borders" | "commune";
  name?: string;
  code?: string;
  population?: number;
}

export type Ground = FeatureCollection<Geometry, GroundProperties>;

/** A commune with more people than this is a town, and its name is written as such. */
const TOWN = 2500;
/** The share of the names written when the whole territory is in view; three times more at each zoom closer. */
const SHARE_OF_NAMES = 0.1;
const CROSS_STEP = 0.25;
const CROSS_SIZE = 0.014;

interface WrittenName {
  readonly marker: L.Marker;
  readonly isTown: boolean;
  readonly label: string;
}

export class GroundLayer {
  readonly #map: L.Map;
  readonly #bounds: L.LatLngBounds;
  readonly #names: WrittenName[] = [];

  constructor(map: L.Map, ground: Ground) {
    this.#map = map;
    this.#bounds = L.geoJSON(ground).getBounds();
    const pane = map.getPane("ground") ?? map.createPane("ground");
    const renderer = L.svg({ pane: "ground", padding: 0.5 });
    pane.setAttribute("aria-hidden", "true");
    map.createPane("names").setAttribute("aria-hidden", "true");
    this.#drawLand(ground, renderer);
    this.#writeNames(ground);
  }

  #drawLand(ground: Ground, renderer: L.Renderer): void {
    const draw = (role: GroundProperties["role"], className: string) =>
      L.geoJSON(ground, {
        filter: (feature) => feature.properties.role === role,
        style: { className, renderer, pane: "ground", interactive: false },
      } as L.GeoJSONOptions & { pane?: string }).addTo(this.#map);
    if (this.#bounds.isValid()) {
      L.polyline(crosses(this.#bounds.pad(0.6)), {
        className: "cross",
        renderer,
        pane: "ground",
        interactive: false,
        noClip: true,
        smoothFactor: 0,
      }).addTo(this.#map);
    }
    draw("territory", "land-ribbon");
    draw("territory", "land");
    draw("borders", "communes");
    draw("territory", "land-edge");
  }

  #writeNames(ground: Ground): void {
    for (const feature of ground.features) {
      const { role, name, population } = feature.properties;
      if (role === "commune" && name) {
        const isTown = (population ?? 0) >= TOWN;
        this.#names.push({ marker: nameMarker(feature as Feature<Point>, name, isTown), isTown, label: name });
      }
    }
  }

  /** Write the names that can be read at this zoom, clear of the boxes given in pixels of the whole world. */
  arrange(obstacles: readonly Box[], rem: number): void {
    const closer = this.#map.getZoom() - this.#map.getBoundsZoom(this.#bounds);
    const count = Math.ceil(this.#names.length * Math.min(1, SHARE_OF_NAMES * 3 ** closer));
    const shifts = placeNames(
      this.#names.slice(0, count).map((name) => this.#sized(name, rem)),
      obstacles,
      rem,
    );
    for (const [index, name] of this.#names.entries()) {
      this.#write(name.marker, shifts[index] ?? null);
    }
  }

  #sized({ marker, isTown, label }: WrittenName, rem: number): Name {
    const { x, y } = this.#map.project(marker.getLatLng());
    const height = (isTown ? 1.15 : 0.95) * rem;
    return { x, y, width: label.length * height * 0.45, height, isMajor: isTown };
  }

  #write(marker: L.Marker, shift: Shift | null): void {
    if (!shift) {
      marker.remove();
      return;
    }
    marker.addTo(this.#map);
    const text = marker.getElement()?.firstElementChild as HTMLElement | null | undefined;
    if (text) {
      text.style.margin = `${shift.down}px 0 0 ${shift.right}px`;
    }
  }
}

function nameMarker(feature: Feature<Point>, name: string, isTown: boolean): L.Marker {
  const text = document.createElement("span");
  text.textContent = name;
  const [longitude = 0, latitude = 0] = feature.geometry.coordinates;
  return L.marker([latitude, longitude], {
    icon: L.divIcon({ html: text, className: isTown ? "name name-town" : "name", iconSize: [0, 0] }),
    pane: "names",
    interactive: false,
    keyboard: false,
  });
}

/** Small crosses where the meridians and parallels meet, as on a survey map. */
function crosses(bounds: L.LatLngBounds): L.LatLngTuple[][] {
  const lines: L.LatLngTuple[][] = [];
  const first = (value: number) => Math.ceil(value / CROSS_STEP) * CROSS_STEP;
  for (let latitude = first(bounds.getSouth()); latitude < bounds.getNorth(); latitude += CROSS_STEP) {
    for (let longitude = first(bounds.getWest()); longitude < bounds.getEast(); longitude += CROSS_STEP) {
      lines.push([
        [latitude - CROSS_SIZE * 0.7, longitude],
        [latitude + CROSS_SIZE * 0.7, longitude],
      ]);
      lines.push([
        [latitude, longitude - CROSS_SIZE],
        [latitude, longitude + CROSS_SIZE],
      ]);
    }
  }
  return lines;
}
