// A finger on the land names what lies nearest.

import { expect, it } from "vitest";
import { nearest, type Spot } from "../../frontend/src/room/spots";

const SPOTS: readonly Spot[] = [
  ["Mende", 0, 0],
  ["Florac", 30, 40],
  ["Langogne", -60, 80],
];

it("names the nearest first, and no more than are read at a glance", () => {
  expect(nearest(SPOTS, 29, 40, 2).map(([name]) => name)).toEqual(["Florac", "Mende"]);
  expect(nearest(SPOTS, -50, 80, 9).map(([name]) => name)).toEqual(["Langogne", "Florac", "Mende"]);
});
