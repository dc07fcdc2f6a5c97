// What fades is said in words, and drawn faded only where nothing at that spot is fresh.

import { expect, it } from "vitest";
import { looksOf, type Place, stateInWords } from "../../frontend/src/directory/places";
import { Texts } from "../../frontend/src/site/texts";

const words = {
  overlap: { a: "Médiation" },
  unseen: "pas vérifié depuis {years} ans",
  silent: "son contact ne répond plus",
};
const texts = new Texts(words, "fr");
const place = (doubt?: number): Place =>
  ({ overlap: "a", networks: ["x"], ...(doubt === undefined ? {} : { doubt }) }) as unknown as Place;

it("says for how long nobody has verified a place, or that its contact is silent", () => {
  expect(stateInWords(place(2), texts)).toBe("Médiation · pas vérifié depuis 2 ans");
  expect(stateInWords(place(0), texts)).toBe("Médiation · son contact ne répond plus");
  expect(stateInWords(place(), texts)).toBe("Médiation");
});

it("fades a marker when all that it stands for has faded", () => {
  expect(looksOf([place(2), place(0)])).toBe("faded");
  expect(looksOf([place(2), place()])).toBe("");
  expect(looksOf([])).toBe("");
});
