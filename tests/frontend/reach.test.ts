import { describe, expect, it } from "vitest";
import type { CommuneHistory, PlaceHistory, Stay, Step } from "../../frontend/src/overlap/coverage";
import type { Question } from "../../frontend/src/overlap/question";
import { reaches } from "../../frontend/src/overlap/reach";
import { Reasons } from "../../frontend/src/overlap/reasons";
import type { Ground, Spot } from "../../frontend/src/overlap/supposed";
import { type Histories, viewOf } from "../../frontend/src/overlap/view";
import table from "../cases/reasons.json";

type Town = keyof typeof table.towns;
type Case = (typeof table.cases)[number];

const QUESTION: Question = {
  ...{ on: "2020-01-01", from: null, lastFrom: null, rule: "presence", radius: 0 },
  ...{ isConfirmedOnly: false, countsAll: false, sides: [], territories: [], alone: null, chosen: [], supposed: [] },
  span: { first: "2011-04-01", last: "2026-11-28" },
};

const townOf = (name: string) => table.towns[name as Town] as [string, number, number];

function communeOf(name: string): CommuneHistory {
  return { code: townOf(name)[0], name, epci: null, population: 100, turns: [] };
}

function placeOf({ slug, town, stays }: Case["places"][number]): PlaceHistory {
  const [code, longitude, latitude] = townOf(town);
  return {
    ...{ slug, name: slug, commune: { code, name: town, epci: null }, longitude, latitude, turns: [] },
    stays: stays.map(([network, since, until, isExact]): Stay => {
      return [
        network as string,
        since as string,
        until as string | null,
        null,
        isExact as boolean,
        false,
        "day",
        "day",
      ];
    }),
  };
}

function groundOf({ places }: Case): Ground {
  const spots = Object.values(table.towns).map(([code, ...spot]) => [code as string, spot as unknown as Spot] as const);
  const premises = places.map(({ slug, serves }) => {
    const communes = serves?.map((name) => townOf(name)[0]) ?? null;
    return [slug, { communes, isItinerant: communes !== null, openedOn: null, closedOn: null }];
  });
  return { spots: new Map(spots), premises: Object.fromEntries(premises) };
}

/** Mende as the server tells it: a side is in it, or nowhere. */
function mendeOf(places: readonly PlaceHistory[], radius: number | null, ground: Ground): CommuneHistory {
  const mende = communeOf("Mende");
  const stays = places.filter((place) => reaches(place, mende, radius, ground)).flatMap(({ stays: found }) => found);
  const stepsOf = (side: string) =>
    stays
      .filter(([network]) => network === side)
      .flatMap(([, since, until]): Step[] => [[since, 0, 0], ...(until ? ([[until, null, null]] as Step[]) : [])]);
  const [nearest_a, nearest_b] = [stepsOf("a"), stepsOf("b")];
  const turns = [...nearest_a.map(([day]) => [day, "a", []]), ...nearest_b.map(([day]) => [day, "b", []])];
  return { ...mende, nearest_a, nearest_b, turns: turns as unknown as CommuneHistory["turns"] };
}

describe("what turned a commune", () => {
  it.each(table.cases)("$says", (given) => {
    const { radius, from, to, reasons } = given;
    const [places, ground] = [given.places.map(placeOf), groundOf(given)];
    const mende = mendeOf(places, radius, ground);
    const histories: Histories = {
      ...{ communes: [mende], otherwise: [], places, countsAll: false, sourcesUntil: null },
      ...{ sides: { a: ["a"], b: ["b"] }, undated: { a: null, b: null }, ground },
    };
    const rule = radius === null ? "presence" : "distance";
    const asked: Question = { ...QUESTION, on: to, from, rule, radius: radius ?? 0 };
    const told = new Reasons(viewOf(asked, histories), {}).ofCommune(mende, radius);
    expect(told.map(({ day, kind, network, place }) => `${day} ${kind} ${network} ${place.slug}`)).toEqual(reasons);
  });
});
