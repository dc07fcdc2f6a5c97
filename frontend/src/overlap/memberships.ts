// By which networks a place counts on a day, and what of it nobody has confirmed for long.

import type { Doubt, PlaceHistory, SideName, Sides, State, Stay } from "./coverage";

const SIDES: readonly SideName[] = ["a", "b"];

/** The stays of a place that count on a day. */
export const staysOn = ({ stays }: PlaceHistory, date: string): Stay[] =>
  stays.filter(([, since, until]) => (since === null || since <= date) && (until === null || date < until));

/** The networks of a place on a day, in order and each once. */
export function networksOn(place: PlaceHistory, date: string): string[] {
  const networks = staysOn(place, date).map(([network]) => network);
  return [...new Set(networks.sort())];
}

const onlyCouldBe = ([, , , , , couldBe]: Stay): boolean => couldBe;

/** Tell what of a place on a day is only half known. What only could be is in no other doubt, unless it counts. */
export function doubtOf(place: PlaceHistory, sides: Sides, date: string, countsAll = false): Doubt {
  const there = staysOn(place, date);
  const counting = there.filter((stay) => countsAll || !onlyCouldBe(stay));
  const everywhere = (stays: readonly Stay[], isDoubtful: (stay: Stay) => boolean) =>
    SIDES.filter((side) => {
      const mine = stays.filter(([network]) => sides[side].includes(network));
      return mine.length > 0 && mine.every(isDoubtful);
    });
  return {
    couldBe: everywhere(there, onlyCouldBe),
    unconfirmed: everywhere(counting, ([, , , confirmedUntil]) => confirmedUntil === null || confirmedUntil <= date),
    atLeast: everywhere(counting, ([, , , , isExact]) => !isExact),
  };
}

/** Count the places that are in doubt on some side. */
export const countDoubts = (doubts: ReadonlyMap<string, Doubt>, kind: keyof Doubt): number =>
  [...doubts.values()].filter((doubt) => doubt[kind].length > 0).length;

/** The classes of a place that is drawn: a side of it that nobody confirms. */
export const unsureOf = (doubt?: Partial<Doubt>): string[] =>
  (doubt?.unconfirmed ?? []).map((side) => `unsure-${side}`);

/** The same, and a side that it only could be of. */
export const looksOf = (doubt?: Partial<Doubt>): string[] => [
  ...unsureOf(doubt),
  ...(doubt?.couldBe ?? []).map((side) => `maybe-${side}`),
];

/** The sides of which a place that looks so only could be. */
export const possibleSides = (look: string): SideName[] => SIDES.filter((side) => look.includes(`maybe-${side}`));

/** Tell whether a place that looks so is drawn: it is on a side, or could be. */
export const isSeen = (state: State, look: string): boolean => state !== "neither" || possibleSides(look).length > 0;
