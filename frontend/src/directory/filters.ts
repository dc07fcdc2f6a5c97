// The filters, each declared once: how an address and a form say it, and how a place answers it. A new one is a line in
// `FILTERS`, under the name that `network/filters.py` gives it.

import { opening } from "../hours/opening";
import { isOverlap, metresBetween, OVERLAPS, type Overlap, type Place, type Position } from "./places";

export type List = "kinds" | "services" | "networks";
type IsKnown = (list: List | "territories" | "days", word: string) => boolean;

/** When a question is asked, and until when the hours of the places are good, in minutes since 1970; and from where. */
export interface Standpoint {
  readonly minute: number;
  readonly until: number;
  readonly centre?: Position | null;
}

/** What is known of a place that a question is asked of; of several questions, the gravest counts. */
export const SAID = { yes: 0, toConfirm: 1, nothing: 2, no: 3 } as const;
export type Said = (typeof SAID)[keyof typeof SAID];

const yesOrNo = (isSo: boolean): Said => (isSo ? SAID.yes : SAID.no);

export interface Filter<Value> {
  /** Whether it leaves places out: a point to sort from does not. */
  readonly narrows: boolean;
  /** Whether the page folds it away, under a badge that counts its words. */
  readonly isFolded: boolean;
  /** Whether a place may say nothing of it. */
  readonly leavesDoubt?: boolean;
  /** Read what an address or a form says; what does not exist is left out, as are the words that a list does not know. */
  read(values: readonly string[], isKnown: IsKnown): Value;
  /** Write it again; nothing when nothing is asked. */
  write(value: Value): readonly string[];
  /** What a place answers; without it, whoever asks looks at all the places at once. */
  answer?(place: Place, value: Value, isAllAsked: boolean, from: Standpoint): Said;
}

/** Words that a place must speak of. */
function words(most: number): Filter<string> {
  return {
    narrows: true,
    isFolded: false,
    read: ([value = ""]) => value.trim().slice(0, most),
    write: (value) => (value ? [value] : []),
  };
}

/** Boxes to tick, of which a place must have one, or all. */
function list(column: List): Filter<ReadonlySet<string>> {
  return {
    narrows: true,
    isFolded: true,
    leavesDoubt: column === "services",
    read: (values, isKnown) => new Set(values.filter((word) => word && isKnown(column, word))),
    write: (value) => [...value].sort(),
    answer: ({ [column]: words }, value, isAllAsked) => {
      if (value.size && !words) {
        return SAID.nothing;
      }
      return yesOrNo(has(words ?? [], value, isAllAsked));
    },
  };
}

/** Boxes to tick, of which a place is in one. */
const territories: Filter<ReadonlySet<string>> = {
  narrows: true,
  isFolded: true,
  read: (values, isKnown) => new Set(values.filter((code) => code && isKnown("territories", code))),
  write: (value) => [...value].sort(),
  answer: ({ territory = "" }, value) => yesOrNo(!value.size || value.has(territory)),
};

/** What one may come for, in the order of the screen. */
const NEEDS: readonly string[] = ["work", "help", "business", "procedures"];

/** Boxes of which a place must answer one, whatever is asked of the others. */
const needs: Filter<ReadonlySet<string>> = {
  narrows: true,
  isFolded: false,
  read: (values) => new Set(values.filter((need) => NEEDS.includes(need))),
  write: (value) => NEEDS.filter((need) => value.has(need)),
  answer: (place, value) => yesOrNo(has(place.needs ?? [], value, false)),
};

/** One box to tick. */
function yes(tick: string, answer?: (place: Place, from: Standpoint) => Said): Filter<boolean> {
  return {
    narrows: answer !== undefined,
    isFolded: false,
    read: ([value]) => value === tick,
    write: (value) => (value ? [tick] : []),
    ...(answer && { answer: (place, value, _isAllAsked, from) => (value ? answer(place, from) : SAID.yes) }),
  };
}

