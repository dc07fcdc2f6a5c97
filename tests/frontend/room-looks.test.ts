// What a telephone is told of, it sees in the end, however answers and tellings meet.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Looks } from "../../frontend/src/room/looks";

/** Milliseconds for which the site gives what it gave before. */
const REST = 1000;

/** A site that keeps its answer for a while, and telephones of which this is the one that is looked at. */
function site(slowness = 0) {
  let [truth, given, readAt] = [0, 0, Number.NEGATIVE_INFINITY];
  const seen: number[] = [];
  const answer = () => {
    [given, readAt] = Date.now() >= readAt + REST ? [truth, Date.now()] : [given, readAt];
    return given;
  };
  const looks = new Looks(
    async () => {
      const told = answer();
      await new Promise((come) => setTimeout(come, slowness));
      seen.push(told);
    },
    { rest: REST, spread: () => 0 },
  );
  const move = () => {
    truth += 1;
    looks.soon();
  };
  return { looks, seen, answer, move };
}

describe("looks", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("are taken again where one is told just before one asks, for the answer may be older", async () => {
    const { seen, answer, move } = site();
    move();
    await vi.advanceTimersByTimeAsync(500);
    // Another telephone asks, and what it is given is kept.
    answer();
    await vi.advanceTimersByTimeAsync(400);
    move();
    await vi.advanceTimersByTimeAsync(10 * REST);
    expect(seen).toEqual([1, 2]);
  });

  it("are taken one at a time: an answer that is slow never comes after a newer one", async () => {
    const { seen, move } = site(3 * REST);
    move();
    await vi.advanceTimersByTimeAsync(1.5 * REST);
    move();
    await vi.advanceTimersByTimeAsync(20 * REST);
    expect(seen).toEqual([1, 2]);
  });

  it("are few, however much one is told, and end with it", async () => {
    const { seen, move } = site();
    for (let count = 0; count < 100; count += 1) {
      move();
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(10 * REST);
    expect(seen.length).toBeLessThanOrEqual(11);
    expect(seen.at(-1)).toBe(100);
  });

  it("are taken at once by one who comes", async () => {
    const { looks, seen } = site();
    looks.now();
    await vi.advanceTimersByTimeAsync(0);
    expect(seen).toEqual([0]);
  });
});
