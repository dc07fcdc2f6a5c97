// What is supposed beside the facts, "et si…": as `network/overlap/supposing.py` does, and by the same counts. Pure.

import type { CommuneHistory, PlaceHistory, SideName, State } from "./coverage";
import { SIDES_OF } from "./first-seen";

/** Where a commune, or a place, is: longitude and latitude. */
export type Spot = readonly [longitude: number, latitude: number];

/** What is supposed: a commune (its code) has a place more, or a place (its slug) is in more, or works as another does. */
export interface Supposed {
  readonly kind: "place" | "member" | "pair";
  readonly subject: string;
  /** Networks; of a pair, the other place. */
  readonly others: readonly string[];
}

/** What the site knows of a place that a history does not tell, where it matters: what it serves, and when it is open. */
export interface Premises {
  readonly communes: readonly string[] | null;
  readonly isItinerant: boolean;
  readonly openedOn: string | null;
  readonly closedOn: string | null;
}

/** On what suppositions are tried. */
export interface Ground {
  /** The reference point of each commune, by its code. */
  readonly spots: ReadonlyMap<string, Spot>;
  readonly premises: Readonly<Record<string, Premises>>;
}

/** More sides than the facts have, by the code of a commune and the slug of a place; and the places that there are not. */
export interface More {
  readonly communes: ReadonlyMap<string, readonly SideName[]>;
  readonly places: ReadonlyMap<string, readonly SideName[]>;
  readonly made: readonly { readonly spot: Spot; readonly state: State }[];
}

/** What is needed of the facts. */
interface Facts {
  readonly communes: readonly CommuneHistory[];
  readonly places: readonly PlaceHistory[];
  readonly sides: Readonly<Record<SideName, readonly string[]>>;
  readonly ground: Ground;
}

const MOST = 5;
const LONGEST = 250;
const WRITTEN = /^(place|member|pair):([0-9a-zA-Z-]+):([0-9a-z-]+(?:\+[0-9a-z-]+)*)$/;
/** Metres: the mean radius of WGS 84, which PostGIS takes for that of the sphere. */
const EARTH = 6_371_008.771415059;
const SIDES: readonly SideName[] = ["a", "b"];

/** Read what addresses say; what cannot be read is left out. */
export function readSupposed(texts: readonly string[]): Supposed[] {
  return [...new Set(texts)].flatMap((text) => readOne(text) ?? []).slice(0, MOST);
}

function readOne(text: string): Supposed | null {
  const [, kind, subject = "", others = ""] = (text.length <= LONGEST && WRITTEN.exec(text)) || [];
  const one = { kind: kind as Supposed["kind"], subject, others: [...new Set(others.split("+"))] };
  const isTwo = kind !== "pair" || (one.others.length === 1 && !one.others.includes(subject));
  return kind && isTwo ? one : null;
}

export const supposedText = ({ kind, subject, others }: Supposed): string => `${kind}:${subject}:${others.join("+")}`;

/** The state that more sides make of one. */
export function stateWith(state: State, more: readonly SideName[] = []): State {
  const sides = SIDES.filter((side) => SIDES_OF[state].includes(side) || more.includes(side));
  return sides.length === 2 ? "both" : (sides[0] ?? "neither");
}

/** Tell which sides come to which communes and places on a day; `radius` null: only a place in the commune covers it. */
export function moreOf(
  supposed: readonly Supposed[],
  facts: Facts,
  placeStates: ReadonlyMap<string, State>,
  date: string,
  radius: number | null,
): More {
  const grown = new Growth(facts, date, radius);
  for (const { kind, subject, others } of supposed) {
    if (kind === "place") {
      grown.addPlace(subject, sidesOf(others, facts));
    } else if (kind === "member") {
      grown.addSides(subject, sidesOf(others, facts));
    } else {
      const [other = ""] = others;
      grown.addSides(subject, SIDES_OF[placeStates.get(other) ?? "neither"]);
      grown.addSides(other, SIDES_OF[placeStates.get(subject) ?? "neither"]);
    }
  }
  return grown;
}

const sidesOf = (networks: readonly string[], { sides }: Facts): SideName[] =>
  SIDES.filter((side) => networks.some((network) => sides[side].includes(network)));

class Growth implements More {
  readonly communes = new Map<string, readonly SideName[]>();
  readonly places = new Map<string, readonly SideName[]>();
  readonly made: { spot: Spot; state: State }[] = [];
  readonly #facts: Facts;
  readonly #date: string;
  readonly #radius: number | null;

  constructor(facts: Facts, date: string, radius: number | null) {
    this.#facts = facts;
    this.#date = date;
    this.#radius = radius;
  }

  addPlace(code: string, sides: readonly SideName[]): void {
    const spot = this.#facts.ground.spots.get(code);
    if (spot) {
      this.made.push({ spot, state: stateWith("neither", sides) });
      this.#cover([code], spot, sides);
    }
  }

  addSides(slug: string, sides: readonly SideName[]): void {
    const place = this.#facts.places.find((one) => one.slug === slug);
    const premises = this.#facts.ground.premises[slug];
    if (place) {
      add(this.places, slug, sides);
      const { longitude, latitude } = place;
      const isThere = longitude !== null && latitude !== null && !premises?.isItinerant;
      const served = premises?.communes ?? [place.commune.code];
      this.#isOpen(premises) && this.#cover(served, isThere ? [longitude, latitude] : null, sides);
    }
  }

  #isOpen(premises?: Premises): boolean {
    const { openedOn = null, closedOn = null } = premises ?? {};
    return (openedOn === null || openedOn <= this.#date) && (closedOn === null || closedOn > this.#date);
  }

  #cover(codes: readonly string[], spot: Spot | null, sides: readonly SideName[]): void {
    const { spots } = this.#facts.ground;
    const radius = this.#radius;
    const isNear = ([, there]: readonly [string, Spot]) =>
      spot !== null && radius !== null && metresBetween(spot, there) <= radius;
    const near = [...spots].filter(isNear).map(([code]) => code);
    for (const code of new Set([...codes, ...near])) {
      add(this.communes, code, sides);
    }
  }
}

const add = (kept: Map<string, readonly SideName[]>, key: string, sides: readonly SideName[]): void => {
  kept.set(key, [...(kept.get(key) ?? []), ...sides]);
};

/** How far two points are on the sphere. */
export function metresBetween([west, south]: Spot, [east, north]: Spot): number {
  const [a, b] = [radians(south), radians(north)];
  const [high, wide] = [Math.sin((b - a) / 2), Math.sin(radians(east - west) / 2)];
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(high ** 2 + Math.cos(a) * Math.cos(b) * wide ** 2)));
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