/** One box for what is known of a place, under the name of its filter on the server. */
export const fact = (name: string): Filter<boolean> => ({
  ...yes("yes", ({ facts, lacks }) => {
    if (facts?.includes(name)) {
      return SAID.yes;
    }
    return lacks?.includes(name) ? SAID.no : SAID.nothing;
  }),
  isFolded: true,
  leavesDoubt: true,
});

export const NOW = "now";
/** In metres, as in `network/filters.py`. */
const HALF_THE_EARTH = 20_037_508;
const HOUR = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/** Now, or an hour of the days of which hours are held, as a field of a form writes it; "" when none is asked. */
const hour: Filter<string> = {
  narrows: true,
  isFolded: false,
  leavesDoubt: true,
  read: (values, isKnown) =>
    values.findLast((value) => value === NOW || (HOUR.test(value) && isKnown("days", value.slice(0, 10)))) ?? "",
  write: (value) => (value ? [value] : []),
  answer: (place, value, _isAllAsked, asked) => (value ? isOpen(place, asked) : SAID.yes),
};

/** What a place says of its door at an hour. */
function isOpen({ spans }: Place, { minute, until }: Standpoint): Said {
  if (!spans) {
    return SAID.nothing;
  }
  const { state } = opening(spans, until, minute);
  return state === "unknown" ? SAID.toConfirm : yesOrNo(state === "open");
}

/** A commune from which places are measured and sorted, by its code. */
const commune: Filter<string> = {
  narrows: false,
  isFolded: false,
  read: ([value = ""]) => (/^\d[\dAB]\d{3}$/.test(value) ? value : ""),
  write: (value) => (value ? [value] : []),
};

/** How far places may be, in metres; it goes nowhere from nowhere. */
const radius: Filter<number> = {
  narrows: true,
  isFolded: false,
  read: ([value = ""]) => readRadius(Number(value)),
  write: (value) => (value ? [String(value)] : []),
  answer: ({ position }, value, _isAllAsked, { centre }) =>
    yesOrNo(!value || !centre || (position !== null && metresBetween(centre, position) <= value)),
};

const readRadius = (metres: number): number => (metres > 0 && metres <= HALF_THE_EARTH ? metres : 0);

/** The point from which places are sorted. */
const point: Filter<Position | null> = {
  narrows: false,
  isFolded: false,
  read: ([value = ""]) => readPosition(value),
  write: (value) => (value ? [writePosition(value)] : []),
};

/** The states of overlap to show, counted before they are kept; none asked shows them all. */
const states: Filter<ReadonlySet<Overlap>> = {
  narrows: true,
  isFolded: false,
  read: (values) => new Set(values.filter(isOverlap)),
  write: (value) => OVERLAPS.filter((state) => value.has(state)),
};

/** In the order in which the address says them: one question has one address. */
const FILTERS = {
  need: needs,
  q: words(100),
  territory: territories,
  kind: list("kinds"),
  service: list("services"),
  network: list("networks"),
  match: yes("all"),
  open: hour,
  wifi: fact("wifi"),
  meeting_room: fact("meeting_room"),
  call_booth: fact("call_booth"),
  wheelchair: fact("wheelchair"),
  unknown: yes("only"),
  near: point,
  near_commune: commune,
  radius,
  overlap: states,
};

type ValueOf<F> = F extends Filter<infer Value> ? Value : never;
type Name = keyof typeof FILTERS;
/** What is asked of the directory, by the name of each filter. */
export type Filters = { readonly [F in Name]: ValueOf<(typeof FILTERS)[F]> };

const ALL = Object.entries(FILTERS) as unknown as readonly (readonly [Name, Filter<unknown>])[];

