// The places that the browser holds, as search asks them: which have a word, and how telling it is where it stands.

import { fold, forgiven, lexemesOf, slipsBetween, speltIn, stem, tokensOf } from "./folding";
import { read } from "./reading";
import { Synonyms } from "./synonyms";
import type { Lexicon, Near, Reading, Sense, Spot, Term, Tier } from "./terms";

/** The texts of a place, by where they stand. */
export interface Spoken {
  readonly name: string;
  readonly words: readonly string[];
  readonly commune: string;
  /** The codes of the communes that are called so. */
  readonly codes: readonly string[];
  readonly networks: readonly string[];
  readonly text: string;
  readonly dialled: readonly string[];
}

/** What is called something though no place may have it, and what does not count. */
export interface Known {
  readonly names: readonly string[];
  /** Expressions that mean the same, with bars between them. */
  readonly synonyms: readonly string[];
  readonly little: readonly string[];
  /** The words of whoever asks. */
  readonly asking: readonly string[];
  /** The words of the territory and of the country. */
  readonly everywhere: readonly string[];
  /** The communes, those of before first. */
  readonly spots: readonly Spot[];
}

/** What a question finds: the ranks of places, with how far from their names stands what was asked; null is all. */
export interface Found {
  readonly reading: Reading;
  readonly relevance: ReadonlyMap<number, number> | null;
}

/** Where a word may stand, the most telling first; `NOWHERE` is further than all. */
const [NAME, WORD, COMMUNE, NETWORK, TEXT, NOWHERE] = [0, 1, 2, 3, 4, 5];
const MOST_SLIPS = 20;
const MOST_NAMESAKES = 4;
const [FEWEST_INITIALS, MOST_INITIALS] = [3, 8];

export class SearchIndex implements Lexicon {
  readonly #size: number;
  readonly #little: ReadonlySet<string>;
  readonly #asking: ReadonlySet<string>;
  readonly #everywhere: ReadonlySet<string>;
  readonly #called: readonly ReadonlySet<string>[];
  readonly synonyms: Synonyms;
  readonly #spots = new Map<string, Spot>();
  /** For each word, how telling it is for each place that has it. */
  readonly #stands = new Map<string, Map<number, number>>();
  readonly #words: readonly string[];
  readonly #named = new Set<string>();
  readonly #spelt = new Map<string, { spelling: string; tier: Tier }>();
  readonly #ranks = new Map<string, Uint8Array>();

