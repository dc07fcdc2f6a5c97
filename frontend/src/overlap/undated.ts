// What nobody can count on a day that comes before all that any source dates of a side: unknown is not zero. Pure.

import type { Sources } from "../wire/answers";
import { type SideName, STATES, type State } from "./coverage";
import { SIDES_OF } from "./first-seen";

/** When nothing is known of each side: from a day (null: as far back as one goes) until another (null: no end), outside. */
export type Undated = Sources["undated"];

/** The sides of which nothing is known on a date, and until when; null: on any day. */
export const silentOn = (
  undated: Undated,
  date: string,
): readonly (readonly [side: SideName, until: string | null])[] =>
  (["a", "b"] as const).flatMap((side) => {
    const silence = undated[side];
    if (silence === null || (silence.since !== null && date < silence.since)) {
      return [];
    }
    return silence.until === null || date < silence.until ? [[side, silence.until] as const] : [];
  });

/** The states that are unknown meanwhile: those that such a side is part of, and "neither", which says it is absent. */
export const unknownOn = (undated: Undated, date: string): ReadonlySet<State> => {
  const silences = silentOn(undated, date);
  // Of a side that no source tells of at all, nobody can say that the other is alone.
  if (silences.some(([, until]) => until === null)) {
    return new Set(STATES);
  }
  const silent = silences.map(([side]) => side);
  const isUnknown = (state: State) => state === "neither" || SIDES_OF[state].some((side) => silent.includes(side));
  return new Set(silent.length ? STATES.filter(isUnknown) : []);
};
