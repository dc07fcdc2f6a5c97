// Where the worker keeps things. A pack is one entry of a cache, and so is stored whole or not at all.

import { asKept, elsewhereIn, type Pack, pageIn, placeOf, readPack } from "./pack";
import { keptTerritories, laid, PACKS, textOf } from "./pack-shelf";

const FILES = "croisee-files";
const VISITED = "croisee-visited";
const MOST_VISITED = 100;
/** How often what is being written is asked for again, by one page. */
const MOST_TRIES = 4;
/** A territory that someone keeps is asked for again after so long, in milliseconds: it weighs more than the rest. */
const LASTS = 12 * 3_600_000;

/** Whether a pack is there now, is being written, or could not be had. */
export type Outcome = "kept" | "later" | "failed";

const after = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));

const outcomes: Readonly<Record<number, Outcome>> = { 200: "kept", 304: "kept", 204: "later" };

export class Store {
  readonly #caches: CacheStorage;
  readonly #fetch: typeof fetch;
  readonly #own: string;
  #last: Promise<unknown> = Promise.resolve();
  #read: { tags: string; packs: readonly Pack[] } = { tags: "", packs: [] };

  /** `own` is the address of the site, without a path. */
  constructor(caches: CacheStorage, fetch: (input: string, init?: RequestInit) => Promise<Response>, own: string) {
    this.#caches = caches;
    this.#own = own;
    this.#fetch = fetch as typeof globalThis.fetch;
  }

