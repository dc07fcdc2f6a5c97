import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { networkFirst, storeFirst } from "../../frontend/src/offline/network-or-kept";
import { asKept, elsewhereIn, type Pack, pageIn, readPack } from "../../frontend/src/offline/pack";
import { isForEver, isForEveryone, isGone, matterOf } from "../../frontend/src/offline/requests";
import { Store } from "../../frontend/src/offline/store";

const ORIGIN = "https://croisee.example";
const asked = (path: string, given: { method?: string; mode?: RequestMode } = {}) =>
  matterOf({ method: "GET", mode: "navigate", url: new URL(path, ORIGIN).href, ...given }, ORIGIN);

describe("what the worker answers for", () => {
  it("is pages, in every language and with any query", () => {
    for (const path of ["/", "/?overlap=both", "/en/", "/lieux/la-pompe/", "/en/reseaux/", "/nulle-part/"]) {
      expect(asked(path), path).toBe("page");
    }
  });

  it("is data and files of the site, however they are asked for", () => {
    expect(asked("/annuaire.json", { mode: "cors" })).toBe("data");
    expect(asked("/fond-de-carte.geojson", { mode: "cors" })).toBe("data");
    expect(asked("/communes.geojson", { mode: "cors" })).toBe("data");
    expect(asked("/api/v1/overlap/history/?level=place", { mode: "cors" })).toBe("data");
    expect(asked("/static/frontend/site.0123456789ab.css", { mode: "no-cors" })).toBe("file");
  });

  it("is never what people write, what programs read, what others embed, or what is not ours", () => {
    for (const path of [
      "/admin/",
      "/api/v1/places/",
      "/api/v1/overlap/history/",
      "/embed/",
      "/en/embed/?q=x",
      "/healthz",
      "/qr.svg",
    ]) {
      expect(asked(path), path).toBeNull();
    }
    expect(asked("/", { method: "POST" })).toBeNull();
    expect(asked("https://tile.openstreetmap.org/1/2/3.png", { mode: "no-cors" })).toBeNull();
    expect(asked("/lieux/la-pompe/", { mode: "cors" })).toBeNull();
  });

  it("is kept when everyone may see it, and never what someone signed in sees", () => {
    const kept = (said: string, status = 200) =>
      isForEveryone({ status, headers: new Headers({ "Cache-Control": said }) });
    expect(kept("")).toBe(true);
    expect(kept("public, no-cache")).toBe(true);
    expect(kept("private, no-store")).toBe(false);
    expect(kept("max-age=0, no-cache, no-store, must-revalidate, private")).toBe(false);
    expect(kept("public", 404)).toBe(false);
  });

  it("is forgotten when the site says that it is gone, and not when the site fails", () => {
    expect([404, 410].map((status) => isGone({ status }))).toEqual([true, true]);
    expect([200, 403, 500, 503].some((status) => isGone({ status }))).toBe(false);
  });

  it("lasts for ever when its name has a digest", () => {
    expect(isForEver(`${ORIGIN}/static/frontend/site.0123456789ab.css`)).toBe(true);
    expect(isForEver(`${ORIGIN}/static/frontend/site.css`)).toBe(false);
  });
});

const page = (words: string) => `<!DOCTYPE html>\n<html lang="fr"\n data-at="2026">${words}</html>`;
const french: Pack = {
  files: [],
  pages: { "/": page("plan"), "/hors-ligne/": page("absent") },
  elsewhere: "/hors-ligne/",
};
const english: Pack = {
  files: [],
  pages: { "/en/": page("map"), "/en/hors-ligne/": page("missing") },
  elsewhere: "/en/hors-ligne/",
};

