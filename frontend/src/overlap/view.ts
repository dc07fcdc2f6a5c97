// What the page shows: what the histories answer to a question. Pure.

import { isAmong } from "./combinations";
import {
  type CommuneHistory,
  type Doubt,
  type PlaceHistory,
  type Radius,
  type SideName,
  type Sides,
  STATES,
  type State,
  type Summary,
  stateOf,
  summarise,
} from "./coverage";
import { type Move, movesOf } from "./differences";
import { type Standing, seenBy, standingOn } from "./first-seen";
import { doubtOf, networksOn, unsureOf } from "./memberships";
import { type Possible, possibleIn, possibleOn } from "./possible";
import { type Question, radiusOf } from "./question";
import { type Ground, type More, moreOf, type Supposed, stateWith } from "./supposed";
import { type Undated, unknownOn } from "./undated";

/** How each commune and place went, and which networks are on which side. */
export interface Histories {
  readonly communes: readonly CommuneHistory[];
  /** How communes went under the other way to count what only could be; none until that is known, or nothing could. */
  readonly otherwise: readonly CommuneHistory[];
  readonly places: readonly PlaceHistory[];
  readonly sides: Sides;
  /** Whether the places that only could be are counted too. */
  readonly countsAll: boolean;
  /** The newest date, month ("2024-01") or year of which a source speaks of what is counted; null: none has a date. */
  readonly sourcesUntil: string | null;
  /** When nothing is known of each side. */
  readonly undated: Undated;
  /** On what suppositions are tried. */
  readonly ground: Ground;
}

/** What holds on a date under a rule, by the code of a commune or the slug of a place. */
export interface Answer {
  readonly date: string;
  readonly radius: Radius;
  readonly states: ReadonlyMap<string, State>;
  readonly placeStates: ReadonlyMap<string, State>;
  /** The sides of each commune, and of each place, that are merely first seen. */
  readonly seen: ReadonlyMap<string, readonly SideName[]>;
  readonly placesSeen: ReadonlyMap<string, readonly SideName[]>;
  readonly doubts: ReadonlyMap<string, Doubt>;
  /** The communes that only could be of some side. */
  readonly possible: Possible;
  /** The networks of each place, in order. */
  readonly networks: ReadonlyMap<string, readonly string[]>;
  /** Communes and the people who live there, and places, in each state. */
  readonly summary: Summary;
  readonly placeCounts: Readonly<Record<State, number>>;
  /** The states of which nobody knows how many there were: what is counted of them is no number. */
  readonly unknown: ReadonlySet<State>;
  /** The places that are only supposed. */
  readonly made: More["made"];
}

export interface View {
  readonly question: Question;
  readonly histories: Histories;
  readonly now: Answer;
  /** What held on the earlier of two dates; null when one is looked at. */
  readonly before: Answer | null;
  /** What holds in fact, while something is supposed; else null. */
  readonly facts: Answer | null;
  /**
   * What the state that is told gained, first saw and lost between the two, by the code of the commune; of one date,
   * the communes that are merely first seen.
   */
  readonly moves: ReadonlyMap<string, Move>;
}

/** The state that a comparison is about: the one that is shown alone, else both. */
export const comparedState = ({ alone }: Question): State => alone ?? "both";

/** Answer a question. What the last view knows of the same earlier date is taken from it. */
export function viewOf(question: Question, histories: Histories, last: View | null = null): View {
  const radius = radiusOf(question);
  const known = answerOn(question.on, radius, histories);
  const facts = question.supposed.length ? known : null;
  const now = facts ? supposing(facts, question.supposed, histories) : known;
  const from = facts ? null : question.from;
  const before = from === null ? null : answerAgain(from, radius, histories, last?.before);
  const earlier = facts ?? before;
  const moves = earlier ? movesOf(comparedState(question), earlier.states, now) : firstSeen(question, now);
  return { question, histories, now, before, facts, moves };
}

