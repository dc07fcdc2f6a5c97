// How states differ between two dates. Pure: what the maps mark, and what is counted before the server answers.

import { STATES, type State } from "./coverage";
import { isFirstSeen, type Standing } from "./first-seen";

/** One side more than before, or one less; or one in place of the other. */
export type Kind = "gained" | "lost" | "changed_side";

export const MOVES = ["gained", "first_seen", "lost"] as const;
/** What a state gained from the others, what was merely first seen in it, and what it lost. */
export type Move = (typeof MOVES)[number];

/** What a state had, gained, first saw, lost, and has in the end: it adds up. */
export type Flow = Readonly<Record<"start" | Move | "end", number>>;

/** How many went from a state to another, and how many of them were merely first seen. */
export interface Went {
  readonly count: number;
  readonly seen: number;
}

/** How many went from each state to each, by "from-to"; those that stayed went to their own. */
export type Matrix = ReadonlyMap<string, Went>;

/** Tell whether anything went from a state to another. */
export const hasMoved = (matrix: Matrix): boolean => {
  const stayed = STATES.map((state) => `${state}-${state}`);
  return [...matrix].some(([way, { count }]) => count > 0 && !stayed.includes(way));
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

const hasFirstSeen = (key: string, was: State, { states, seen }: Standing): boolean =>
  isFirstSeen(was, states.get(key) ?? "neither", seen.get(key) ?? []);

/** What a state gained, first saw and lost, by its key. */
export function movesOf(state: State, before: States, after: Standing): Map<string, Move> {
  const found = new Map<string, Move>();
  for (const [key, now] of after.states) {
    const was = before.get(key) ?? "neither";
    if (was !== now && (was === state || now === state)) {
      found.set(key, was === state ? "lost" : hasFirstSeen(key, was, after) ? "first_seen" : "gained");
    }
  }
  return found;
}

/** Count what went from each state to each. */
export function matrixOf(before: States, after: Standing): Matrix {
  const ways = new Map(STATES.flatMap((from) => STATES.map((to) => [`${from}-${to}`, { count: 0, seen: 0 }])));
  for (const [key, to] of after.states) {
    const was = before.get(key) ?? "neither";
    const way = ways.get(`${was}-${to}`);
    if (way) {
      way.count += 1;
      way.seen += Number(hasFirstSeen(key, was, after));
    }
  }
  return ways;
}

/** What became of a state. */
export function flowOf(state: State, matrix: Matrix): Flow {
  const others = STATES.filter((other) => other !== state);
  const sum = (ways: readonly string[], part: keyof Went) =>
    ways.reduce((total, way) => total + (matrix.get(way)?.[part] ?? 0), 0);
  const [came, left] = [others.map((from) => `${from}-${state}`), others.map((to) => `${state}-${to}`)];
  const stayed = sum([`${state}-${state}`], "count");
  const [arrived, first_seen, lost] = [sum(came, "count"), sum(came, "seen"), sum(left, "count")];
  return { start: stayed + lost, gained: arrived - first_seen, first_seen, lost, end: stayed + arrived };
}

export interface Passage<T> {
  readonly kind: Kind;
  readonly before: State;
  readonly after: State;
  readonly isFirstSeen: boolean;
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

/** Put together those that went from the same state to the same other: gained first, then first seen, then lost. */
export function passages<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  before: States,
  after: Standing,
): Passage<T>[] {
  const stateIn = (states: States, item: T) => states.get(keyOf(item)) ?? "neither";
  const went = ({ from, to }: Way, isFirstSeen: boolean) =>
    items.filter(
      (item) =>
        stateIn(before, item) === from &&
        stateIn(after.states, item) === to &&
        hasFirstSeen(keyOf(item), from, after) === isFirstSeen,
    );
  return [false, true]
    .flatMap((isFirstSeen) =>
      WAYS.map((way) => ({
        ...{ kind: way.kind, before: way.from, after: way.to, isFirstSeen },
        changed: went(way, isFirstSeen),
      })),
    )
    .filter(({ changed }) => changed.length)
    .sort((one, other) => rankOf(one) - rankOf(other));
}

/** What order passages come in, as on the server. */
const RANKS = ["gained", "first_seen", "lost", "changed_side"];

const rankOf = ({ kind, isFirstSeen }: Pick<Passage<unknown>, "kind" | "isFirstSeen">): number =>
  RANKS.indexOf(isFirstSeen ? "first_seen" : kind);
