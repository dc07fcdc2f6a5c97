// What a question is made of once it is read, and whom reading asks about words: as `places/search/terms.py`.

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
  /** Where a part of its name was asked: others that have that part in theirs. */
  readonly also: readonly string[];
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
  /** The question as it was taken, where some of it was not found as written. */
  readonly understood: string | null;
}

/** Where a word stands that someone may have meant, the likeliest first: communes, the vocabulary, names, texts. */
export type Tier = 0 | 1 | 2 | 3;

/** A word that another may be so many `slips` for, as it is compared and as it is spelt. */
export interface Near {
  readonly word: string;
  readonly spelling: string;
  readonly tier: Tier;
  readonly slips: number;
}

/** Whoever knows the places that are asked. */
export interface Lexicon {
  /** What else things are called. */
  readonly synonyms: Synonyms;
  /** Whether a word of a question asks anything. */
  asks(word: string): boolean;
  /** Whether a word of a name tells anything. */
  counts(word: string): boolean;
  /** Whether it is a word of the territory or of the country: every place is there. */
  isEverywhere(word: string): boolean;
  /** Whether a kind, a service, a commune, a network or a synonym is called by both words, or by both in one. */
  together(one: string, other: string): boolean;
  /** Whether some place has all of a sense. */
  has(sense: Sense): boolean;
  /** Whether it is a word by itself, of whatever place. */
  isWhole(word: string): boolean;
  /** Whether a kind, a service, a commune or a network is called so, though no place may have it. */
  names(word: string): boolean;
  /** The others that it may be a slip for, the likeliest first. */
  nearest(word: string): readonly Near[];
  /** The commune that has this code, or is called so: the stems of the words that count. */
  spot(name: string): Spot | null;
  /** A commune of whose name these are some words, one after another: one that begins so, one of today, first. */
  within(name: string): Spot | null;
  /** Whether some place answers all of these terms. */
  meets(terms: readonly Term[]): boolean;
}
