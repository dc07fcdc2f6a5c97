import { expect, it } from "vitest";
import { Directory } from "../../frontend/src/directory/directory";
import { fact, fromQuery, SAID, toQuery } from "../../frontend/src/directory/filters";
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
const vocabulary = {
  ...{ kinds: [], services: [], synonyms: [], little: [], asking: [], everywhere: [], former: [] },
  communes: table.communes as [string, string, number, number][],
};
const directory = new Directory(
  { zone: "Europe/Paris", until: minute + 10_000, places, vocabulary },
  new Texts(table.labels as unknown as Record<string, Record<string, string>>, "fr"),
);

type Case = [query: string, slugs: string[], unsaid?: [untold: number, toConfirm: number]];

it.each(table.cases as Case[])("“%s” is answered as the server does", (query, slugs, unsaid) => {
  const { places: found, untold, toConfirm } = directory.ask(fromQuery(query), NOW);
  expect(found.map(({ slug }) => slug)).toEqual(slugs);
  expect([untold, toConfirm]).toEqual(unsaid ?? [untold, toConfirm]);
});

it("what is not known is asked for only where something is asked that may not be", () => {
  expect(toQuery(fromQuery("?unknown=only&kind=library&wifi=yes"))).toBe("?kind=library&wifi=yes&unknown=only");
  expect(toQuery(fromQuery("?unknown=only&kind=library"))).toBe("?kind=library");
});

it("an hour that the hours leave in doubt is to be confirmed, and one that they do not reach too", () => {
  const doubtful: Place = { ...(places[0] as Place), spans: [[minute - 60, minute + 60, 0, "sur rendez-vous"]] };
  const ask = (until: number) =>
    new Directory({ zone: "Europe/Paris", until, places: [doubtful] }, new Texts({}, "fr")).ask(
      fromQuery("open=now"),
      NOW,
    );
  expect(ask(minute + 10_000)).toMatchObject({ places: [], untold: 0, toConfirm: 1 });
  expect(ask(minute)).toMatchObject({ places: [], untold: 0, toConfirm: 1 });
});

it("a fact is asked with one box; no and nothing are told apart", () => {
  const printer = fact("printer");
  const said = (known: Partial<Place>) =>
    printer.answer?.({ ...(places[1] as Place), ...known }, true, false, { minute, until: minute });
  expect(said({ facts: ["printer"] })).toBe(SAID.yes);
  expect(said({ facts: ["lift"], lacks: ["printer"] })).toBe(SAID.no);
  expect(said({ facts: ["lift"] })).toBe(SAID.nothing);
  expect(printer.write(printer.read(["yes"], () => true))).toEqual(["yes"]);
});
