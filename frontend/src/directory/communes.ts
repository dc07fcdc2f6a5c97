// The communes that the browser knows, and which of them a text means: as `places/forms/commune.py` reads it.

import type { Texts } from "../site/texts";
import type { Directory } from "../wire/answers";
import { stem, tokensOf } from "./folding";
import type { Position } from "./places";

type Told = NonNullable<Directory["vocabulary"]>["communes"];

/** A commune; distances are measured from its position. */
export interface Commune {
  readonly code: string;
  readonly name: string;
  readonly position: Position;
}

export class Communes {
  readonly all: readonly Commune[];

  constructor(told: Told = []) {
    this.all = told.map(([code, name, longitude, latitude]) => ({ code, name, position: [latitude, longitude] }));
  }

  withCode(code: string): Commune | null {
    return this.all.find((commune) => commune.code === code) ?? null;
  }

  /** The communes that a text may mean: of its code; else called exactly so; else whose name has all of its words. */
  called(text: string): readonly Commune[] {
    const words = wordsOf(text);
    const byCode = this.withCode(words.at(-1)?.toUpperCase() ?? "");
    if (byCode || !words.length) {
      return byCode ? [byCode] : [];
    }
    const exact = this.all.filter(({ name }) => wordsOf(name).join() === words.join());
    return exact.length ? exact : this.all.filter(({ name }) => hasAll(name, words));
  }
}

const wordsOf = (text: string): readonly string[] => tokensOf(text).map(({ word }) => word);

/** Whether a name has all of these words; single letters say nothing. */
function hasAll(name: string, words: readonly string[]): boolean {
  const [telling, known] = [words.filter((word) => word.length > 1), wordsOf(name).map(stem)];
  return telling.length > 0 && telling.every((word) => known.includes(stem(word)));
}

/** Say "of" a commune, as the server does: "de Mende", "d’Ispagnac", "du Collet-de-Dèze", "des Bondons". */
export function ofCommune(name: string, texts: Texts): string {
  const [, article, rest = name] = /^(?:(Le|Les) )?(.*)$/.exec(name) ?? [];
  const vowel = /^[AEÉÈIOUYH]/.test(name) ? "of_vowel" : "of";
  return texts.say(article ? `of_${article.toLowerCase()}` : vowel, { name: rest });
}
