// What is looked at, on paper: the map, or those of two dates side by side, and the keys of their marks. Pure.

import { type Lettered, lettered, type Measure, SANS, SERIF } from "./lettering";
import { type Palette, type PaperMap, paperMap, type Setting, type Shown } from "./paper-map";
import type { SvgNode } from "./svg-drawing";

/** A map, and what stands over it beside another: its date, and what it comes to. */
export interface DatedMap extends Omit<Shown, keyof Setting> {
  readonly day: string;
  readonly words: string;
}

/** What a mark means: the mark, in a box of 50 by 26 (none: words alone), and the words. */
export interface Key {
  readonly words: string;
  readonly drawn: readonly (SvgNode | string)[];
  readonly isStrong?: boolean;
}

export interface Figure extends Setting {
  /** One, or the earlier of two and the later. */
  readonly maps: readonly DatedMap[];
  readonly keys: readonly Key[];
}

const HEAD = 76;
const BETWEEN = 52;
const UNDER = 24;
const MARK = 54;
const APART = 40;
const ROW = 30;

/** Draw it as large as a box allows. */
export function figure(shown: Figure, width: number, height: number, measure: Measure): PaperMap {
  const keys = keysOf(shown, width, measure);
  const under = keys.height ? UNDER + keys.height : 0;
  const maps = mapsOf(shown, width, height - under, measure);
  const below = maps.height + under - keys.height;
  return {
    width: Math.max(maps.width, keys.width),
    height: below + keys.height,
    drawn: ["g", {}, ...maps.drawn, moved(0, below, keys.drawn)],
  };
}

/** The maps side by side; over two, what each is of. */
function mapsOf(shown: Figure, width: number, height: number, measure: Measure) {
  const { maps, palette } = shown;
  const head = maps.length > 1 ? HEAD : 0;
  const room = { width: (width + BETWEEN) / maps.length - BETWEEN, height: height - head };
  const drawn = maps.map((one) => paperMap({ ...shown, ...one }, room.width, room.height));
  const { width: wide, height: high } = drawn[0] ?? room;
  const headings = maps.map((one) => (head ? headOf(one, palette, room.width, measure) : []));
  const placed = drawn.map((map, index) =>
    moved(index * (wide + BETWEEN), 0, [...(headings[index] ?? []), moved(0, head, [map.drawn])]),
  );
  return { drawn: placed, width: maps.length * (wide + BETWEEN) - BETWEEN, height: head + high };
}

const moved = (x: number, y: number, drawn: readonly SvgNode[]): SvgNode => [
  "g",
  { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` },
  ...drawn,
];

function headOf({ day, words }: DatedMap, palette: Palette, width: number, measure: Measure): readonly SvgNode[] {
  const date = { size: 32, family: SERIF, fill: palette.ink, weight: 600 };
  const what = { size: 18, family: SANS, fill: palette.ink };
  const write = (text: string, style: typeof what, y: number) => lettered(text, style, { x: 0, y, width }, measure);
  return [...write(day, date, 0).drawn, ...write(words, what, 38).drawn];
}

interface PlacedKeys {
  readonly drawn: readonly SvgNode[];
  readonly width: number;
  readonly height: number;
}

/** Write the keys one after another, on as many rows as they ask for. */
function keysOf({ keys, palette }: Figure, width: number, measure: Measure): PlacedKeys {
  const pen = { x: 0, y: 0, row: 0, widest: 0 };
  const drawn = keys.map((key) => placeKey(key, keyOf(key, palette.ink, width, measure), pen, width));
  return { drawn, width: pen.widest, height: pen.y + pen.row };
}

const startOf = ({ drawn }: Key): number => (drawn.length ? MARK : 0);

function keyOf(key: Key, fill: string, width: number, measure: Measure): Lettered {
  const [start, weight] = [startOf(key), key.isStrong ? 600 : 400];
  return lettered(
    key.words,
    { size: 18, family: SANS, fill, weight },
    { x: start, y: 2, width: width - start },
    measure,
  );
}

type Pen = Record<"x" | "y" | "row" | "widest", number>;

/** Put a key where the pen is, or on the next row where it has no room; the pen goes behind it. */
function placeKey(key: Key, said: Lettered, pen: Pen, width: number): SvgNode {
  const wide = startOf(key) + said.width;
  if (pen.x > 0 && pen.x + wide > width) {
    Object.assign(pen, { x: 0, y: pen.y + pen.row, row: 0 });
  }
  const drawn = moved(pen.x, pen.y, [["g", {}, ...key.drawn], ...said.drawn]);
  pen.widest = Math.max(pen.widest, pen.x + wide);
  pen.row = Math.max(pen.row, ROW, said.height + 6);
  pen.x += wide + APART;
  return drawn;
}
