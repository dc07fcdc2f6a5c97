// Writes what changed from what the page holds, in the server's own rows: states and names, without the evidence.

import { copyOf, find } from "../site/dom";
import type { Texts } from "../site/texts";
import type { CommuneHistory, PlaceHistory, State } from "./coverage";
import type { Passage } from "./differences";

/** Write the sentence, and the communes and the places that went from which state to which. */
export function written(
  sentence: string,
  communes: readonly Passage<CommuneHistory>[],
  places: readonly Passage<PlaceHistory>[],
  texts: Texts,
): readonly Node[] {
  const root = copyOf("changes-blank");
  find(root, ".sentence").textContent = sentence;
  find(root, ".tabs").hidden = !communes.length && !places.length;
  fill(root, "communes", communes, texts);
  fill(root, "places", places, texts);
  return [...root.childNodes];
}

type Unit = CommuneHistory | PlaceHistory;

function fill(root: ParentNode, what: string, passages: readonly Passage<Unit>[], texts: Texts): void {
  const holder = find(root, `.changed-${what}`);
  const blank = find(holder, ".passage");
  const count = passages.reduce((sum, { changed }) => sum + changed.length, 0);
  find(root, `#of-${what} + span b`).textContent = String(count);
  blank.replaceWith(...passages.map((passage) => passageOf(passage, blank, texts)));
}

function passageOf({ kind, before, after, changed }: Passage<Unit>, blank: Element, texts: Texts): Element {
  const passage = blank.cloneNode(true) as Element;
  find(passage, ".way").className = `way is-${kind}`;
  find(passage, ".kind-of-change").textContent = texts.say(`kind_${kind}`);
  find(passage, ".way b").textContent = String(changed.length);
  const steps = [...passage.querySelectorAll(".step")];
  for (const [index, state] of [before, after].entries()) {
    const step = steps[index];
    if (step) {
      draw(step, state);
      find(step, ".label").textContent = texts.label("overlap", state);
    }
  }
  const row = find(passage, ".changed > li");
  const named = [...changed].sort((one, other) => one.name.localeCompare(other.name, texts.language));
  row.replaceWith(...named.map((unit) => rowOf(unit, row, texts)));
  return passage;
}

/** Draw the state of a place as circles, that of a commune as a hatch. */
function draw(step: ParentNode, state: State): void {
  step.querySelector("use")?.setAttribute("href", `#venn-${state}`);
  step.querySelector("rect")?.setAttribute("class", `commune is-${state}`);
}

function rowOf(unit: Unit, blank: Element, texts: Texts): Element {
  const row = blank.cloneNode(true) as Element;
  const missing = document.createElement("p");
  missing.className = "unknown";
  missing.textContent = texts.say("no_evidence");
  find(row, ".name-of").textContent = unit.name;
  find(row, ".facts").replaceWith(missing);
  return row;
}