  /** Find a file or data of the site, in whichever language and form it was asked for: pages read what is alike in all. */
  async file(url: string): Promise<Response | undefined> {
    return (await this.#caches.open(FILES)).match(url, { ignoreVary: true });
  }

  async keepFile(url: string, response: Response): Promise<void> {
    await (await this.#caches.open(FILES)).put(url, response);
  }

  /**
   * Find a page by its path: that of a territory which is kept, if the question is of one; else as it was last
   * visited, else as it came with all the others.
   */
  async page(path: string, search = ""): Promise<Response | undefined> {
    const place = placeOf(path, search);
    const own = place === path ? null : pageIn(await this.#packs(), place);
    if (own !== null) {
      return this.#respond(own);
    }
    const visited = await (await this.#caches.open(VISITED)).match(path);
    if (visited) {
      return new Response(asKept(await visited.text()), { headers: visited.headers });
    }
    return this.#respond(pageIn(await this.#packs(), path));
  }

  /** The page that stands for one that is not kept. */
  async elsewhere(path: string): Promise<Response | undefined> {
    return this.#respond(elsewhereIn(await this.#packs(), path));
  }

  /** Keep a page that was visited; the one that was visited first makes room. */
  async keepPage(path: string, response: Response): Promise<void> {
    const visited = await this.#caches.open(VISITED);
    await visited.delete(path);
    await visited.put(path, response);
    for (const oldest of (await visited.keys()).slice(0, -MOST_VISITED)) {
      await visited.delete(oldest);
    }
  }

  /** Forget a page that was visited, and is no more. */
  async forgetPage(path: string): Promise<void> {
    await (await this.#caches.open(VISITED)).delete(path);
  }

  /** Bring the pack at an address up to date, and the files that it needs first: they come in its place together. */
  async refresh(url: string, tries = MOST_TRIES): Promise<Outcome> {
    const packs = await this.#caches.open(PACKS);
    const tag = (await packs.match(url))?.headers.get("ETag");
    const answer = await this.#ask(url, tag ? { "If-None-Match": tag } : {}, tries);
    if (answer.status === 200) {
      const text = await answer.text();
      await this.#inTurn(() => this.#hold(url, text, answer.headers));
    } else if (answer.status === 404) {
      await this.letGo(url);
    } else if (answer.status === 304) {
      await this.#inTurn(() => this.#sameStill(url));
    }
    return outcomes[answer.status] ?? "failed";
  }

  /** Bring up to date what is kept of territories, where that was long ago. */
  async refreshTerritories(now = Date.now()): Promise<void> {
    for (const { url, keptAt } of await keptTerritories(this.#caches)) {
      if (now - keptAt.getTime() > LASTS) {
        await this.refresh(url).catch(() => undefined);
      }
    }
  }

  /** Keep a pack no longer, nor the files that nothing else needs. */
  letGo(url: string): Promise<void> {
    return this.#inTurn(async () => {
      await (await this.#caches.open(PACKS)).delete(url);
      await this.#tidyFiles();
    });
  }

  async #hold(url: string, text: string, headers: Headers): Promise<void> {
    const pack = readPack(text, this.#own);
    await this.#fetchFiles(pack);
    await this.#put(url, text, pack, headers);
    await this.#tidy(pack);
  }

  /** It is as it was: of a territory, as of now. */
  async #sameStill(url: string): Promise<void> {
    const held = await (await this.#caches.open(PACKS)).match(url);
    const text = held && (await textOf(held.clone()));
    const pack = text && readPack(text, this.#own);
    pack && pack.home !== undefined && (await this.#put(url, text, pack, held.headers));
  }

  async #put(url: string, text: string, pack: Pack, headers: Headers): Promise<void> {
    const packs = await this.#caches.open(PACKS);
    await packs.put(url, await laid(text, pack, headers, await this.#weightOf(pack)));
  }

  /** What the data that only this pack needs take, in bytes. */
  async #weightOf({ files }: Pack): Promise<number> {
    const data = files.filter((url) => url.includes("territory="));
    const sizes = data.map(async (url) => (await (await this.file(url))?.blob())?.size ?? 0);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }

  /** Do one thing after the other: what one fetches, another would tidy away. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Ask for a pack, and again when the site says that it is being written. */
  async #ask(url: string, headers: Record<string, string>, tries: number): Promise<Response> {
    const answer = await this.#fetch(url, { cache: "no-store", headers });
    const soon = answer.headers.get("Retry-After");
    if (answer.status !== 204 || soon === null || tries === 1) {
      return answer;
    }
    await after(Number(soon));
    return this.#ask(url, headers, tries - 1);
  }

  async #fetchFiles({ files }: Pack): Promise<void> {
    const cache = await this.#caches.open(FILES);
    const isHeld = async (url: string) => url.startsWith("/static/") && (await cache.match(url)) !== undefined;
    const held = await Promise.all(files.map(isHeld));
    await cache.addAll(files.filter((_, index) => !held[index]));
  }

  /** Drop the visited pages that have just come again, and the files that no pack needs any more. */
  async #tidy({ pages }: Pack): Promise<void> {
    const visited = await this.#caches.open(VISITED);
    const again = (await visited.keys()).filter(({ url }) => new URL(url).pathname in pages);
    await Promise.all(again.map((one) => visited.delete(one)));
    await this.#tidyFiles();
  }

  async #tidyFiles(): Promise<void> {
    const needed = new Set((await this.#packs()).flatMap(({ files }) => files));
    const files = await this.#caches.open(FILES);
    for (const held of await files.keys()) {
      const { pathname, search } = new URL(held.url);
      if (!needed.has(pathname + search)) {
        await files.delete(held);
      }
    }
  }

  /** Read the packs of all languages; they are read once for as long as they stay the same. */
  async #packs(): Promise<readonly Pack[]> {
    const cache = await this.#caches.open(PACKS);
    const stored = await cache.matchAll();
    const tags = stored.map(({ headers }) => headers.get("ETag")).join();
    if (tags !== this.#read.tags) {
      this.#read = {
        tags,
        packs: await Promise.all(stored.map(async (pack) => readPack(await textOf(pack), this.#own))),
      };
    }
    return this.#read.packs;
  }

  /** A page the protection that its pack came with. */
  async #respond(html: string | null): Promise<Response | undefined> {
    const [pack] = await (await this.#caches.open(PACKS)).matchAll();
    if (html === null || !pack) {
      return undefined;
    }
    const headers = new Headers({ "Content-Type": "text/html; charset=utf-8" });
    for (const name of ["Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options"]) {
      const value = pack.headers.get(name);
      if (value) {
        headers.set(name, value);
      }
    }
    return new Response(asKept(html), { headers });
  }
}