/** What would hold with what is supposed: the same counts, of the same things with more sides. */
function supposing(facts: Answer, supposed: readonly Supposed[], histories: Histories): Answer {
  const more = moreOf(supposed, histories, facts.placeStates, facts.date, facts.radius);
  const grown = (states: ReadonlyMap<string, State>, sides: More["communes"]) =>
    new Map([...states].map(([key, state]) => [key, stateWith(state, sides.get(key))]));
  const states = grown(facts.states, more.communes);
  const placeStates = grown(facts.placeStates, more.places);
  return {
    ...facts,
    ...{ states, placeStates, made: more.made },
    doubts: new Map([...facts.doubts].map(([slug, doubt]) => [slug, sureOf(doubt, more.places.get(slug))])),
    possible: new Map([...facts.possible].flatMap(([code, sides]) => stillPossible(code, sides, more))),
    summary: summarise(histories.communes, states),
    placeCounts: countOf([...placeStates.values(), ...more.made.map(({ state }) => state)]),
  };
}

/** A side that is supposed is in no doubt. */
function sureOf(doubt: Doubt, sides: readonly SideName[] = []): Doubt {
  const without = (known: readonly SideName[]) => known.filter((side) => !sides.includes(side));
  const { couldBe, unconfirmed, atLeast } = doubt;
  return { couldBe: without(couldBe), unconfirmed: without(unconfirmed), atLeast: without(atLeast) };
}

function stillPossible(code: string, sides: readonly SideName[], { communes }: More): [string, readonly SideName[]][] {
  const left = sides.filter((side) => !communes.get(code)?.includes(side));
  return left.length ? [[code, left]] : [];
}

/** The communes whose state on a date is merely first seen, among those that are shown. */
function firstSeen({ alone }: Question, { states, seen }: Answer): Map<string, Move> {
  const shown = [...seen].filter(([code, sides]) => sides.length > 0 && (!alone || states.get(code) === alone));
  return new Map(shown.map(([code]) => [code, "first_seen"]));
}

/** How the places of an answer stand. */
export const placesIn = ({ placeStates, placesSeen }: Answer): Standing => ({ states: placeStates, seen: placesSeen });

function answerAgain(date: string, radius: Radius, histories: Histories, known: Answer | null | undefined): Answer {
  const isKnown = known?.date === date && known.radius === radius;
  return isKnown ? known : answerOn(date, radius, histories);
}

export function answerOn(date: string, radius: Radius, histories: Histories): Answer {
  const { communes, otherwise, places, sides, countsAll, undated } = histories;
  const ofEach = <T>(tell: (place: PlaceHistory) => T) => new Map(places.map((place) => [place.slug, tell(place)]));
  const { states, seen } = standingOn(communes, date, radius);
  const placeStates = ofEach(({ turns }) => stateOf(turns, date));
  return {
    ...{ date, radius, states, placeStates },
    seen,
    placesSeen: ofEach(({ turns }) => seenBy(turns, date)),
    possible: possibleOn(states, otherwise, date, radius),
    doubts: ofEach((place) => doubtOf(place, sides, date, countsAll)),
    networks: ofEach((place) => networksOn(place, date)),
    summary: summarise(communes, states),
    placeCounts: countOf(placeStates.values()),
    unknown: unknownOn(undated, date),
    made: [],
  };
}

function countOf(states: Iterable<State>): Record<State, number> {
  const counts = Object.fromEntries(STATES.map((state) => [state, 0])) as Record<State, number>;
  for (const state of states) {
    counts[state] += 1;
  }
  return counts;
}

/** Count the places that are drawn faded, for nobody has confirmed them on some side. */
export const countFaded = (view: View): number => countDrawn(view, (doubt) => unsureOf(doubt).length > 0);

/** Count the places that are drawn with a question mark, for they only could be. */
export const countPossible = (view: View): number => countDrawn(view, ({ couldBe }) => couldBe.length > 0);

/** The communes of an answer on which question marks lie. */
export const possibleShown = ({ alone }: Question, { possible, states }: Answer): Possible =>
  possibleIn(possible, states, alone);

function countDrawn({ question: { alone, chosen }, now }: View, isSo: (doubt: Doubt) => boolean): number {
  const isDrawn = (slug: string) =>
    isAmong(chosen, now.networks.get(slug)) && (!alone || now.placeStates.get(slug) === alone);
  return [...now.doubts].filter(([slug, doubt]) => isSo(doubt) && isDrawn(slug)).length;
}
