// What is asked of the directory. The address of the page always says it, in the same words as the API.

import { isOverlap, OVERLAPS, type Overlap, type Place } from "./places";

export interface Filters {
  /** The states of overlap to show; none asked shows them all. */
  readonly overlap: ReadonlySet<Overlap>;
}

export const EVERYTHING: Filters = { overlap: new Set() };

/** Read the filters from the query of an address. What does not exist is left out. */
export function fromQuery(query: string): Filters {
  return { overlap: new Set(new URLSearchParams(query).getAll("overlap").filter(isOverlap)) };
}

/** Write the filters as a query, "" when nothing is asked. The order is fixed: one question has one address. */
export function toQuery(filters: Filters): string {
  const query = new URLSearchParams();
  for (const state of OVERLAPS) {
    if (filters.overlap.has(state)) {
      query.append("overlap", state);
    }
  }
  return query.size ? `?${query}` : "";
}

/** Ask for one state alone, or for everything again when it was asked for already. */
export function toggled(filters: Filters, state: Overlap): Filters {
  return { ...filters, overlap: new Set(filters.overlap.has(state) ? [] : [state]) };
}

export function accepts(filters: Filters, place: Pick<Place, "overlap">): boolean {
  return filters.overlap.size === 0 || filters.overlap.has(place.overlap);
}
