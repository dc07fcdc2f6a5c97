// The whole answer on one sheet: the sentence, the four states, the rule, the map, the sources. Pure.

import type { State } from "./crossing";
import type { Drawn } from "./drawing";
import { paperMap, type Shown } from "./paper-map";

export interface Told {
  readonly state: State;
  readonly label: string;
  readonly communes: string;
  readonly unit: string;
  readonly details: string;
}

export interface Sheet extends Shown {
  readonly language: string;
  readonly title: string;
  readonly point: string;
  readonly told: readonly Told[];
  /** The rule, who is counted, the sources, the address: each its own paragraph. */
  readonly notes: readonly string[];
  /** What faded marks mean; null when there is none. */
  readonly key: { readonly words: string; readonly drawn: readonly (Drawn | string)[] } | null;
  readonly hatches: readonly Drawn[];
  readonly paper: string;
}

/** Give the width of a text in a font as CSS writes it. */
export type Measure = (text: string, font: string) => number;

export const SERIF = "Iowan Old Style, Palatino Linotype, Palatino, URW Palladio L, P052, Charter, Georgia, serif";
export const SANS = "Segoe UI, Roboto, Noto Sans, Liberation Sans, Arial, sans-serif";
const WIDTH = 1600;
const LEAST_HEIGHT = 1000;
const MARGIN = 56;
const COLUMN = 560;
const AIR = 40;

interface Style {
  readonly size: number;
  readonly family: string;
  readonly fill: string;
  readonly weight?: number;
  readonly leading?: number;
}

/** Break a text into lines no wider than this. A no-break space breaks nothing; a word too long, an address, is cut. */
export function wrapped(text: string, width: number, font: string, measure: Measure): string[] {
  const fits = (line: string) => measure(line, font) <= width;
  const lines: string[] = [];
  for (const word of text.split(/[ \t\n]+/).filter(Boolean)) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length && fits(longer)) {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(...cut(word, fits));
    }
  }
  return lines;
}

function cut(word: string, fits: (line: string) => boolean): string[] {
  const parts = [""];
  for (const sign of word) {
    const longer = `${parts.at(-1)}${sign}`;
    if (parts.at(-1) && !fits(longer)) {
      parts.push(sign);
    } else {
      parts[parts.length - 1] = longer;
    }
  }
  return parts;
}

/** Compose the sheet. It is as high as its texts ask for. */
export function poster(sheet: Sheet, measure: Measure): Drawn {
  const column = new Column(measure);
  const { ink, soft } = sheet.palette;
  column.write(sheet.title, { size: 21, family: SANS, fill: soft, weight: 600 });
  column.skip(10);
  column.write(sheet.point, { size: 39, family: SERIF, fill: ink, weight: 600, leading: 1.18 });
  column.skip(22);
  for (const told of sheet.told) {
    column.tell(told, sheet);
  }
  column.skip(18);
  if (sheet.key) {
    column.drawn.push(["g", { transform: `translate(${MARGIN} ${column.y - 1})` }, ...sheet.key.drawn]);
    column.write(sheet.key.words, { size: 17, family: SANS, fill: ink }, MARGIN + 52, COLUMN - 52);
    column.skip(12);
  }
  for (const note of sheet.notes) {
    column.write(note, { size: 14.5, family: SANS, fill: soft, leading: 1.36 });
    column.skip(7);
  }
  const height = Math.max(LEAST_HEIGHT, column.y + MARGIN);
  const room = { width: WIDTH - 2 * MARGIN - COLUMN - AIR, height: height - 2 * MARGIN };
  const map = paperMap(sheet, room.width, room.height);
  const [x, y] = [WIDTH - MARGIN - room.width + (room.width - map.width) / 2, (height - map.height) / 2];
  return [
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width: WIDTH,
      height: Math.ceil(height),
      viewBox: `0 0 ${WIDTH} ${Math.ceil(height)}`,
      lang: sheet.language,
      "font-family": SERIF,
    },
    ["title", {}, sheet.point],
    ["desc", {}, sheet.notes.join(" ")],
    ["defs", {}, ...sheet.hatches],
    ["rect", { width: WIDTH, height: Math.ceil(height), fill: sheet.paper }],
    ["g", { "data-part": "words" }, ...column.drawn],
    ["g", { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` }, map.drawn],
  ];
}

/** The column of words, written from the top down. */
class Column {
  readonly #measure: Measure;
  readonly drawn: Drawn[] = [];
  y = MARGIN;

  constructor(measure: Measure) {
    this.#measure = measure;
  }

  skip(height: number): void {
    this.y += height;
  }

  write(text: string, style: Style, x = MARGIN, width = COLUMN): void {
    const { size, family, fill, weight = 400, leading = 1.25 } = style;
    for (const line of wrapped(text, width, `${weight} ${size}px ${family}`, this.#measure)) {
      const given = { x, y: (this.y + size * 0.86).toFixed(1), "font-size": size, "font-family": family, fill };
      this.drawn.push(["text", weight === 400 ? given : { ...given, "font-weight": weight }, line]);
      this.y += size * leading;
    }
  }

  /** A state as the legend shows it: its hatch, its number, its name, and the people it covers. */
  tell({ state, label, communes, unit, details }: Told, { palette, alone }: Sheet): void {
    const top = this.y + 10;
    const isShown = alone === null || alone === state;
    this.drawn.push(
      ["path", { d: `M${MARGIN} ${this.y}H${MARGIN + COLUMN}`, stroke: palette.border, "stroke-width": 1 }],
      [
        "rect",
        {
          x: MARGIN,
          y: top,
          width: 66,
          height: 66,
          fill: state === "none" ? palette.land : `url(#paper-${state})`,
          "fill-opacity": isShown ? 1 : 0.16,
          stroke: palette.soft,
          "data-state": state,
        },
      ],
      [
        "text",
        {
          x: MARGIN + 190,
          y: top + 54,
          "font-size": 58,
          "font-weight": 600,
          "font-family": SANS,
          "text-anchor": "end",
          fill: palette.ink,
        },
        communes,
      ],
    );
    this.y = top;
    const [x, width] = [MARGIN + 212, COLUMN - 212];
    this.write(label, { size: 23, family: SANS, fill: palette[state], weight: 600, leading: 1.15 }, x, width);
    this.write(`${unit} · ${details}`, { size: 17, family: SANS, fill: palette.soft, leading: 1.3 }, x, width);
    this.y = Math.max(this.y, top + 66) + 10;
  }
}
