// Which names lie under a finger. Pure.

/** A name, and where it is on the land. */
export type Spot = readonly [string, number, number];

/** The nearest of some spots, the nearest first, at most so many. */
export function nearest(spots: readonly Spot[], x: number, y: number, most: number): readonly Spot[] {
  const apart = ([, left, top]: Spot): number => (left - x) ** 2 + (top - y) ** 2;
  return [...spots].sort((one, other) => apart(one) - apart(other)).slice(0, most);
}
