// How states differ between two dates. Pure: what the maps mark, and what is counted before the server answers.

import { STATES, type State } from "./coverage";

export const KINDS = ["gained", "lost", "changed_side"] as const;
/** One side more than before, or one less; or one in place of the other. */
export type Kind = (typeof KINDS)[number];

export const MOVES = ["gained", "lost"] as const;
/** What a state gained from the others, and lost to them. */
export type Move = (typeof MOVES)[number];

/** What a state had, gained, lost, and has in the end: it adds up. */
export type Flow = Readonly<Record<"start" | Move | "end", number>>;

/** How many went from each state to each, by "from-to"; those that stayed went to their own. */
export type Matrix = ReadonlyMap<string, number>;

/** Tell whether anything went from a state to another. */
export const hasMoved = (matrix: Matrix): boolean => {
  const stayed = STATES.map((state) => `${state}-${state}`);
  return [...matrix].some(([way, count]) => count > 0 && !stayed.includes(way));
};

type States = ReadonlyMap<string, State>;

const SIDES = { neither: 0, a: 1, b: 2, both: 3 } as const;

/** Tell how a state became another; null when it is the same. */
export function kindBetween(before: State, after: State): Kind | null {
  const [had, has] = [SIDES[before], SIDES[after]];
  if (had === has) {
    return null;
  }
  return (had & has) === had ? "gained" : (had & has) === has ? "lost" : "changed_side";
}

/** What a state gained and what it lost, by its key. */
export function movesOf(state: State, before: States, after: States): Map<string, Move> {
  const found = new Map<string, Move>();
  for (const [key, now] of after) {
    const was = before.get(key) ?? "neither";
    if (was !== now && (was === state || now === state)) {
      found.set(key, now === state ? "gained" : "lost");
    }
  }
  return found;
}

/** Count what went from each state to each. */
export function matrixOf(before: States, after: States): Matrix {
  const counts = new Map(STATES.flatMap((from) => STATES.map((to) => [`${from}-${to}`, 0])));
  for (const [key, to] of after) {
    const way = `${before.get(key) ?? "neither"}-${to}`;
    counts.set(way, (counts.get(way) ?? 0) + 1);
  }
  return counts;
}

/** What became of a state. */
export function flowOf(state: State, matrix: Matrix): Flow {
  const others = STATES.filter((other) => other !== state);
  const sum = (ways: readonly string[]) => ways.reduce((total, way) => total + (matrix.get(way) ?? 0), 0);
  const [gained, lost] = [sum(others.map((from) => `${from}-${state}`)), sum(others.map((to) => `${state}-${to}`))];
  const stayed = sum([`${state}-${state}`]);
  return { start: stayed + lost, gained, lost, end: stayed + gained };
}

export interface Passage<T> {
  readonly kind: Kind;
  readonly before: State;
  readonly after: State;
  readonly changed: readonly T[];
}

interface Way {
  readonly from: State;
  readonly to: State;
  readonly kind: Kind;
}

/** Every way from a state to another. */
const WAYS: readonly Way[] = STATES.flatMap((to) =>
  STATES.flatMap((from) => {
    const kind = kindBetween(from, to);
    return kind ? [{ from, to, kind }] : [];
  }),
);

/** Put together those that went from the same state to the same other: gained first, then lost. */
export function passages<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  before: States,
  after: States,
): Passage<T>[] {
  const stateIn = (states: States, item: T) => states.get(keyOf(item)) ?? "neither";
  const went = ({ from, to }: Way) =>
    items.filter((item) => stateIn(before, item) === from && stateIn(after, item) === to);
  return WAYS.map((way) => ({ kind: way.kind, before: way.from, after: way.to, changed: went(way) }))
    .filter(({ changed }) => changed.length)
    .sort((one, other) => KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind));
}
