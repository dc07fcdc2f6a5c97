// Asks the server what is shown, again and again: an answer that has not changed costs its headers alone.

const EVERY = 1000;
/** While the network is away, or nobody looks. */
const SLOWLY = 4000;
const PATIENCE = 5000;

export interface StatePollDelegate<T> {
  /** The server said this. */
  told(state: T): void;
  /** Whether it answers. */
  reached(isReached: boolean): void;
}

export class StatePoll<T> {
  readonly #address: string;
  readonly #delegate: StatePollDelegate<T>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(address: string, delegate: StatePollDelegate<T>) {
    this.#address = address;
    this.#delegate = delegate;
  }

  start(): void {
    addEventListener("online", () => this.#askNow());
    document.addEventListener("visibilitychange", () => document.hidden || this.#askNow());
    this.#askNow();
  }

  #askNow(): void {
    clearTimeout(this.#timer);
    void this.#ask();
  }

  async #ask(): Promise<void> {
    const isReached = await this.#answer();
    this.#delegate.reached(isReached);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), isReached && !document.hidden ? EVERY : SLOWLY);
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
