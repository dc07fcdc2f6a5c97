import { describe, expect, it } from "vitest";
import { fold, SearchIndex, wordSimilarity } from "../../frontend/src/directory/search-index";

const index = new SearchIndex([
  "Médiathèque de Florac Florac Trois Rivières 48400 Bibliothèque",
  "POLeN Mende 48000 Espace de coworking Salle de réunion",
  "Cœur de village Saint-Chély-d’Apcher",
]);
const found = (query: string) => [...(index.matching(query) ?? ["everything"])];

describe("folding", () => {
  it("forgets case, accents and ligatures", () => {
    expect(fold("ÉTÉ Œuvre Æon")).toBe("ete oeuvre aeon");
  });
});

describe("word similarity", () => {
  // What PostgreSQL answers to SELECT word_similarity(…, …).
  it.each([
    ["florac", "florac", 1],
    ["flo", "florac", 0.75],
    ["mediateque", "mediatheque", 0.643],
    ["cowerking", "coworking", 0.538],
    ["x", "florac", 0],
  ])("of %s in %s is %f", (asked, other, expected) => {
    expect(wordSimilarity(asked, other)).toBeCloseTo(expected, 2);
  });
});

describe("search", () => {
  it("finds from the first letters, whatever the accents", () => {
    expect(found("flo")).toEqual([0]);
    expect(found("reunion")).toEqual([1]);
    expect(found("COEUR")).toEqual([2]);
    expect(found("Saint-Ch")).toEqual([2]);
  });

  it("reads st and ste as saint and sainte", () => {
    expect(found("st chely")).toEqual([2]);
    expect(found("ST-CHELY")).toEqual([2]);
    expect(found("st florac")).toEqual([]);
  });

  it("wants every word, in any order", () => {
    expect(found("48400 mediatheque")).toEqual([0]);
    expect(found("florac coworking")).toEqual([]);
  });

  it("forgives a typo", () => {
    expect(found("mediateque")).toEqual([0]);
    expect(found("coworkin")).toEqual([1]);
  });

  it("asks nothing when there is nothing to look for", () => {
    for (const query of ["", "  ", "a", "l’", "l’a"]) {
      expect(found(query)).toEqual(["everything"]);
    }
  });

  it("finds nothing that is made of signs alone, as the server", () => {
    for (const query of ["%", "’", " — ! ", "🦄"]) {
      expect(found(query)).toEqual([]);
    }
  });

  it("finds nothing that is not there", () => {
    expect(found("xylophone")).toEqual([]);
  });
});
