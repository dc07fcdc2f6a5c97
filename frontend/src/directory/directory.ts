// The directory in the browser's hands: every question of the page is answered from it, without a request.

import { minuteInZone, minuteOf } from "../hours/opening";
import type { Texts } from "../site/texts";
import { Communes } from "./communes";
import { answerOf, type Filters, isHourToCome, SAID, type Said, settled } from "./filters";
import { countStates, type DirectoryData, metresBetween, type Place, type Position } from "./places";
import type { Answer } from "./places-source";
import { readingInWords } from "./reading";
import { type Found, SearchIndex, type Spoken } from "./search-index";
import { type Suggestion, Suggestions } from "./suggestions";
import type { Spot } from "./terms";

export class Directory {
  readonly data: DirectoryData;
  readonly communes: Communes;
  readonly #texts: Texts;
  readonly #kinds: ReadonlyMap<string, string>;
  readonly #services: ReadonlyMap<string, string>;
  readonly #codes = new Map<string, string[]>();
  #index: SearchIndex | null = null;
  #suggestions: Suggestions | null = null;

  constructor(data: DirectoryData, texts: Texts) {
    this.data = data;
    this.communes = new Communes(data.vocabulary?.communes);
    this.#texts = texts;
    this.#kinds = new Map(data.vocabulary?.kinds);
    this.#services = new Map(data.vocabulary?.services);
    for (const { code, name } of this.communes.all) {
      this.#codes.set(name, [...(this.#codes.get(name) ?? []), code]);
    }
  }

  /** Read the words of every place, so that the first search need not: the page can be shown before. */
  readWords(): SearchIndex {
    const { little = [], asking = [], synonyms = [], everywhere = [] } = this.data.vocabulary ?? {};
    this.#index ??= new SearchIndex(
      this.data.places.map((place) => this.#spoken(place)),
      { names: this.#names(), synonyms, little, asking, everywhere, spots: this.#spots() },
    );
    return this.#index;
  }

  /** What begins as a text does. */
  suggest(text: string): readonly Suggestion[] {
    this.#suggestions ??= new Suggestions(this.data, this.communes.all, this.#texts);
    return this.#suggestions.of(text);
  }

  /** Answer a question, at a moment. */
  ask(filters: Filters, moment: Date): Answer {
    const found = filters.q ? this.readWords().matching(filters.q) : null;
    const told = this.#told(filters, moment, found);
    const centre = found?.reading.around?.position ?? this.#centreOf(filters);
    const those = (...said: readonly Said[]) =>
      told.filter(([, answer]) => said.includes(answer)).map(([place]) => place);
    const isAsked = ({ overlap }: Place) => !filters.overlap.size || (overlap !== null && filters.overlap.has(overlap));
    const passing = filters.unknown ? those(SAID.toConfirm, SAID.nothing) : those(SAID.yes);
    const shown = passing.filter(isAsked);
    const beside = (said: Said) => (filters.unknown ? 0 : those(said).filter(isAsked).length);
    return {
      places: centre ? nearestFirst(shown, centre) : shown,
      centre,
      counts: countStates(passing),
      couldBe: passing.filter(({ overlap, couldBe }) => overlap === "neither" && couldBe?.length).length,
      ...this.#readingOf(found, centre),
      total: shown.length,
      part: null,
      untold: beside(SAID.nothing),
      toConfirm: beside(SAID.toConfirm),
      isRefusedByHours: !shown.length && filters.open !== "" && this.#isFoundAtAnyHour(filters, moment),
      hour: isHourToCome(filters.open) ? new Date(this.#minuteOf(filters.open, moment) * 60_000) : null,
      calendar: this.data,
    };
  }

  #readingOf(found: Found | null, centre: Position | null): Pick<Answer, "understood" | "isSorted" | "isAround"> {
    return {
      understood: found ? readingInWords(found.reading, this.#texts) : [],
      isSorted: Boolean(centre || found?.reading.terms.length),
      isAround: Boolean(found?.reading.around),
    };
  }

  /** The point from which places are measured; null for none, and for a commune that nobody knows. */
  #centreOf({ near, near_commune: code }: Filters): Position | null {
    return code ? (this.communes.withCode(code)?.position ?? null) : near;
  }

  #isFoundAtAnyHour(filters: Filters, moment: Date): boolean {
    return this.ask(settled({ ...filters, open: "" }), moment).places.length > 0;
  }

