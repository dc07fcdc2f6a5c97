// Search as you type: the rule of the server's own search (PostgreSQL's word similarity), on the words the browser holds.

/** How near two words must be, as in PostgreSQL's `pg_trgm.word_similarity_threshold`. */
const NEAR = 0.6;
const MOST_WORDS = 8;
/** Signs alone, without a letter or a digit to look for. */
const SIGNS = /^(?!\s*$)[^\p{L}\p{N}]+$/u;

/** What is written short of the name of a commune. */
const SPELT_OUT: Readonly<Record<string, string>> = { st: "saint", ste: "sainte" };

/** Lower case without accents, as the server folds it. */
export const fold = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae");

/** The words of a folded text; a single letter asks nothing, alone or beside a word, on the server as here. */
const wordsOf = (folded: string): string[] => folded.match(/[\p{L}\p{N}]{2,}/gu) ?? [];

/** A word as pg_trgm sees it: two blanks before, one after. */
const pad = (word: string): string => `  ${word} `;

/** The trigrams of a folded word, in their order. */
function trigramsOf(word: string): string[] {
  const padded = pad(word);
  return Array.from({ length: padded.length - 2 }, (_, start) => padded.slice(start, start + 3));
}

/** How much of a word is in the piece of another that is most like it, from 0 to 1. */
export function wordSimilarity(asked: string, other: string): number {
  const wanted = new Set(trigramsOf(asked));
  const trigrams = trigramsOf(other);
  let best = 0;
  for (let start = 0; start < trigrams.length; start += 1) {
    const piece = new Set<string>();
    let common = 0;
    for (const trigram of trigrams.slice(start)) {
      if (!piece.has(trigram)) {
        piece.add(trigram);
        common += Number(wanted.has(trigram));
      }
      best = Math.max(best, common / (wanted.size + piece.size - common));
    }
  }
  return best;
}

/** An index of texts by their distinct words: a word asked for is compared once with each, however many texts have it. */
export class SearchIndex {
  readonly #texts: readonly ReadonlySet<string>[];
  readonly #words: readonly { readonly word: string; readonly padded: string }[];
  #last: { word: string; near: ReadonlySet<string> }[] = [];

  constructor(texts: readonly string[]) {
    this.#texts = texts.map((text) => new Set(wordsOf(fold(text))));
    const distinct = new Set(this.#texts.flatMap((words) => [...words]));
    this.#words = [...distinct].map((word) => ({ word, padded: pad(word) }));
  }

  /** Tell which texts (by their rank) speak of every word asked for: none of signs alone; null when nothing is asked. */
  matching(query: string): ReadonlySet<number> | null {
    const asked = wordsOf(fold(query)).slice(0, MOST_WORDS);
    if (!asked.length) {
      return SIGNS.test(query) ? new Set() : null;
    }
    this.#last = asked.map(
      (word) => this.#last.find((known) => known.word === word) ?? { word, near: this.#near(word, SPELT_OUT[word]) },
    );
    const found = new Set<number>();
    for (const [rank, words] of this.#texts.entries()) {
      if (this.#last.every(({ near }) => meet(near, words))) {
        found.add(rank);
      }
    }
    return found;
  }

  #near(asked: string, speltOut?: string): ReadonlySet<string> {
    const near = this.#nearTo(asked);
    return speltOut ? new Set([...near, ...this.#nearTo(speltOut)]) : near;
  }

  #nearTo(asked: string): ReadonlySet<string> {
    const wanted = [...new Set(trigramsOf(asked))];
    // However short the piece, so many trigrams must be there: few words are left to compare whole.
    const fewest = NEAR * wanted.length;
    const mayBeNear = (padded: string) => wanted.filter((trigram) => padded.includes(trigram)).length >= fewest;
    return new Set(
      this.#words.flatMap(({ word, padded }) =>
        word.startsWith(asked) || (mayBeNear(padded) && wordSimilarity(asked, word) >= NEAR) ? word : [],
      ),
    );
  }
}

function meet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  for (const word of few) {
    if (many.has(word)) {
      return true;
    }
  }
  return false;
}
