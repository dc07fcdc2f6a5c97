// How states differ between two dates. Pure: what the maps mark, and what is counted before the server answers.

import type { State } from "./coverage";

export const KINDS = ["gained", "lost", "changed_side"] as const;
/** One side more than before, or one less; or one in place of the other. */
export type Kind = (typeof KINDS)[number];
export type Tally = Readonly<Record<Kind, number>>;

const SIDES = { neither: 0, a: 1, b: 2, both: 3 } as const;

/** Tell how a state became another; null when it is the same. */
export function kindBetween(before: State, after: State): Kind | null {
  const [had, has] = [SIDES[before], SIDES[after]];
  if (had === has) {
    return null;
  }
  return (had & has) === had ? "gained" : (had & has) === has ? "lost" : "changed_side";
}

/** What changed, by its key, and how. */
export function differences(before: ReadonlyMap<string, State>, after: ReadonlyMap<string, State>): Map<string, Kind> {
  const found = new Map<string, Kind>();
  for (const [key, state] of after) {
    const kind = kindBetween(before.get(key) ?? "neither", state);
    if (kind) {
      found.set(key, kind);
    }
  }
  return found;
}

/** Count each kind. */
export function tally(kinds: Iterable<Kind>): Tally {
  const counts = { gained: 0, lost: 0, changed_side: 0 };
  for (const kind of kinds) {
    counts[kind] += 1;
  }
  return counts;
}

export interface Passage<T> {
  readonly kind: Kind;
  readonly before: State;
  readonly after: State;
  readonly changed: readonly T[];
}

/** What order the states of a passage come in, as on the server. */
const ORDER: readonly State[] = ["both", "a", "b", "neither"];

interface Way {
  readonly from: State;
  readonly to: State;
  readonly kind: Kind;
}

/** Every way from a state to another. */
const WAYS: readonly Way[] = ORDER.flatMap((to) =>
  ORDER.flatMap((from) => {
    const kind = kindBetween(from, to);
    return kind ? [{ from, to, kind }] : [];
  }),
);

/** Put together those that went from the same state to the same other: gained first, then lost. */
export function passages<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  before: ReadonlyMap<string, State>,
  after: ReadonlyMap<string, State>,
): Passage<T>[] {
  const stateIn = (states: ReadonlyMap<string, State>, item: T) => states.get(keyOf(item)) ?? "neither";
  const went = ({ from, to }: Way) =>
    items.filter((item) => stateIn(before, item) === from && stateIn(after, item) === to);
  return WAYS.map((way) => ({ kind: way.kind, before: way.from, after: way.to, changed: went(way) }))
    .filter(({ changed }) => changed.length)
    .sort((one, other) => KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind));
}
