// Which communes a place covers, and when a commune turned, under a rule.

import type { CommuneHistory, PlaceHistory, Radius, SideName, State, Step } from "./coverage";
import { SIDES_OF } from "./first-seen";
import { type Ground, metresBetween } from "./supposed";

/** Tell whether a place covers a commune wherever it is open: it is there, serves it, or is within the radius of it. */
export function reaches(place: PlaceHistory, { code }: CommuneHistory, radius: Radius, ground: Ground): boolean {
  const [premises, spot] = [ground.premises[place.slug], ground.spots.get(code)];
  if ((premises?.communes ?? [place.commune.code]).includes(code)) {
    return true;
  }
  const { longitude, latitude } = place;
  const isPlaced = longitude !== null && latitude !== null && !premises?.isItinerant;
  return radius !== null && isPlaced && spot !== undefined && metresBetween([longitude, latitude], spot) <= radius;
}

/** The sides that a commune gained or lost on each day on which it turned, under a rule. */
export function turnsOf(commune: CommuneHistory, radius: Radius): ReadonlyMap<string, readonly SideName[]> {
  return radius === null ? turnsIn(commune) : turnsWithin(commune, radius);
}

function turnsIn({ turns }: CommuneHistory): Map<string, readonly SideName[]> {
  const found = new Map<string, readonly SideName[]>();
  let before: State = "neither";
  for (const [day, state] of turns) {
    day !== null && found.set(day, [...lostBetween(before, state), ...lostBetween(state, before)]);
    before = state;
  }
  return found;
}

function turnsWithin({ nearest_a = [], nearest_b = [] }: CommuneHistory, radius: number): Map<string, SideName[]> {
  const found = new Map<string, SideName[]>();
  for (const [side, steps] of [["a", nearest_a] as const, ["b", nearest_b] as const]) {
    for (const day of daysWithin(steps, radius)) {
      found.set(day, [...(found.get(day) ?? []), side]);
    }
  }
  return found;
}

/** The days on which the nearest place of a side came within a radius, or left it. */
function daysWithin(steps: readonly Step[], radius: number): string[] {
  const isWithin = steps.map(([, metres]) => metres !== null && metres <= radius);
  return steps.flatMap(([day], index) =>
    day !== null && isWithin[index] !== (isWithin[index - 1] ?? false) ? [day] : [],
  );
}

/** The sides of a state that another has not. */
export const lostBetween = (before: State = "neither", after: State = "neither"): readonly SideName[] =>
  SIDES_OF[before].filter((side) => !SIDES_OF[after].includes(side));
