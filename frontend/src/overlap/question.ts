// What is asked of the page of crossings, and every way to ask something else. Pure: the page is told, and never read.

import { monthsAfter, type Radius, type State, stateNamed } from "./coverage";
import { readSupposed, type Supposed, supposedText } from "./supposed";

/** A name and a value, as addresses write them; a name may come twice. */
export type Pair = readonly [name: string, value: string];

/** The days that time goes over. */
export interface Span {
  readonly first: string;
  readonly last: string;
}

export interface Question {
  /** The date; of two that are compared, the later. */
  readonly on: string;
  /** The earlier of two dates; null when one is looked at. */
  readonly from: string | null;
  /** Where the last comparison began: the next one begins there again. */
  readonly lastFrom: string | null;
  readonly rule: "presence" | "distance";
  /** In metres, whether the rule asks for it or not. */
  readonly radius: number;
  readonly isConfirmedOnly: boolean;
  /** Whether the places that only could be are counted too. */
  readonly countsAll: boolean;
  /** What names the sides; empty: as usual. */
  readonly sides: readonly Pair[];
  /** The codes of the territories where one counts; empty: all of them. */
  readonly territories: readonly string[];
  /** The only state that is not faded; null: none is. */
  readonly alone: State | null;
  /** The networks whose places are shown alone, those in exactly these; empty: every place is shown. */
  readonly chosen: readonly string[];
  /** What is supposed beside the facts; empty: nothing is. */
  readonly supposed: readonly Supposed[];
  readonly span: Span;
}

/** A way from a question to another. */
export type Step = (question: Question) => Question;

/** How far back a comparison begins at first. */
const MONTHS = -60;

/** Dates as text sort as dates do. */
const earliest = (dates: readonly string[]): string => dates.toSorted()[0] ?? "";
const latest = (dates: readonly string[]): string => dates.toSorted().at(-1) ?? "";
const within = (date: string, { first, last }: Span): string => latest([first, earliest([date, last])]);

/** The days from the earliest of some dates to the latest. */
export const spanOf = (dates: readonly string[]): Span => ({ first: earliest(dates), last: latest(dates) });

/** The radius that covers; null: only a place in the commune does. */
export const radiusOf = ({ rule, radius }: Question): Radius => (rule === "distance" ? radius : null);

/** Look at a date, no earlier than the one that it is compared with. */
export const moveTo =
  (date: string): Step =>
  (question) => ({ ...question, on: question.from === null ? date : latest([date, question.from]) });

/** What is done to the earlier of two dates is done while there are two. */
const ifCompared =
  (step: (question: Question, from: string) => Question): Step =>
  (question) =>
    question.from === null ? question : step(question, question.from);

/** Begin the comparison at another date, no later than the one that it is compared with. */
export const moveFrom = (date: string): Step =>
  ifCompared((question) => ({ ...question, from: within(date, { first: question.span.first, last: question.on }) }));

/** Go so many months further, or back, as far as time goes. */
export const stepBy =
  (months: number): Step =>
  (question) =>
    moveTo(within(monthsAfter(question.on, months), question.span))(question);

export const stepFromBy = (months: number): Step =>
  ifCompared((question, from) => moveFrom(monthsAfter(from, months))(question));

/** Go to an end of time. */
export const leapTo =
  (end: keyof Span): Step =>
  (question) =>
    moveTo(question.span[end])(question);

/** Ask for what a form holds. Time then goes as far as its date. */
export const ask =
  (asked: Partial<Omit<Question, "span">>): Step =>
  (question) => {
    const { first, last } = question.span;
    const next = { ...question, ...asked };
    return moveTo(next.on)({ ...next, span: spanOf([first, last, next.on]) });
  };

export const askByOtherRule: Step = (question) => ({
  ...question,
  rule: question.rule === "distance" ? "presence" : "distance",
});

/** Compare two dates, as they were in fact, or look at one again. */
export const toggleComparison: Step = (question) =>
  question.from === null
    ? { ...question, from: beginningOf(question), supposed: [] }
    : { ...question, from: null, lastFrom: question.from };

