// Chooses which names can be read at once. Pure: it speaks of boxes in pixels, and knows no map.

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Name {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Whether the name must be read: it may then go further from its point to find room. */
  readonly isMajor: boolean;
}

/** How far a name is written from its point, in pixels. */
export interface Shift {
  readonly right: number;
  readonly down: number;
}

/** Where a name may be written: on its point, a line below or above, and beside it or further for a major one. */
function shiftsOf({ width, height, isMajor }: Name): Shift[] {
  const near = [0, 1, -1].map((lines) => ({ right: 0, down: 1.2 * lines * height }));
  const far = [1.7, -1.7, 2.2, -2.2, 2.8, -2.8].map((lines) => ({ right: 0, down: lines * height }));
  const beside = [0, 1, -1].flatMap((lines) =>
    [1, -1].map((side) => ({ right: side * (width / 2 + height), down: lines * height })),
  );
  return isMajor ? [...near, ...far, ...beside] : near;
}

/**
 * Place the names, the most important first, so that none touches another or an obstacle. Gives where the middle of
 * each is written; null for a name that finds no room. `air` pixels are kept around each.
 */
export function placeNames(names: readonly Name[], obstacles: readonly Box[], air: number): (Shift | null)[] {
  const taken = [...obstacles];
  return names.map((name) => {
    for (const shift of shiftsOf(name)) {
      const box = around(name, shift);
      if (isFree(box, taken)) {
        taken.push(widen(box, air));
        return shift;
      }
    }
    return null;
  });
}

/** Tell whether a box touches none of the others. */
export const isFree = (box: Box, others: readonly Box[]): boolean => !others.some((other) => touch(box, other));

/** The box of a name written so. */
export const around = ({ x, y, width, height }: Name, { right, down }: Shift): Box => ({
  left: x - width / 2 + right,
  top: y - height / 2 + down,
  width,
  height,
});

/** Give a box air on every side: `air` pixels beside it, half as much above and below. */
export const widen = ({ left, top, width, height }: Box, air: number): Box => ({
  left: left - air,
  top: top - air / 2,
  width: width + 2 * air,
  height: height + air,
});

const touch = (one: Box, other: Box): boolean =>
  one.left < other.left + other.width &&
  other.left < one.left + one.width &&
  one.top < other.top + other.height &&
  other.top < one.top + one.height;
