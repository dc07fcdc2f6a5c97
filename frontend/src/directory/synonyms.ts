// What else a question's words are called, as `places/search/synonyms.py` reads it.

import { stem, tokensOf } from "./folding";

type Phrase = readonly string[];

interface Known {
  readonly phrase: Phrase;
  readonly others: readonly Phrase[];
}

/** Groups of expressions that mean the same, found by the words with which each begins, the longest first. */
export class Synonyms {
  readonly #byStart = new Map<string, Known[]>();

  /** Each group is expressions with a bar between them. */
  constructor(groups: readonly string[], counts: (word: string) => boolean) {
    for (const group of groups) {
      const phrases = group.split("|").map((text) =>
        tokensOf(text)
          .map(({ word }) => word)
          .filter(counts),
      );
      for (const phrase of phrases.filter(({ length }) => length)) {
        const others = phrases.filter((other) => other.length && other.join(" ") !== phrase.join(" "));
        const start = stem(phrase[0] ?? "");
        this.#byStart.set(start, [...(this.#byStart.get(start) ?? []), { phrase, others }]);
      }
    }
    for (const known of this.#byStart.values()) {
      known.sort((one, other) => other.phrase.length - one.phrase.length);
    }
  }

  /** How many words from `start` on are an expression, and what else it is called; none is 0. */
  at(words: readonly string[], start: number): { size: number; others: readonly Phrase[] } {
    const known = this.#byStart.get(stem(words[start] ?? "")) ?? [];
    const found = known.find(({ phrase }) => phrase.every((word, at) => stem(words[start + at] ?? "") === stem(word)));
    return found ? { size: found.phrase.length, others: found.others } : { size: 0, others: [] };
  }
}

/** A word in full that is short in the names of communes: "st", "ste". */
export function inFull(word: string, synonyms: Synonyms): string {
  const { size, others } = synonyms.at([word], 0);
  return others.find((other) => size === 1 && other.length === 1)?.[0] ?? word;
}
