// How fast bytes come from the site to this device: asked for one sample after another, for some seconds at most.

export interface Measured {
  readonly bytes: number;
  readonly milliseconds: number;
}

const MOST_MILLISECONDS = 6_000;
const MOST_SAMPLES = 8;
/** Of less than this, too little came to say anything. */
const LEAST_BYTES = 50_000;

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Megabits a second, with one digit after the point. */
export const rateOf = ({ bytes, milliseconds }: Measured): number => Math.round((bytes * 8) / milliseconds / 100) / 10;

export class SpeedMeasure {
  readonly #ask: Fetch;
  readonly #now: () => number;
  #bytes = 0;
  /** The first byte starts the clock: how long a question takes to be answered is no speed. */
  #began: number | undefined;

  constructor(ask: Fetch = (url, init) => fetch(url, init), now: () => number = () => performance.now()) {
    this.#ask = ask;
    this.#now = now;
  }

  /** Measure; what has come when time is over counts. Throws where too little did. */
  async run(url: string, signal: AbortSignal = AbortSignal.timeout(MOST_MILLISECONDS)): Promise<Measured> {
    try {
      for (let count = 0; count < MOST_SAMPLES; count += 1) {
        await this.#take(url, signal);
      }
    } catch (failure) {
      if (!signal.aborted) {
        throw failure;
      }
    }
    const milliseconds = Math.round(this.#now() - (this.#began ?? this.#now()));
    if (this.#bytes < LEAST_BYTES || milliseconds < 1) {
      throw new Error("Too little came");
    }
    return { bytes: this.#bytes, milliseconds };
  }

  async #take(url: string, signal: AbortSignal): Promise<void> {
    const answer = await this.#ask(url, { cache: "no-store", signal });
    if (!answer.ok || !answer.body) {
      throw new Error(`${answer.status}`);
    }
    const reader = answer.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      // What comes first comes while nothing is timed yet.
      this.#bytes += this.#began === undefined ? 0 : part.value.byteLength;
      this.#began ??= this.#now();
    }
  }
}
