import { describe, expect, it } from "vitest";
import { countStates, metresBetween, readDirectory } from "../../frontend/src/directory/places";

describe("the directory", () => {
  it("is read as the site wrote it", () => {
    const told = { zone: "Europe/Paris", until: 10, places: [] };
    expect(readDirectory(told)).toBe(told);
  });

  it("is refused when it is something else", () => {
    for (const answer of [null, [], {}, { places: {} }, { detail: "?" }, { places: [], zone: "UTC" }]) {
      expect(() => readDirectory(answer)).toThrow(TypeError);
    }
  });
});

describe("counting", () => {
  it("counts every state, those without a place too", () => {
    expect(countStates([{ overlap: "both" }, { overlap: "neither" }, { overlap: "both" }])).toEqual({
      a: 0,
      b: 0,
      both: 2,
      neither: 1,
    });
  });
});

describe("a distance", () => {
  it("is that of the sphere, in metres", () => {
    // Mende to Florac, as PostGIS says: ST_DistanceSphere of the two points.
    expect(metresBetween([44.5181, 3.5006], [44.3242, 3.5936])).toBeCloseTo(22_790.67, 1);
    expect(metresBetween([44.5, 3.5], [44.5, 3.5])).toBe(0);
    expect(metresBetween([0, 0], [0, 180])).toBeCloseTo(20_015_114, 0);
  });
});
