// Our own basemap: the land, its borders and its names, drawn from what the site itself serves.

import type { Feature, FeatureCollection, Geometry, LineString, MultiLineString, Point } from "geojson";
import { breath, make } from "../site/dom";
import { type Box, type Name, placeNames, roomOf, type Shift } from "./name-placement";
import { boxesOf, type River, type Written, writeAlong } from "./river-names";

interface GroundProperties {
  role: "territory" | "borders" | "river" | "commune";
  name?: string;
  code?: string;
  population?: number;
}

export type Ground = FeatureCollection<Geometry, GroundProperties>;

/** A commune with more people than this is a town, and its name is written as such. */
const TOWN = 2000;
/** The share of the names written when the whole territory is in view; three times more at each zoom closer. */
const SHARE_OF_NAMES = 0.1;
/** A river's name is written again this far along it, or at a sixth of its course when that is further. */
const RIVER_NAMES_APART_IN_REM = 22;
/** How wide and how high the buttons of the map are, in its top right corner. */
const BUTTONS_IN_REM = [3.5, 13];
const CROSS_STEP = 0.25;
const CROSS_SIZE = 0.014;

interface WrittenName {
  readonly position: L.LatLng;
  /** Made when the name is first written: at first most are not. */
  marker: L.Marker | null;
  readonly isTown: boolean;
  readonly label: string;
}

interface DrawnRiver {
  readonly name: string;
  readonly courses: readonly L.LatLng[][];
}

export class GroundLayer {
  readonly #map: L.Map;
  readonly #bounds: L.LatLngBounds;
  /** From the most to the least people: towns come first. */
  readonly #names: WrittenName[] = [];
  readonly #rivers: readonly DrawnRiver[];
  readonly #riverNames = L.layerGroup();

  /** Draw a ground, one part after another: the page answers in between. */
  static async draw(map: L.Map, ground: Ground): Promise<GroundLayer> {
    const layer = new GroundLayer(map, ground);
    for (const drawPart of layer.#parts(ground)) {
      await breath();
      drawPart();
    }
    await breath();
    return layer;
  }

  private constructor(map: L.Map, ground: Ground) {
    this.#map = map;
    this.#bounds = L.geoJSON(ground, { filter: ({ properties }) => properties.role === "territory" }).getBounds();
    this.#rivers = ground.features.flatMap(readRiver);
    const pane = map.getPane("ground") ?? map.createPane("ground");
    pane.setAttribute("aria-hidden", "true");
    map.createPane("names").setAttribute("aria-hidden", "true");
    this.#readNames(ground);
    this.#riverNames.addTo(map);
  }

  #parts(ground: Ground): (() => void)[] {
    const renderer = L.svg({ pane: "ground", padding: 0.5 });
    const draw = (role: GroundProperties["role"], className: string) =>
      L.geoJSON(ground, {
        filter: (feature) => feature.properties.role === role,
        style: { className, renderer, pane: "ground", interactive: false },
      } as L.GeoJSONOptions & { pane?: string }).addTo(this.#map);
    return [
      () => this.#drawCrosses(renderer),
      () => draw("territory", "land-ribbon"),
      () => draw("territory", "land"),
      () => draw("river", "river"),
      () => draw("borders", "communes"),
      () => draw("territory", "land-edge"),
    ];
  }

