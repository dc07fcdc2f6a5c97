// The directory in the browser's hands: every question of the page is answered from it, without a request.

import { minuteOf, opening } from "../hours/opening";
import type { Texts } from "../site/texts";
import type { Filters } from "./filters";
import { countStates, metresBetween, type Overlap, type Place, type Told } from "./places";
import { SearchIndex } from "./search-index";

export interface Answer {
  /** The places to show, in the order of the list. */
  readonly shown: readonly Place[];
  /** How many places are in each state of overlap, whichever states are asked for. */
  readonly counts: Record<Overlap, number>;
}

export class Directory {
  readonly told: Told;
  readonly #texts: Texts;
  #index: SearchIndex | null = null;

  constructor(told: Told, texts: Texts) {
    this.told = told;
    this.#texts = texts;
  }

  /** Read the words of every place, so that the first search need not: the page can be shown before. */
  readWords(): SearchIndex {
    this.#index ??= new SearchIndex(this.told.places.map((place) => textOf(place, this.#texts)));
    return this.#index;
  }

  /** Answer a question, at a moment. */
  ask(filters: Filters, moment: Date): Answer {
    const found = filters.q ? this.readWords().matching(filters.q) : null;
    const minute = minuteOf(moment);
    const passing = this.told.places.filter(
      (place, rank) => (!found || found.has(rank)) && this.#passes(place, filters, minute),
    );
    const shown = filters.overlap.size ? passing.filter((place) => filters.overlap.has(place.overlap)) : passing;
    return { shown: filters.near ? nearestFirst(shown, filters.near) : shown, counts: countStates(passing) };
  }

  /** Tell whether it is "open now", and nothing else, that leaves no place at a moment. */
  isRefusedByHours(filters: Filters, moment: Date): boolean {
    return filters.openNow && this.ask({ ...filters, openNow: false }, moment).shown.length > 0;
  }

  #passes(place: Place, filters: Filters, minute: number): boolean {
    return (
      has(place.kinds, filters.kinds, filters.matchAll) &&
      has(place.services ?? [], filters.services, filters.matchAll) &&
      has(place.networks, filters.networks, filters.matchAll) &&
      (!filters.openNow || (place.spans !== null && opening(place.spans, this.told.until, minute).state === "open"))
    );
  }
}

/** Whether any of the values asked for is there, or all of them; none asked is always there. */
function has(values: readonly string[], asked: ReadonlySet<string>, isAllAsked: boolean): boolean {
  if (!asked.size) {
    return true;
  }
  return isAllAsked ? [...asked].every((value) => values.includes(value)) : values.some((value) => asked.has(value));
}

function textOf(place: Place, texts: Texts): string {
  const kinds = place.kinds.map((kind) => texts.label("kinds", kind));
  const services = (place.services ?? []).map((service) => texts.label("services", service));
  const networks = place.networks.map((network) => texts.label("networks", network));
  const { name, commune, description, address, postcode } = place;
  return [name, commune, description, address, postcode, ...kinds, ...services, ...networks].join(" ");
}

/** The nearest first; those that nobody has put on the map last, in the usual order. */
function nearestFirst(places: readonly Place[], near: NonNullable<Filters["near"]>): readonly Place[] {
  const metres = new Map(
    places.map((place) => [place, place.position ? metresBetween(near, place.position) : Number.POSITIVE_INFINITY]),
  );
  return [...places].sort((one, other) => (metres.get(one) ?? 0) - (metres.get(other) ?? 0) || 0);
}
