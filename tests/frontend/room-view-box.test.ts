import { describe, expect, it } from "vitest";
import { type Box, moved, zoomed } from "../../frontend/src/room/view-box";

const WHOLE: Box = [100, -50, 400, 200];

describe("what is seen of the land", () => {
  it("goes closer around the finger, which stays over the same point", () => {
    const [left, top, width, height] = zoomed(WHOLE, WHOLE, 2, 200, 0);
    expect([width, height]).toEqual([200, 100]);
    expect((200 - left) / width).toBeCloseTo((200 - 100) / 400);
    expect((0 - top) / height).toBeCloseTo((0 + 50) / 200);
  });

  it("goes no further than the land, and no closer than a finger", () => {
    expect(zoomed(WHOLE, WHOLE, 0.5, 200, 0)).toEqual(WHOLE);
    expect(zoomed(WHOLE, WHOLE, 1000, 200, 0)[2]).toBeCloseTo(400 / 12);
    const close = zoomed(WHOLE, WHOLE, 4, 100, -50);
    expect(zoomed(close, WHOLE, 0.25, 500, 150)).toEqual(WHOLE);
  });

  it("stays within the land when it is moved aside", () => {
    const close = zoomed(WHOLE, WHOLE, 2, 200, 0);
    expect(moved(close, WHOLE, -9999, 9999)).toEqual([100, 50, 200, 100]);
    expect(moved(WHOLE, WHOLE, 50, 50)).toEqual(WHOLE);
  });
});