function beginningOf({ on, lastFrom, span }: Question): string {
  const first = earliest([span.first, on]);
  return earliest([on, lastFrom ?? latest([first, monthsAfter(on, MONTHS)])]);
}

/** Show a state alone, or all of them when it already is. */
export const toggleAlone =
  (state: State): Step =>
  (question) => ({ ...question, alone: question.alone === state ? null : state });

export const showAllStates: Step = (question) => (question.alone === null ? question : { ...question, alone: null });

/** Show alone the places in exactly these networks; none: show every place. */
export const choose =
  (chosen: readonly string[]): Step =>
  (question) => ({ ...question, chosen });

/** Look at the facts alone. */
export const supposeNothing: Step = (question) => (question.supposed.length ? { ...question, supposed: [] } : question);

/** What the site is asked for one date, in the words of its addresses and of the API. */
export function queryOf(question: Question): URLSearchParams {
  const { on, rule, radius, isConfirmedOnly, countsAll, sides } = question;
  const distance = rule === "distance" ? [["rule", rule] as const, ["radius", String(radius)] as const] : [];
  const confirmed = isConfirmedOnly ? [["confirmed", "true"] as const] : [];
  const all = countsAll ? [["could_be", "true"] as const] : [];
  const territories = question.territories.map((code) => ["territory", code] as const);
  return written([["on", on], ...distance, ...confirmed, ...all, ...sides, ...territories]);
}

/** What the site is asked for two dates; its sentence is of the state that is shown alone. */
export function comparisonQueryOf(question: Question): URLSearchParams {
  const query = queryOf(question);
  question.from !== null && query.set("from", question.from);
  question.alone !== null && query.set("state", question.alone);
  return query;
}

/** The address of a page that shows this. `waiting`: what was asked of it that only the site can answer. */
export function addressOf(question: Question, waiting: readonly Pair[] = []): URLSearchParams {
  const query = queryOf(question);
  const later = waiting.filter(([name]) => !query.has(name));
  const chosen = question.chosen.map((network) => ["network", network] as const);
  const alone = question.alone ? [["state", question.alone] as const] : [];
  const from = question.from === null ? [] : [["from", question.from] as const];
  const supposed = question.supposed.map((one) => ["if", supposedText(one)] as const);
  return written([...query, ...later, ...chosen, ...alone, ...from, ...supposed]);
}

const written = (pairs: readonly Pair[]): URLSearchParams => new URLSearchParams(pairs.map(([...pair]) => pair));

/** What only the site can answer: other sides, who is counted, networks that go together, where one counts. */
const OF_THE_SITE = new Set(["a", "b", "confirmed", "could_be", "network", "territory"]);

/** What of an address waits for the network, on a page that was kept; some territories may be its own. */
export const waitingIn = (address: URLSearchParams, own: readonly string[] = []): Pair[] =>
  [...address].filter(
    ([name, value]) =>
      OF_THE_SITE.has(name) && value !== "" && value !== "false" && !(name === "territory" && own.includes(value)),
  );

/** Ask what an address does, save what waits for the network; what cannot be read is left as it is. */
export const askAddress =
  (address: URLSearchParams): Step =>
  (question) => {
    const [on, from] = [dateIn(address, "on") ?? question.on, dateIn(address, "from") ?? question.from];
    return {
      ...question,
      on: from === null ? on : latest([on, from]),
      from: from === null ? null : earliest([on, from]),
      rule: address.get("rule") === "distance" ? "distance" : question.rule,
      radius: radiusIn(address) ?? question.radius,
      alone: stateNamed(address.get("state")) ?? question.alone,
      supposed: address.has("if") ? readSupposed(address.getAll("if")) : question.supposed,
    };
  };

function dateIn(address: URLSearchParams, name: string): string | null {
  const text = address.get(name) ?? "";
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
  return isDate && monthsAfter(text, 0) === text ? text : null;
}

function radiusIn(address: URLSearchParams): number | null {
  const text = address.get("radius") ?? "";
  return /^\d+$/.test(text) ? Number(text) : null;
}
