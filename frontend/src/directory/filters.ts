// What is asked of the directory. The address of the page always says it, in the same words as the API.

import { isOverlap, OVERLAPS, type Overlap, type Position } from "./places";

export interface Filters {
  /** Words that a place must speak of; "" asks nothing, as an empty set does. */
  readonly q: string;
  readonly kinds: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  readonly networks: ReadonlySet<string>;
  /** Whether a place must have everything that is ticked, and not just one of each. */
  readonly matchAll: boolean;
  readonly openNow: boolean;
  /** The point from which places are sorted. */
  readonly near: Position | null;
  /** The states of overlap to show; none asked shows them all. */
  readonly overlap: ReadonlySet<Overlap>;
}

type List = "kinds" | "services" | "networks";

/**
 * Read the filters from the query of an address, or from the fields of a form. What does not exist is left out, as are
 * the words that a list does not know: the server asks nothing with them, and says so.
 */
export function fromQuery(
  query: string | URLSearchParams,
  isKnown: (list: List, word: string) => boolean = () => true,
): Filters {
  const asked = new URLSearchParams(query);
  const all = (name: string, list: List) => new Set(asked.getAll(name).filter((word) => word && isKnown(list, word)));
  return {
    q: (asked.get("q") ?? "").trim().slice(0, 100),
    kinds: all("kind", "kinds"),
    services: all("service", "services"),
    networks: all("network", "networks"),
    matchAll: asked.get("match") === "all",
    openNow: asked.get("open") === "now",
    near: readPosition(asked.get("near") ?? ""),
    overlap: new Set(asked.getAll("overlap").filter(isOverlap)),
  };
}

export const EVERYTHING = fromQuery("");

/** Write the filters as a query, "" when nothing is asked. The order is fixed: one question has one address. */
export function toQuery(filters: Filters): string {
  const query = new URLSearchParams();
  const add = (name: string, values: Iterable<string>) => {
    for (const value of values) {
      query.append(name, value);
    }
  };
  add("q", filters.q ? [filters.q] : []);
  add("kind", [...filters.kinds].sort());
  add("service", [...filters.services].sort());
  add("network", [...filters.networks].sort());
  add("match", filters.matchAll ? ["all"] : []);
  add("open", filters.openNow ? ["now"] : []);
  add("near", filters.near ? [writePosition(filters.near)] : []);
  add(
    "overlap",
    OVERLAPS.filter((state) => filters.overlap.has(state)),
  );
  // Commas and colons may stand in a query, and an address is read by people.
  return query.size ? `?${query}`.replaceAll("%2C", ",") : "";
}

/** Ask for one state alone, or for every state again when it was asked for already. */
export function toggled(filters: Filters, state: Overlap): Filters {
  return { ...filters, overlap: new Set(filters.overlap.has(state) ? [] : [state]) };
}

/** Tell whether nothing narrows the directory: a point to sort from does not. */
export const isEverything = (filters: Filters): boolean => toQuery({ ...filters, near: null, matchAll: false }) === "";

/** Longitude, then latitude, as the API writes a point; four decimals are ten metres, and tell no one's door. */
export const writePosition = ([latitude, longitude]: Position): string =>
  `${longitude.toFixed(4)},${latitude.toFixed(4)}`;

function readPosition(text: string): Position | null {
  const [longitude = Number.NaN, latitude = Number.NaN, ...more] = text.split(",").map(Number.parseFloat);
  const isOnEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && !more.length;
  return isOnEarth ? [latitude, longitude] : null;
}
