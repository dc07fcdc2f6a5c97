import { describe, expect, it } from "vitest";
import { cellsOf, combinations, keyOf, stateOfNetworks } from "../../frontend/src/overlap/combinations";
import type { PlaceHistory } from "../../frontend/src/overlap/coverage";

const place = (slug: string): PlaceHistory => ({
  slug,
  name: slug,
  commune: { code: "48095", name: "Mende", epci: null },
  longitude: null,
  latitude: null,
  turns: [],
  stays: [],
});

describe("the combinations of networks", () => {
  it("come the largest first, then in the order of their networks", () => {
    const networks = new Map([
      ["one", ["msap"]],
      ["two", ["msap", "solozere"]],
      ["three", ["fablabs"]],
      ["four", ["msap", "solozere"]],
      ["five", []],
    ]);
    const found = combinations([...networks.keys(), "six"].map(place), networks);
    expect(found.map((one) => [keyOf(one.networks), one.places.map(({ slug }) => slug)])).toEqual([
      ["", ["five", "six"]],
      ["msap,solozere", ["two", "four"]],
      ["fablabs", ["three"]],
      ["msap", ["one"]],
    ]);
  });

  it("are of the sides that their networks are on", () => {
    const sides = { a: ["msap"], b: ["solozere", "msap"] };
    expect(stateOfNetworks(["msap"], sides)).toBe("both");
    expect(stateOfNetworks(["solozere"], sides)).toBe("b");
    expect(stateOfNetworks([], sides)).toBe("neither");
  });

  it("draw a line from their first network to their last", () => {
    expect(cellsOf(["b", "d"], ["a", "b", "c", "d", "e"])).toEqual([
      "",
      "in to-below",
      "from-above to-below",
      "in from-above",
      "",
    ]);
    expect(cellsOf(["b"], ["a", "b"])).toEqual(["", "in"]);
  });
});
