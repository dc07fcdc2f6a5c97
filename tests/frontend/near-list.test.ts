import { describe, expect, it } from "vitest";
import { distanceInWords } from "../../frontend/src/home/places-list";
import { readView, writeView } from "../../frontend/src/map/view-in-address";
import { Texts } from "../../frontend/src/site/texts";

describe("a distance in words", () => {
  const texts = new Texts(
    {
      metres: "à {distance} m",
      kilometres: "à {distance} km",
      about: "à environ {distance} km",
      close_by: "position approximative",
    },
    "fr",
  );
  it.each([
    [0, false, "à 0 m"],
    [447, false, "à 450 m"],
    [996, false, "à 1,0 km"],
    [3240, false, "à 3,2 km"],
    [12_400, false, "à 12 km"],
    [1_234_400, false, "à 1\u00a0234 km"],
    [900, true, "position approximative"],
    [3240, true, "à environ 3 km"],
    [1_234_400, true, "à environ 1\u00a0234 km"],
  ])("of %i metres, rough: %s, is %s", (metres, isRough, words) => {
    expect(distanceInWords(metres, isRough, texts)).toBe(words);
  });
});

describe("the view in the address", () => {
  it("is given back as it was written", () => {
    expect(readView(`?q=x&${writeView({ zoom: 11.25, centre: [44.5181, 3.5006] })}`)).toEqual({
      zoom: 11.25,
      centre: [44.5181, 3.5006],
    });
  });

  it("is none when it is nonsense", () => {
    for (const query of ["", "?map=", "?map=11", "?map=11/95/3", "?map=a/b/c", "?map=99/44/3"]) {
      expect(readView(query)).toBeNull();
    }
  });
});
