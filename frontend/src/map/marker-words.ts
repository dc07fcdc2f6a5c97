// What a marker says of one place, or of several that would hide each other. Its shape tells what crosses there.

import { countStates, OVERLAPS, type Overlap, type Place, stateInWords } from "../directory/places";
import type { Texts } from "../site/texts";
import type { Box } from "./name-placement";

/** What a marker stands for: one place or more, and where. */
export interface Stop {
  /** The same for the same places. */
  readonly key: string;
  readonly places: readonly Place[];
  /** What is drawn of places that are not told one by one; there are none then in `places`. */
  readonly crowd?: DrawnCrowd;
  /** In pixels of the whole world at zoom 0: each zoom doubles them, which takes no trigonometry. */
  readonly point: L.Point;
}

/** What a marker shows and says of a crowd, and where that is: the south-western corner and the north-eastern one. */
export interface DrawnCrowd {
  readonly count: number;
  readonly brief: string;
  readonly state: string;
  readonly looks: string;
  readonly name: string;
  readonly label: string;
  readonly corners: L.LatLngTuple[];
}

/** How many places a marker stands for. */
export const countOf = ({ places, crowd }: Stop): number => crowd?.count ?? places.length;

/** Where a point of the world at zoom 0 is at another zoom, in pixels of the whole world. */
export const atZoom = (point: L.Point, zoom: number): L.Point => point.multiplyBy(2 ** zoom);

/** The drawing of several places: which lobes are filled by any of them, and the lens only if one is in both. */
export const stateOf = (places: readonly Place[]): string => stateOfCounts(countStates(places));

export function stateOfCounts(counts: Record<Overlap, number>): string {
  if (counts.both) {
    return "both";
  }
  if (counts.a && counts.b) {
    return "apart";
  }
  return counts.a ? "a" : counts.b ? "b" : "neither";
}

/** Name a marker for those who hear the map. */
export function nameOf({ places, crowd }: Stop, texts: Texts): string {
  const [only] = places;
  if (crowd) {
    return crowd.name;
  }
  if (only && places.length === 1) {
    const { name, commune } = only;
    return texts.say("marker", { name, commune, state: stateInWords(only, texts) });
  }
  return nameOfSeveral(places.length, countStates(places), whereabouts(places, texts), texts);
}

/** Name a marker of several places: how many there are, as it is `said`, where, and how many in each state. */
export function nameOfSeveral(
  count: number,
  counts: Record<Overlap, number>,
  where: string,
  texts: Texts,
  said: string | number = count,
): string {
  const mix = OVERLAPS.filter((state) => counts[state])
    .map((state) => texts.say("mix", { state: texts.label("overlap", state), count: counts[state] }))
    .join(", ");
  return texts.count("group", count, { count: said, where, mix });
}

/** Say where several places are: their commune, or the one that most of them are in "and around". */
export function whereabouts(places: readonly Place[], texts: Texts): string {
  const counts = new Map<string, number>();
  for (const { commune } of places) {
    counts.set(commune, (counts.get(commune) ?? 0) + 1);
  }
  const [[commune] = [""]] = [...counts].sort(([, one], [, other]) => other - one);
  return counts.size > 1 ? texts.say("and_others", { commune }) : commune;
}

/** The size of a marker in pixels: more places, a larger drawing, but never more than twice. */
export function sizeOf(count: number, rem: number): L.PointTuple {
  const width = rem * (count === 1 ? 2 : Math.min(2.2 + 0.25 * Math.log2(count), 3.6));
  return [width, (width * 26) / 38];
}

/** Say what a marker stands for, in few words. */
export function labelOf({ places, crowd }: Stop, texts: Texts): string {
  const [only] = places;
  if (crowd) {
    return crowd.label;
  }
  return only && places.length === 1
    ? only.name
    : `${texts.count("shown", places.length)}, ${whereabouts(places, texts)}`;
}

/** The room that what is drawn takes at a zoom, in pixels of the whole world. */
export function boxOf(stop: Stop, zoom: number, rem: number): Box {
  const { x, y } = atZoom(stop.point, zoom);
  const [width, height] = sizeOf(countOf(stop), rem);
  // The number of several places hangs below.
  const hanging = countOf(stop) > 1 ? 0.35 * height : 0;
  return { left: x - width / 2, top: y - height / 2, width, height: height + hanging };
}
