// When a telephone asks for what it was told of: one question at a time, and none of them too early.

/** Milliseconds: for how long an answer may be as it was, and how much more to wait, so that not all ask at one moment. */
interface Pace {
  readonly rest: number;
  spread(): number;
}

const AT_ONCE: Pace = { rest: 0, spread: () => 0 };

export class Looks {
  readonly #ask: () => Promise<void>;
  readonly #pace: Pace;
  #told = 0;
  #isLooking = false;
  #isAskedAgain = false;

  /** `ask` never fails. */
  constructor(ask: () => Promise<void>, pace = AT_ONCE) {
    this.#ask = ask;
    this.#pace = pace;
  }

  /** Something moved: it is asked for once what was there before is no longer given. */
  soon(): void {
    this.#told = Date.now();
    this.#look(false);
  }

  /** One has come, or come back: whatever is there is asked for. */
  now(): void {
    this.#look(true);
  }

  #look(isNow: boolean): void {
    this.#isAskedAgain = true;
    this.#isLooking || void this.#lookOn(isNow);
  }

  async #lookOn(isNow: boolean): Promise<void> {
    this.#isLooking = true;
    for (let pause = isNow ? 0 : this.#pause; this.#isAskedAgain; pause = this.#pause) {
      pause && (await new Promise((rested) => setTimeout(rested, pause)));
      // What one was told of a moment ago may not be in the answer yet.
      this.#isAskedAgain = Date.now() < this.#told + this.#pace.rest;
      await this.#ask();
    }
    this.#isLooking = false;
  }

  get #pause(): number {
    return this.#pace.rest + Math.random() * this.#pace.spread();
  }
}