/** Read the filters from the query of an address, or from the fields of a form. */
export function fromQuery(query: string | URLSearchParams, isKnown: IsKnown = () => true): Filters {
  const asked = new URLSearchParams(query);
  const read = ALL.map(([name, filter]) => [name, filter.read(asked.getAll(name), isKnown)]);
  return settled(Object.fromEntries(read));
}

/** Ask for what is not known only where something is asked that may not be; and from one place at most how far. */
export function settled(filters: Filters): Filters {
  const near = filters.near_commune ? null : filters.near;
  const radius = near || filters.near_commune ? filters.radius : 0;
  return { ...filters, near, radius, unknown: filters.unknown && inDoubt(filters).length > 0 };
}

/** Name the filters that are asked, and of which a place may say nothing. */
export function inDoubt(filters: Filters): readonly string[] {
  return ALL.filter(([name, filter]) => filter.leavesDoubt && filter.write(filters[name]).length).map(([name]) => name);
}

export const EVERYTHING = fromQuery("");

/** What a filter asks, as an address and a form write it. */
export function valuesOf(filters: Filters, name: string): readonly string[] {
  const known = ALL.find(([other]) => other === name);
  return known ? known[1].write(filters[known[0]]) : [];
}

/** Write the filters as a query, "" when nothing is asked. */
export function toQuery(filters: Filters): string {
  const query = new URLSearchParams();
  for (const [name, filter] of ALL) {
    for (const value of filter.write(filters[name])) {
      query.append(name, value);
    }
  }
  // Commas and colons may stand in a query, and an address is read by people.
  return query.size ? `?${query}`.replaceAll("%2C", ",").replaceAll("%3A", ":") : "";
}

/** Ask for one state alone, or for every state again when it was asked for already. */
export function toggled(filters: Filters, state: Overlap): Filters {
  return { ...filters, overlap: new Set(filters.overlap.has(state) ? [] : [state]) };
}

/** Tell what a place answers to every filter that looks at one place alone: the gravest answer. */
export function answerOf(place: Place, filters: Filters, from: Standpoint): Said {
  let gravest: Said = SAID.yes;
  for (const [name, { answer }] of ALL) {
    const said = answer?.(place, filters[name], filters.match, from) ?? SAID.yes;
    gravest = said > gravest ? said : gravest;
  }
  return gravest;
}

/** Tell whether nothing narrows the directory. */
export const isEverything = (filters: Filters): boolean =>
  !ALL.some(([name, filter]) => filter.narrows && filter.write(filters[name]).length);

/** Tell whether exactly these territories are asked for, by their codes in order; without any, all that is asked is within. */
export const isWithin = ({ territory }: Filters, codes: readonly string[] | undefined): boolean =>
  !codes || [...territory].sort().join() === codes.join();

/** Count the words asked for that the page folds away. */
export const countFolded = (filters: Filters): number =>
  ALL.reduce((count, [name, filter]) => count + (filter.isFolded ? filter.write(filters[name]).length : 0), 0) +
  Number(isHourToCome(filters.open)) +
  Number(filters.near_commune !== "" || filters.radius > 0);

export const isHourToCome = (open: string): boolean => open !== "" && open !== NOW;

/** Longitude, then latitude, as the API writes a point; four decimals are ten metres, and tell no one's door. */
export const writePosition = ([latitude, longitude]: Position): string =>
  `${longitude.toFixed(4)},${latitude.toFixed(4)}`;

function readPosition(text: string): Position | null {
  const [longitude = Number.NaN, latitude = Number.NaN, ...more] = text.split(",").map(Number.parseFloat);
  const isOnEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && !more.length;
  return isOnEarth ? [latitude, longitude] : null;
}

/** Whether any of the values asked for is there, or all of them; none asked is always there. */
function has(values: readonly string[], asked: ReadonlySet<string>, isAllAsked: boolean): boolean {
  if (!asked.size) {
    return true;
  }
  return isAllAsked ? [...asked].every((value) => values.includes(value)) : values.some((value) => asked.has(value));
}
