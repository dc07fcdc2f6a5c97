// Takes the picture away: a sheet in SVG or PNG with all that makes it readable alone, and the map that is printed.
// It is composed here and not on the server: so it shows the very frame on screen, works without a network, and costs
// no request. No policy is widened for it: the PNG is drawn from a data: address, which pages may load already.

import { isAmong } from "../crossings/combinations";
import { type Part, STATES, type State, type View } from "../crossings/coverage";
import { differences, type Kind } from "../crossings/differences";
import { unsureOf } from "../crossings/memberships";
import type { Alone } from "../crossings/state-alone";
import { fetchJson } from "../directory/places";
import type { Outlines } from "../map/coverage-map";
import type { Ground } from "../map/ground-layer";
import { byId, find } from "../site/dom";
import type { Texts } from "../site/texts";
import { type Dated, type Figure, figure, type Key } from "./figure";
import { type Measure, SERIF } from "./lettering";
import { type Mark, outlined, type Palette } from "./paper-map";
import { poster, type Sheet, type Told } from "./poster";
import { type Drawn, elementOf, hexOf, readDrawing, written } from "./svg-drawing";

/** Dots of a PNG for each unit of the sheet: sharp on a projector and on A3. */
const SHARPNESS = 2;
/** The boxes that one printed map, or two, are drawn in; they then take the room that the paper leaves. */
const PRINTED = 900;
const PRINTED_TWO = 1160;

export class Export implements Part {
  readonly #texts: Texts;
  readonly #alone: Alone;
  readonly #groundUrl: string;
  readonly #before: () => View | null;
  readonly #said = byId("stage-aloud");
  #outlines: Outlines | null = null;
  #ground: Ground | null = null;
  #view: View | null = null;

