import { describe, expect, it } from "vitest";
import { Directory } from "../../frontend/src/directory/directory";
import { EVERYTHING } from "../../frontend/src/directory/filters";
import { distance, fold, lexemesOf } from "../../frontend/src/directory/folding";
import type { Place, Position } from "../../frontend/src/directory/places";
import { Texts } from "../../frontend/src/site/texts";
import table from "../cases/search.json";

const called = ({ slug, label, label_en }: { slug: string; label: string; label_en: string }): [string, string] => [
  slug,
  `${label} | ${label_en}`,
];
// In the order of the directory: nobody's hours are known, then, nor can anyone be reached.
const order = (one: { commune: string; name: string }, other: { commune: string; name: string }) =>
  one.commune.localeCompare(other.commune, "fr") || one.name.localeCompare(other.name, "fr");
const communes = table.communes as [string, string, number, number][];
const positions = new Map(communes.map(([, name, lon, lat]): [string, Position] => [name, [lat, lon]]));
const places = [...table.places].sort(order).map(
  (row): Place => ({
    ...row,
    isRough: false,
    overlap: "neither",
    position: positions.get(row.commune) ?? null,
    spans: null,
  }),
);
const directory = new Directory(
  {
    zone: "Europe/Paris",
    until: 10_000,
    places,
    vocabulary: {
      kinds: table.kinds.map(called),
      services: table.services.map(called),
      communes,
      former: table.former as [string, string, string, [number, number] | null][],
      synonyms: table.synonyms.map((expressions) => expressions.join("|")),
      little: table.little,
      asking: table.asking,
      everywhere: table.everywhere,
    },
  },
  new Texts(
    { facts: { wifi: "Wi-Fi" }, networks: Object.fromEntries(table.networks.map(({ slug, name }) => [slug, name])) },
    "fr",
  ),
);

describe("words", () => {
  it.each(table.folded as [string, string][])("“%s” is folded as the server does", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it.each(table.lexemes as [string, string[]][])("“%s” is cut as the server does", (text, found) => {
    expect([...lexemesOf(text)].sort()).toEqual(found);
  });

  it.each(table.distances as [string, string, number][])(
    "%s is from %s as far as for the server",
    (one, other, slips) => {
      expect(distance(one, other)).toBe(slips);
      expect(distance(other, one)).toBe(slips);
    },
  );
});

type Case = [string, string[] | "all", (string | null)?, string[]?, string?, string[]?];

it.each(table.cases as Case[])(
  "“%s” is understood as the server does",
  (q, found, taken = null, leftOut = [], around = undefined, also = []) => {
    const answer = directory.ask({ ...EVERYTHING, q }, new Date());
    const all = places.map(({ slug }) => slug);
    expect(answer.places.map(({ slug }) => slug)).toEqual(found === "all" ? all : found);
    const { reading } = directory.readWords().matching(q);
    expect(reading.understood).toBe(taken);
    expect(reading.leftOut).toEqual(leftOut);
    expect(reading.around?.name).toBe(around);
    expect(reading.around?.also ?? []).toEqual(also);
  },
);

it.each(["lango", "à Lango", "je cherche à lango", "où est langogne"])("“%s” is offered Langogne", (text) => {
  expect(directory.suggest(text)[0]).toMatchObject({ group: "communes", label: "Langogne" });
});

it.each(["wifi", "Wi-F", "wi fi"])("“%s” is offered the filter", (text) => {
  expect(directory.suggest(text)).toMatchObject([{ group: "facts", key: "wifi", label: "Wi-Fi" }]);
});
