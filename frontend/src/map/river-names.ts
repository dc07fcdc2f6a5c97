// Chooses where the name of a river is written along it. Pure: it speaks of points in pixels, and knows no map.

import { type Box, isFree, widen } from "./name-placement";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A name as it is written: its middle, and how it leans, in degrees; never upside down. */
export interface Written extends Point {
  readonly angle: number;
}

export interface River {
  readonly line: readonly Point[];
  /** The room that the name takes, were it level. */
  readonly width: number;
  readonly height: number;
}

/** How far the line may stray from a straight name, in heights of the name. */
const STRAY = 0.7;

interface Reached extends Point {
  /** How far along the line, in pixels. */
  readonly at: number;
}

/**
 * Write a river's name along it where it is straight, clear of the obstacles, the nearest to its middle first, and
 * again at every `apart` pixels. Names are written beside the line, on its upper side.
 */
export function writeAlong({ line, width, height }: River, obstacles: readonly Box[], apart: number): Written[] {
  const reached = measured(line);
  const length = reached.at(-1)?.at ?? 0;
  const written = new Map<number, Written>();
  for (const start of startsFromTheMiddle(length - width, width / 4)) {
    const isApart = [...written.keys()].every((other) => Math.abs(other - start) >= Math.max(apart, width));
    const name = isApart ? nameBeside(reached, start, width, height) : null;
    if (name && isFree(boxOf(name, width, height), obstacles)) {
      written.set(start, name);
    }
  }
  return [...written.values()];
}

/** Numbers from 0 to `end`, `step` apart, those in the middle first. */
function startsFromTheMiddle(end: number, step: number): number[] {
  const count = Math.max(0, Math.floor(end / step));
  const starts = Array.from({ length: count }, (_, index) => (index + 0.5) * step);
  return starts.sort((one, other) => Math.abs(one - end / 2) - Math.abs(other - end / 2));
}

/** The boxes that names written so take, with `air` pixels around each. */
export const boxesOf = ({ width, height }: River, names: readonly Written[], air: number): Box[] =>
  names.map((name) => widen(boxOf(name, width, height), air));

function measured(line: readonly Point[]): Reached[] {
  let at = 0;
  return line.map((point, index) => {
    const before = line[index - 1] ?? point;
    at += Math.hypot(point.x - before.x, point.y - before.y);
    return { x: point.x, y: point.y, at };
  });
}

function nameBeside(line: readonly Reached[], start: number, width: number, height: number): Written | null {
  const [from, to] = [pointAt(line, start), pointAt(line, start + width)];
  const between = line.filter(({ at }) => at > start && at < start + width);
  const isStraight = distance(from, to) >= width * 0.9 && strayOf(between, from, to) <= STRAY * height;
  return isStraight ? (from.x <= to.x ? nameOver(from, to, height) : nameOver(to, from, height)) : null;
}

const distance = (from: Point, to: Point): number => Math.hypot(to.x - from.x, to.y - from.y);

/** How far points are from the chord between two others, at the most. */
function strayOf(points: readonly Point[], from: Point, to: Point): number {
  const areas = points.map(({ x, y }) => Math.abs((to.x - from.x) * (from.y - y) - (from.x - x) * (to.y - from.y)));
  return Math.max(0, ...areas) / distance(from, to);
}

function nameOver(left: Point, right: Point, height: number): Written {
  const lean = Math.atan2(right.y - left.y, right.x - left.x);
  return {
    x: (left.x + right.x) / 2 + Math.sin(lean) * height,
    y: (left.y + right.y) / 2 - Math.cos(lean) * height,
    angle: (lean * 180) / Math.PI,
  };
}

function pointAt(line: readonly Reached[], at: number): Point {
  const next = line.findIndex((point) => point.at >= at);
  const to = line[next] ?? line.at(-1) ?? { x: 0, y: 0, at: 0 };
  const from = line[next - 1] ?? to;
  const share = to.at === from.at ? 0 : (at - from.at) / (to.at - from.at);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function boxOf({ x, y, angle }: Written, width: number, height: number): Box {
  const lean = (angle * Math.PI) / 180;
  const across = width * Math.cos(lean) + height * Math.abs(Math.sin(lean));
  const down = width * Math.abs(Math.sin(lean)) + height * Math.cos(lean);
  return { left: x - across / 2, top: y - down / 2, width: across, height: down };
}
