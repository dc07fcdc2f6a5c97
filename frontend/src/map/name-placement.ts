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

/** How far the nearest edge of a name may be from its point, in lines: two markers fit between, no other town. */
const GAPS = [0.3, 0.6, 0.9, 1.2, 1.5, 1.8, 2.1, 2.5, 2.9, 3.3];
/** How many lines around a major name that finds no room no other is written. */
const AROUND = 2;
const ON_ITS_POINT: Shift = { right: 0, down: 0 };
/** Beyond this, what is written across a corner seems to name something else. */
const ACROSS = 1.2;

/** Where a name may be written, the nearest first: on its point, then around it; a major one tries every side. */
function* shiftsOf(name: Name): Generator<Shift> {
  yield ON_ITS_POINT;
  if (!name.isMajor) {
    yield* closeShifts(name);
    return;
  }
  for (const gap of GAPS) {
    yield* shiftsAt(gap, name);
  }
}

const closeShifts = ({ width, height }: Name): Shift[] => [
  ...[1, -1].map((side) => ({ right: 0, down: 1.2 * side * height })),
  ...[1, -1].map((side) => ({ right: side * (width / 2 + 0.9 * height), down: 0 })),
];

/** Over and under a point, then beside it, `gap` lines away. */
function shiftsAt(gap: number, { width, height }: Name): Shift[] {
  const [beside, over] = [width / 2 + gap * height, (0.5 + gap) * height];
  const rights = [0, width / 4, -width / 4, width / 2, -width / 2];
  const downs = [0, height / 2, -height / 2, ...(gap <= ACROSS ? [over, -over] : [])];
  return [
    ...rights.flatMap((right) => [over, -over].map((down) => ({ right, down }))),
    ...downs.flatMap((down) => [beside, -beside].map((right) => ({ right, down }))),
  ];
}

/**
 * Place the names, the most important first, so that none touches another or an obstacle. Gives where the middle of
 * each is written; null for a name that finds no room. `air` pixels are kept around each. What is in the window is
 * written whole. Where a major one finds no room, no lesser one stands in for it.
 */
export function placeNames(
  names: readonly Name[],
  obstacles: readonly Box[],
  air: number,
  window: Box | null = null,
): (Shift | null)[] {
  const taken = [...obstacles];
  return names.map((name) => {
    const shift = freeShift(name, taken, window);
    taken.push(...roomOf(name, shift, air));
    return shift;
  });
}

/** What a name takes of the room of the next: where it is written, or where everyone would look for it. */
export function roomOf(name: Name, shift: Shift | null, air: number): Box[] {
  if (shift) {
    return [widen(around(name, shift), air)];
  }
  return name.isMajor ? [widen(around(name, ON_ITS_POINT), 2 * AROUND * name.height)] : [];
}

function freeShift(name: Name, taken: readonly Box[], window: Box | null): Shift | null {
  const frame = window && holds(window, { left: name.x, top: name.y, width: 0, height: 0 }) ? window : null;
  for (const shift of shiftsOf(name)) {
    const box = around(name, shift);
    if ((!frame || holds(frame, box)) && isFree(box, taken)) {
      return shift;
    }
  }
  return null;
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

/** A box air on every side: `air` pixels beside it, half as much above and below. */
export const widen = ({ left, top, width, height }: Box, air: number): Box => ({
  left: left - air,
  top: top - air / 2,
  width: width + 2 * air,
  height: height + air,
});

const holds = (outer: Box, inner: Box): boolean =>
  outer.left <= inner.left &&
  outer.top <= inner.top &&
  inner.left + inner.width <= outer.left + outer.width &&
  inner.top + inner.height <= outer.top + outer.height;

const touch = (one: Box, other: Box): boolean =>
  one.left < other.left + other.width &&
  other.left < one.left + one.width &&
  one.top < other.top + other.height &&
  other.top < one.top + one.height;
