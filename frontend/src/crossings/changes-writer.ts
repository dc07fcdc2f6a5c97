// Writes what changed from what the page holds, in the server's own rows: states and names, without the evidence.

import { type CommuneHistory, type PlaceHistory, STATES, type State } from "../overlap/coverage";
import { flowOf, hasMoved, type Matrix, matrixOf, type Passage, passages } from "../overlap/differences";
import { type Answer, placesIn, type View } from "../overlap/view";
import type { Wording } from "../overlap/wording";
import { copyOf, find, make } from "../site/dom";

type Unit = CommuneHistory | PlaceHistory;
/** The states that are unknown at the start, and at the end. */
type Unknown = Readonly<Record<string, ReadonlySet<State>>>;

/** Write the sentence, and the communes and the places that went from which state to which. */
export function writeChanges(view: View, before: Answer, wording: Wording): readonly Node[] {
  const { histories, now } = view;
  const communes = passages(histories.communes, ({ code }) => code, before.states, now);
  const places = passages(histories.places, ({ slug }) => slug, before.placeStates, placesIn(now));
  const root = copyOf("changes-blank");
  find(root, ".sentence").textContent = wording.comparison(view);
  const matrices = [matrixOf(before.states, now), matrixOf(before.placeStates, placesIn(now))] as const;
  find(root, ".tabs").hidden = !matrices.some(hasMoved);
  fill(root, "communes", communes, wording);
  fill(root, "places", places, wording);
  const unknown = { start: before.unknown, end: now.unknown };
  count(find(root, ".changed-communes"), matrices[0], unknown, wording);
  count(find(root, ".changed-places"), matrices[1], unknown, wording);
  return [...root.childNodes];
}

/** Write what became of each state, and how many went from which to which. */
function count(holder: ParentNode, matrix: Matrix, unknown: Unknown, wording: Wording): void {
  for (const [way, { count }] of matrix) {
    find(holder, `[data-way="${way}"]`).textContent = wording.number(count);
  }
  for (const state of STATES) {
    for (const [part, number] of Object.entries(flowOf(state, matrix))) {
      const isUnknown = unknown[part]?.has(state);
      const said = isUnknown ? wording.texts.say("unknown") : wording.number(number);
      find(holder, `[data-of="${state}"] [data-part="${part}"]`).textContent = said;
    }
  }
}

function fill(root: ParentNode, what: string, passages: readonly Passage<Unit>[], wording: Wording): void {
  const holder = find(root, `.changed-${what}`);
  const blank = find(holder, ".passage");
  const count = passages.reduce((sum, { changed }) => sum + changed.length, 0);
  find(root, `#of-${what} + span b`).textContent = String(count);
  blank.replaceWith(...passages.map((passage) => passageOf(passage, blank, wording)));
}

function passageOf(
  { kind, before, after, isFirstSeen, changed }: Passage<Unit>,
  blank: Element,
  wording: Wording,
): Element {
  const passage = blank.cloneNode(true) as Element;
  const how = isFirstSeen ? "first_seen" : kind;
  find(passage, ".way").className = `way is-${how}`;
  find(passage, ".kind-of-change").textContent = wording.texts.say(`kind_${how}`);
  find(passage, ".way b").textContent = String(changed.length);
  const [from, to] = passage.querySelectorAll(".step");
  from && draw(from, before, wording);
  to && draw(to, after, wording);
  list(passage, changed, wording);
  return passage;
}

/** Draw the state of a place as circles, that of a commune as a hatch, and name it. */
function draw(step: ParentNode, state: State, wording: Wording): void {
  step.querySelector("use")?.setAttribute("href", `#venn-${state}`);
  step.querySelector("rect")?.setAttribute("class", `commune is-${state}`);
  find(step, ".label").textContent = wording.label(state);
}

function list(passage: ParentNode, changed: readonly Unit[], { texts }: Wording): void {
  const row = find(passage, ".changed > li");
  const named = [...changed].sort((one, other) => one.name.localeCompare(other.name, texts.language));
  row.replaceWith(...named.map(({ name }) => rowOf(name, row, texts.say("no_evidence"))));
}

function rowOf(name: string, blank: Element, words: string): Element {
  const row = blank.cloneNode(true) as Element;
  const missing = make("p", words);
  missing.className = "unknown";
  find(row, ".name-of").textContent = name;
  find(row, ".facts").replaceWith(missing);
  return row;
}
