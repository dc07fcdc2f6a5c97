// Where two sides cross on a day, from how each commune and place went: what a slider moves, without a request.

import { type CommuneHistory, OVERLAP_STATE_VALUES, type OverlapStateEnum, type PlaceHistory } from "../wire/answers";

export type { CommuneHistory, PlaceHistory };

export const STATES = OVERLAP_STATE_VALUES;
export type State = OverlapStateEnum;

/**
 * A state, or a distance in metres (null: nothing in reach), from a day on; null: from the first. Then what that day
 * tells of a beginning: the sides that are merely first seen, or how far the nearest is that surely begins.
 */
export type Turn = PlaceHistory["turns"][number];
export type Step = NonNullable<CommuneHistory["nearest_a"]>[number];

/**
 * A place is in a network from a day (null: as far back as is known) until one; then until when it is confirmed,
 * whether the first day is exact, and whether it only could be: nothing shows a service.
 */
export type Stay = PlaceHistory["stays"][number];

/** The networks on each side. */
export interface Sides {
  readonly a: readonly string[];
  readonly b: readonly string[];
}

export type SideName = keyof Sides;

/** What of a place on a day is only half known: the sides where that holds of every stay that counts. */
export interface Doubt {
  /** The sides of which it only could be: no stay there shows a service. */
  readonly couldBe: readonly SideName[];
  readonly unconfirmed: readonly SideName[];
  readonly atLeast: readonly SideName[];
}

export interface Sum {
  communes: number;
  people: number;
}

export type Summary = Readonly<Record<State, Sum>>;

/** Null: a place in the commune covers it; else one within so many metres does. */
export type Radius = number | null;

const DAY = 86_400_000;

/** The state that an address names; null for none. */
export const stateNamed = (name: string | null): State | null => STATES.find((state) => state === name) ?? null;

/** Days since 1970 of a date as "2019-07-01". */
export const dayOf = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY);
/** The date of a day since 1970. */
export const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** The day so many months before or after another: the last of its month where there is no such day. */
export function monthsAfter(date: string, months: number): string {
  const [year = 1970, month = 1, day = 1] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

/** What holds on a date: the last entry that began by then. Dates as text sort as dates do. */
export function at<V>(entries: readonly (readonly [string | null, V, ...unknown[]])[], date: string): V | undefined {
  let found: V | undefined;
  for (const [since, value] of entries) {
    if (since !== null && since > date) {
      break;
    }
    found = value;
  }
  return found;
}

/** Tell the state of a place, or of a commune where presence covers. */
export const stateOf = (turns: readonly Turn[], date: string): State => at(turns, date) ?? "neither";

/** Tell the state of a commune under a rule. */
export function covered(commune: CommuneHistory, date: string, radius: Radius): State {
  if (radius === null) {
    return stateOf(commune.turns, date);
  }
  const [a, b] = [commune.nearest_a, commune.nearest_b].map((steps) => {
    const metres = at(steps ?? [], date);
    return typeof metres === "number" && metres <= radius;
  });
  return a && b ? "both" : a ? "a" : b ? "b" : "neither";
}

/** Tell the state of each commune under a rule. */
export const statesOn = (communes: readonly CommuneHistory[], date: string, radius: Radius): Map<string, State> =>
  new Map(communes.map((commune) => [commune.code, covered(commune, date, radius)]));

/** Count communes and the people who are known to live there, by state. */
export function summarise(communes: readonly CommuneHistory[], states: ReadonlyMap<string, State>): Summary {
  const summary = Object.fromEntries(STATES.map((state) => [state, { communes: 0, people: 0 }])) as Record<State, Sum>;
  for (const { code, population } of communes) {
    const part = summary[states.get(code) ?? "neither"];
    part.communes += 1;
    part.people += population ?? 0;
  }
  return summary;
}

/** The last of some dated marks that had come by a date; null before the first. */
export function lastMark<M extends readonly [string, ...unknown[]]>(marks: readonly M[], date: string): M | null {
  return marks.filter(([day]) => day <= date).at(-1) ?? null;
}
