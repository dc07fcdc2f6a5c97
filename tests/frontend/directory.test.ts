import { describe, expect, it } from "vitest";
import { Directory } from "../../frontend/src/directory/directory";
import { fromQuery } from "../../frontend/src/directory/filters";
import type { Place } from "../../frontend/src/directory/places";
import { minuteOf } from "../../frontend/src/hours/opening";
import { Texts } from "../../frontend/src/site/texts";

const NOW = new Date("2026-11-23T10:00+01:00");
const minute = minuteOf(NOW);
const unknown = {
  description: null,
  address: null,
  postcode: null,
  services: null,
  networks: [],
  position: null,
  isRough: false,
  spans: null,
};
const places: Place[] = [
  { ...unknown, slug: "a", name: "Atelier", commune: "Florac", kinds: ["coworking", "fablab"], overlap: "both" },
  {
    ...unknown,
    slug: "b",
    name: "Bibliothèque",
    commune: "Mende",
    kinds: ["library"],
    services: ["printing"],
    networks: ["solozere"],
    overlap: "a",
    position: [44.52, 3.5],
    spans: [[minute - 60, minute + 60, 1, null]],
  },
  {
    ...unknown,
    slug: "c",
    name: "Café",
    commune: "Mende",
    kinds: ["library", "coworking"],
    overlap: "neither",
    position: [44.32, 3.59],
    spans: [[minute - 60, minute + 60, 0, null]],
  },
];
const texts = new Texts({ kinds: { coworking: "Espace de coworking" }, services: { printing: "Impression" } }, "fr");
const directory = new Directory({ zone: "Europe/Paris", until: minute + 10_000, places }, texts);
const ask = (query: string) =>
  directory
    .ask(fromQuery(query), NOW)
    .places.map(({ slug }) => slug)
    .join("");

describe("the directory", () => {
  it.each([
    ["", "abc"],
    ["?q=mende", "bc"],
    ["?q=impression", "b"],
    ["?kind=coworking", "ac"],
    ["?kind=coworking&kind=library", "abc"],
    ["?kind=coworking&kind=library&match=all", "c"],
    ["?service=printing", "b"],
    ["?network=solozere", "b"],
    ["?open=now", "b"],
    ["?overlap=both&overlap=neither", "ac"],
    ["?q=mende&kind=library&overlap=neither", "c"],
    ["?near=3.6,44.3", "cba"],
    ["?q=nowhere", ""],
  ])("answers %s with %s", (query, expected) => {
    expect(ask(query)).toBe(expected);
  });

  it("knows when only the hour leaves nothing", () => {
    const isRefused = (query: string) => directory.ask(fromQuery(query), NOW).isRefusedByHours;
    expect(isRefused("?open=now&q=atelier")).toBe(true);
    expect(isRefused("?open=now&q=nowhere")).toBe(false);
    expect(isRefused("?q=nowhere")).toBe(false);
  });

  it("counts the states whichever of them is asked for", () => {
    const { counts } = directory.ask(fromQuery("?q=mende&overlap=neither"), NOW);
    expect(counts).toEqual({ a: 1, b: 0, both: 0, neither: 1 });
  });
});
