import { beforeEach, describe, expect, it } from "vitest";
import type { Pack } from "../../frontend/src/offline/pack";
import { keptTerritories } from "../../frontend/src/offline/pack-shelf";
import { Store } from "../../frontend/src/offline/store";

const ORIGIN = "https://croisee.example";
const URL_OF_PACK = "/hors-ligne.json";

/** The network, as the tests would have it: what stands at each path; anything else fails. */
let network: Record<string, () => Response>;
let asked: string[];

async function ask(url: string, init?: RequestInit): Promise<Response> {
  const { pathname, search } = new URL(url, ORIGIN);
  asked.push(pathname + search);
  const answer = network[pathname]?.();
  if (!answer) {
    throw new TypeError("Failed to fetch");
  }
  const held = new Headers(init?.headers).get("If-None-Match");
  return held && held === answer.headers.get("ETag") ? new Response(null, { status: 304 }) : answer;
}

/** A cache as browsers have it, as far as the store uses it. */
class Shelf {
  readonly #held = new Map<string, Response>();

  async match(url: string | Request): Promise<Response | undefined> {
    return this.#held.get(key(url))?.clone();
  }
  async matchAll(): Promise<Response[]> {
    return [...this.#held.values()].map((response) => response.clone());
  }
  async keys(): Promise<Request[]> {
    return [...this.#held.keys()].map((url) => new Request(url));
  }
  async put(url: string, response: Response): Promise<void> {
    this.#held.set(key(url), response.clone());
  }
  async delete(url: string | Request): Promise<boolean> {
    return this.#held.delete(key(url));
  }
  async addAll(urls: string[]): Promise<void> {
    const answers = await Promise.all(urls.map((url) => ask(url)));
    for (const [index, url] of urls.entries()) {
      this.#held.set(key(url), answers[index] ?? new Response());
    }
  }
}

const key = (url: string | Request) => new URL(typeof url === "string" ? url : url.url, ORIGIN).href;

function shelves(): CacheStorage {
  const open = new Map<string, Shelf>();
  return {
    open: async (name: string) => {
      const shelf = open.get(name) ?? new Shelf();
      open.set(name, shelf);
      return shelf;
    },
  } as unknown as CacheStorage;
}

function serve(tag: string, pack: Partial<Pack> = {}): void {
  const whole = {
    files: ["/static/site.css", "/annuaire.json"],
    pages: { "/": `<html>home ${tag}`, "/hors-ligne/": "<html>elsewhere" },
    elsewhere: "/hors-ligne/",
    ...pack,
  };
  const headers = { ETag: `"${tag}"`, "Content-Security-Policy": "default-src 'self'" };
  network[URL_OF_PACK] = () => new Response(JSON.stringify(whole), { headers });
}

const read = async (found: Promise<Response | undefined>) => (await found)?.text();

describe("the store", () => {
  let store: Store;
  let held: CacheStorage;

  beforeEach(() => {
    network = {
      "/static/site.css": () => new Response("css"),
      "/annuaire.json": () => new Response("{}"),
    };
    asked = [];
    held = shelves();
    store = new Store(held, ask, "https://annuaire.example");
    serve("one");
  });

  it("gives every page of a pack, protected as the pack was, and the files that they need", async () => {
    await store.refresh(URL_OF_PACK);
    const home = await store.page("/");
    expect(await home?.text()).toBe("<html data-kept>home one");
    expect(home?.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
    expect(home?.headers.get("Content-Security-Policy")).toBe("default-src 'self'");
    expect(await read(store.file(`${ORIGIN}/static/site.css`))).toBe("css");
    expect(await read(store.elsewhere("/nowhere/"))).toBe("<html data-kept>elsewhere");
    expect(await store.page("/nowhere/")).toBeUndefined();
  });

  it("has nothing before its first pack", async () => {
    expect(await store.page("/")).toBeUndefined();
    expect(await store.elsewhere("/")).toBeUndefined();
  });

  it("does not take again what it holds, and replaces it when it changes", async () => {
    await store.refresh(URL_OF_PACK);
    await store.refresh(URL_OF_PACK);
    expect(await read(store.page("/"))).toContain("home one");
    expect(asked.filter((path) => path === "/annuaire.json")).toHaveLength(1);
    serve("two");
    await store.refresh(URL_OF_PACK);
    expect(await read(store.page("/"))).toContain("home two");
    expect(
      asked.filter((path) => path === "/annuaire.json"),
      "data has no digest",
    ).toHaveLength(2);
    expect(asked.filter((path) => path === "/static/site.css")).toHaveLength(1);
  });

  it("drops the files that nothing needs any more", async () => {
    await store.refresh(URL_OF_PACK);
    network["/static/new.css"] = () => new Response("new");
    serve("two", { files: ["/static/new.css"] });
    await store.refresh(URL_OF_PACK);
    expect(await store.file(`${ORIGIN}/static/site.css`)).toBeUndefined();
    expect(await read(store.file(`${ORIGIN}/static/new.css`))).toBe("new");
  });

  it("tells data apart by what is asked of it", async () => {
    network["/histoire/"] = () => new Response("places");
    serve("one", { files: ["/histoire/?level=place"] });
    await store.keepFile(`${ORIGIN}/histoire/?level=commune`, new Response("communes"));
    await store.refresh(URL_OF_PACK);
    expect(await read(store.file(`${ORIGIN}/histoire/?level=place`))).toBe("places");
    expect(await store.file(`${ORIGIN}/histoire/?level=commune`), "no pack needs it").toBeUndefined();
  });

  it("stays whole when an update is cut short", async () => {
    await store.refresh(URL_OF_PACK);
    serve("two", { files: ["/static/missing.css"] });
    await expect(store.refresh(URL_OF_PACK)).rejects.toThrow("Failed to fetch");
    network[URL_OF_PACK] = () => new Response('{"files":[', { headers: { ETag: '"three"' } });
    await expect(store.refresh(URL_OF_PACK)).rejects.toThrow(SyntaxError);
    network[URL_OF_PACK] = () => new Response("Panne", { status: 500 });
    await store.refresh(URL_OF_PACK);
    expect(await read(store.page("/"))).toContain("home one");
    expect(await read(store.file(`${ORIGIN}/static/site.css`))).toBe("css");
  });

  it("keeps the packs of several languages side by side", async () => {
    await store.refresh(URL_OF_PACK);
    network["/en/hors-ligne.json"] = () =>
      new Response(
        JSON.stringify({ files: [], pages: { "/en/": "<html>map", "/en/x/": "<html>missing" }, elsewhere: "/en/x/" }),
        { headers: { ETag: '"en"' } },
      );
    await store.refresh("/en/hors-ligne.json");
    expect(await read(store.page("/"))).toContain("home one");
    expect(await read(store.page("/en/"))).toContain("map");
    expect(await read(store.elsewhere("/en/nowhere/"))).toContain("missing");
  });

  describe("of a territory that someone keeps", () => {
    const PART = "/hors-ligne.json?territory=07";
    const DATA = "/annuaire.json?territory=07";

    beforeEach(async () => {
      network["/hors-ligne.json"] = () => {
        const isPart = asked.at(-1)?.includes("?") ?? false;
        const pack = isPart
          ? {
              files: [DATA],
              pages: { "/?territory=07": "<html>there", "/lieux/x/": "<html>x’s", "/hors-ligne/": "<html>elsewhere" },
              elsewhere: "/hors-ligne/",
              name: "Là-bas",
              home: "/?territory=07",
            }
          : { files: [], pages: { "/": "<html>all", "/hors-ligne/": "<html>elsewhere" }, elsewhere: "/hors-ligne/" };
        return new Response(JSON.stringify(pack), { headers: { ETag: isPart ? '"part"' : '"all"' } });
      };
      await store.refresh(URL_OF_PACK);
    });

    it("answers for its own question, whatever else is asked there, and for its listings", async () => {
      expect(await store.refresh(PART, 1)).toBe("kept");
      expect(await read(store.page("/", "?q=mot&territory=07"))).toBe("<html data-kept>there");
      expect(await read(store.page("/", "?territory=48"))).toBe("<html data-kept>all");
      expect(await read(store.page("/"))).toBe("<html data-kept>all");
      expect(await read(store.page("/lieux/x/"))).toBe("<html data-kept>x’s");
      expect(await read(store.file(ORIGIN + DATA))).toBe("{}");
    });

    it("is named with its day and its size, lies small, and stays when the rest is renewed", async () => {
      await store.refresh(PART, 1);
      const [kept] = await keptTerritories(held);
      expect(kept).toMatchObject({ name: "Là-bas", home: "/?territory=07", url: ORIGIN + PART });
      expect(kept?.size).toBeGreaterThan(100);
      expect(await store.refresh(URL_OF_PACK)).toBe("kept");
      expect(await read(store.file(ORIGIN + DATA))).toBe("{}");
    });

    it("is asked for again after half a day only", async () => {
      await store.refresh(PART, 1);
      const before = asked.length;
      await store.refreshTerritories();
      expect(asked.length).toBe(before);
      await store.refreshTerritories(Date.now() + 13 * 3_600_000);
      expect(asked.length).toBe(before + 1);
    });

    it("is let go with what nothing else needs, also when the site has none of it any more", async () => {
      await store.refresh(PART, 1);
      await store.letGo(PART);
      expect(await keptTerritories(held)).toEqual([]);
      expect(await store.page("/lieux/x/")).toBeUndefined();
      expect(await store.file(ORIGIN + DATA)).toBeUndefined();
      await store.refresh(PART, 1);
      network["/hors-ligne.json"] = () => new Response(null, { status: 404 });
      expect(await store.refresh(PART, 1)).toBe("failed");
      expect(await keptTerritories(held)).toEqual([]);
    });

    it("comes later where it is being written", async () => {
      network["/hors-ligne.json"] = () => new Response(null, { status: 204, headers: { "Retry-After": "10" } });
      expect(await store.refresh(PART, 1)).toBe("later");
    });
  });

  it("prefers a page as it was last visited, until all the pages come again", async () => {
    await store.refresh(URL_OF_PACK);
    await store.keepPage("/", new Response("<html>just now"));
    expect(await read(store.page("/"))).toBe("<html data-kept>just now");
    serve("two");
    await store.refresh(URL_OF_PACK);
    expect(await read(store.page("/"))).toContain("home two");
  });

  it("lets the pages that were visited first make room", async () => {
    for (let visit = 0; visit <= 100; visit += 1) {
      await store.keepPage(`/lieux/${visit}/`, new Response("<html>"));
    }
    expect(await store.page("/lieux/0/")).toBeUndefined();
    expect(await store.page("/lieux/100/")).toBeDefined();
  });
});
