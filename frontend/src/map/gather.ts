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
  const cells = new Map<string, Spot<T>[]>();
  for (const spot of spots) {
    const key = cellOf(spot.x, spot.y, reach);
    const cell = cells.get(key);
    cell ? cell.push(spot) : cells.set(key, [spot]);
  }
  const taken = new Set<Spot<T>>();
  const gatherings: Gathering<T>[] = [];
  const crowds = new Map(spots.map((spot) => [spot, around(spot, cells, reach)]));
  for (const [seed, crowd] of [...crowds].sort(([, one], [, other]) => other.length - one.length)) {
    if (!taken.has(seed)) {
      const together = crowd.filter((spot) => !taken.has(spot));
      for (const spot of together) {
        taken.add(spot);
      }
      gatherings.push(middleOf(together));
    }
  }
  return gatherings;
}

const cellOf = (x: number, y: number, size: number): string => `${Math.floor(x / size)}:${Math.floor(y / size)}`;

function around<T>(seed: Spot<T>, cells: ReadonlyMap<string, Spot<T>[]>, size: number): Spot<T>[] {
  const found: Spot<T>[] = [];
  for (const right of [-1, 0, 1]) {
    for (const down of [-1, 0, 1]) {
      found.push(...(cells.get(cellOf(seed.x + right * size, seed.y + down * size, size)) ?? []));
    }
  }
  return found.filter((spot) => Math.hypot(seed.x - spot.x, seed.y - spot.y) <= size);
}

function middleOf<T>(spots: readonly Spot<T>[]): Gathering<T> {
  const mean = (of: (spot: Spot<T>) => number) => spots.reduce((sum, spot) => sum + of(spot), 0) / spots.length;
  return { items: spots.map((spot) => spot.item), x: mean((spot) => spot.x), y: mean((spot) => spot.y) };
}
