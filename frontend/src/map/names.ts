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

/** How many lines a name may leave its point by; a tenth finds the room that is left between two marks. */
const LINES = Array.from({ length: 21 }, (_, index) => 0.8 + index / 10);
const FURTHEST_MINOR = 1.2;

/** Where a name may be written, the nearest first: on its point, below or above; a major one also aslant and beside. */
function shiftsOf({ width, height, isMajor }: Name): Shift[] {
  const lines = [0, ...LINES.flatMap((line) => [line, -line])];
  const at = (right: number, down: number): Shift => ({ right, down: down * height });
  if (!isMajor) {
    return lines.filter((line) => Math.abs(line) <= FURTHEST_MINOR).map((line) => at(0, line));
  }
  const aslant = [0, 0.25, -0.25, 0.5, -0.5].flatMap((part) => lines.map((line) => at(part * width, line)));
  const beside = [1, -1].flatMap((side) => [0, 1, -1].map((line) => at(side * (width / 2 + height), line)));
  return [...aslant, ...beside].sort((one, other) => cost(one) - cost(other));
}

/** A long name that slides stays over its point: it weighs half as much as one that leaves it. */
const cost = ({ right, down }: Shift): number => Math.hypot(right / 2, down);

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
