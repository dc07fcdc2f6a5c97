// The whole answer on one sheet: the sentence, the four states, the rule, the map, the sources. Pure.

import type { State } from "../overlap/coverage";
import { type Figure, figure, type Key } from "./figure";
import { lettered, type Measure, SANS, SERIF, type Style } from "./lettering";
import { filled, type Palette } from "./paper-map";
import type { SvgNode } from "./svg-drawing";

export interface StateTile {
  readonly state: State;
  readonly label: string;
  readonly communes: string;
  readonly details: string;
}

export interface Sheet extends Figure {
  readonly language: string;
  readonly title: string;
  readonly point: string;
  /** What is said under it, and how far its sources go. */
  readonly aside: string;
  readonly reach: string;
  readonly tiles: readonly StateTile[];
  /** How many places there are in each state: another count than that of communes, in a block of its own. */
  readonly places: readonly Key[];
  /** What each of the two blocks counts. */
  readonly communesName: string;
  readonly placesName: string;
  /** The rule, who is counted, the sources, the address: each its own paragraph. */
  readonly notes: readonly string[];
  /** What question marks mean, and faded marks, where there are any. */
  readonly doubts: readonly Key[];
  readonly hatches: readonly SvgNode[];
  readonly paper: string;
}

const WIDTH = 1600;
/** Two maps ask for more. */
const WIDE = 2000;
const LEAST_HEIGHT = 1000;
const MARGIN = 56;
const COLUMN = 560;
const AIR = 40;
/** The side of a hatch in the legend. */
const TILE = 66;

/** Compose the sheet. It is as high as its texts ask for. */
export function poster(sheet: Sheet, measure: Measure): SvgNode {
  const column = new Column(sheet, measure);
  column.fill();
  const height = Math.max(LEAST_HEIGHT, column.y + MARGIN);
  const width = sheet.maps.length > 1 ? WIDE : WIDTH;
  const drawn = [["g", { "data-part": "words" }, ...column.drawn] as const, placedMaps(sheet, width, height, measure)];
  return framed(sheet, width, Math.ceil(height), drawn);
}

/** The maps, in the middle of the room beside the column. */
function placedMaps(sheet: Sheet, width: number, height: number, measure: Measure): SvgNode {
  const room = { width: width - 2 * MARGIN - COLUMN - AIR, height: height - 2 * MARGIN };
  const maps = figure(sheet, room.width, room.height, measure);
  const [x, y] = [width - MARGIN - (room.width + maps.width) / 2, (height - maps.height) / 2];
  return ["g", { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` }, maps.drawn];
}

function framed(sheet: Sheet, width: number, height: number, drawn: readonly SvgNode[]): SvgNode {
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  return [
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", ...size, lang: sheet.language, "font-family": SERIF },
    ["title", {}, `${sheet.point} ${sheet.reach}`],
    ["desc", {}, sheet.notes.join(" ")],
    ["defs", {}, ...sheet.hatches],
    ["rect", { width, height, fill: sheet.paper }],
    ...drawn,
  ];
}

/** The column of words, written from the top down. */
class Column {
  readonly #sheet: Sheet;
  readonly #measure: Measure;
  readonly drawn: SvgNode[] = [];
  y = MARGIN;

  constructor(sheet: Sheet, measure: Measure) {
    this.#sheet = sheet;
    this.#measure = measure;
  }

  fill(): void {
    this.#writeHead();
    this.#writeName(this.#sheet.communesName);
    for (const tile of this.#sheet.tiles) {
      this.#drawTile(tile);
    }
    this.#drawPlaces();
    for (const key of this.#sheet.doubts) {
      this.#drawKey(key);
    }
    for (const note of this.#sheet.notes) {
      this.#write(note, { size: 16, family: SANS, fill: this.#sheet.palette.soft, leading: 1.32 });
      this.y += 7;
    }
  }

  #write(text: string, style: Style, x = MARGIN, width = COLUMN): void {
    const { drawn, height } = lettered(text, style, { x, y: this.y, width }, this.#measure);
    this.drawn.push(...drawn);
    this.y += height;
  }

  #writeHead(): void {
    const { title, point, aside, reach, palette } = this.#sheet;
    this.#write(title, { size: 21, family: SANS, fill: palette.soft, weight: 600 });
    this.y += 10;
    this.#write(point, { size: 39, family: SERIF, fill: palette.ink, weight: 600, leading: 1.18 });
    this.y += 8;
    this.#write(aside, { size: 21, family: SANS, fill: palette.ink });
    this.y += 8;
    this.#write(reach, { size: 17, family: SANS, fill: palette.soft, leading: 1.3 });
    this.y += 18;
  }

  #writeName(name: string): void {
    this.#write(name, { size: 17, family: SANS, fill: this.#sheet.palette.soft, weight: 600 });
    this.y += 8;
  }

  #drawPlaces(): void {
    this.#drawLine();
    this.y += 14;
    this.#writeName(this.#sheet.placesName);
    for (const key of this.#sheet.places) {
      this.#drawKey(key);
      this.y -= 6;
    }
    this.y += 16;
  }

  #drawKey({ drawn, words }: Key): void {
    this.drawn.push(["g", { transform: `translate(${MARGIN} ${this.y - 1})` }, ...drawn]);
    this.#write(words, { size: 17, family: SANS, fill: this.#sheet.palette.ink }, MARGIN + 52, COLUMN - 52);
    this.y += 12;
  }

  /** A state as the legend shows it: its hatch, its number, its name, and the people it covers. */
  #drawTile(tile: StateTile): void {
    const top = this.y + 10;
    this.#drawLine();
    this.#drawNumber(tile, top);
    this.y = top;
    this.#writeTile(tile, this.#sheet.palette);
    this.y = Math.max(this.y, top + TILE) + 10;
  }

  #drawLine(): void {
    const line = { d: `M${MARGIN} ${this.y}H${MARGIN + COLUMN}`, stroke: this.#sheet.palette.border };
    this.drawn.push(["path", { ...line, "stroke-width": 1 }]);
  }

  #drawNumber({ state, communes }: StateTile, top: number): void {
    const { palette } = this.#sheet;
    const box = { x: MARGIN, y: top, width: TILE, height: TILE, ...filled(state, this.#sheet), stroke: palette.soft };
    const font = { "font-size": 58, "font-weight": 600, "font-family": SANS, "text-anchor": "end" };
    this.drawn.push(["rect", box]);
    this.drawn.push(["text", { x: MARGIN + 190, y: top + 54, ...font, fill: palette.ink }, communes]);
  }

  #writeTile({ state, label, details }: StateTile, palette: Palette): void {
    const [x, width] = [MARGIN + 212, COLUMN - 212];
    this.#write(label, { size: 23, family: SANS, fill: palette[state], weight: 600, leading: 1.15 }, x, width);
    this.#write(details, { size: 17, family: SANS, fill: palette.soft, leading: 1.3 }, x, width);
  }
}
