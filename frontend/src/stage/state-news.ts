// What the server says is shown, fetched again whenever it is told that something of it moved.

import { follow, type Pulse } from "../live/follow";

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
  #isAsking = false;
  #isAskedAgain = false;

  constructor(topic: string, address: string, delegate: StateNewsDelegate<T>) {
    this.#topic = topic;
    this.#address = address;
    this.#delegate = delegate;
  }

  start(): void {
    addEventListener("offline", () => this.#delegate.reached(false));
    addEventListener("online", () => this.moved());
    follow(this.#topic, this);
    this.moved();
  }

  /** Something moved, whatever it is: what is there now is asked for, once at a time. */
  moved(): void {
    this.#isAskedAgain = true;
    this.#isAsking || void this.#look();
  }

  /** What moved until one is told of it is fetched; and while nobody tells, one asks. */
  pulseChanged(pulse: Pulse): void {
    this.#isCut = pulse === "cut";
    this.moved();
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    this.#isAsking = true;
    let isReached = false;
    while (this.#isAskedAgain) {
      this.#isAskedAgain = false;
      isReached = await this.#answer();
      this.#delegate.reached(isReached);
    }
    this.#isAsking = false;
    this.#timer = isReached && !this.#isCut ? undefined : setTimeout(() => this.moved(), AGAIN);
  }

  async #answer(): Promise<boolean> {
    try {
      const answer = await fetch(this.#address, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE) });
      answer.ok && this.#delegate.told((await answer.json()) as T);
      return answer.ok;
    } catch {
      return false;
    }
  }
}
