import { expect, it } from "vitest";
import { Directory } from "../../frontend/src/directory/directory";
import { fact, fromQuery } from "../../frontend/src/directory/filters";
import type { Overlap, Place, Position } from "../../frontend/src/directory/places";
import { minuteOf, type Span } from "../../frontend/src/hours/opening";
import { Texts } from "../../frontend/src/site/texts";
import table from "../cases/filters.json";

const NOW = new Date(table.moment);
const minute = minuteOf(NOW);

const spansOf = (isOpen: boolean | null): readonly Span[] | null => {
  if (isOpen === null) {
    return null;
  }
  return isOpen ? [[minute - 60, minute + 60, 1, null]] : [[minute + 60, minute + 120, 1, null]];
};

const places = table.places.map(
  ({ is_open, is_rough, opening_hours: _hours, position, overlap, ...row }): Place => ({
    ...row,
    description: null,
    address: null,
    postcode: null,
    isRough: is_rough ?? false,
    overlap: overlap as Overlap,
    position: position as Position | null,
    spans: spansOf(is_open),
  }),
);
const directory = new Directory(
  { zone: "Europe/Paris", until: minute + 10_000, places },
  new Texts(table.labels as unknown as Record<string, Record<string, string>>, "fr"),
);

it.each(table.cases as [string, string[]][])("“%s” is answered as the server does", (query, slugs) => {
  expect(directory.ask(fromQuery(query), NOW).places.map(({ slug }) => slug)).toEqual(slugs);
});

it("a fact is asked with one box, and unknown is no yes", () => {
  const printer = fact("printer");
  const passes = (facts?: readonly string[]) =>
    printer.passes?.({ ...(places[0] as Place), ...(facts && { facts }) }, true, false, { minute, until: minute });
  expect(passes(["printer"])).toBe(true);
  expect(passes(["lift"])).toBe(false);
  expect(passes()).toBe(false);
  expect(printer.write(printer.read(["yes"], () => true))).toEqual(["yes"]);
});
