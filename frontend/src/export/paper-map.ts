// The map of communes as a drawing for paper: no map library, no stylesheet, only what the page already holds.

import type { Feature, Geometry, LineString, MultiLineString, MultiPolygon, Point, Polygon, Position } from "geojson";
import type { Ground } from "../map/ground-layer";
import { around, type Box, type Name, placeNames } from "../map/name-placement";
import type { Outlines } from "../map/outlines";
import { writeAlong } from "../map/river-names";
import type { State } from "../overlap/coverage";
import type { Move } from "../overlap/differences";
import type { Possible } from "../overlap/possible";
import type { SvgNode } from "./svg-drawing";

/** Colours by the names that the stylesheet gives them. */
export type Palette = Readonly<
  Record<"ink" | "soft" | "land" | "border" | "rule" | "river" | "surround" | State, string>
>;

export interface Mark {
  readonly longitude: number;
  readonly latitude: number;
  readonly state: State;
  /** What stands on the map for it, in a box of 38 by 26. */
  readonly drawn: readonly (SvgNode | string)[];
}

/** What two maps in one drawing share. */
export interface Setting {
  readonly outlines: Outlines;
  readonly ground: Ground | null;
  /** The only state that is not faded; null: all are shown. */
  readonly alone: State | null;
  readonly palette: Palette;
}

export interface Shown extends Setting {
  readonly states: ReadonlyMap<string, State>;
  /** The communes that are outlined, for the state that is told gained or lost them. */
  readonly moves: ReadonlyMap<string, Move>;
  /** The communes on which question marks lie: they only could be. */
  readonly possible: Possible;
  readonly marks: readonly Mark[];
}

export interface PaperMap {
  readonly width: number;
  readonly height: number;
  readonly drawn: SvgNode;
}

type Size = Omit<PaperMap, "drawn">;
type Project = (position: Position) => readonly [x: number, y: number];

const NAMES = 26;
const TOWN = 2500;
const FADED = 0.16;
const TONED = 0.6;
/** How far beyond the land its rivers and names go. */
const AIR = 14;
/** As on screen: round dots, wider than a line, can be told from one where two communes touch. */
const STROKES: Readonly<Record<Move, Readonly<Record<string, string | number>>>> = {
  gained: { "stroke-width": 2.25 },
  first_seen: { "stroke-width": 1.5, "stroke-dasharray": "7 4" },
  lost: { "stroke-width": 4.5, "stroke-dasharray": "0 8", "stroke-linecap": "round" },
};

/** Mercator, as maps on a screen are drawn: degrees in, radians out, southwards. */
export const mercator = ([longitude = 0, latitude = 0]: Position): readonly [number, number] => [
  (longitude * Math.PI) / 180,
  -Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)),
];

/** Draw the map as large as a box allows. */
export function paperMap(shown: Shown, width: number, height: number): PaperMap {
  const { project, ...size } = fitted(shown.outlines, width, height);
  const spots = shown.marks.map((mark) => spotOf(mark, project));
  const part = (name: string, drawn: readonly SvgNode[]): SvgNode => ["g", { "data-part": name }, ...drawn];
  const drawn = [
    part("communes", communes(shown, project)),
    part("possible", possibleOf(shown, project)),
    ...(shown.ground ? groundOf(shown, project, size) : []),
    part("changes", outlinesOf(shown, project)),
    part("places", placesOf(shown, spots)),
    ...(shown.ground ? [namesOf(shown, project, spots, size)] : []),
  ];
  return { ...size, drawn: ["g", {}, ...drawn] };
}

const placesOf = ({ marks }: Shown, spots: readonly Box[]): SvgNode[] =>
  marks.map((mark, index) => markOf(mark, spots[index] as Box));

function fitted(outlines: Outlines, width: number, height: number) {
  const all = outlines.features.flatMap(({ geometry }) => geometry.coordinates.flat(2)).map(mercator);
  const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)];
  const [left, top] = [least(xs), least(ys)];
  const [wide, high] = [-least(xs.map((x) => -x)) - left, -least(ys.map((y) => -y)) - top];
  const scale = all.length ? Math.min(width / wide, height / high) : 1;
  const project: Project = (position) => {
    const [x, y] = mercator(position);
    return [(x - left) * scale, (y - top) * scale];
  };
  return { project, width: all.length ? wide * scale : width, height: all.length ? high * scale : height };
}

