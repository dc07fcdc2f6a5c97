// What a question asks, word by word, in the same steps as `places/search/reading.py`; pure, told by a `Lexicon`.

import type { Texts } from "../site/texts";
import { stem, type Token, tokensOf, undotted } from "./folding";
import { inPart } from "./parts";
import { slipsIn } from "./slips";
import { inFull } from "./synonyms";
import type { Lexicon, Near, Reading, Sense, Spot, Term } from "./terms";

const MOST_WORDS = 8;
const SHORTEST_PART = 3;
const [SHORTEST_INITIALS, LONGEST_INITIALS] = [3, 8];
const CODE = /^(\d{5}|2[ab]\d{3})$/;
/** No number of a house is 48 before 000, and telephones go on in twos. */
const POSTCODE = /^[1-9]\d \d{3}(?! \d|\d)/;
/** A telephone number tells more than any word beside it, and the number of a house less. */
const DIALLED = /^\d{9,}$/;
const HOUSE = /^(\d{1,4}|bis|ter|quater)$/;
const NOTHING_ASKED: Reading = { terms: [], leftOut: [], isVain: false, around: null, understood: null };
const IN_VAIN: Reading = { ...NOTHING_ASKED, isVain: true };

/**
 * Read a question. One of signs alone is in vain; one of little words and single letters asks nothing. What cannot be
 * answered whole as it is written is read again as it may have been meant.
 */
export function read(text: string, lexicon: Lexicon): Reading {
  const all = tokensOf(undotted(text));
  const asked = withNumbers(all)
    .filter((word) => lexicon.asks(word))
    .slice(0, MOST_WORDS);
  const terms = termsOf(asked, lexicon);
  if (!terms.length) {
    return all.length || !text.trim() ? NOTHING_ASKED : IN_VAIN;
  }
  if (isWhole(terms, lexicon)) {
    return readingOf(terms, lexicon);
  }
  const named = inPart(terms, lexicon);
  if (named !== terms && named.every(({ senses, spot }) => senses.length || spot)) {
    return readingOf(named, lexicon);
  }
  return readAgain(asked, slipsIn(asked, terms, lexicon), lexicon) ?? readingOf(named, lexicon);
}

/**
 * Read the words that are meant, and say them as they are spelt; what is left out is said as it was typed. What leaves
 * words out and stands on two slips alone has nothing to do with the question: only single slips are then believed.
 */
function readAgain(asked: readonly string[], meant: ReadonlyMap<string, Near>, lexicon: Lexicon): Reading | null {
  if (!meant.size) {
    return null;
  }
  const those = asked.map((word) => meant.get(word)?.word ?? word);
  const written = termsOf(those, lexicon);
  const terms = isWhole(written, lexicon) ? written : inPart(written, lexicon);
  if (!terms.length) {
    return { ...NOTHING_ASKED, understood: [...meant.values()].map(({ spelling }) => spelling).join(" ") };
  }
  const typed = new Map([...meant].map(([word, near]) => [near.word, word]));
  const asAsked = terms.map((term) => asTyped(term, typed, meant));
  const reading = readingOf(asAsked, lexicon);
  return reading.leftOut.length && groundsOf(reading, asAsked).every((said) => isFar(said, meant))
    ? readAgain(asked, new Map([...meant].filter(([, { slips }]) => slips === 1)), lexicon)
    : reading;
}

/** What was typed of all that a reading stands on. */
const groundsOf = (reading: Reading, terms: readonly Term[]): readonly string[] =>
  [...reading.terms, ...terms.filter(({ spot }) => spot && spot === reading.around)].map(({ said }) => said);

const isFar = (said: string, meant: ReadonlyMap<string, Near>): boolean =>
  said.split(" ").every((word) => (meant.get(word)?.slips ?? 0) > 1);

function asTyped(term: Term, typed: ReadonlyMap<string, string>, meant: ReadonlyMap<string, Near>): Term {
  const words = term.said.split(" ");
  if (!words.some((word) => typed.has(word))) {
    return term;
  }
  const said = words.map((word) => typed.get(word) ?? word);
  const spelt = said.map((word) => meant.get(word)?.spelling ?? word);
  return { ...term, said: said.join(" "), spelling: term.spelling ?? spelt.join(" ") };
}

/** Whether every word is known, and some place has them all. */
function isWhole(terms: readonly Term[], lexicon: Lexicon): boolean {
  const known = terms.filter(({ senses }) => senses.length);
  return terms.every(({ senses, spot }) => senses.length || spot) && (!known.length || lexicon.meets(known));
}

