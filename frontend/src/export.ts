// Takes the picture away: a sheet in SVG or PNG with all that makes it readable alone, and the map that is printed.
// It is composed here and not on the server: so it shows the very frame on screen, works without a network, and costs
// no request. No policy is widened for it: the PNG is drawn from a data: address, which pages may load already.

import type { Alone } from "./alone";
import { type Part, STATES, type State, type View } from "./crossing";
import { byId, find } from "./dom";
import { type Drawn, elementOf, hexOf, readDrawing, written } from "./drawing";
import { type Measure, SERIF } from "./lettering";
import type { Outlines } from "./map/coverage-map";
import type { Ground } from "./map/ground";
import { type Mark, type Palette, paperMap, type Shown } from "./paper-map";
import { fetchJson } from "./places";
import { poster, type Sheet, type Told } from "./poster";
import { isAmong } from "./sets";
import { unsureOf } from "./stays";
import type { Texts } from "./texts";

/** Dots of a PNG for each unit of the sheet: sharp on a projector and on A3. */
const SHARPNESS = 2;
/** The printed map is drawn in this box, then takes the room that the paper leaves. */
const PRINTED = 900;

export class Export implements Part {
  readonly #texts: Texts;
  readonly #alone: Alone;
  readonly #groundUrl: string;
  readonly #said = byId("stage-aloud");
  #outlines: Outlines | null = null;
  #ground: Ground | null = null;
  #view: View | null = null;

  constructor(texts: Texts, alone: Alone, groundUrl: string) {
    this.#texts = texts;
    this.#alone = alone;
    this.#groundUrl = groundUrl;
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
      offer(file, `${byId("export-svg").dataset.name}-${view.date}.${kind}`);
      this.#said.textContent = this.#texts.say("saved");
    } catch {
      this.#said.textContent = this.#texts.say("not_saved");
    }
  }

  #print(): void {
    const shown = this.#shown();
    if (shown) {
      const { drawn, width, height } = paperMap(shown, PRINTED, PRINTED);
      const key = this.#key();
      const meaning: Drawn[] = key
        ? [
            ["g", { transform: `translate(0 ${height + 24})` }, ...key.drawn],
            ["text", { x: 50, y: height + 43, "font-size": 18 }, key.words],
          ]
        : [];
      const sheet = find<SVGElement>(document, "#paper-map");
      sheet.setAttribute("viewBox", `-14 -14 ${width + 28} ${height + (key ? 72 : 28)}`);
      sheet.replaceChildren(elementOf(["g", { "font-family": SERIF }, ["defs", {}, ...hatches()], drawn, ...meaning]));
      byId("paper-address").textContent = location.href;
    }
  }

  #shown(): Shown | null {
    if (!this.#view || !this.#outlines) {
      return null;
    }
    const alone = this.#alone.state;
    const marks = marksOf(this.#view).filter(({ state }) => alone === null || alone === state);
    const { states } = this.#view;
    return { outlines: this.#outlines, ground: this.#ground, states, marks, alone, palette: palette() };
  }

  #sheet(): Sheet | null {
    const shown = this.#shown();
    return (
      shown && {
        ...shown,
        language: document.documentElement.lang,
        title: `${find(document, "h1").textContent} — Croisée`,
        point: byId("point").textContent ?? "",
        told: STATES.map((state) => this.#told(state)),
        notes: notes(),
        key: this.#key(),
        hatches: hatches(),
        paper: colour("--paper"),
      }
    );
  }

  /** What faded marks mean, while there are any. */
  #key(): Sheet["key"] {
    const key = byId("doubt-key");
    const words = [...key.querySelectorAll("[data-said], b")].map((element) => element.textContent?.trim());
    const drawn = contentOf(onPaper("#venn-both", "unsure-a unsure-b"));
    return key.hidden ? null : { words: words.join(" · "), drawn };
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

/** What makes a number defensible: who the sides are, the rule, the sources, and the page that shows the same. */
function notes(): string[] {
  const said = [...document.querySelectorAll(`${SIDES}, ${CHOSEN}, #rule-text, #credit`)];
  return [...said.map((element) => (element.textContent ?? "").replace(/[ \n\t]+/g, " ").trim()), location.href];
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
    mediation: colour("--mediation"),
    business_support: colour("--business"),
    none: colour("--ink"),
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
  return STATES.filter((state) => state !== "none").map((state) => {
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
    const state = view.placeStates.get(slug) ?? "none";
    const look = unsureOf(view, slug).join(" ");
    const isDrawn = state !== "none" && longitude !== null && latitude !== null;
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
