// What a question asks, word by word, in the same steps as `places/search/reading.py`; pure, told by a `Lexicon`.

import type { Texts } from "../site/texts";
import { type Token, tokensOf } from "./folding";

/** Forms that a place must all have: "flor*" whole or by its beginning, "tiers" whole, "=cci" the initials of a name. */
export type Sense = readonly string[];

/** What one word asks, or two that are one; `spelling` is what it was taken for, if not for itself. */
export interface Term {
  readonly said: string;
  readonly senses: readonly Sense[];
  readonly spelling: string | null;
}

/** What was understood of a question. Without a term it asks nothing; one that is vain finds nothing. */
export interface Reading {
  readonly terms: readonly Term[];
  readonly leftOut: readonly string[];
  readonly isVain: boolean;
}

/** A word that another may be a slip for, as it is compared and as it is spelt. */
export interface Spelt {
  readonly word: string;
  readonly spelling: string;
}

/** Whoever knows the places that are asked. */
export interface Lexicon {
  /** Whether a word does not count. */
  isLittle(word: string): boolean;
  /** Whether some place has all of a sense. */
  has(sense: Sense): boolean;
  /** Whether it is a word by itself, of whatever place. */
  isWhole(word: string): boolean;
  /** Whether a kind, a service, a commune or a network is called so, though no place may have it. */
  names(word: string): boolean;
  /** The words that it may be a slip for, the likeliest first. */
  nearest(word: string): readonly Spelt[];
  /** Whether some place answers all of these terms. */
  meets(terms: readonly Term[]): boolean;
}

const MOST_WORDS = 8;
const SHORTEST_PART = 3;
const [SHORTEST_INITIALS, LONGEST_INITIALS] = [3, 8];
const NOTHING_ASKED: Reading = { terms: [], leftOut: [], isVain: false };
const IN_VAIN: Reading = { terms: [], leftOut: [], isVain: true };

/** Read a question. One of signs alone is in vain; one of little words and single letters asks nothing. */
export function read(text: string, lexicon: Lexicon): Reading {
  const all = tokensOf(text);
  const words = withNumbers(all).filter((word) => word.length > 1 && !lexicon.isLittle(word));
  if (!words.length) {
    return all.length || !text.trim() ? NOTHING_ASKED : IN_VAIN;
  }
  const terms = termsOf(words.slice(0, MOST_WORDS), lexicon);
  const known = terms.filter(({ senses }) => senses.length);
  const unknown = terms.filter(({ senses }) => !senses.length).map(({ said }) => said);
  return known.length ? best(known, unknown, lexicon) : IN_VAIN;
}

/** The question as it was taken, where some of it was not found as written. */
export const understood = ({ terms }: Reading): string | null =>
  terms.some(({ spelling }) => spelling) ? terms.map(({ spelling, said }) => spelling ?? said).join(" ") : null;

/** What is not plain of how a question was understood, in sentences, as the server says it. */
export function readingInWords(reading: Reading, texts: Texts): string[] {
  const words = understood(reading);
  const { leftOut } = reading;
  return [
    ...(words ? [texts.say("understood", { words })] : []),
    ...(leftOut.length ? [texts.count("left_out", leftOut.length, { words: leftOut.join(", ") })] : []),
  ];
}

/** The words, those of a telephone number joined into its ten digits, however it was written. */
function withNumbers(tokens: readonly Token[]): string[] {
  const found: string[] = [];
  let run = "";
  for (const { word } of [...tokens, { word: "" }]) {
    if (/^\d+$/.test(word) && (run || /^(0|33)/.test(word))) {
      run += word;
      continue;
    }
    found.push(...(run ? [run.replace(/^(00330|0033|330|33)(?=\d{9})/, "0")] : []), ...(word ? [word] : []));
    run = "";
  }
  return found;
}

function termsOf(words: readonly string[], lexicon: Lexicon): Term[] {
  const terms: Term[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const [word = "", other] = words.slice(at, at + 2);
    const joined = [`${word}${other}*`];
    if (other && lexicon.has(joined)) {
      terms.push({ said: `${word} ${other}`, senses: [[word, `${other}*`], joined], spelling: null });
      at += 1;
    } else {
      terms.push(termOf(word, lexicon));
    }
  }
  return terms;
}

function termOf(said: string, lexicon: Lexicon): Term {
  const alone = [`${said}*`];
  if (lexicon.has(alone) || lexicon.names(said)) {
    return { said, senses: [alone], spelling: null };
  }
  const guess = guesses(said, lexicon).find(({ sense }) => lexicon.has(sense));
  return guess ? { said, senses: [guess.sense], spelling: guess.spelling } : { said, senses: [], spelling: null };
}

/** What a word may mean that no place has: two words in one, the initials of a name, or a slip. */
function guesses(word: string, lexicon: Lexicon): { sense: Sense; spelling: string | null }[] {
  const cuts = Array.from({ length: Math.max(0, word.length - 2 * SHORTEST_PART + 1) }, (_, at) => at + SHORTEST_PART);
  const isInitials = word.length >= SHORTEST_INITIALS && word.length <= LONGEST_INITIALS;
  return [
    ...cuts
      .filter((cut) => lexicon.isWhole(word.slice(0, cut)))
      .map((cut) => ({ sense: [word.slice(0, cut), `${word.slice(cut)}*`], spelling: null })),
    ...(isInitials ? [{ sense: [`=${word}`], spelling: null }] : []),
    ...lexicon.nearest(word).map((other) => ({ sense: [other.word], spelling: other.spelling })),
  ];
}

/** Keep as many terms as some place answers together, from the first on. */
function best(terms: readonly Term[], unknown: readonly string[], lexicon: Lexicon): Reading {
  if (terms.length === 1 || lexicon.meets(terms)) {
    return { terms, leftOut: unknown, isVain: false };
  }
  const kept: Term[] = [];
  for (const term of terms) {
    if (lexicon.meets([...kept, term])) {
      kept.push(term);
    }
  }
  const dropped = terms.filter((term) => !kept.includes(term));
  return { terms: kept, leftOut: [...unknown, ...dropped.map(({ said }) => said)], isVain: false };
}
