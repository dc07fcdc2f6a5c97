// What a view is on paper: its maps with their marks, their keys, and the sheet that holds them with the words.

import type { Ground } from "../map/ground-layer";
import type { Outlines } from "../map/outlines";
import { isAmong } from "../overlap/combinations";
import { type PlaceHistory, STATES, type State } from "../overlap/coverage";
import type { Move } from "../overlap/differences";
import { isSeen, looksOf } from "../overlap/memberships";
import { type Answer, countFaded, possibleShown, type View } from "../overlap/view";
import type { Wording } from "../overlap/wording";
import { find } from "../site/dom";
import type { DatedMap, Figure, Key } from "./figure";
import { circles, colour, fixedWords, hatches, palette } from "./page-drawings";
import { type Mark, outlined } from "./paper-map";
import type { Sheet, StateTile } from "./poster";
import type { SvgNode } from "./svg-drawing";

export interface Shown {
  readonly view: View;
  readonly outlines: Outlines;
  readonly ground: Ground | null;
  readonly wording: Wording;
}

/** Who the sides are. */
const SIDES = ".called p:has(.swatch)";

/** The map, or those of two dates with what changed between them. */
export function figureOf(shown: Shown): Figure {
  const { view, outlines, ground } = shown;
  const unchanged = new Map<string, Move>();
  const before = view.before ? [mapOf(view.before, unchanged, shown)] : [];
  return {
    ...{ outlines, ground, alone: view.question.alone, palette: palette() },
    maps: [...before, mapOf(view.now, view.moves, shown)],
    keys: changeKeys(shown),
  };
}

/** The keys that stand under the map where no words are beside it. */
export const paperKeys = (shown: Shown): Key[] => [
  ...changeKeys(shown),
  ...chosenWords(shown).map((words) => ({ words, drawn: [], isStrong: true })),
  ...doubtKeys(shown),
];

export function sheetOf(shown: Shown): Sheet {
  const { view, wording } = shown;
  return {
    ...figureOf(shown),
    ...{ language: document.documentElement.lang, title: `${find(document, "h1").textContent} — Croisée` },
    ...{ point: wording.headline(view), aside: wording.samePlace(view), reach: wording.sources(view) },
    notes: notesOf(shown),
    tiles: STATES.map((state) => tileOf(state, shown)),
    places: STATES.map((state) => placesOf(state, shown)),
    ...{ communesName: fixedWords("#communes-name").join(), placesName: fixedWords("#places-name").join() },
    doubts: doubtKeys(shown),
    ...{ hatches: hatches(), paper: colour("--paper") },
  };
}

/** What makes a number defensible: who the sides are, the rule, the sources, and the page that shows the same. */
const notesOf = (shown: Shown): string[] => [
  ...fixedWords(SIDES),
  ...chosenWords(shown),
  shown.wording.rule(shown.view),
  ...fixedWords("#credit"),
  location.href,
];

function mapOf(answer: Answer, moves: ReadonlyMap<string, Move>, { view, wording }: Shown): DatedMap {
  const { alone } = view.question;
  const marks = marksOf(answer, view).filter(({ state }) => alone === null || alone === state);
  return {
    states: answer.states,
    possible: possibleShown(view.question, answer),
    marks,
    moves,
    day: wording.day(answer.date),
    words: wording.told(view.question, answer),
  };
}

function tileOf(state: State, { view, wording }: Shown): StateTile {
  const { communes, unit, people } = wording.state(state, view.now);
  return { state, label: wording.label(state), communes, details: [unit, people].filter(Boolean).join(" · ") };
}

function placesOf(state: State, { view, wording }: Shown): Key {
  const { places } = wording.state(state, view.now);
  return { words: `${places}\u00a0\u00a0${wording.label(state)}`, drawn: circles(state, "") };
}

/** How many communes changed, and the line that is around them. */
function changeKeys({ view, wording }: Shown): Key[] {
  const colours = palette();
  return wording.moves(view).map(([move, words]) => {
    const mark: SvgNode = ["rect", { x: 2, y: 3, width: 42, height: 20, ...outlined(move, colours) }];
    return { words, drawn: [mark], isStrong: true };
  });
}

/** Which places are shown alone, while they are. */
function chosenWords({ view, wording }: Shown): string[] {
  const { chosen } = view.question;
  const count = [...view.now.networks.values()].filter((networks) => isAmong(chosen, networks)).length;
  return chosen.length ? [wording.combination(chosen, count)] : [];
}

/** What question marks mean, and faded marks, while there are any. */
function doubtKeys({ view, wording }: Shown): Key[] {
  const faded = countFaded(view);
  return [
    ...keyOf("possible-key", wording.possibleShown(view), possibleSign()),
    ...keyOf("doubt-key", faded ? wording.counted("places", faded) : "", circles("both", "unsure-a unsure-b")),
  ];
}

/** A place with its question marks, beside the dots of a commune. */
const possibleSign = (): Key["drawn"] => [
  ["g", { transform: "translate(0 4) scale(0.66)" }, ...circles("neither", "maybe-a maybe-b")],
  ["rect", { x: 28, y: 5, width: 16, height: 15, fill: "url(#paper-maybe-ab)", stroke: palette().border }],
];

const keyOf = (id: string, counted: string, drawn: Key["drawn"]): Key[] =>
  counted ? [{ words: [...fixedWords(`#${id} [data-said]`), counted].join(" · "), drawn }] : [];

/** The places that are on a side or could be, what is both above the rest; faded where nobody has confirmed them. */
function marksOf(answer: Answer, { question, histories }: View): Mark[] {
  const draw = remembered(circles);
  const shown = histories.places.filter(({ slug }) => isAmong(question.chosen, answer.networks.get(slug)));
  const marks = shown.flatMap((place) => markOf(place, answer, draw));
  return marks.sort((one, other) => Number(one.state === "both") - Number(other.state === "both"));
}

function markOf({ slug, longitude, latitude }: PlaceHistory, answer: Answer, draw: typeof circles): Mark[] {
  const state = answer.placeStates.get(slug) ?? "neither";
  const look = looksOf(answer.doubts.get(slug)).join(" ");
  const isDrawn = isSeen(state, look) && longitude !== null && latitude !== null;
  return isDrawn ? [{ longitude, latitude, state, drawn: draw(state, look) }] : [];
}

/** Read each drawing of the page once. */
function remembered(read: typeof circles): typeof circles {
  const known = new Map<string, ReturnType<typeof circles>>();
  return (state, look) => {
    const drawn = known.get(state + look) ?? read(state, look);
    known.set(state + look, drawn);
    return drawn;
  };
}
