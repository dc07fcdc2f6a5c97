import { describe, expect, it } from "vitest";
import {
  countStates,
  looksOf,
  metresBetween,
  type Place,
  readDirectory,
  stateInWords,
} from "../../frontend/src/directory/places";
import { Texts } from "../../frontend/src/site/texts";

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

describe("a place that only could be of a side", () => {
  const words = {
    overlap: { a: "Médiation seulement", b: "Appui seulement", both: "Les deux", neither: "Ni l’un ni l’autre" },
    could_be: { a: "Médiation, peut-être", b: "Appui, peut-être" },
    outside: "Hors des réseaux suivis",
    neither: "Ni médiation, ni appui connus",
  };
  const texts = new Texts(words, "fr");
  const place = (overlap: Place["overlap"], ...couldBe: ("a" | "b")[]) =>
    ({ overlap, networks: ["bibliotheques"], ...(couldBe.length ? { couldBe } : {}) }) as unknown as Place;

  it("says perhaps, beside what is sure", () => {
    expect(stateInWords(place("neither", "a"), texts)).toBe("Médiation, peut-être");
    expect(stateInWords(place("b", "a"), texts)).toBe("Appui seulement · Médiation, peut-être");
    expect(stateInWords(place("neither"), texts)).toBe("Ni médiation, ni appui connus");
    expect(stateInWords({ ...place("neither"), networks: [] }, texts)).toBe("Hors des réseaux suivis");
  });

  it("looks so, unless another place of the same marker is of that side", () => {
    expect(looksOf([place("neither", "a")])).toBe("maybe-a");
    expect(looksOf([place("b", "a"), place("neither", "b")])).toBe("maybe-a");
    expect(looksOf([place("neither", "a"), place("both")])).toBe("");
    expect(looksOf([place("neither")])).toBe("");
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
