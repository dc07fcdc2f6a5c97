// The directory on a page, as the site's moves.

import { describe, expect, it, vi } from "vitest";
import type { Place } from "../../frontend/src/directory/places";
import { differencesOf, placesAfter } from "../../frontend/src/directory/whole-directory";
import type { Moved } from "../../frontend/src/wire/answers";

const place = (slug: string, name = slug): Place => ({ slug, name }) as unknown as Place;
const held = ["a", "b", "c", "d"].map((slug) => place(slug));
const slugsAfter = (moved: Moved): string =>
  placesAfter(held, moved)
    .map(({ slug }) => slug)
    .join("");

describe("a directory of which some moved", () => {
  it("has them where they stand now, and the others as they were", () => {
    const [b, e] = [place("b", "B"), place("e")];
    const moved: Moved = {
      out: ["b", "e"],
      into: [
        { place: b, after: null },
        { place: e, after: "b" },
      ],
    };
    expect(slugsAfter(moved)).toBe("beacd");
    expect(placesAfter(held, moved)[2]).toBe(held[0]);
    expect(slugsAfter({ out: ["d"], into: [{ place: place("z"), after: "c" }] })).toBe("abcz");
    expect(slugsAfter({ out: ["a", "never"], into: [] })).toBe("bcd");
  });

  it("counts those that are otherwise than it has them", () => {
    const count = (out: string[], ...into: Place[]): number =>
      differencesOf(held, { out, into: into.map((one) => ({ place: one, after: null })) });
    expect(count(["a"], place("a"))).toBe(0);
    expect(count(["a", "b"], place("a", "A"))).toBe(2);
    expect(count(["a", "n"], place("n"))).toBe(1);
    expect(count(["never"])).toBe(0);
  });
});

describe("who follows the directory", () => {
  it("fetches what moved, holds it while it is being read, and asks again for what failed", async () => {
    vi.useFakeTimers();
    vi.stubGlobal("document", {
      createElement: () => new EventTarget(),
      getElementById: () => null,
      documentElement: { lang: "fr" },
    });
    const { DirectoryFollower } = await import("../../frontend/src/home/directory-follower");
    const renew = vi.fn(async () => 1 as number | null);
    const page = { isBeingRead: false, renew };
    const follower = new DirectoryFollower(page);
    follower.moved(["place:x", "place:y"]);
    await vi.advanceTimersByTimeAsync(0);
    expect(renew.mock.calls).toEqual([[["x", "y"]]]);
    page.isBeingRead = true;
    follower.moved(["place:z"]);
    expect(renew).toHaveBeenCalledTimes(1);
    page.isBeingRead = false;
    renew.mockRejectedValueOnce(new Error("no network"));
    follower.moved(["network:1"]);
    await vi.advanceTimersByTimeAsync(0);
    expect(renew.mock.lastCall).toEqual([null]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(renew).toHaveBeenCalledTimes(3);
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
});
