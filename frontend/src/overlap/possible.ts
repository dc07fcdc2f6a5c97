// Which communes only could be: a side covers them by nothing but places that show no service of it. Pure.

import { type CommuneHistory, type Radius, type SideName, type State, statesOn } from "./coverage";
import { SIDES_OF } from "./first-seen";

/** The sides of which each commune only could be, by its code. */
export type Possible = ReadonlyMap<string, readonly SideName[]>;

/**
 * Tell them from the other way to count, with the places that only could be or without: those sides differ, whichever
 * of the two counts.
 */
export function possibleOn(
  states: ReadonlyMap<string, State>,
  otherwise: readonly CommuneHistory[],
  date: string,
  radius: Radius,
): Possible {
  const differing = [...statesOn(otherwise, date, radius)].map(([code, other]) => {
    const state = states.get(code) ?? "neither";
    const sides = SIDES_OF.both.filter((side) => SIDES_OF[state].includes(side) !== SIDES_OF[other].includes(side));
    return [code, sides] as const;
  });
  return new Map(differing.filter(([, sides]) => sides.length > 0));
}

/** Those that are shown while a state is shown alone. */
export const possibleIn = (possible: Possible, states: ReadonlyMap<string, State>, alone: State | null): Possible =>
  alone === null ? possible : new Map([...possible].filter(([code]) => states.get(code) === alone));
