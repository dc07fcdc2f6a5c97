// How many places are said to be: counted, or reckoned where they are too many.

import type { Texts } from "../site/texts";

/** Say how many places there are; of an estimate, that it is one. */
export function countInWords(key: string, count: number, isReckoned: boolean | undefined, texts: Texts): string {
  return texts.count(key, count, isReckoned ? { count: texts.say("reckoned", { number: texts.figures(count) }) } : {});
}

/** Write it where it stands alone: "2400", or "≈ 2 400". */
export const countInFigures = (count: number, isReckoned: boolean | undefined, texts: Texts): string =>
  isReckoned ? `≈\u00a0${texts.figures(count)}` : String(count);