  constructor(places: readonly Spoken[], { names, synonyms, little, asking, everywhere, spots }: Known) {
    this.#size = places.length;
    this.#little = new Set(little);
    this.#asking = new Set(asking);
    this.#everywhere = new Set(everywhere);
    this.#called = [...names, ...spots.map(({ name }) => name), ...synonyms.flatMap((group) => group.split("|"))].map(
      lexemesOf,
    );
    this.synonyms = new Synonyms(synonyms, (word) => this.counts(word));
    for (const spot of spots) {
      this.#locate(spot);
    }
    for (const [place, spoken] of places.entries()) {
      this.#learn(place, spoken);
    }
    for (const name of [...names, ...synonyms]) {
      this.#spell(name, 1);
    }
    for (const name of names) {
      for (const lexeme of lexemesOf(name)) {
        this.#named.add(lexeme);
      }
    }
    this.#words = [...this.#stands.keys()].sort();
  }

  /** Answer a question. */
  matching(query: string): Found {
    const reading = read(query, this);
    if (reading.isVain) {
      return { reading, relevance: new Map() };
    }
    return { reading, relevance: reading.terms.length ? this.#relevance(reading.terms) : null };
  }

  asks(word: string): boolean {
    return this.counts(word) && !this.#asking.has(word);
  }

  counts(word: string): boolean {
    return word.length > 1 && !this.#little.has(word);
  }

  isEverywhere(word: string): boolean {
    return this.#everywhere.has(stem(word));
  }

  together(one: string, other: string): boolean {
    const isCalled = (called: ReadonlySet<string>) =>
      (called.has(stem(one)) && called.has(stem(other))) || called.has(one + other) || called.has(other + one);
    return this.#called.some(isCalled);
  }

  has(sense: Sense): boolean {
    return this.#ranksOf(sense).some((rank) => rank < NOWHERE);
  }

  isWhole(word: string): boolean {
    return this.#spelt.has(word);
  }

  names(word: string): boolean {
    return this.#named.has(stem(word)) || [...this.#named].some((name) => name.startsWith(word));
  }

  nearest(word: string): readonly Near[] {
    const most = forgiven(word);
    const far = [...this.#spelt].flatMap(([other, { spelling, tier }]) => {
      if (!most || !forgiven(other) || other === word) {
        return [];
      }
      const slips = slipsBetween(word, other);
      const key = [slips, tier, Number(other[0] !== word[0]), other];
      return slips <= most ? [{ key, word: other, spelling, tier, slips }] : [];
    });
    return far.sort((one, other) => compare(one.key, other.key)).slice(0, MOST_SLIPS);
  }

  spot(name: string): Spot | null {
    return this.#spots.get(name) ?? null;
  }

  within(name: string): Spot | null {
    const called = [...this.#spots].filter(([key]) => key !== name && ` ${key} `.includes(` ${name} `));
    const first = ([key, { today, code }]: [string, Spot]) => [
      Number(!key.startsWith(`${name} `)),
      Number(today !== null),
      key,
      code,
    ];
    const [spot, ...others] = called.sort((one, other) => compare(first(one), first(other))).map(([, one]) => one);
    const also = new Set(others.map((other) => other.name).filter((other) => other !== spot?.name));
    return spot ? { ...spot, also: [...also].slice(0, MOST_NAMESAKES) } : null;
  }

  meets(terms: readonly Term[]): boolean {
    return this.#relevance(terms).size > 0;
  }

  #relevance(terms: readonly Term[]): Map<number, number> {
    const each = terms.map((term) => least(term.senses.map((sense) => this.#ranksOf(sense))));
    const found = new Map<number, number>();
    for (let place = 0; place < this.#size; place += 1) {
      const ranks = each.map((one) => one[place] ?? NOWHERE);
      if (ranks.every((rank) => rank < NOWHERE)) {
        found.set(
          place,
          ranks.reduce((sum, rank) => sum + rank, 0),
        );
      }
    }
    return found;
  }

  #ranksOf(sense: Sense): Uint8Array {
    return greatest(sense.map((form) => this.#ranksOfForm(form)));
  }

  #ranksOfForm(form: string): Uint8Array {
    const known = this.#ranks.get(form);
    if (known) {
      return known;
    }
    const ranks = new Uint8Array(this.#size).fill(NOWHERE);
    for (const word of this.#spelling(form)) {
      for (const [place, rank] of this.#stands.get(word) ?? []) {
        ranks[place] = Math.min(ranks[place] ?? NOWHERE, rank);
      }
    }
    this.#ranks.set(form, ranks);
    return ranks;
  }

  /** The words that a form is found as. */
  #spelling(form: string): readonly string[] {
    const word = form.replace("*", "");
    const whole = /^[=#]/.test(form) ? word : stem(word);
    return word === form ? [whole] : [whole, ...this.#beginningWith(word)];
  }

  #beginningWith(word: string): readonly string[] {
    let [low, high] = [0, this.#words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      [low, high] = (this.#words[middle] ?? "") < word ? [middle + 1, high] : [low, middle];
    }
    let end = low;
    while (this.#words[end]?.startsWith(word)) {
      end += 1;
    }
    return this.#words.slice(low, end);
  }

  #locate(spot: Spot): void {
    const words = tokensOf(spot.name).filter(({ word }) => this.counts(word));
    this.#spots.set(words.map(({ word }) => stem(word)).join(" "), spot);
    this.#spots.set(spot.code.toLowerCase(), spot);
    this.#spell(spot.name, 0);
  }

  #learn(place: number, { name, words, commune, codes, networks, text, dialled }: Spoken): void {
    this.#stand(place, NAME, [...lexemesOf(name), ...this.#initialsOf(name)]);
    this.#stand(place, WORD, lexemesOf(words.join(" | ")));
    this.#stand(place, COMMUNE, [...lexemesOf(commune), ...codes.map((code) => `#${code}`)]);
    this.#stand(place, NETWORK, lexemesOf(networks.join(" | ")));
    this.#stand(place, TEXT, [...lexemesOf(text), ...dialled]);
    this.#spell(commune, 0);
    this.#spell(name, 2);
    this.#spell(text, 3);
  }

  #stand(place: number, rank: number, words: Iterable<string>): void {
    for (const word of words) {
      const stands = this.#stands.get(word) ?? new Map<number, number>();
      stands.set(place, Math.min(stands.get(place) ?? NOWHERE, rank));
      this.#stands.set(word, stands);
    }
  }

  #spell(text: string, tier: Tier): void {
    for (const spelling of speltIn(text)) {
      const word = fold(spelling);
      if (word.length > 2 && (this.#spelt.get(word)?.tier ?? 4) > tier) {
        this.#spelt.set(word, { spelling, tier });
      }
    }
  }

  /** A name of three words or more is called by its initials, from its first word on: "=cci", "=ccidl"… */
  #initialsOf(name: string): string[] {
    const words = tokensOf(name).filter(({ word }) => this.counts(word));
    const letters = words.map(({ word }) => word[0]).join("");
    const sizes = Array.from({ length: MOST_INITIALS - FEWEST_INITIALS + 1 }, (_, more) => FEWEST_INITIALS + more);
    return sizes.filter((size) => size <= letters.length).map((size) => `=${letters.slice(0, size)}`);
  }
}

const merge = (choose: (...ranks: number[]) => number) => (each: readonly Uint8Array[]) => {
  const [first = new Uint8Array(), ...others] = each;
  return others.length
    ? first.map((rank, place) => choose(rank, ...others.map((one) => one[place] ?? NOWHERE)))
    : first;
};
const greatest = merge(Math.max);
const least = merge(Math.min);

function compare(one: readonly (number | string)[], other: readonly (number | string)[]): number {
  for (const [at, key] of one.entries()) {
    const against = other[at] ?? key;
    if (key !== against) {
      return key < against ? -1 : 1;
    }
  }
  return 0;
}
