// Says, small, how things stand between the screen and the site: how it follows, what it last heard, what it is behind.

import { write } from "../site/dom";
import { Texts } from "../site/texts";

const A_SECOND = 1000;
const A_MINUTE = 60;
const AN_HOUR = 3600;
/** An answer takes a moment: under so many seconds nothing is behind. */
const AT_ONCE = 2;

export interface Standing {
  /** Whether the site answers: without it nothing is live, and nobody knows what is missed. */
  readonly isReached: boolean;
  /** Whether news come as they happen. */
  readonly isLive: boolean;
  /** Seconds since something last changed; null: nothing has, since the page was opened. */
  readonly sinceChange: number | null;
  /** Seconds since something was told that is not shown yet. */
  readonly behind: number;
}

export class StageStanding {
  readonly #line: HTMLElement;
  readonly #now: () => Standing;
  readonly #texts: Texts;

  constructor(line: HTMLElement, now: () => Standing) {
    this.#line = line;
    this.#now = now;
    this.#texts = new Texts({ ...(line.dataset as Record<string, string>) }, document.documentElement.lang);
  }

  start(): void {
    setInterval(() => this.#write(), A_SECOND);
    this.#write();
  }

  #write(): void {
    const { isReached, isLive, sinceChange, behind } = this.#now();
    const change = sinceChange === null ? "unchanged" : "change";
    const changed = this.#texts.say(change, { ago: inWords(sinceChange ?? 0) });
    const late = this.#texts.say(isReached && behind < AT_ONCE ? "well" : "behind", { ago: inWords(behind) });
    const parts = isReached ? [this.#texts.say(isLive ? "live" : "polling"), changed, late] : [late];
    write(this.#line, parts.join(" · "));
  }
}

function inWords(seconds: number): string {
  if (seconds < A_MINUTE) {
    return `${Math.floor(seconds)}\u00a0s`;
  }
  return seconds < AN_HOUR ? `${Math.floor(seconds / A_MINUTE)}\u00a0min` : `${Math.floor(seconds / AN_HOUR)}\u00a0h`;
}
