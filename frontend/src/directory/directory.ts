// The directory in the browser's hands: every question of the page is answered from it, without a request.

import { minuteOf } from "../hours/opening";
import type { Texts } from "../site/texts";
import { type Filters, passes } from "./filters";
import { countStates, type DirectoryData, metresBetween, type Place } from "./places";
import type { Answer } from "./places-source";
import { SearchIndex } from "./search-index";

export class Directory {
  readonly data: DirectoryData;
  readonly #texts: Texts;
  #index: SearchIndex | null = null;

  constructor(data: DirectoryData, texts: Texts) {
    this.data = data;
    this.#texts = texts;
  }

  /** Read the words of every place, so that the first search need not: the page can be shown before. */
  readWords(): SearchIndex {
    this.#index ??= new SearchIndex(this.data.places.map((place) => textOf(place, this.#texts)));
    return this.#index;
  }

  /** Answer a question, at a moment. */
  ask(filters: Filters, moment: Date): Answer {
    const passing = this.#passing(filters, moment);
    const shown = filters.overlap.size ? passing.filter((place) => filters.overlap.has(place.overlap)) : passing;
    return {
      places: filters.near ? nearestFirst(shown, filters.near) : shown,
      counts: countStates(passing),
      isRefusedByHours: !shown.length && filters.open && this.#isFoundAtAnyHour(filters, moment),
      calendar: this.data,
    };
  }

  #isFoundAtAnyHour(filters: Filters, moment: Date): boolean {
    return this.ask({ ...filters, open: false }, moment).places.length > 0;
  }

  #passing(filters: Filters, moment: Date): readonly Place[] {
    const found = filters.q ? this.readWords().matching(filters.q) : null;
    const hour = { minute: minuteOf(moment), until: this.data.until };
    return this.data.places.filter((place, rank) => (!found || found.has(rank)) && passes(place, filters, hour));
  }
}

function textOf(place: Place, texts: Texts): string {
  const kinds = place.kinds.map((kind) => texts.label("kinds", kind));
  const services = (place.services ?? []).map((service) => texts.label("services", service));
  const networks = place.networks.map((network) => texts.label("networks", network));
  const { name, commune, description, address, postcode } = place;
  return [name, commune, description, address, postcode, ...kinds, ...services, ...networks].join(" ");
}

/** How much further than its point a place counts when it is known by its commune alone, as on the server. */
const ROUGH_BY = 5000;

/** The nearest first, as far as is known; those that nobody has put on the map last, in the usual order. */
function nearestFirst(places: readonly Place[], near: NonNullable<Filters["near"]>): readonly Place[] {
  const reach = ({ position, isRough }: Place) =>
    position ? metresBetween(near, position) + (isRough ? ROUGH_BY : 0) : Number.POSITIVE_INFINITY;
  const metres = new Map(places.map((place) => [place, reach(place)]));
  return [...places].sort((one, other) => (metres.get(one) ?? 0) - (metres.get(other) ?? 0) || 0);
}
