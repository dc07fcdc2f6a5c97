// Writes what changed from what the page holds, in the server's own rows: states, names and reasons, without evidence.

import { type CommuneHistory, type PlaceHistory, STATES, type State } from "../overlap/coverage";
import { flowOf, hasMoved, type Matrix, matrixOf, type Passage, passages } from "../overlap/differences";
import { type EndedNetworks, type Reason, Reasons } from "../overlap/reasons";
import { type Answer, placesIn, type View } from "../overlap/view";
import type { Wording } from "../overlap/wording";
import { copyOf, find, make } from "../site/dom";

type Unit = CommuneHistory | PlaceHistory;
/** The states that are unknown at the start, and at the end. */
type Unknown = Readonly<Record<string, ReadonlySet<State>>>;

/** Where the page of a place is (of "slug"), and how networks ended. */
export interface ChangesSettings {
  readonly map: { readonly placeUrl: string };
  readonly ended: EndedNetworks;
}

interface Writing {
  readonly settings: ChangesSettings;
  readonly wording: Wording;
  readonly reasonsOf: (unit: Unit) => readonly Reason[];
}

/** Write the sentence, and the communes and the places that went from which state to which, and why. */
export function writeChanges(view: View, before: Answer, wording: Wording, settings: ChangesSettings): readonly Node[] {
  const { histories, now } = view;
  const reasons = new Reasons(view, settings.ended);
  const reasonsOf = (unit: Unit) => ("slug" in unit ? reasons.ofPlace(unit) : reasons.ofCommune(unit, now.radius));
  const writing = { settings, wording, reasonsOf };
  const communes = passages(histories.communes, ({ code }) => code, before.states, now);
  const places = passages(histories.places, ({ slug }) => slug, before.placeStates, placesIn(now));
  const root = copyOf("changes-blank");
  find(root, ".sentence").textContent = wording.comparison(view);
  const matrices = [matrixOf(before.states, now), matrixOf(before.placeStates, placesIn(now))] as const;
  find(root, ".tabs").hidden = !matrices.some(hasMoved);
  fill(root, "communes", communes, writing);
  fill(root, "places", places, writing);
  const endings = reasons.endings(before.placeStates, now.placeStates).map((one) => wording.ending(one));
  find(root, ".endings").hidden = !endings.length;
  find(root, "[data-endings]").textContent = `${endings.join("\u00a0; ")}.`;
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

function fill(root: ParentNode, what: string, passages: readonly Passage<Unit>[], writing: Writing): void {
  const holder = find(root, `.changed-${what}`);
  const blank = find(holder, ".passage");
  const count = passages.reduce((sum, { changed }) => sum + changed.length, 0);
  find(root, `#of-${what} + span b`).textContent = String(count);
  blank.replaceWith(...passages.map((passage) => passageOf(passage, blank, writing)));
}

function passageOf(
  { kind, before, after, isFirstSeen, changed }: Passage<Unit>,
  blank: Element,
  writing: Writing,
): Element {
  const { wording } = writing;
  const passage = blank.cloneNode(true) as Element;
  const how = isFirstSeen ? "first_seen" : kind;
  find(passage, ".way").className = `way is-${how}`;
  find(passage, ".kind-of-change").textContent = wording.texts.say(`kind_${how}`);
  find(passage, ".way b").textContent = String(changed.length);
  const [from, to] = passage.querySelectorAll(".step");
  from && draw(from, before, wording);
  to && draw(to, after, wording);
  list(passage, changed, writing);
  return passage;
}

/** Draw the state of a place as circles, that of a commune as a hatch, and name it. */
function draw(step: ParentNode, state: State, wording: Wording): void {
  step.querySelector("use")?.setAttribute("href", `#venn-${state}`);
  step.querySelector("rect")?.setAttribute("class", `commune is-${state}`);
  find(step, ".label").textContent = wording.label(state);
}

function list(passage: ParentNode, changed: readonly Unit[], writing: Writing): void {
  const row = find(passage, ".changed > li");
  const { language } = writing.wording.texts;
  const named = [...changed].sort((one, other) => one.name.localeCompare(other.name, language));
  row.replaceWith(...named.map((unit) => rowOf(unit, row, writing)));
}

function rowOf(unit: Unit, blank: Element, writing: Writing): Element {
  const row = blank.cloneNode(true) as Element;
  find(row, ".name-of").textContent = unit.name;
  const [facts, reasons] = [find(row, ".facts"), writing.reasonsOf(unit)];
  if (reasons.length) {
    facts.replaceChildren(...reasons.map((reason) => factOf(reason, writing)));
  } else {
    facts.replaceWith(unknown("p", writing.wording.texts.say("no_evidence")));
  }
  return row;
}

/** The day, what happened to a place, whose page says who tells it, and whether it may have been so for long. */
function factOf({ day, precision, isExact, kind, network, place }: Reason, { settings, wording }: Writing): Element {
  const [fact, said, link] = [make("li", ""), make("p", ""), make("a", wording.reason(kind, place.name, network))];
  link.href = settings.map.placeUrl.replace("/slug/", `/${place.slug}/`);
  const doubt = kind === "first_seen" ? "at_least" : "at_latest";
  const perhaps = isExact ? [] : [" ", unknown("span", wording.texts.say(doubt))];
  said.append(make("strong", wording.day(day, precision)), " ", link, ...perhaps);
  fact.append(said);
  return fact;
}

function unknown(name: "p" | "span", words: string): HTMLElement {
  const element = make(name, words);
  element.className = "unknown";
  return element;
}
