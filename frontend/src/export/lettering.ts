// Letters in a drawing: their fonts, and lines no wider than their room. Pure.

import type { SvgNode } from "./svg-drawing";

/** The width of a text in a font as CSS writes it. */
export type Measure = (text: string, font: string) => number;

export const SERIF = "Iowan Old Style, Palatino Linotype, Palatino, URW Palladio L, P052, Charter, Georgia, serif";
export const SANS = "Segoe UI, Roboto, Noto Sans, Liberation Sans, Arial, sans-serif";

export interface Style {
  readonly size: number;
  readonly family: string;
  readonly fill: string;
  readonly weight?: number;
  readonly leading?: number;
}

/** Where a text is written: its left and top, and the width of its lines. */
export interface Room {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface Lettered {
  readonly drawn: readonly SvgNode[];
  /** What the longest line takes, and all of them. */
  readonly width: number;
  readonly height: number;
}

/** Write a text in lines, from the top down. */
export function lettered(text: string, style: Style, { x, y, width }: Room, measure: Measure): Lettered {
  const { size, family, fill, weight = 400, leading = 1.25 } = style;
  const font = `${weight} ${size}px ${family}`;
  const lines = wrapped(text, width, font, measure);
  const drawn = lines.map((line, index): SvgNode => {
    const base = (y + size * (0.86 + index * leading)).toFixed(1);
    const given = { x, y: base, "font-size": size, "font-family": family, fill };
    return ["text", weight === 400 ? given : { ...given, "font-weight": weight }, line];
  });
  const widths = lines.map((line) => measure(line, font));
  return { drawn, width: Math.max(0, ...widths), height: lines.length * size * leading };
}

/** Break a text into lines no wider than this. A no-break space breaks nothing; a word too long, an address, is cut. */
export function wrapped(text: string, width: number, font: string, measure: Measure): string[] {
  const fits = (line: string) => measure(line, font) <= width;
  const lines: string[] = [];
  for (const word of text.split(/[ \t\n]+/).filter(Boolean)) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length && fits(longer)) {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(...cut(word, fits));
    }
  }
  return lines;
}

function cut(word: string, fits: (line: string) => boolean): string[] {
  const parts = [""];
  for (const sign of word) {
    const longer = `${parts.at(-1)}${sign}`;
    if (parts.at(-1) && !fits(longer)) {
      parts.push(sign);
    } else {
      parts[parts.length - 1] = longer;
    }
  }
  return parts;
}
