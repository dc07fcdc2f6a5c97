// What a picture takes of the page that no view holds: its drawings and colours as they are on paper, and its fixed words.

import type { State } from "../overlap/coverage";
import { byId, find } from "../site/dom";
import type { Measure } from "./lettering";
import type { Palette } from "./paper-map";
import { elementOf, hexOf, readDrawing, type SvgNode } from "./svg-drawing";

export const colour = (name: string): string => hexOf(getComputedStyle(byId("on-paper")).getPropertyValue(name).trim());

export const palette = (): Palette => ({
  ...{ ink: colour("--ink"), soft: colour("--soft"), land: colour("--land"), border: colour("--border") },
  ...{ rule: colour("--rule"), river: colour("--river"), surround: colour("--surround") },
  ...{ both: colour("--both"), a: colour("--side-a"), b: colour("--side-b") },
  neither: colour("--ink"),
});

/** Read a drawing of the page as it is on paper, in its light colours whatever the theme. */
function onPaper(selector: string, look = ""): SvgNode {
  const paper = byId("on-paper");
  const copy = find<SVGElement>(document, selector).cloneNode(true) as Element;
  const holder = elementOf(["svg", { class: look }]);
  holder.append(copy);
  paper.replaceChildren(holder);
  const drawn = readDrawing(copy);
  paper.replaceChildren();
  return drawn;
}

/** What is in a drawing, without itself. */
const contentOf = (drawn: SvgNode): (SvgNode | string)[] => drawn.slice(2) as (SvgNode | string)[];

/** The circles of a state, faded on the sides that `look` names. */
export const circles = (state: State, look: string): (SvgNode | string)[] => contentOf(onPaper(`#venn-${state}`, look));

/** The hatches of the states, and the question marks on what only could be. */
export function hatches(): SvgNode[] {
  return ["a", "b", "both", "maybe-a", "maybe-b", "maybe-ab"].map((name) => {
    const hatch = onPaper(`#hatch-${name}`);
    return [hatch[0], { ...hatch[1], id: `paper-${name}` }, ...contentOf(hatch)];
  });
}

/** Words that the site wrote, and that nothing here moves. */
export const fixedWords = (selector: string): string[] =>
  [...document.querySelectorAll(selector)].map((element) =>
    (element.textContent ?? "").replace(/[ \n\t]+/g, " ").trim(),
  );

/** How wide letters are in this browser; about as wide as most where it does not say. */
export function measured(): Measure {
  const pen = document.createElement("canvas").getContext("2d");
  return (text, font) => {
    if (!pen) {
      return text.length * Number.parseFloat(font.split(" ")[1] ?? "16") * 0.6;
    }
    pen.font = font;
    return pen.measureText(text).width;
  };
}
