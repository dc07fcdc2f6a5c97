// A QR code as a drawing. A bundle of its own, fetched when a code is first asked for. Pure.

import { correction, generate } from "lean-qr";

export interface QrCode {
  /** How many squares wide it is, its quiet zone included. */
  readonly size: number;
  /** The dark squares, as the path of an SVG whose unit is a square. */
  readonly path: string;
}

/** White squares on every side: readers find the code by them. */
export const QUIET = 4;

/** Encode a text so that up to a seventh of the code may be hidden, or badly lit. Throws when it is too long. */
export function codeOf(text: string): QrCode {
  const code = generate(text, { minCorrectionLevel: correction.M });
  const rows = Array.from({ length: code.size }, (_, y) => rowOf(code, y));
  return { size: code.size + 2 * QUIET, path: rows.join("") };
}

/** The dark squares of a row, those that touch drawn as one. */
function rowOf({ size, get }: ReturnType<typeof generate>, y: number): string {
  const dark = Array.from({ length: size }, (_, x) => (get(x, y) ? "#" : " ")).join("");
  const runs = [...dark.matchAll(/#+/g)];
  return runs.map(({ index, 0: run }) => `M${index + QUIET} ${y + QUIET}h${run.length}v1h-${run.length}z`).join("");
}
