// Gathers what would be drawn on top of itself. Pure: it speaks of points in pixels, and knows no map.

export interface Spot<T> {
  readonly item: T;
  readonly x: number;
  readonly y: number;
}

export interface Gathering<T> {
  readonly items: readonly T[];
  readonly x: number;
  readonly y: number;
}

/** A spot with those of its cell and of the eight around it, and how many of them are within reach. */
interface Crowd<T> {
  readonly spot: Spot<T>;
  readonly nearby: readonly Spot<T>[];
  readonly size: number;
}

/**
 * Gather the spots that are within `reach` pixels of one of them, the most crowded first. Each spot is in exactly one
 * gathering, which stands in the middle of its spots; two that are further apart than twice `reach` are never together.
 */
export function gather<T>(spots: readonly Spot<T>[], reach: number): Gathering<T>[] {
  const taken = new Set<Spot<T>>();
  const gatherings: Gathering<T>[] = [];
  for (const { spot, nearby } of crowdsOf(spots, reach).sort(mostCrowdedFirst)) {
    if (!taken.has(spot)) {
      const together = nearby.filter((other) => isWithin(reach, spot, other) && !taken.has(other));
      for (const other of together) {
        taken.add(other);
      }
      gatherings.push(middleOf(together));
    }
  }
  return gatherings;
}

/** Of two that are as crowded, the more northern, then the more western: the order of a list moves no marker. */
const mostCrowdedFirst = <T>(one: Crowd<T>, other: Crowd<T>): number =>
  other.size - one.size || one.spot.y - other.spot.y || one.spot.x - other.spot.x;

/** One number for a cell: at the closest zoom the world is 2 ** 27 pixels wide, and cells are wider than two. */
const COLUMN = 2 ** 26;
const CELLS_AROUND = [-COLUMN, 0, COLUMN].flatMap((column) => [column - 1, column, column + 1]);

function crowdsOf<T>(spots: readonly Spot<T>[], reach: number): Crowd<T>[] {
  const cells = new Map<number, Spot<T>[]>();
  for (const spot of spots) {
    const key = Math.floor(spot.x / reach) * COLUMN + Math.floor(spot.y / reach);
    const cell = cells.get(key);
    cell ? cell.push(spot) : cells.set(key, [spot]);
  }
  return [...cells].flatMap(([key, cell]) => {
    const nearby = CELLS_AROUND.flatMap((step) => cells.get(key + step) ?? []);
    return cell.map((spot) => ({ spot, nearby, size: countWithin(reach, spot, nearby) }));
  });
}

const isWithin = <T>(reach: number, one: Spot<T>, other: Spot<T>): boolean =>
  (one.x - other.x) ** 2 + (one.y - other.y) ** 2 <= reach * reach;

function countWithin<T>(reach: number, spot: Spot<T>, nearby: readonly Spot<T>[]): number {
  let count = 0;
  for (const other of nearby) {
    count += Number(isWithin(reach, spot, other));
  }
  return count;
}

function middleOf<T>(spots: readonly Spot<T>[]): Gathering<T> {
  const mean = (of: (spot: Spot<T>) => number) => spots.reduce((sum, spot) => sum + of(spot), 0) / spots.length;
  return { items: spots.map((spot) => spot.item), x: mean((spot) => spot.x), y: mean((spot) => spot.y) };
}