describe("a pack", () => {
  it("is read, or refused when it is something else", () => {
    expect(readPack(JSON.stringify(french), ORIGIN)).toEqual(french);
    for (const other of ["null", "{}", '{"files":[],"pages":{},"elsewhere":"/hors-ligne/"}']) {
      expect(() => readPack(other, ORIGIN), other).toThrow(TypeError);
    }
    expect(() => readPack("<html>", ORIGIN)).toThrow(SyntaxError);
  });

  it("was written for no site, and is read as that of the site", () => {
    const kept =
      '<link href="https://site.invalid/"><a href="/x?url=https%3A%2F%2Fsite.invalid%2F&to=https%3A//site.invalid/">';
    const pack = { ...french, origin: "https://site.invalid", pages: { "/": kept }, elsewhere: "/" };
    expect(readPack(JSON.stringify(pack), ORIGIN).pages["/"]).toBe(
      '<link href="https://croisee.example/"><a href="/x?url=https%3A%2F%2Fcroisee.example%2F&to=https%3A//croisee.example/">',
    );
  });

  it("holds pages by path, in every language that was kept", () => {
    expect(pageIn([french, english], "/en/")).toBe(page("map"));
    expect(pageIn([french], "/en/")).toBeNull();
    expect(pageIn([], "/")).toBeNull();
  });

  it("has a page for what is elsewhere, in the language of the address if it can", () => {
    expect(elsewhereIn([french, english], "/en/nowhere/")).toBe(page("missing"));
    expect(elsewhereIn([english, french], "/nulle-part/")).toBe(page("absent"));
    expect(elsewhereIn([french], "/en/nowhere/")).toBe(page("absent"));
    expect(elsewhereIn([english], "/nulle-part/")).toBe(page("missing"));
    expect(elsewhereIn([], "/")).toBeNull();
  });

  it("marks a page as kept, and nothing else in it", () => {
    expect(asKept(page("plan"))).toBe(page("plan").replace("<html", "<html data-kept"));
  });
});

const says = (words: string, status = 200) => Promise.resolve(new Response(words, { status }));
const kept = () => says("kept");
const nothing = () => Promise.resolve(undefined);
const later = (words: string) => new Promise<Response>((resolve) => setTimeout(resolve, 40, new Response(words)));
const cut = () => Promise.reject(new TypeError("Failed to fetch"));
const read = async (answer: Promise<Response>) => (await answer).text();

describe("the network first", () => {
  it("is heard when it is quick, whatever it says", async () => {
    expect(await read(networkFirst(() => says("fresh"), kept, 20))).toBe("fresh");
    expect((await networkFirst(() => says("missing", 404), kept, 20)).status).toBe(404);
  });

  it("gives way to what is kept when it is cut, or too slow", async () => {
    expect(await read(networkFirst(cut, kept, 20))).toBe("kept");
    expect(await read(networkFirst(() => later("late"), kept, 5))).toBe("kept");
  });

  it("is waited for when nothing is kept, and its failure is told", async () => {
    expect(await read(networkFirst(() => later("late"), nothing, 5))).toBe("late");
    await expect(networkFirst(cut, nothing, 5)).rejects.toThrow("Failed to fetch");
  });

  it("is as good as cut when a gateway answers that it does not reach the site", async () => {
    expect(await read(networkFirst(() => says("bad gateway", 502), kept, 20))).toBe("kept");
    expect((await networkFirst(() => says("bad gateway", 502), nothing, 20)).status).toBe(502);
  });
});

it("the store first asks the network for what it lacks only", async () => {
  expect(await read(storeFirst(cut, kept))).toBe("kept");
  expect(await read(storeFirst(() => says("fresh"), nothing))).toBe("fresh");
});

describe("a copy that is being written", () => {
  const entries = new Map<string, Response>();
  const cache = {
    match: (url: string) => Promise.resolve(entries.get(url)?.clone()),
    matchAll: () => Promise.resolve([...entries.values()].map((entry) => entry.clone())),
    put: (url: string, response: Response) => Promise.resolve(void entries.set(url, response)),
    addAll: () => Promise.resolve(),
    keys: () => Promise.resolve([]),
    delete: () => Promise.resolve(true),
  };
  const caches = { open: () => Promise.resolve(cache) } as unknown as CacheStorage;
  const soon = () => new Response(null, { status: 204, headers: { "Retry-After": "10" } });

  beforeEach(() => {
    vi.useFakeTimers();
    entries.clear();
  });
  afterEach(() => vi.useRealTimers());

  it("is asked for again after the time that the site says, until it is there", async () => {
    const answers = [soon(), soon(), new Response(JSON.stringify(french), { headers: { ETag: '"1"' } })];
    const fetched = vi.fn(() => Promise.resolve(answers.shift() ?? soon()));
    const refreshed = new Store(caches, fetched, ORIGIN).refresh("/hors-ligne.json");
    await vi.advanceTimersByTimeAsync(9_000);
    expect(fetched).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(11_000);
    await refreshed;
    expect(fetched).toHaveBeenCalledTimes(3);
    expect([...entries.keys()]).toEqual(["/hors-ligne.json"]);
  });

  it("is given up by a page after four times: the next one asks again", async () => {
    const fetched = vi.fn(() => Promise.resolve(soon()));
    const refreshed = new Store(caches, fetched, ORIGIN).refresh("/hors-ligne.json");
    await vi.advanceTimersByTimeAsync(120_000);
    await refreshed;
    expect(fetched).toHaveBeenCalledTimes(4);
    expect(entries.size).toBe(0);
  });
});
