// What waits to be sent from a telephone: each letter may be sent twice, and counts once.

/** A letter: what it is about, and its fields, as a form writes them. */
export interface Letter {
  readonly about: string;
  readonly body: string;
}

export type Fate =
  | { readonly is: "arrived"; readonly answer: unknown }
  | { readonly is: "refused"; readonly errors: Readonly<Record<string, readonly string[]>> }
  | { readonly is: "waits" };

type Post = (body: string) => Promise<Pick<Response, "ok" | "status" | "json">>;
type Drawer = Pick<Storage, "getItem" | "setItem">;

export class Letters {
  readonly #drawer: Drawer;
  readonly #key: string;
  readonly #post: Post;

  constructor(drawer: Drawer, key: string, post: Post) {
    this.#drawer = drawer;
    this.#key = key;
    this.#post = post;
  }

  get all(): readonly Letter[] {
    return JSON.parse(this.#drawer.getItem(this.#key) || "[]") as Letter[];
  }

  /** Keep a letter; one about the same that has not left yet gives way to it. */
  keep(letter: Letter): void {
    this.#write([...this.all.filter(({ about }) => about !== letter.about), letter]);
  }

  /** Send what waits, in order, and what is kept meanwhile; tell the fate of each. What comes after one that waits, waits too. */
  async send(told: (letter: Letter, fate: Fate) => void): Promise<void> {
    for (let letter = this.all[0]; letter; letter = this.all[0]) {
      const fate = await this.#fateOf(letter);
      told(letter, fate);
      if (fate.is === "waits") {
        return;
      }
      const { body: sent } = letter;
      this.#write(this.all.filter(({ body }) => body !== sent));
    }
  }

  async #fateOf({ body }: Letter): Promise<Fate> {
    try {
      const answer = await this.#post(body);
      if (answer.ok) {
        return { is: "arrived", answer: await answer.json() };
      }
      const isRefused = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
      return isRefused ? { is: "refused", errors: await errorsOf(answer) } : { is: "waits" };
    } catch {
      return { is: "waits" };
    }
  }

  #write(letters: readonly Letter[]): void {
    this.#drawer.setItem(this.#key, JSON.stringify(letters));
  }
}

async function errorsOf(answer: Pick<Response, "json">): Promise<Readonly<Record<string, readonly string[]>>> {
  try {
    return ((await answer.json()) as { errors: Record<string, string[]> }).errors;
  } catch {
    return {};
  }
}
