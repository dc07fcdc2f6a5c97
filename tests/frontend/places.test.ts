import { describe, expect, it } from "vitest";
import { countStates, readPlaces } from "../../frontend/src/places";

const feature = {
  type: "Feature",
  id: "378bb207-b4c1-4343-b8cc-c1f7749cc308",
  geometry: { type: "Point", coordinates: [3.493391, 44.518158] },
  properties: {
    slug: "polen",
    name: "POLeN",
    kinds: ["coworking"],
    commune: { code: "48095", name: "Mende" },
    overlap: "both",
  },
};

describe("the API's answer", () => {
  it("becomes places, latitude first", () => {
    expect(readPlaces({ type: "FeatureCollection", features: [feature] })).toEqual([
      {
        slug: "polen",
        name: "POLeN",
        kinds: ["coworking"],
        commune: "Mende",
        overlap: "both",
        position: [44.518158, 3.493391],
      },
    ]);
  });

  it("keeps a place that nobody can locate", () => {
    expect(readPlaces({ features: [{ ...feature, geometry: null }] })[0]?.position).toBeNull();
  });

  it.each([null, {}, { features: "none" }, "text"])("refuses %j", (answer) => {
    expect(() => readPlaces(answer)).toThrow(TypeError);
  });
});

it("counts every state, those without places too", () => {
  expect(countStates([{ overlap: "both" }, { overlap: "both" }, { overlap: "none" }])).toEqual({
    mediation: 0,
    business_support: 0,
    both: 2,
    none: 1,
  });
});