  #drawCrosses(renderer: L.Renderer): void {
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
  }

  #readNames(ground: Ground): void {
    for (const { geometry, properties } of ground.features) {
      const { role, name, population } = properties;
      if (role === "commune" && name) {
        const position = L.GeoJSON.coordsToLatLng((geometry as Point).coordinates as [number, number]);
        this.#names.push({ position, marker: null, isTown: (population ?? 0) >= TOWN, label: name });
      }
    }
  }

  /** Write the names that can be read at this zoom, clear of the boxes given in pixels of the whole world. */
  arrange(obstacles: readonly Box[], rem: number): void {
    const closer = this.#map.getZoom() - this.#map.getBoundsZoom(this.#bounds);
    const count = Math.ceil(this.#names.length * Math.min(1, SHARE_OF_NAMES * 3 ** closer));
    const names = this.#names.slice(0, count).map((name) => this.#sized(name, rem));
    const towns = names.filter(({ isMajor }) => isMajor);
    const others = names.slice(towns.length);
    const { window, buttons } = this.#window(rem);
    const shiftsOfTowns = placeNames(towns, [...obstacles, buttons], rem, window);
    const taken = [...obstacles, buttons, ...boxesOfNames(towns, shiftsOfTowns, rem)];
    const rivers = this.#writeRivers(taken, rem);
    const shifts = [...shiftsOfTowns, ...placeNames(others, [...taken, ...rivers], rem, window)];
    for (const [index, name] of this.#names.entries()) {
      this.#write(name, shifts[index] ?? null);
    }
  }

  /** What is seen of the world, and the corner of it that is under the buttons of the map. */
  #window(rem: number): { window: Box; buttons: Box } {
    const { min = L.point(0, 0) } = this.#map.getPixelBounds();
    const { x, y } = this.#map.getSize();
    const [width, height] = BUTTONS_IN_REM.map((side) => side * rem) as L.PointTuple;
    return {
      window: { left: min.x, top: min.y, width: x, height: y },
      buttons: { left: min.x + x - width, top: min.y, width, height },
    };
  }

  #sized({ position, isTown, label }: WrittenName, rem: number): Name {
    const { x, y } = this.#map.project(position);
    const height = (isTown ? 1.15 : 0.95) * rem;
    return { x, y, width: (0.6 + 0.37 * label.length) * height, height, isMajor: isTown };
  }

  /** Write the names of the rivers, which give way to towns and markers; give the room that they take. */
  #writeRivers(obstacles: readonly Box[], rem: number): Box[] {
    this.#riverNames.clearLayers();
    const taken: Box[] = [];
    for (const { name, courses } of this.#rivers) {
      for (const course of courses) {
        taken.push(...this.#writeRiver(name, course, [...obstacles, ...taken], rem));
      }
    }
    return taken;
  }

  #writeRiver(name: string, course: readonly L.LatLng[], obstacles: readonly Box[], rem: number): Box[] {
    const [line, height] = [course.map((position) => this.#map.project(position)), 0.95 * rem];
    const river: River = { line, width: name.length * height * 0.62, height };
    const written = writeAlong(river, obstacles, Math.max(RIVER_NAMES_APART_IN_REM * rem, lengthOf(line) / 6));
    for (const place of written) {
      this.#riverNames.addLayer(riverName(name, this.#map.unproject([place.x, place.y]), place));
    }
    return boxesOf(river, written, rem);
  }

  #write(name: WrittenName, shift: Shift | null): void {
    if (!shift) {
      name.marker?.remove();
      return;
    }
    name.marker ??= nameMarker(name);
    const text = name.marker.addTo(this.#map).getElement()?.firstElementChild as HTMLElement | null | undefined;
    if (text) {
      text.style.margin = `${shift.down}px 0 0 ${shift.right}px`;
      text.classList.toggle("is-apart", shift.right !== 0 || shift.down !== 0);
    }
  }
}

function readRiver({ geometry, properties }: Feature<Geometry, GroundProperties>): DrawnRiver[] {
  if (properties.role !== "river" || !properties.name) {
    return [];
  }
  const { type, coordinates } = geometry as LineString | MultiLineString;
  const courses = type === "LineString" ? [coordinates] : coordinates;
  return [{ name: properties.name, courses: courses.map((course) => L.GeoJSON.coordsToLatLngs(course)) }];
}

/** The room that names take where they are written, with the air around them. */
const boxesOfNames = (names: readonly Name[], shifts: readonly (Shift | null)[], air: number): Box[] =>
  names.flatMap((name, index) => roomOf(name, shifts[index] ?? null, air));

function lengthOf(line: readonly L.Point[]): number {
  return line.slice(1).reduce((length, point, index) => length + point.distanceTo(line[index] ?? point), 0);
}

function riverName(name: string, position: L.LatLng, { angle }: Written): L.Marker {
  const text = make("span", name);
  text.style.transform = `translate(-50%, -50%) rotate(${angle}deg)`;
  return labelAt(position, text, "name name-river");
}

const nameMarker = ({ position, label, isTown }: WrittenName): L.Marker =>
  labelAt(position, make("span", label), isTown ? "name name-town" : "name");

function labelAt(position: L.LatLng, html: HTMLElement, className: string): L.Marker {
  const icon = L.divIcon({ html, className, iconSize: [0, 0] });
  return L.marker(position, { icon, pane: "names", interactive: false, keyboard: false });
}

/** Small crosses where the meridians and parallels meet, as on a survey map. */
function crosses(bounds: L.LatLngBounds): L.LatLngTuple[][] {
  const latitudes = stepsBetween(bounds.getSouth(), bounds.getNorth());
  const longitudes = stepsBetween(bounds.getWest(), bounds.getEast());
  return latitudes.flatMap((latitude) => longitudes.flatMap((longitude) => crossAt(latitude, longitude)));
}

function stepsBetween(from: number, to: number): number[] {
  const first = Math.ceil(from / CROSS_STEP);
  const count = Math.max(0, Math.ceil(to / CROSS_STEP) - first);
  return Array.from({ length: count }, (_, index) => (first + index) * CROSS_STEP);
}

const crossAt = (latitude: number, longitude: number): L.LatLngTuple[][] => [
  [
    [latitude - CROSS_SIZE * 0.7, longitude],
    [latitude + CROSS_SIZE * 0.7, longitude],
  ],
  [
    [latitude, longitude - CROSS_SIZE],
    [latitude, longitude + CROSS_SIZE],
  ],
];