function readingOf(terms: readonly Term[], lexicon: Lexicon): Reading {
  const known = terms.filter(({ senses }) => senses.length);
  const near = terms.find(({ spot }) => spot);
  const around = near?.spot ?? null;
  const leftOut = terms.filter((term) => !term.senses.length && term !== near).map(({ said }) => said);
  if (known.length) {
    return best(known, { ...NOTHING_ASKED, leftOut, around }, lexicon);
  }
  return around ? { ...NOTHING_ASKED, leftOut, around } : IN_VAIN;
}

/** What is not plain of how a question was understood, in sentences, as the server says it. */
export function readingInWords({ understood, leftOut, around }: Reading, texts: Texts): string[] {
  return [
    ...(understood ? [texts.say("understood", { words: understood })] : []),
    ...(leftOut.length ? [texts.count("left_out", leftOut.length, { words: leftOut.join(", ") })] : []),
    ...(around?.also.length ? [texts.count("namesakes", around.also.length, { names: around.also.join(", ") })] : []),
    ...(around ? [aroundInWords(around, texts)] : []),
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

/** The words, with two digits and the three that follow as one, where no telephone number goes on. */
function withPostcodes(tokens: readonly Token[]): string[] {
  const found: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const words = tokens.slice(at, at + 3).map(({ word }) => word);
    const isCode = POSTCODE.test(words.join(" "));
    found.push(isCode ? words.slice(0, 2).join("") : (words[0] ?? ""));
    at += isCode ? 1 : 0;
  }
  return found;
}

/** The words, those of a telephone number joined into its ten digits, however it was written, and those of "48 000". */
function withNumbers(tokens: readonly Token[]): string[] {
  const found: string[] = [];
  let run = "";
  for (const word of [...withPostcodes(tokens), ""]) {
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

function termsOf(asked: readonly string[], lexicon: Lexicon): Term[] {
  const words = asked.filter((_word, at) => !isEverywhere(asked, at, lexicon));
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

function termNamed(words: readonly string[], spot: Spot, lexicon: Lexicon): { size: number; term: Term } | null {
  const isCode = CODE.test(words[0] ?? "");
  const full = words.map((word) => inFull(word, lexicon.synonyms));
  const [sense = words] = isCode ? [senseOfCode(spot, lexicon)] : [words, full].filter((one) => lexicon.has(one));
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
  const senses: readonly Sense[] = lexicon.names(said)
    ? [[`${said}*`]]
    : guesses(said, lexicon)
        .filter((sense) => lexicon.has(sense))
        .slice(0, 1);
  return { said, senses, spelling: null, spot: null };
}

/** What a word may mean that no place has: two words in one, or the initials of a name. */
function guesses(word: string, lexicon: Lexicon): Sense[] {
  const cuts = Array.from({ length: Math.max(0, word.length - 2 * SHORTEST_PART + 1) }, (_, at) => at + SHORTEST_PART);
  const isInitials = word.length >= SHORTEST_INITIALS && word.length <= LONGEST_INITIALS;
  return [
    ...cuts
      .filter((cut) => lexicon.isWhole(word.slice(0, cut)))
      .map((cut) => [word.slice(0, cut), `${word.slice(cut)}*`]),
    ...(isInitials ? [[`=${word}`]] : []),
  ];
}

/**
 * Keep as many terms as some place answers together, from the first on. A telephone number comes before all, the number
 * of a house last.
 */
function best(terms: readonly Term[], reading: Reading, lexicon: Lexicon): Reading {
  if (terms.length === 1 || lexicon.meets(terms)) {
    return { ...reading, terms, understood: understoodAs(terms) };
  }
  const met: Term[] = [];
  for (const term of [...terms].sort((one, other) => weightOf(one) - weightOf(other))) {
    if (lexicon.meets([...met, term])) {
      met.push(term);
    }
  }
  const kept = terms.filter((term) => met.includes(term));
  const dropped = terms.filter((term) => !kept.includes(term));
  const leftOut = [...reading.leftOut, ...dropped.map(({ said }) => said)];
  return { ...reading, terms: kept, leftOut, understood: understoodAs(kept) };
}

/** How soon a term is kept: 0 first, 2 last. */
function weightOf({ said }: Term): number {
  if (DIALLED.test(said)) {
    return 0;
  }
  return HOUSE.test(said) ? 2 : 1;
}

/** The question as it was taken, where some of it was not found as written. */
const understoodAs = (terms: readonly Term[]): string | null =>
  terms.some(({ spelling }) => spelling) ? terms.map(({ spelling, said }) => spelling ?? said).join(" ") : null;
