// Words, as search compares them: the same as `places/search/folding.py`, held together by `tests/cases/search.json`.

const MARKS = /[\u0300-\u036f]/g;
/** Letters that no decomposition takes apart. */
const WHOLE: Readonly<Record<string, string>> = {
  œ: "oe",
  æ: "ae",
  ß: "ss",
  þ: "th",
  ø: "o",
  đ: "d",
  ł: "l",
  ð: "d",
  ı: "i",
  ħ: "h",
};
const NEEDS_MORE = /[œæßþøđłðıħ]/g;
const WORD = /[a-z0-9]+/g;
/** What holds the parts of a compound together: "tiers-lieu", "l’atelier". */
const GLUE = /^[-'’‐ʼ]$/;
/** "C.C.I.", and no "St." */
const DOTTED = /(?<![a-z0-9])(?:[a-z]\.){2,}[a-z]?(?![a-z0-9])/g;
/** A SIRET, by threes or however it is written. */
const SIRET = /(?<![0-9])(?:[0-9]{3}[ .]?){3}[0-9]{5}(?![0-9])/g;
const LONGEST = 60;
const SLIPS_FROM = 4;
const TWO_SLIPS_FROM = 8;
const SLIPS_TO = 24;
/** The server's index of slips has words of so many letters with two of them left out. */
const TWO_LEFT_OUT_FROM = 6;
const MOST_SLIPS = 2;

/** A word of a text, and whether a hyphen or an apostrophe ties it to the one before. */
export interface Token {
  readonly word: string;
  readonly isGlued: boolean;
}

/** Lower case without accents, ligatures, or anything that only its shape tells apart. */
export const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(MARKS, "")
    .replace(NEEDS_MORE, (letter) => WHOLE[letter] ?? letter);

/** A text folded, with initials that have dots between them, and a SIRET, as one word each. */
export const undotted = (text: string): string =>
  fold(text)
    .replace(DOTTED, (initials) => initials.replaceAll(".", ""))
    .replace(SIRET, (digits) => digits.replace(/\D/g, ""));

/** The words of a text, in their order. */
export function tokensOf(text: string): Token[] {
  const folded = fold(text);
  let end = folded.length;
  return [...folded.matchAll(WORD)].map(({ 0: word, index }) => {
    const isGlued = GLUE.test(folded.slice(end, index));
    end = index + word.length;
    return { word: word.slice(0, LONGEST), isGlued };
  });
}

/** A word without the mark of its plural: "lieux", "services". Beginnings are compared as they are. */
export const stem = (word: string): string => (/^.{3,}[sx]$/.test(word) ? word.slice(0, -1) : word);

/** What a text is found by: its words, without the marks of plurals too, and each compound in one. */
export function lexemesOf(text: string): Set<string> {
  const tokens = tokensOf(text);
  const runs: string[] = [];
  for (const { word, isGlued } of tokens) {
    runs.push(((isGlued && runs.pop()) || "") + word);
  }
  const found = [...tokens.map(({ word }) => word), ...runs.map((run) => run.slice(0, LONGEST))];
  return new Set(found.filter((word) => word.length > 1).flatMap((word) => [word, stem(word)]));
}

/** The words of a text as they are spelt. */
export const speltIn = (text: string): string[] => text.normalize("NFC").match(/\p{L}+/gu) ?? [];

/** How many slips a word may hold: none in what is short, or has a digit. */
export function forgiven(word: string): number {
  if (word.length < SLIPS_FROM || word.length > SLIPS_TO || !/^[a-z]+$/.test(word)) {
    return 0;
  }
  return word.length < TWO_SLIPS_FROM ? 1 : 2;
}

/** The slips to a word, or to it without the mark of its plural; more than are forgiven where it is not near. */
export function slipsBetween(word: string, other: string): number {
  const forms = other.length >= TWO_LEFT_OUT_FROM ? [other, stem(other)].filter((form) => form !== word) : [other];
  const near = forms.filter((form) => Math.abs(form.length - word.length) <= MOST_SLIPS);
  return Math.min(MOST_SLIPS + 1, ...near.map((form) => distance(word, form)));
}

/** The slips between two words: a letter more, less or other, or two that changed places. */
export function distance(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      current.push(cheapest(one, other, row, column, { current, last, before }));
    }
    [before, last] = [last, current];
  }
  return last[other.length] ?? 0;
}

interface Rows {
  readonly current: readonly number[];
  readonly last: readonly number[];
  readonly before: readonly number[];
}

function cheapest(one: string, other: string, row: number, column: number, { current, last, before }: Rows): number {
  const at = (costs: readonly number[], index: number) => costs[index] ?? Number.POSITIVE_INFINITY;
  const isSame = one[row - 1] === other[column - 1];
  const isSwap = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
  return Math.min(
    at(last, column) + 1,
    at(current, column - 1) + 1,
    at(last, column - 1) + (isSame ? 0 : 1),
    isSwap ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
  );
}