  /** `before` gives the earlier of two dates that are compared. */
  constructor(texts: Texts, alone: Alone, groundUrl: string, before: () => View | null) {
    this.#texts = texts;
    this.#alone = alone;
    this.#groundUrl = groundUrl;
    this.#before = before;
    byId("export-svg").addEventListener("click", () => void this.#save("svg"));
    byId("export-png").addEventListener("click", () => void this.#save("png"));
    addEventListener("beforeprint", () => this.#print());
  }

  /** Take the outlines of the communes, and the ground that is drawn over them where it can be had. */
  async hold(outlines: Outlines): Promise<void> {
    this.#outlines = outlines;
    try {
      this.#ground = (await fetchJson(this.#groundUrl)) as Ground;
    } catch {
      // The hatches can be read without rivers and names.
    }
  }

  show(view: View): void {
    this.#view = view;
  }

  async #save(kind: "svg" | "png"): Promise<void> {
    const [view, sheet] = [this.#view, this.#sheet()];
    if (!view || !sheet) {
      return;
    }
    this.#said.textContent = "";
    try {
      const drawing = written(poster(sheet, measured()));
      const text = `<?xml version="1.0" encoding="UTF-8"?>\n${drawing}\n`;
      const file = kind === "svg" ? new Blob([text], { type: "image/svg+xml" }) : await dotted(drawing);
      const dates = [this.#before(), view].flatMap((one) => one?.date ?? []);
      offer(file, `${[byId("export-svg").dataset.name, ...dates].join("-")}.${kind}`);
      this.#said.textContent = this.#texts.say("saved");
    } catch {
      this.#said.textContent = this.#texts.say("not_saved");
    }
  }

  #print(): void {
    const shown = this.#figure();
    if (shown) {
      const keys = [...shown.keys, ...chosenKey(), ...doubtKey()];
      const side = shown.maps.length > 1 ? PRINTED_TWO : PRINTED;
      const { drawn, width, height } = figure({ ...shown, keys }, side, side, measured());
      const sheet = find<SVGElement>(document, "#paper-map");
      sheet.setAttribute("viewBox", `-14 -14 ${width + 28} ${height + 28}`);
      sheet.replaceChildren(elementOf(["g", { "font-family": SERIF }, ["defs", {}, ...hatches()], drawn]));
      byId("paper-address").textContent = location.href;
    }
  }

  /** The map, or those of two dates with what changed between them. */
  #figure(): Figure | null {
    const [before, after, outlines] = [this.#before(), this.#view, this.#outlines];
    if (!after || !outlines) {
      return null;
    }
    const maps = before
      ? [this.#dated("before", before), this.#dated("after", after, differences(before.states, after.states))]
      : [this.#dated("after", after)];
    const shared = { outlines, ground: this.#ground, alone: this.#alone.state, palette: palette() };
    return { ...shared, maps, keys: before ? tallyKeys(shared.palette) : [] };
  }

  #dated(which: "before" | "after", view: View, changes: ReadonlyMap<string, Kind> = new Map()): Dated {
    const alone = this.#alone.state;
    const marks = marksOf(view).filter(({ state }) => alone === null || alone === state);
    const read = (what: string) => byId(`${what}-${which}`).textContent ?? "";
    return { states: view.states, marks, changes, day: read("date"), words: read("both") };
  }

  #sheet(): Sheet | null {
    const shown = this.#figure();
    return (
      shown && {
        ...shown,
        language: document.documentElement.lang,
        title: `${find(document, "h1").textContent} — Croisée`,
        point: byId("point").textContent ?? "",
        told: STATES.map((state) => this.#told(state)),
        notes: notes(),
        key: doubtKey()[0] ?? null,
        hatches: hatches(),
        paper: colour("--paper"),
      }
    );
  }

  #told(state: State): Told {
    const told = find(document, `.told[data-state="${state}"]`);
    const read = (selector: string) => find(told, selector).textContent?.trim() ?? "";
    return {
      state,
      label: read("h3"),
      communes: read("[data-communes]"),
      unit: read("[data-communes-word]"),
      details: `${read("[data-people]")} · ${read("[data-places]")}`,
    };
  }
}

const SIDES = ".called p:has(.swatch)";
const CHOSEN = "#chosen-key:not([hidden]) [data-said]";

const said = (root: ParentNode, selector: string): string[] =>
  [...root.querySelectorAll(selector)].map((element) => (element.textContent ?? "").replace(/[ \n\t]+/g, " ").trim());

/** Which places are shown alone, while they are. */
const chosenKey = (): Key[] => said(document, CHOSEN).map((words) => ({ words, drawn: [], isStrong: true }));

/** What faded marks mean, while there are any. */
function doubtKey(): Key[] {
  const key = byId("doubt-key");
  const words = said(key, "[data-said], b").join(" · ");
  return key.hidden ? [] : [{ words, drawn: contentOf(onPaper("#venn-both", "unsure-a unsure-b")) }];
}

/** How many communes changed, and the line that is around them. */
function tallyKeys(palette: Palette): Key[] {
  return [...document.querySelectorAll<HTMLElement>("#tally li:not([hidden])")].map((item) => {
    const line = outlined(item.dataset.kind as Kind, palette);
    const mark: Drawn = ["rect", { x: 2, y: 3, width: 42, height: 20, ...line }];
    return { words: said(item, ".words").join(), drawn: [mark], isStrong: true };
  });
}

/** What makes a number defensible: who the sides are, the rule, the sources, and the page that shows the same. */
function notes(): string[] {
  return [...said(document, `${SIDES}, ${CHOSEN}, #rule-text, #credit`), location.href];
}

const colour = (name: string): string => hexOf(getComputedStyle(byId("on-paper")).getPropertyValue(name).trim());

function palette(): Palette {
  return {
    ink: colour("--ink"),
    soft: colour("--soft"),
    land: colour("--land"),
    border: colour("--border"),
    rule: colour("--rule"),
    river: colour("--river"),
    surround: colour("--surround"),
    both: colour("--both"),
    a: colour("--side-a"),
    b: colour("--side-b"),
    neither: colour("--ink"),
  };
}

/** Read drawings of the page as they are on paper, in its light colours whatever the theme. */
function onPaper(selector: string, look = ""): Drawn {
  const paper = byId("on-paper");
  const copy = find<SVGElement>(document, selector).cloneNode(true) as Element;
  const holder = elementOf(["svg", { class: look }]);
  holder.append(copy);
  paper.replaceChildren(holder);
  const drawn = readDrawing(copy);
  paper.replaceChildren();
  return drawn;
}

function hatches(): Drawn[] {
  return STATES.filter((state) => state !== "neither").map((state) => {
    const hatch = onPaper(`#hatch-${state}`);
    return [hatch[0], { ...hatch[1], id: `paper-${state}` }, ...contentOf(hatch)];
  });
}

/** The places that are on a side, what is both above the rest; faded on a side where nobody has confirmed them. */
function marksOf(view: View): Mark[] {
  const known = new Map<string, Mark["drawn"]>();
  const drawnAs = (state: State, look: string) => {
    const drawn = known.get(state + look) ?? contentOf(onPaper(`#venn-${state}`, look));
    known.set(state + look, drawn);
    return drawn;
  };
  const shown = view.places.filter(({ slug }) => isAmong(view, slug));
  const marks = shown.flatMap(({ slug, longitude, latitude }): Mark[] => {
    const state = view.placeStates.get(slug) ?? "neither";
    const look = unsureOf(view, slug).join(" ");
    const isDrawn = state !== "neither" && longitude !== null && latitude !== null;
    return isDrawn ? [{ longitude, latitude, state, drawn: drawnAs(state, look) }] : [];
  });
  return marks.sort((one, other) => Number(one.state === "both") - Number(other.state === "both"));
}

const contentOf = (drawn: Drawn): (Drawn | string)[] => drawn.slice(2) as (Drawn | string)[];

function measured(): Measure {
  const pen = document.createElement("canvas").getContext("2d");
  return (text, font) => {
    if (!pen) {
      return text.length * Number.parseFloat(font.split(" ")[1] ?? "16") * 0.6;
    }
    pen.font = font;
    return pen.measureText(text).width;
  };
}

/** Draw a sheet in dots. The policy of the page lets in images that are written in an address, and this one is. */
async function dotted(drawing: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * SHARPNESS;
  canvas.height = image.naturalHeight * SHARPNESS;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((file) => (file ? resolve(file) : reject(new Error("No image came out"))), "image/png");
  });
}

function offer(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
