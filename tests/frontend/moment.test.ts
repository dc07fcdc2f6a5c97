import { afterEach, expect, test, vi } from "vitest";

const WRITTEN = "2026-11-23T09:00:00Z";
const OPENED = Date.parse("2026-11-23T09:07:00Z");

/** When a page says that it was true, three seconds after it opened by such a visit. */
async function moment(type: string, dataset: Record<string, string>): Promise<string> {
  vi.resetModules();
  vi.stubGlobal("document", { documentElement: { dataset } });
  vi.stubGlobal("performance", { now: () => 3000, getEntriesByType: () => [{ type }] });
  vi.useFakeTimers({ now: OPENED + 3000, toFake: ["Date"] });
  const { trueAt } = await import("../../frontend/src/site/moment");
  return trueAt().toISOString();
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("a page that the site was asked for is true as it opens, whenever it was written", async () => {
  expect(await moment("navigate", { at: WRITTEN })).toBe(new Date(OPENED).toISOString());
});

test("a page to which one comes back is true as of when it was written", async () => {
  expect(await moment("back_forward", { at: WRITTEN })).toBe(new Date(WRITTEN).toISOString());
});

test("a page that was kept is true as of when it was written", async () => {
  expect(await moment("navigate", { at: WRITTEN, kept: "" })).toBe(new Date(WRITTEN).toISOString());
});

test("a page whose data came since is true as of then", async () => {
  const since = new Date(OPENED + 1000).toISOString();
  expect(await moment("navigate", { at: since })).toBe(since);
});
