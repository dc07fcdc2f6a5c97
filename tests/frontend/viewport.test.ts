// A source of places that asks the server for what is in sight.

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { EVERYTHING } from "../../frontend/src/directory/filters";
import type { Question, Sight } from "../../frontend/src/directory/places-source";
import { onGrid, Viewport } from "../../frontend/src/directory/viewport";

const PARIS: Sight = { box: [2.2, 48.8, 2.5, 48.9], zoom: 11 };
const TOLD = {
  ...{ zone: "Europe/Paris", until: 0, places: [], crowds: [], next: "", total: 2400, isReckoned: true, nearest: null },
  ...{ counts: { a: 0, b: 0, both: 0, neither: 2400 }, couldBe: 0, untold: 0, toConfirm: 0, understood: [] },
  ...{ centre: null, isRanked: false, isRefusedByHours: false },
};
const settings = { bounds: null, view: { url: "/vue/", communes: [] } };
const asked: { url: string; signal: AbortSignal }[] = [];
let answer: () => Promise<Response>;

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  answer = async () => Response.json(TOLD);
  vi.stubGlobal("fetch", (url: string, { signal }: { signal: AbortSignal }) => {
    asked.push({ url, signal });
    return answer();
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const question = (sight: Sight | null, more: Partial<Question["filters"]> = {}): Question => ({
  filters: { ...EVERYTHING, ...more },
  moment: new Date("2026-11-23T10:00:00Z"),
  sight,
});

async function found(source: Viewport, asking: Question) {
  const answered = source.find(asking);
  await vi.runAllTimersAsync();
  return answered;
}

const viewport = () => new Viewport(settings, { placesChanged: () => undefined });

it("asks for what is in sight, with what is asked for", async () => {
  const { total, part } = await found(viewport(), question(PARIS, { q: "fablab" }));
  expect(asked[0]?.url).toMatch(/^\/vue\/\?q=fablab&box=2\.1\d+,48\.7\d+,2\.5\d*,48\.9\d*&zoom=11$/);
  expect([total, part?.isReckoned, part?.more]).toEqual([2400, true, null]);
});

it("asks the same of a small move, and so asks nothing", async () => {
  const source = viewport();
  await found(source, question(PARIS));
  await found(source, question({ ...PARIS, box: [2.201, 48.801, 2.499, 48.899] }));
  expect(asked).toHaveLength(1);
});

it("leaves a question that is overtaken, while it waits and while it is answered", async () => {
  const source = viewport();
  await found(source, question(PARIS));
  const overtaken = source.find(question(PARIS, { q: "a" }));
  overtaken.catch(() => undefined);
  await found(source, question(PARIS, { q: "ab" }));
  await expect(overtaken).rejects.toBeDefined();
  expect(asked.map(({ url }) => new URL(url, "http://x").searchParams.get("q"))).toEqual([null, "ab"]);
  answer = () => new Promise(() => undefined);
  void source.find(question(PARIS, { q: "abc" }));
  await vi.runAllTimersAsync();
  void source.find(question(PARIS, { q: "abcd" }));
  expect(asked.at(-1)?.signal.aborted).toBe(true);
});

it("fails when the network is cut, and asks again the next time", async () => {
  const source = viewport();
  answer = () => Promise.reject(new TypeError("no network"));
  const failed = source.find(question(PARIS));
  await Promise.all([expect(failed).rejects.toThrow("no network"), vi.runAllTimersAsync()]);
  answer = async () => Response.json(TOLD);
  expect((await found(source, question(PARIS))).total).toBe(2400);
});

it("goes on with the list from where a page ends", async () => {
  answer = async () => Response.json({ ...TOLD, next: "la-pompe" });
  const { part } = await found(viewport(), question(PARIS));
  await part?.more?.();
  expect(asked[1]?.url).toBe(`${asked[0]?.url}&page=la-pompe`);
});

it("asks what is open now again each minute", async () => {
  const source = viewport();
  const now = question(PARIS, { open: "now" });
  await found(source, now);
  await found(source, { ...now, moment: new Date("2026-11-23T10:01:00Z") });
  expect(asked.map(({ url }) => url.includes("#"))).toEqual([false, false]);
});

it.each([
  [{ box: [-400, -89, 400, 89], zoom: 0 }, [-180, -85.05113, 180, 85.05113], 0],
  [{ box: [0.1, 0.1, 0.2, 0.2], zoom: 1.6 }, [0, 0, 22.5, 21.94305], 2],
] as [Sight, number[], number][])("widens %j to whole cells", (sight, box, zoom) => {
  expect(onGrid(sight)).toEqual({ box, zoom });
});
