import { describe, expect, it } from "vitest";
import { Communes, ofCommune } from "../../frontend/src/directory/communes";
import { fromQuery, toQuery } from "../../frontend/src/directory/filters";
import { Texts } from "../../frontend/src/site/texts";
import table from "../cases/communes.json";

const communes = new Communes(table.communes.map(([code = "", name = ""]) => [code, name, 3.5, 44.5]));
const texts = new Texts({ of: "de {name}", of_vowel: "d’{name}", of_le: "du {name}", of_les: "des {name}" }, "fr");

describe("a commune that someone types", () => {
  it.each(table.typed as [string, string[]][])("“%s” is read as the server does", (typed, codes) => {
    const found = communes.called(typed).map(({ code }) => code);
    expect(found.sort()).toEqual(codes);
  });

  it.each(table.of as [string, string][])("“%s” follows « de » as on the server", (name, said) => {
    expect(ofCommune(name, texts)).toBe(said);
  });
});

it("one question has one address: a commune or a point, and a distance only from either", () => {
  const settled = (query: string) => toQuery(fromQuery(query));
  expect(settled("?near_commune=48061&radius=10000")).toBe("?near_commune=48061&radius=10000");
  expect(settled("?near=3.5,44.5&near_commune=48061")).toBe("?near_commune=48061");
  expect(settled("?radius=10000")).toBe("");
  expect(settled("?near_commune=Florac&radius=10000")).toBe("");
  expect(settled("?near_commune=2A004&radius=-5")).toBe("?near_commune=2A004");
  expect(settled("?near_commune=48061&radius=20037509")).toBe("?near_commune=48061");
});
