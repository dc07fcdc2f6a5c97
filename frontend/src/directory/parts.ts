// Names of communes said in part, "saint privat" for Saint-Privat-de-Vallongue, of which no place speaks: in the same
// steps as `places/search/parts.py`; pure.

import { stem } from "./folding";
import { inFull } from "./synonyms";
import type { Lexicon, Term } from "./terms";

/** Take terms that no place answers together for the commune that is called so in part: the longest such name. */
export function inPart(terms: readonly Term[], lexicon: Lexicon): readonly Term[] {
  if (terms.some(({ spot }) => spot)) {
    return terms;
  }
  for (const [start, end] of spansOf(terms.length)) {
    const those = terms.slice(start, end);
    const [spot] = keysOf(those, lexicon).flatMap((key) => lexicon.within(key) ?? []);
    if (spot && !(those.every(({ senses }) => senses.length) && lexicon.meets(those))) {
      const said = those.map((term) => term.said).join(" ");
      return [...terms.slice(0, start), { said, senses: [], spelling: null, spot }, ...terms.slice(end)];
    }
  }
  return terms;
}

/** From one term to another, the longest first. */
function spansOf(count: number): (readonly [number, number])[] {
  const sizes = Array.from({ length: count }, (_, less) => count - less);
  return sizes.flatMap((size) =>
    Array.from({ length: count - size + 1 }, (_, start) => [start, start + size] as const),
  );
}

/** Terms as names are looked for, as they are and in full. */
function keysOf(terms: readonly Term[], lexicon: Lexicon): readonly string[] {
  const words = terms.flatMap(({ said }) => said.split(" "));
  const full = words.map((word) => inFull(word, lexicon.synonyms));
  return [words, full].map((those) => those.map(stem).join(" "));
}
