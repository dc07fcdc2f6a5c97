// Where the worker keeps things. A pack is one entry of a cache, and so is stored whole or not at all.

import { asKept, elsewhereIn, type Pack, pageIn, readPack } from "./pack";

const PACKS = "croisee-packs";
const FILES = "croisee-files";
const VISITED = "croisee-visited";
const MOST_VISITED = 100;
/** How often what is being written is asked for again, by one page. */
const MOST_TRIES = 4;

const after = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));

export class Store {
  readonly #caches: CacheStorage;
  readonly #fetch: typeof fetch;
  readonly #own: string;
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

  /** Find a page by its path: as it was last visited, else as it came with all the others. */
  async page(path: string): Promise<Response | undefined> {
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
  async refresh(url: string): Promise<void> {
    const packs = await this.#caches.open(PACKS);
    const tag = (await packs.match(url))?.headers.get("ETag");
    const answer = await this.#ask(url, tag ? { "If-None-Match": tag } : {});
    if (answer.status !== 200) {
      return;
    }
    const text = await answer.text();
    const pack = readPack(text, this.#own);
    await this.#fetchFiles(pack);
    await packs.put(url, new Response(text, { headers: answer.headers }));
    await this.#tidy(pack);
  }

  /** Ask for a pack, and again when the site says that it is being written. */
  async #ask(url: string, headers: Record<string, string>, tries = MOST_TRIES): Promise<Response> {
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
  async #tidy(newest: Pack): Promise<void> {
    const visited = await this.#caches.open(VISITED);
    await Promise.all(Object.keys(newest.pages).map((path) => visited.delete(path)));
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
        packs: await Promise.all(stored.map(async (pack) => readPack(await pack.text(), this.#own))),
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
