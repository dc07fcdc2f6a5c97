// What is looked at, on paper: the map, or those of two dates side by side, and the keys of their marks. Pure.

import { lettered, type Measure, SANS, SERIF } from "./lettering";
import { type Palette, type PaperMap, paperMap, type Setting, type Shown } from "./paper-map";
import type { Drawn } from "./svg-drawing";

/** A map, and what stands over it beside another: its date, and what it comes to. */
export interface Dated extends Omit<Shown, keyof Setting> {
  readonly day: string;
  readonly words: string;
}

/** What a mark means: the mark, in a box of 50 by 26 (none: words alone), and the words. */
export interface Key {
  readonly words: string;
  readonly drawn: readonly (Drawn | string)[];
  readonly isStrong?: boolean;
}

export interface Figure extends Setting {
  /** One, or the earlier of two and the later. */
  readonly maps: readonly Dated[];
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
  const { maps, palette } = shown;
  const keys = keysOf(shown, width, measure);
  const [head, under] = [maps.length > 1 ? HEAD : 0, keys.height ? UNDER + keys.height : 0];
  const room = { width: (width + BETWEEN) / maps.length - BETWEEN, height: height - head - under };
  const drawn = maps.map((one) => ({
    heading: head ? headOf(one, palette, room.width, measure) : [],
    map: paperMap({ ...shown, ...one }, room.width, room.height),
  }));
  const { width: wide, height: high } = drawn[0]?.map ?? room;
  const placed = drawn.map(({ heading, map }, index) =>
    moved(index * (wide + BETWEEN), 0, [...heading, moved(0, head, [map.drawn])]),
  );
  const below = head + high + under - keys.height;
  return {
    width: Math.max(maps.length * (wide + BETWEEN) - BETWEEN, keys.width),
    height: below + keys.height,
    drawn: ["g", {}, ...placed, moved(0, below, keys.drawn)],
  };
}

const moved = (x: number, y: number, drawn: readonly Drawn[]): Drawn => [
  "g",
  { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` },
  ...drawn,
];

function headOf({ day, words }: Dated, palette: Palette, width: number, measure: Measure): readonly Drawn[] {
  const date = { size: 32, family: SERIF, fill: palette.ink, weight: 600 };
  const what = { size: 18, family: SANS, fill: palette.ink };
  const write = (text: string, style: typeof what, y: number) => lettered(text, style, { x: 0, y, width }, measure);
  return [...write(day, date, 0).drawn, ...write(words, what, 38).drawn];
}

/** Write the keys one after another, on as many rows as they ask for. */
function keysOf({ keys, palette }: Figure, width: number, measure: Measure) {
  const drawn: Drawn[] = [];
  let [x, y, row, widest] = [0, 0, 0, 0];
  for (const { words, drawn: mark, isStrong } of keys) {
    const start = mark.length ? MARK : 0;
    const style = { size: 18, family: SANS, fill: palette.ink, weight: isStrong ? 600 : 400 };
    const said = lettered(words, style, { x: start, y: 2, width: width - start }, measure);
    if (x > 0 && x + start + said.width > width) {
      [x, y, row] = [0, y + row, 0];
    }
    drawn.push(moved(x, y, [["g", {}, ...mark], ...said.drawn]));
    widest = Math.max(widest, x + start + said.width);
    row = Math.max(row, ROW, said.height + 6);
    x += start + said.width + APART;
  }
  return { drawn, width: widest, height: y + row };
}
