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

/** Give what changed, by its key, and how. */
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

/** Put together those that went from the same state to the same other: gained first, then lost. */
export function passages<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  before: ReadonlyMap<string, State>,
  after: ReadonlyMap<string, State>,
): Passage<T>[] {
  const ways = ORDER.flatMap((to) => ORDER.map((from) => [from, to] as const));
  const found = ways.flatMap(([from, to]) => {
    const kind = kindBetween(from, to);
    const changed = items.filter((item) => {
      const key = keyOf(item);
      return (before.get(key) ?? "neither") === from && (after.get(key) ?? "neither") === to;
    });
    return kind && changed.length ? [{ kind, before: from, after: to, changed }] : [];
  });
  return found.sort((one, other) => KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind));
}

/** Tell whether two addresses ask the same, in whatever order. */
export function isSameQuestion(one: URLSearchParams, other: URLSearchParams): boolean {
  const [first, second] = [one, other].map((query) =>
    [...query]
      .map((pair) => pair.join("="))
      .sort()
      .join("&"),
  );
  return first === second;
}
