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

/**
 * Gather the spots that are within `reach` pixels of one of them, the most crowded first. Each spot is in exactly one
 * gathering, which stands in the middle of its spots; two that are further apart than twice `reach` are never together.
 */
export function gather<T>(spots: readonly Spot<T>[], reach: number): Gathering<T>[] {
  const cells = new Map<number, Spot<T>[]>();
  for (const spot of spots) {
    const key = cellOf(spot.x, spot.y, reach);
    const cell = cells.get(key);
    cell ? cell.push(spot) : cells.set(key, [spot]);
  }
  const crowds = spots.map((spot) => ({ spot, size: around(spot, cells, reach).length }));
  const taken = new Set<Spot<T>>();
  const gatherings: Gathering<T>[] = [];
  for (const { spot } of crowds.sort((one, other) => other.size - one.size)) {
    if (!taken.has(spot)) {
      const together = around(spot, cells, reach).filter((other) => !taken.has(other));
      for (const other of together) {
        taken.add(other);
      }
      gatherings.push(middleOf(together));
    }
  }
  return gatherings;
}

/** One number for a cell: at the closest zoom the world is 2 ** 27 pixels wide, and cells are wider than two. */
const cellOf = (x: number, y: number, size: number): number => Math.floor(x / size) * 2 ** 26 + Math.floor(y / size);

function around<T>(seed: Spot<T>, cells: ReadonlyMap<number, readonly Spot<T>[]>, size: number): Spot<T>[] {
  const found: Spot<T>[] = [];
  for (let right = -size; right <= size; right += size) {
    for (let down = -size; down <= size; down += size) {
      for (const spot of cells.get(cellOf(seed.x + right, seed.y + down, size)) ?? []) {
        if ((seed.x - spot.x) ** 2 + (seed.y - spot.y) ** 2 <= size * size) {
          found.push(spot);
        }
      }
    }
  }
  return found;
}

function middleOf<T>(spots: readonly Spot<T>[]): Gathering<T> {
  const mean = (of: (spot: Spot<T>) => number) => spots.reduce((sum, spot) => sum + of(spot), 0) / spots.length;
  return { items: spots.map((spot) => spot.item), x: mean((spot) => spot.x), y: mean((spot) => spot.y) };
}