  /** What each place answers, in the order of the list, save those that fail; of words, the most telling first. */
  #told(filters: Filters, moment: Date, found: Found | null): readonly (readonly [Place, Said])[] {
    const minute = this.#minuteOf(filters.open, moment);
    const from = { minute, until: this.data.until, centre: this.#centreOf(filters) };
    return this.#inOrder(found)
      .map((place) => [place, answerOf(place, filters, from)] as const)
      .filter(([, said]) => said !== SAID.no);
  }

  #minuteOf(open: string, moment: Date): number {
    return isHourToCome(open) ? minuteInZone(open, this.data.zone) : minuteOf(moment);
  }

  /** The places of which the words speak. */
  #inOrder(found: Found | null): readonly Place[] {
    const { places } = this.data;
    const relevance = found?.relevance;
    if (!relevance) {
      return places;
    }
    const ranks = [...relevance].sort(([one, near], [other, far]) => near - far || one - other);
    return ranks.flatMap(([rank]) => places[rank] ?? []);
  }

  /** The texts of a place, by where they stand. */
  #spoken({ name, commune, description, address, postcode, ...place }: Place): Spoken {
    const kindOf = (slug: string) => this.#kinds.get(slug) ?? this.#texts.label("kinds", slug);
    const serviceOf = (slug: string) => this.#services.get(slug) ?? this.#texts.label("services", slug);
    return {
      name,
      commune,
      codes: this.#codes.get(commune) ?? [],
      words: [...place.kinds.map(kindOf), ...(place.services ?? []).map(serviceOf)],
      networks: place.networks.map((network) => this.#texts.label("networks", network)),
      text: [description, address, postcode].filter(Boolean).join(" "),
      dialled: [...dialled(place.phone ?? ""), ...(place.siret ? [place.siret] : [])],
    };
  }

  /** The communes, those of before first: a name or a code that both have is that of today. */
  #spots(): Spot[] {
    const today = this.communes.all.map((commune): Spot => ({ ...commune, today: null, isRough: false, also: [] }));
    const before = (this.data.vocabulary?.former ?? []).flatMap(([code, name, into, point]) => {
      const commune = this.communes.withCode(into);
      const position: Position | undefined = point ? [point[1], point[0]] : commune?.position;
      return commune && position ? [{ code, name, position, today: commune.name, isRough: !point, also: [] }] : [];
    });
    return [...before, ...today];
  }

  /** What anything is called, though no place may have it. */
  #names(): string[] {
    const communes = this.communes.all.map(({ name }) => name);
    return [
      ...this.#kinds.values(),
      ...this.#services.values(),
      ...this.#texts.entries("networks").map(([, name]) => name),
      ...communes,
    ];
  }
}

/** The digits by which a telephone is looked for, as `place_search` writes them: from France those of ten too. */
function dialled(phone: string): string[] {
  const isFrench = /^[+](33|262|590|594|596)/.test(phone);
  return phone ? [phone.replace(/^[+]/, ""), ...(isFrench ? [`0${phone.slice(-9)}`] : [])] : [];
}

/** How much further than its point a place counts when it is known by its commune alone, as on the server. */
const ROUGH_BY = 5000;

/** The nearest first, as far as is known; those that nobody has put on the map last, in the usual order. */
function nearestFirst(places: readonly Place[], near: Position): readonly Place[] {
  const reach = ({ position, isRough }: Place) =>
    position ? metresBetween(near, position) + (isRough ? ROUGH_BY : 0) : Number.POSITIVE_INFINITY;
  const metres = new Map(places.map((place) => [place, reach(place)]));
  return [...places].sort((one, other) => (metres.get(one) ?? 0) - (metres.get(other) ?? 0) || 0);
}
