// What the server says is shown, fetched again whenever it is told that something of it moved.

import { follow, type Pulse } from "../live/follow";
import type { Standing } from "./stage-standing";

/** Milliseconds: until an answer that did not come is asked for again, and after which one is given up. */
const AGAIN = 1_500;
const PATIENCE = 5_000;

export interface StateNewsDelegate<T> {
  /** The server said this. */
  told(state: T): void;
  /** Whether it answers. */
  reached(isReached: boolean): void;
}

export class StateNews<T> {
  readonly #topic: string;
  readonly #address: string;
  readonly #delegate: StateNewsDelegate<T>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isCut = false;
  #isLive = false;
  #isReached = true;
  #said = "";
  /** Moments: when what the server says last changed, and since when something that was told is not fetched. */
  #changedAt: number | null = null;
  #behindSince: number | null = null;
  #isAsking = false;
  #isAskedAgain = false;

  constructor(topic: string, address: string, delegate: StateNewsDelegate<T>) {
    this.#topic = topic;
    this.#address = address;
    this.#delegate = delegate;
  }

  /** How things stand, for who looks at the screen. */
  get standing(): Standing {
    return {
      isReached: this.#isReached,
      isLive: this.#isLive,
      sinceChange: since(this.#changedAt),
      behind: since(this.#behindSince) ?? 0,
    };
  }

  start(): void {
    addEventListener("offline", () => this.#reach(false));
    addEventListener("online", () => this.moved());
    follow(this.#topic, this);
    this.moved();
  }

  /** Something moved, whatever it is: what is there now is asked for, once at a time. */
  moved(): void {
    this.#isAskedAgain = true;
    this.#behindSince ??= Date.now();
    this.#isAsking || void this.#look();
  }

  /** What moved until one is told of it is fetched; and while nobody tells, one asks. */
  pulseChanged(pulse: Pulse): void {
    this.#isCut = pulse === "cut";
    this.#isLive = pulse === "live";
    this.moved();
  }

  /** Without an answer nobody knows what moves meanwhile. */
  #reach(isReached: boolean): void {
    this.#isReached = isReached;
    this.#behindSince ??= isReached ? null : Date.now();
    this.#delegate.reached(isReached);
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    this.#isAsking = true;
    let isReached = false;
    while (this.#isAskedAgain) {
      this.#isAskedAgain = false;
      isReached = await this.#answer();
      this.#reach(isReached);
    }
    this.#isAsking = false;
    this.#behindSince = isReached ? null : this.#behindSince;
    this.#timer = isReached && !this.#isCut ? undefined : setTimeout(() => this.moved(), AGAIN);
  }

  async #answer(): Promise<boolean> {
    try {
      const answer = await fetch(this.#address, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE) });
      answer.ok && this.#learn(await answer.text());
      return answer.ok;
    } catch {
      return false;
    }
  }

  #learn(said: string): void {
    this.#changedAt = this.#said && said !== this.#said ? Date.now() : this.#changedAt;
    this.#said = said;
    this.#delegate.told(JSON.parse(said) as T);
  }
}

const since = (moment: number | null): number | null => (moment === null ? null : (Date.now() - moment) / 1000);
