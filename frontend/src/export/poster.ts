// The whole answer on one sheet: the sentence, the four states, the rule, the map, the sources. Pure.

import type { State } from "../crossings/coverage";
import { type Figure, figure, type Key } from "./figure";
import { lettered, type Measure, SANS, SERIF, type Style } from "./lettering";
import { filled } from "./paper-map";
import type { Drawn } from "./svg-drawing";

export interface Told {
  readonly state: State;
  readonly label: string;
  readonly communes: string;
  readonly unit: string;
  readonly details: string;
}

export interface Sheet extends Figure {
  readonly language: string;
  readonly title: string;
  readonly point: string;
  readonly told: readonly Told[];
  /** The rule, who is counted, the sources, the address: each its own paragraph. */
  readonly notes: readonly string[];
  /** What faded marks mean; null when there is none. */
  readonly key: Key | null;
  readonly hatches: readonly Drawn[];
  readonly paper: string;
}

const WIDTH = 1600;
/** Two maps ask for more. */
const WIDE = 2000;
const LEAST_HEIGHT = 1000;
const MARGIN = 56;
const COLUMN = 560;
const AIR = 40;

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
  const width = sheet.maps.length > 1 ? WIDE : WIDTH;
  const room = { width: width - 2 * MARGIN - COLUMN - AIR, height: height - 2 * MARGIN };
  const maps = figure(sheet, room.width, room.height, measure);
  const [x, y] = [width - MARGIN - (room.width + maps.width) / 2, (height - maps.height) / 2];
  return [
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height: Math.ceil(height),
      viewBox: `0 0 ${width} ${Math.ceil(height)}`,
      lang: sheet.language,
      "font-family": SERIF,
    },
    ["title", {}, sheet.point],
    ["desc", {}, sheet.notes.join(" ")],
    ["defs", {}, ...sheet.hatches],
    ["rect", { width, height: Math.ceil(height), fill: sheet.paper }],
    ["g", { "data-part": "words" }, ...column.drawn],
    ["g", { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` }, maps.drawn],
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
    const { drawn, height } = lettered(text, style, { x, y: this.y, width }, this.#measure);
    this.drawn.push(...drawn);
    this.y += height;
  }

  /** A state as the legend shows it: its hatch, its number, its name, and the people it covers. */
  tell({ state, label, communes, unit, details }: Told, sheet: Sheet): void {
    const [{ palette }, top] = [sheet, this.y + 10];
    this.drawn.push(
      ["path", { d: `M${MARGIN} ${this.y}H${MARGIN + COLUMN}`, stroke: palette.border, "stroke-width": 1 }],
      [
        "rect",
        {
          x: MARGIN,
          y: top,
          width: 66,
          height: 66,
          ...filled(state, sheet),
          stroke: palette.soft,
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
