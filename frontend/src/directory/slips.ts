// Which words of a question may be slips for others, once it cannot be answered as it is written, in the same steps as
// `places/search/slips.py`; pure.

import { stem } from "./folding";
import { inFull } from "./synonyms";
import type { Lexicon, Near, Sense, Term } from "./terms";

type Meant = ReadonlyMap<string, Near>;

/** A name of several words is looked for among those of so many, with slips in so many of them. */
const LONGEST_NAME = 6;
const SLIPS_IN_A_NAME = 2;
/** So many communes' words are tried in the place of one. */
const MOST = 4;
const [COMMUNE, TEXT] = [0, 3];

/** For which words those of a question are taken: in a commune's whole name, alone, or beside the others. */
export function slipsIn(asked: readonly string[], terms: readonly Term[], lexicon: Lexicon): Meant {
  const unknown = terms.filter(({ senses, spot }) => !(senses.length || spot)).map(({ said }) => said);
  const placed = new Set(terms.filter(({ spot }) => spot).flatMap(({ said }) => said.split(" ")));
  const named = inAName(
    asked.filter((word) => !placed.has(word)),
    lexicon,
  );
  const found = new Map([...alone(unknown, lexicon), ...named]);
  const known = terms.filter(({ senses }) => senses.length);
  return found.size || unknown.length ? found : beside(known, lexicon);
}

/** Take words that no place has for the likeliest that some place has, or that is a commune or the territory. */
function alone(unknown: readonly string[], lexicon: Lexicon): [string, Near][] {
  const isLand = (word: string) =>
    lexicon.isEverywhere(word) || (lexicon.spot(stem(word)) ?? lexicon.within(stem(word))) !== null;
  const isRight = ({ word }: Near) => isLand(word) || sensesOf(word, lexicon).some((sense) => lexicon.has(sense));
  return unknown.flatMap((word): [string, Near][] => {
    const right = lexicon.nearest(word).find(isRight);
    return right ? [[word, right]] : [];
  });
}

const sensesOf = (word: string, lexicon: Lexicon): readonly Sense[] => [
  [word],
  ...lexicon.synonyms.at([word], 0).others,
];

/** Take words for those of the longest name of a commune that they nearly are. */
function inAName(asked: readonly string[], lexicon: Lexicon): Meant {
  const written = [asked, asked.map((word) => inFull(word, lexicon.synonyms))];
  const others = asked.map((word) =>
    lexicon
      .nearest(word)
      .filter(({ tier }) => tier === COMMUNE)
      .slice(0, MOST),
  );
  for (const chosen of choicesIn(others)) {
    const { start, size, near } = chosen;
    const meant = (words: readonly string[]) => words.map((word, at) => stem(near.get(at)?.word ?? word));
    const keys = written.map((words) =>
      meant(words)
        .slice(start, start + size)
        .join(" "),
    );
    if (keys.some((key) => lexicon.spot(key))) {
      return new Map([...near].map(([at, other]) => [asked[at] ?? "", other]));
    }
  }
  return new Map();
}

/** Words from `start` on, with the slips that are taken for others, by where they stand. */
interface Choice {
  readonly start: number;
  readonly size: number;
  readonly near: ReadonlyMap<number, Near>;
}

/** The longest first, then those with the fewest slips. */
function* choicesIn(others: readonly (readonly Near[])[]): Generator<Choice> {
  for (let size = Math.min(others.length, LONGEST_NAME); size > 1; size -= 1) {
    for (let count = 1; count <= SLIPS_IN_A_NAME; count += 1) {
      for (let start = 0; start + size <= others.length; start += 1) {
        for (const near of chosenFrom(others, start, start + size, count)) {
          yield { start, size, near };
        }
      }
    }
  }
}

/** So many of the words from one on to another, each taken for one of its others. */
function* chosenFrom(
  others: readonly (readonly Near[])[],
  from: number,
  to: number,
  count: number,
): Generator<ReadonlyMap<number, Near>> {
  if (!count) {
    yield new Map();
    return;
  }
  for (let at = from; at < to; at += 1) {
    for (const other of others[at] ?? []) {
      for (const more of chosenFrom(others, at + 1, to, count - 1)) {
        yield new Map([[at, other], ...more]);
      }
    }
  }
}

/**
 * Take one word, though some place has it, for another by which something is called beside the other words. What is the
 * name of a commune, a kind, a service or a network is meant as it is.
 */
function beside(terms: readonly Term[], lexicon: Lexicon): Meant {
  for (const term of terms.filter(({ said }) => !lexicon.names(said))) {
    const others = terms.filter((one) => one !== term);
    const meets = ({ word }: Near) => lexicon.meets([...others, { ...term, senses: [[word]] }]);
    const right = lexicon.nearest(term.said).find((near) => near.tier < TEXT && meets(near));
    if (right) {
      return new Map([[term.said, right]]);
    }
  }
  return new Map();
}
