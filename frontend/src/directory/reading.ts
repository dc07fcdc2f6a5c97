// What a question asks, word by word, in the same steps as `places/search/reading.py`; pure, told by a `Lexicon`.

import type { Texts } from "../site/texts";
import { stem, type Token, tokensOf } from "./folding";
import type { Position } from "./places";
import type { Synonyms } from "./synonyms";

/**
 * Forms that a place must all have: "flor*" whole or by its beginning, "tiers" whole, "=cci" the initials of a name,
 * "#48095" the code of its commune.
 */
export type Sense = readonly string[];

/**
 * A commune of today or of before, and the point that distances are measured from. One of before went into that of
 * `today`, and may have no point of its own: then it is rough.
 */
export interface Spot {
  readonly code: string;
  readonly name: string;
  readonly position: Position;
  readonly today: string | null;
  readonly isRough: boolean;
}

/**
 * What one word asks, or several that are one; `spelling` is what it was taken for, if not for itself. Without a sense no
 * place has it; with a `spot`, it is where to look around.
 */
export interface Term {
  readonly said: string;
  readonly senses: readonly Sense[];
  readonly spelling: string | null;
  readonly spot: Spot | null;
}

/**
 * What was understood of a question. Without a term it asks nothing; one that is vain finds nothing. No place is known
 * `around` a commune that was named: those that answer the terms are sorted from there.
 */
export interface Reading {
  readonly terms: readonly Term[];
  readonly leftOut: readonly string[];
  readonly isVain: boolean;
  readonly around: Spot | null;
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
  /** The commune that has this code, or is called so: the stems of the words that count. */
  spot(name: string): Spot | null;
  /** Whether some place answers all of these terms. */
  meets(terms: readonly Term[]): boolean;
}

const MOST_WORDS = 8;
const SHORTEST_PART = 3;
const [SHORTEST_INITIALS, LONGEST_INITIALS] = [3, 8];
const CODE = /^(\d{5}|2[ab]\d{3})$/;
const NOTHING_ASKED: Reading = { terms: [], leftOut: [], isVain: false, around: null };
const IN_VAIN: Reading = { ...NOTHING_ASKED, isVain: true };

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
  const near = terms.find(({ spot }) => spot);
  const around = near?.spot ?? null;
  const leftOut = terms.filter((term) => !term.senses.length && term !== near).map(({ said }) => said);
  if (known.length) {
    return best(known, { ...NOTHING_ASKED, leftOut, around }, lexicon);
  }
  return around ? { ...NOTHING_ASKED, leftOut, around } : IN_VAIN;
}

/** The question as it was taken, where some of it was not found as written. */
export const understood = ({ terms }: Reading): string | null =>
  terms.some(({ spelling }) => spelling) ? terms.map(({ spelling, said }) => spelling ?? said).join(" ") : null;

/** What is not plain of how a question was understood, in sentences, as the server says it. */
export function readingInWords(reading: Reading, texts: Texts): string[] {
  const words = understood(reading);
  const { leftOut, around } = reading;
  return [
    ...(around ? [aroundInWords(around, texts)] : []),
    ...(words ? [texts.say("understood", { words })] : []),
    ...(leftOut.length ? [texts.count("left_out", leftOut.length, { words: leftOut.join(", ") })] : []),
  ];
}

function aroundInWords({ name, today, isRough }: Spot, texts: Texts): string {
  // French contracts "au Bleymard", "aux Vignes".
  const [, article = "none", rest = name] = /^(Les?) (.+)$/.exec(name) ?? [];
  const at = texts.say(`at_${article.toLowerCase()}`, { name: rest });
  return today ? texts.say(isRough ? "nowhere_rough" : "nowhere_former", { at, today }) : texts.say("nowhere", { at });
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
    const named = namedAt(words, at, lexicon);
    if (named) {
      terms.push(named.term);
      at += named.size;
      continue;
    }
    const choice = choicesOf(words, at, lexicon).find(({ proofs }) => proofs.some((sense) => lexicon.has(sense)));
    const said = words.slice(at, at + (choice?.size ?? 1)).join(" ");
    const senses = choice?.senses.filter((sense) => lexicon.has(sense));
    terms.push(senses ? { said, senses, spelling: null, spot: null } : termOf(said, lexicon));
    at += choice?.size ?? 1;
  }
  return terms;
}

/** A commune that no place speaks of, by the longest name there is from there on, or the code of any. */
function namedAt(words: readonly string[], at: number, lexicon: Lexicon): { size: number; term: Term } | null {
  for (let size = words.length - at; size > 0; size -= 1) {
    const those = words.slice(at, at + size);
    const spot = spotOf(those, lexicon);
    if (spot) {
      return termNamed(those, spot, lexicon);
    }
  }
  return null;
}

function spotOf(words: readonly string[], lexicon: Lexicon): Spot | null {
  const [word = ""] = words;
  if (CODE.test(word) && lexicon.has([`${word}*`])) {
    return null;
  }
  const full = words.map((short) => inFull(short, lexicon.synonyms));
  return [words, full].map((said) => lexicon.spot(said.map(stem).join(" "))).find((spot) => spot) ?? null;
}

/** A word in full that is short in the names of communes: "st", "ste". */
function inFull(word: string, synonyms: Synonyms): string {
  const { size, others } = synonyms.at([word], 0);
  return others.find((other) => size === 1 && other.length === 1)?.[0] ?? word;
}

function termNamed(words: readonly string[], spot: Spot, lexicon: Lexicon): { size: number; term: Term } | null {
  const isCode = CODE.test(words[0] ?? "");
  const sense = isCode ? senseOfCode(spot, lexicon) : words;
  const isKnown = lexicon.has(sense);
  if (isKnown && !isCode) {
    return null;
  }
  const said = words.join(" ");
  const term = isKnown
    ? { said, senses: [sense], spelling: spot.name, spot: null }
    : { said, senses: [], spelling: null, spot };
  return { size: words.length, term };
}

function senseOfCode({ code, name, today }: Spot, lexicon: Lexicon): Sense {
  if (!today) {
    return [`#${code}`];
  }
  return tokensOf(name)
    .map(({ word }) => word)
    .filter((word) => lexicon.counts(word));
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
    return { said, senses: [[`${said}*`]], spelling: null, spot: null };
  }
  for (const { sense, spelling } of guesses(said, lexicon)) {
    if (lexicon.has(sense)) {
      return { said, senses: [sense], spelling, spot: null };
    }
    const spot = spelling ? lexicon.spot(stem(sense.join(" "))) : null;
    if (spot) {
      return { said, senses: [], spelling: null, spot };
    }
  }
  return { said, senses: [], spelling: null, spot: null };
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
function best(terms: readonly Term[], reading: Reading, lexicon: Lexicon): Reading {
  if (terms.length === 1 || lexicon.meets(terms)) {
    return { ...reading, terms };
  }
  const kept: Term[] = [];
  for (const term of terms) {
    if (lexicon.meets([...kept, term])) {
      kept.push(term);
    }
  }
  const dropped = terms.filter((term) => !kept.includes(term));
  return { ...reading, terms: kept, leftOut: [...reading.leftOut, ...dropped.map(({ said }) => said)] };
}
