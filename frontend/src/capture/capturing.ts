// What a browser remembers while someone captures scenes: for which workshop, and in which words it is told.

const KEY = "croisee-capturing";

/** Where a scene goes, on which pages it is captured, the script that captures, and the words of the strip. */
export interface Capturing {
  /** Where the form of a new scene is, and where it leads once the scene is kept. */
  readonly address: string;
  readonly back: string;
  /** The paths of the pages that a scene can show. */
  readonly pages: readonly string[];
  readonly script: string;
  readonly words: Readonly<Record<"hint" | "keep" | "kept" | "failed" | "done", string>>;
}

/** What is being captured on the page at a path; null when nothing is, or none of its scenes can show that page. */
export function capturingOn(path: string): Capturing | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null") as Capturing | null;
    return kept?.pages.includes(path) ? kept : null;
  } catch {
    return null;
  }
}

/** Begin to capture. Throws when the browser keeps nothing. */
export const beginCapturing = (capturing: Capturing): void => localStorage.setItem(KEY, JSON.stringify(capturing));

export const endCapturing = (): void => localStorage.removeItem(KEY);
