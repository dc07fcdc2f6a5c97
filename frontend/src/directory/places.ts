// A place as the browser knows it, and how the directory that the site serves is read.

import type { Texts } from "../site/texts";
import type { Directory, OverlapStateEnum } from "../wire/answers";

export type Overlap = OverlapStateEnum;
/** In the order of the screen. */
export const OVERLAPS: readonly Overlap[] = ["a", "b", "both", "neither"];

/** Latitude and longitude, WGS 84. */
export type Position = readonly [latitude: number, longitude: number];

/** The whole directory, in the order of the list. `until` is the minute at which its hours are no longer good. */
export type DirectoryData = Directory;
/** Null is unknown; `isRough` says that the position is only that of the commune. */
export type Place = Directory["places"][number];

export const isOverlap = (value: string): value is Overlap => (OVERLAPS as readonly string[]).includes(value);

/** Read the site's answer. Throws a TypeError when it is something else. */
export function readDirectory(answer: unknown): DirectoryData {
  const data = answer as Partial<DirectoryData> | null;
  if (!Array.isArray(data?.places) || typeof data.zone !== "string" || typeof data.until !== "number") {
    throw new TypeError("The answer is not a directory");
  }
  return data as DirectoryData;
}

/** Say the state of one place: "neither" is of a count, and of one place only what is not known of it. */
export function stateInWords({ overlap, networks, couldBe = [], doubt }: Place, texts: Texts): string {
  const unknown = texts.say(overlap === null ? "undated" : networks.length ? "neither" : "outside");
  const isNeither = (overlap ?? "neither") === "neither";
  const sure = overlap === null || isNeither ? unknown : texts.label("overlap", overlap);
  const possible = couldBe.map((side) => texts.label("could_be", side));
  const told = possible.length && isNeither ? possible : [sure, ...possible];
  return [...told, ...doubtInWords(doubt, texts)].join(" · ");
}

/** Say for how many years nobody has verified a place, or (none) that its contact does not answer. */
function doubtInWords(years: number | undefined, texts: Texts): string[] {
  return years === undefined ? [] : [years ? texts.say("unseen", { years }) : texts.say("silent")];
}

/** How the drawing of one place or more says that a side, which none of them is on, could be there; or that all faded. */
export const looksOf = (places: readonly Place[]): string =>
  [...possibleSides(places).map((side) => `maybe-${side}`), ...(haveFaded(places) ? ["faded"] : [])].join(" ");

const possibleSides = (places: readonly Place[]): ("a" | "b")[] =>
  (["a", "b"] as const)
    .filter((side) => places.some(({ couldBe }) => couldBe?.includes(side)))
    .filter((side) => !places.some(({ overlap }) => overlap === side || overlap === "both"));

const haveFaded = (places: readonly Place[]): boolean =>
  places.length > 0 && places.every(({ doubt }) => doubt !== undefined);

/** Count the places in each state of overlap; those of which nobody knows are in none. */
export function countStates(places: Iterable<{ readonly overlap: Overlap | null }>): Record<Overlap, number> {
  const counts = { a: 0, b: 0, both: 0, neither: 0 };
  for (const { overlap } of places) {
    if (overlap) {
      counts[overlap] += 1;
    }
  }
  return counts;
}

/** Metres between two points, on the sphere that PostGIS measures on. */
export function metresBetween([latitude, longitude]: Position, [otherLatitude, otherLongitude]: Position): number {
  const radians = Math.PI / 180;
  const across = Math.sin(((otherLongitude - longitude) * radians) / 2) ** 2;
  const along = Math.sin(((otherLatitude - latitude) * radians) / 2) ** 2;
  const chord = along + Math.cos(latitude * radians) * Math.cos(otherLatitude * radians) * across;
  return 2 * 6_371_008.77 * Math.asin(Math.sqrt(Math.min(1, chord)));
}

/** Fetch JSON, or throw: a network that fails and an answer that is not 200 are the same misfortune. */
export async function fetchJson(url: string): Promise<unknown> {
  const answer = await fetch(url);
  if (!answer.ok) {
    throw new Error(`${url}: ${answer.status}`);
  }
  return answer.json();
}