const least = (numbers: readonly number[]): number => numbers.reduce((one, other) => Math.min(one, other), Infinity);

const written = (positions: readonly Position[], project: Project): string =>
  positions.map((position, index) => `${index ? "L" : "M"}${project(position).map((at) => at.toFixed(1))}`).join("");

const areaOf = (coordinates: readonly Position[][][], project: Project): string =>
  coordinates.flatMap((rings) => rings.map((ring) => `${written(ring, project)}Z`)).join("");

/** How a state is filled, on the map and in its legend. Bare paper would not show alone: it is toned. */
export function filled(state: State, { alone, palette }: Pick<Shown, "alone" | "palette">) {
  const isToned = state === "neither" && alone === "neither";
  const bare = isToned ? palette.rule : palette.land;
  return {
    fill: state === "neither" ? bare : `url(#paper-${state})`,
    "fill-opacity": isToned ? TONED : alone === null || alone === state ? 1 : FADED,
    "data-state": state,
  };
}

function communes(shown: Shown, project: Project): SvgNode[] {
  const stroke = { stroke: shown.palette.border, "stroke-width": 0.8 };
  return shown.outlines.features.map(({ geometry, properties: { code, name } }) => {
    const d = areaOf(geometry.coordinates, project);
    return ["path", { d, ...filled(shown.states.get(code) ?? "neither", shown), ...stroke }, ["title", {}, name]];
  });
}

const possibleOf = ({ outlines, possible }: Shown, project: Project): SvgNode[] =>
  outlines.features.flatMap(({ geometry, properties: { code } }): SvgNode[] => {
    const sides = possible.get(code);
    const fill = `url(#paper-maybe-${sides?.join("")})`;
    return sides ? [["path", { d: areaOf(geometry.coordinates, project), fill }]] : [];
  });

/** The line around what changed, on the map and in its key. */
export const outlined = (move: Move, { ink }: Palette) => ({
  fill: "none",
  stroke: ink,
  "stroke-linejoin": "round",
  ...STROKES[move],
  "data-kind": move,
});

/** What was gained first: the others are drawn over its lines. */
function outlinesOf({ outlines, moves, palette }: Shown, project: Project): SvgNode[] {
  const drawn = outlines.features.flatMap(({ geometry, properties: { code } }): SvgNode[] => {
    const move = moves.get(code);
    return move ? [["path", { d: areaOf(geometry.coordinates, project), ...outlined(move, palette) }]] : [];
  });
  const isOver = (one: SvgNode) => Number(one[1]["data-kind"] !== "gained");
  return drawn.sort((one, other) => isOver(one) - isOver(other));
}

function groundOf({ ground, palette }: Shown, project: Project, { width, height }: Size): SvgNode[] {
  const line = (role: string, stroke: string, strokeWidth: number): SvgNode[] =>
    (ground?.features ?? [])
      .filter(({ properties }) => properties.role === role)
      .map(({ geometry }) => [
        "path",
        { d: pathOf(geometry, project), fill: "none", stroke, "stroke-width": strokeWidth },
      ]);
  return [sheet(width, height, line("river", palette.river, 2)), ["g", {}, ...line("territory", palette.ink, 1.8)]];
}

/** Cut what leaves the map, without a name: two maps may stand in one drawing. */
function sheet(width: number, height: number, drawn: readonly SvgNode[]): SvgNode {
  const box = { x: -AIR, y: -AIR, width: width + 2 * AIR, height: height + 2 * AIR };
  return ["svg", { ...box, viewBox: Object.values(box).join(" "), overflow: "hidden" }, ...drawn];
}

function pathOf(geometry: Geometry, project: Project): string {
  const { type, coordinates } = geometry as LineString | MultiLineString | Polygon | MultiPolygon;
  switch (type) {
    case "LineString":
      return written(coordinates, project);
    case "MultiLineString":
      return coordinates.map((line) => written(line, project)).join("");
    case "Polygon":
      return areaOf([coordinates], project);
    case "MultiPolygon":
      return areaOf(coordinates, project);
  }
}

