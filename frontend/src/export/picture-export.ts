// Takes the picture away: a sheet in SVG or PNG with all that makes it readable alone, and the map that is printed.
// It is composed here and not on the server: so it shows the very frame on screen, works without a network, and costs
// no request. No policy is widened for it: the PNG is drawn from a data: address, which pages may load already.

import { fetchJson } from "../directory/places";
import type { Ground } from "../map/ground-layer";
import type { Outlines } from "../map/outlines";
import type { View } from "../overlap/view";
import type { Wording } from "../overlap/wording";
import { byId, find } from "../site/dom";
import { figure } from "./figure";
import { SERIF } from "./lettering";
import { hatches, measured } from "./page-drawings";
import { poster } from "./poster";
import { dotted, offer } from "./saved-file";
import { elementOf, written } from "./svg-drawing";
import { figureOf, paperKeys, type Shown, sheetOf } from "./view-on-paper";

/** The boxes that one printed map, or two, are drawn in; they then take the room that the paper leaves. */
const PRINTED = 900;
const PRINTED_TWO = 1160;

/** Whoever knows what the page shows. */
export interface ViewSource {
  readonly view: View | null;
}

export class PictureExport {
  readonly #source: ViewSource;
  readonly #wording: Wording;
  readonly #groundUrl: string;
  #outlines: Outlines | null = null;
  #ground: Ground | null = null;

  constructor(source: ViewSource, wording: Wording, groundUrl: string) {
    this.#source = source;
    this.#wording = wording;
    this.#groundUrl = groundUrl;
  }

  start(): void {
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

  get #shown(): Shown | null {
    const [{ view }, outlines] = [this.#source, this.#outlines];
    return view && outlines && { view, outlines, ground: this.#ground, wording: this.#wording };
  }

  async #save(kind: "svg" | "png"): Promise<void> {
    const shown = this.#shown;
    if (shown) {
      this.#say("");
      try {
        offer(await fileOf(shown, kind), `${nameOf(shown.view)}.${kind}`);
        this.#say(this.#wording.texts.say("saved"));
      } catch {
        this.#say(this.#wording.texts.say("not_saved"));
      }
    }
  }

  #say(words: string): void {
    byId("stage-aloud").textContent = words;
  }

  #print(): void {
    const shown = this.#shown;
    if (shown) {
      const side = shown.view.before ? PRINTED_TWO : PRINTED;
      const paper = figure({ ...figureOf(shown), keys: paperKeys(shown) }, side, side, measured());
      const sheet = find<SVGElement>(document, "#paper-map");
      sheet.setAttribute("viewBox", `-14 -14 ${paper.width + 28} ${paper.height + 28}`);
      sheet.replaceChildren(elementOf(["g", { "font-family": SERIF }, ["defs", {}, ...hatches()], paper.drawn]));
      byId("paper-address").textContent = location.href;
    }
  }
}

async function fileOf(shown: Shown, kind: "svg" | "png"): Promise<Blob> {
  const drawing = written(poster(sheetOf(shown), measured()));
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${drawing}\n`;
  return kind === "svg" ? new Blob([text], { type: "image/svg+xml" }) : dotted(drawing);
}

function nameOf({ before, now }: View): string {
  const dates = [before, now].flatMap((answer) => answer?.date ?? []);
  return [byId("export-svg").dataset.name, ...dates].join("-");
}
