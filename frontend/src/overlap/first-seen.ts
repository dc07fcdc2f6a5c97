// What is merely first seen: a beginning known only as "at least since" is the first day of a source, and no gain.

import {
  type CommuneHistory,
  type Radius,
  type SideName,
  type State,
  type Step,
  statesOn,
  type Turn,
} from "./coverage";

/** The state of each unit on a date, and its sides that are merely first seen. */
export interface Standing {
  readonly states: ReadonlyMap<string, State>;
  readonly seen: ReadonlyMap<string, readonly SideName[]>;
}

/** The sides of a state. */
export const SIDES_OF: Readonly<Record<State, readonly SideName[]>> = {
  both: ["a", "b"],
  a: ["a"],
  b: ["b"],
  neither: [],
};

const hasCome = (since: string | null, date: string): boolean => since === null || since <= date;

/** The sides of a unit on a date that only the first day of a source brought when they last came. */
export function seenBy(turns: readonly Turn[], date: string): readonly SideName[] {
  let [had, seen]: [State, readonly SideName[]] = ["neither", []];
  for (const [since, state, firstSeen] of turns) {
    if (!hasCome(since, date)) {
      break;
    }
    const kept = SIDES_OF[state].filter((side) => SIDES_OF[had].includes(side));
    seen = [...seen.filter((side) => kept.includes(side)), ...firstSeen];
    had = state;
  }
  return seen;
}

/** Tell whether the nearest places of a side, within a radius, were merely first seen when they last came into it. */
export function isSeenWithin(steps: readonly Step[], date: string, radius: number): boolean {
  const isWithin = (metres: number | null) => metres !== null && metres <= radius;
  let [was, isSeen] = [false, false];
  for (const [since, metres, dated] of steps) {
    if (!hasCome(since, date)) {
      break;
    }
    const is = isWithin(metres);
    isSeen = is && (was ? isSeen : since !== null && !isWithin(dated));
    was = is;
  }
  return isSeen;
}

/** The sides of a commune that are merely first seen, under a rule. */
export function seenOf(commune: CommuneHistory, date: string, radius: Radius): readonly SideName[] {
  if (radius === null) {
    return seenBy(commune.turns, date);
  }
  const sides = [["a", commune.nearest_a ?? []] as const, ["b", commune.nearest_b ?? []] as const];
  return sides.filter(([, steps]) => isSeenWithin(steps, date, radius)).map(([side]) => side);
}

/** Tell whether a change of state brought a side that is merely first seen. */
export const isFirstSeen = (before: State, after: State, seen: readonly SideName[]): boolean =>
  SIDES_OF[after].some((side) => !SIDES_OF[before].includes(side) && seen.includes(side));

/** How communes stand on a date under a rule. */
export const standingOn = (communes: readonly CommuneHistory[], date: string, radius: Radius): Standing => ({
  states: statesOn(communes, date, radius),
  seen: new Map(communes.map((commune) => [commune.code, seenOf(commune, date, radius)])),
});