function spotOf({ longitude, latitude }: Mark, project: Project): Box {
  const [x, y] = project([longitude, latitude]);
  return { left: x - 14, top: y - 9.5, width: 28, height: 19 };
}

function markOf({ state, drawn }: Mark, { left, top, width }: Box): SvgNode {
  const transform = `translate(${left.toFixed(1)} ${top.toFixed(1)}) scale(${(width / 38).toFixed(3)})`;
  return ["g", { transform, "data-state": state }, ...drawn];
}

function namesOf({ ground, palette }: Shown, project: Project, spots: readonly Box[], size: Size): SvgNode {
  const features = ground?.features ?? [];
  const towns = features.filter(({ properties }) => properties.role === "commune" && properties.name).slice(0, NAMES);
  const placed = placedNames(towns, project, spots, size);
  const drawn = placed.map(({ name, shift, text }) => {
    const [x, y] = [name.x + shift.right, name.y + shift.down];
    return textAt({ text, x, y, size: name.height, fill: palette.ink }, palette);
  });
  const taken = placed.map(({ name, shift }) => around(name, shift));
  return ["g", { "data-part": "names" }, ...drawn, ...riversOf(features, project, [...spots, ...taken], palette)];
}

/** The names of towns that can be read at once, and where. */
function placedNames(towns: Ground["features"], project: Project, spots: readonly Box[], { width, height }: Size) {
  // No further: another map may stand beside it, or the edge of the sheet.
  const sheet = { left: -AIR, top: -AIR, width: width + 2 * AIR, height: height + 2 * AIR };
  const names = towns.map((town) => sized(town, project));
  const shifts = placeNames(names, spots, 8, sheet);
  return names.flatMap((name, index) => {
    const [shift, text] = [shifts[index], towns[index]?.properties.name ?? ""];
    return shift ? [{ name, shift, text }] : [];
  });
}

function sized({ geometry, properties }: Ground["features"][number], project: Project): Name {
  const [x, y] = project((geometry as Point).coordinates);
  const isMajor = (properties.population ?? 0) >= TOWN;
  const height = isMajor ? 24 : 18;
  return { x, y, width: (properties.name ?? "").length * height * 0.5, height, isMajor };
}

function riversOf(features: Ground["features"], project: Project, taken: readonly Box[], palette: Palette): SvgNode[] {
  return features.flatMap((feature) => {
    const line = feature.properties.role === "river" ? longest(feature, project) : [];
    const name = feature.properties.name ?? "";
    const [place] = line.length ? writeAlong({ line, width: name.length * 11, height: 17 }, taken, Infinity) : [];
    const turn = { transform: `rotate(${place?.angle.toFixed(1)} ${place?.x.toFixed(1)} ${place?.y.toFixed(1)})` };
    const word = place && { text: name, x: place.x, y: place.y, size: 17, fill: palette.soft };
    return word ? [textAt(word, palette, turn)] : [];
  });
}

/** The longest part of a river within the land's box, where its name can be read. */
function longest({ geometry }: Feature, project: Project): { x: number; y: number }[] {
  const { type, coordinates } = geometry as LineString | MultiLineString;
  const courses = type === "LineString" ? [coordinates] : coordinates;
  const [course] = [...courses].sort((one, other) => other.length - one.length);
  return (course ?? [])
    .map(project)
    .map(([x, y]) => ({ x, y }))
    .filter(({ x, y }) => x > 0 && y > 0);
}

/** A word of the ground: where its middle is, how high its letters are, and of which colour. */
interface Word {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly fill: string;
}

/** Write a word that is read over lines and hatches: paper is around its letters. */
function textAt({ text, x, y, size, fill }: Word, { land }: Palette, given: Record<string, string> = {}): SvgNode {
  const place = { x: x.toFixed(1), y: (y + size * 0.32).toFixed(1), "text-anchor": "middle" };
  const halo = { stroke: land, "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" };
  return ["text", { ...place, "font-size": size, "font-style": "italic", fill, ...halo, ...given }, text];
}
