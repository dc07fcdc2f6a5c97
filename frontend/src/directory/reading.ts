// What a question asks, word by word, in the same steps as `places/search/reading.py`; pure, told by a `Lexicon`.

import type { Texts } from "../site/texts";
import { type Token, tokensOf } from "./folding";
import type { Synonyms } from "./synonyms";

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
  /** What else things are called. */
  readonly synonyms: Synonyms;
  /** Whether a word asks anything. */
  counts(word: string): boolean;
  /** Whether it is a word of the territory or of the country: every place is there. */
  isEverywhere(word: string): boolean;
  /** Whether a kind, a service, a commune, a network or a synonym is called by both words. */
  together(one: string, other: string): boolean;
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
  const asked = withNumbers(all)
    .filter((word) => lexicon.counts(word))
    .slice(0, MOST_WORDS);
  const words = asked.filter((_word, at) => !isEverywhere(asked, at, lexicon));
  if (!words.length) {
    return all.length || !text.trim() ? NOTHING_ASKED : IN_VAIN;
  }
  const terms = termsOf(words, lexicon);
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

/** Whether a word is the territory, the country, and no part of what something is called: "France services". */
function isEverywhere(words: readonly string[], at: number, lexicon: Lexicon): boolean {
  const [word = "", before, after] = [words[at], words[at - 1], words[at + 1]];
  const beside = [before, after].filter((other) => other && other !== word);
  return lexicon.isEverywhere(word) && !beside.some((other) => lexicon.together(word, other ?? ""));
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

/** What so many words may mean, when some place has one of the `proofs`. */
interface Choice {
  readonly size: number;
  readonly senses: readonly Sense[];
  readonly proofs: readonly Sense[];
}

function termsOf(words: readonly string[], lexicon: Lexicon): Term[] {
  const terms: Term[] = [];
  for (let at = 0; at < words.length; ) {
    const choice = choicesOf(words, at, lexicon).find(({ proofs }) => proofs.some((sense) => lexicon.has(sense)));
    const said = words.slice(at, at + (choice?.size ?? 1)).join(" ");
    const senses = choice?.senses.filter((sense) => lexicon.has(sense));
    terms.push(senses ? { said, senses, spelling: null } : termOf(said, lexicon));
    at += choice?.size ?? 1;
  }
  return terms;
}

/** What the words from there on may mean: an expression with synonyms, two words in one, or the first alone. */
function choicesOf(words: readonly string[], at: number, lexicon: Lexicon): Choice[] {
  const [word = "", other] = words.slice(at, at + 2);
  const { size, others } = lexicon.synonyms.at(words, at);
  const called = [words.slice(at, at + size), ...others];
  const joined = [`${word}${other}*`];
  const alone = [[`${word}*`]];
  return [
    ...(size ? [{ size, senses: called, proofs: called }] : []),
    ...(other ? [{ size: 2, senses: [[word, `${other}*`], joined], proofs: [joined] }] : []),
    { size: 1, senses: alone, proofs: alone },
  ];
}

function termOf(said: string, lexicon: Lexicon): Term {
  if (lexicon.names(said)) {
    return { said, senses: [[`${said}*`]], spelling: null };
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
    ...lexicon.nearest(word).flatMap((other) =>
      [[other.word], ...lexicon.synonyms.at([other.word], 0).others].map((sense) => ({
        sense,
        spelling: other.spelling,
      })),
    ),
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
