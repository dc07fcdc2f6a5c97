// What was sent without a network waits in this browser, and leaves when the network is back.

const KEY = "croisee-outbox";

/** A form as it was filled in: where it goes, its fields, what is said once it is there, and whether it has to be mended. */
export interface Letter {
  readonly action: string;
  readonly body: string;
  readonly sent: string;
  readonly isRefused?: boolean;
}

type Post = (url: string, body: URLSearchParams) => Promise<Pick<Response, "ok" | "redirected" | "status">>;

export class Outbox {
  readonly #storage: Storage;
  readonly #post: Post;

  constructor(storage: Storage, post: Post) {
    this.#storage = storage;
    this.#post = post;
  }

  get letters(): readonly Letter[] {
    try {
      return JSON.parse(this.#storage.getItem(KEY) ?? "[]") as Letter[];
    } catch {
      return [];
    }
  }

  /** Keep a letter. Throws when the browser keeps nothing. */
  keep(letter: Letter): void {
    this.#write([...this.letters, letter]);
  }

  /** Send what waits, and give back what has arrived. What the site wants mended stays, and is not sent again. */
  async send(): Promise<readonly Letter[]> {
    const arrived: Letter[] = [];
    for (const letter of this.letters.filter(({ isRefused }) => !isRefused)) {
      const fate = await this.#fateOf(letter);
      if (fate === "arrived") {
        arrived.push(letter);
      }
      if (fate !== "waits") {
        this.#replace(letter, fate === "arrived" ? [] : [{ ...letter, isRefused: true }]);
      }
    }
    return arrived;
  }

  /** Take out the letters of a form: it is filled in again. */
  take(action: string): readonly Letter[] {
    const own = this.letters.filter((letter) => letter.action === action && letter.isRefused);
    this.#write(this.letters.filter((letter) => !(letter.action === action && letter.isRefused)));
    return own;
  }

  async #fateOf({ action, body }: Letter): Promise<"arrived" | "refused" | "waits"> {
    try {
      const { ok, redirected, status } = await this.#post(action, new URLSearchParams(body));
      const isRefused = status >= 400 && status < 500 && status !== 429;
      return ok && redirected ? "arrived" : isRefused ? "refused" : "waits";
    } catch {
      return "waits";
    }
  }

  /** Another page may have written meanwhile: only this letter is touched. */
  #replace(letter: Letter, by: readonly Letter[]): void {
    this.#write(this.letters.flatMap((each) => (each.body === letter.body ? by : [each])));
  }

  #write(letters: readonly Letter[]): void {
    letters.length ? this.#storage.setItem(KEY, JSON.stringify(letters)) : this.#storage.removeItem(KEY);
  }
}

/** The outbox of this browser. */
export const ownOutbox = (): Outbox => new Outbox(localStorage, (url, body) => fetch(url, { method: "POST", body }));
