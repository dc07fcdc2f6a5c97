// Why places and communes changed between two dates, as far as the stays of places tell. Pure: no request is made.

import type { CommuneHistory, PlaceHistory, Radius, SideName, State, Stay } from "./coverage";
import { lostBetween, reaches, turnsOf } from "./reach";
import type { Histories, View } from "./view";

/** A membership begins, is merely first seen, ends, ends with its network, or is no longer confirmed. */
export type ReasonKind = "joined" | "first_seen" | "left" | "network_ended" | "unseen";

/** How much of a date is known. */
export type DatePrecision = Stay[6];

/** What happened on a day, as far as it is known; an end that is not exact may have come before. */
export interface Reason {
  readonly day: string;
  readonly precision: DatePrecision;
  readonly isExact: boolean;
  readonly kind: ReasonKind;
  readonly network: string;
  readonly place: PlaceHistory;
}

/** So many memberships that ended lost a side; others of the same network, none. */
export interface Ending {
  readonly kind: ReasonKind;
  readonly network: string;
  readonly count: number;
  readonly others: number;
}

/** The first day without the networks that have one, by slug: how much of it is known, and whether it is exact. */
export type EndedNetworks = Readonly<Record<string, readonly [day: string, DatePrecision, isExact: boolean]>>;

export class Reasons {
  readonly #histories: Histories;
  readonly #after: string;
  readonly #until: string;
  readonly #isConfirmedOnly: boolean;
  readonly #ended: EndedNetworks;

  constructor({ histories, question, before, now }: View, ended: EndedNetworks) {
    this.#histories = histories;
    [this.#after, this.#until] = [before?.date ?? now.date, now.date];
    this.#isConfirmedOnly = question.isConfirmedOnly;
    this.#ended = ended;
  }

  /** What began and ended of a place meanwhile, in order of time. */
  ofPlace(place: PlaceHistory): Reason[] {
    const counting = place.stays.filter(([, , , , , couldBe]) => this.#histories.countsAll || !couldBe);
    return counting.flatMap((stay) => this.#ofStay(place, stay)).sort(inTime);
  }

  /** What happened in the places that cover a commune on the days on which it turned, to the side that turned. */
  ofCommune(commune: CommuneHistory, radius: Radius): Reason[] {
    const turned = turnsOf(commune, radius);
    return this.#histories.places
      .filter((place) => reaches(place, commune, radius, this.#histories.ground))
      .flatMap((place) => this.ofPlace(place))
      .filter(({ day, network }) => this.#sidesOf(network).some((side) => turned.get(day)?.includes(side)))
      .sort(inTime);
  }

  /** Why places lost a side: how many memberships that ended did it, the most first. */
  endings(before: ReadonlyMap<string, State>, after: ReadonlyMap<string, State>): Ending[] {
    const [lost, all] = [new Map<string, number>(), new Map<string, number>()];
    for (const place of this.#histories.places) {
      const sides = lostBetween(before.get(place.slug), after.get(place.slug));
      for (const one of this.ofPlace(place).filter(({ kind }) => isEnd(kind))) {
        add(all, keyOf(one));
        this.#sidesOf(one.network).some((side) => sides.includes(side)) && add(lost, keyOf(one));
      }
    }
    const found = [...lost].map(([key, count]) => ({ ...partsOf(key), count, others: (all.get(key) ?? 0) - count }));
    return found.sort((one, other) => other.count - one.count || (keyOf(one) < keyOf(other) ? -1 : 1));
  }

  #ofStay(place: PlaceHistory, stay: Stay): Reason[] {
    const [network, since, , , isExact, , precision] = stay;
    const begun = { day: since, kind: isExact ? "joined" : "first_seen", precision, isExact } as const;
    return [begun, this.#endOf(stay)].flatMap(({ day, ...told }) =>
      day !== null && this.#after < day && day <= this.#until ? [{ day, ...told, network, place }] : [],
    );
  }

  /** What ends with its network is known as far as the end of that is; with its place, as far as its closing is. */
  #endOf([network, , until, confirmedUntil, , , , precisionOfEnd]: Stay): Omit<Reason, "day" | "network" | "place"> & {
    day: string | null;
  } {
    const [end, precision, isExact] = this.#ended[network] ?? [null, "day" as const, true];
    if (end !== null && end === until) {
      return { day: until, kind: "network_ended", precision, isExact };
    }
    const isSilence = this.#isConfirmedOnly && until === confirmedUntil;
    return { day: until, kind: isSilence ? "unseen" : "left", precision: precisionOfEnd, isExact: true };
  }

  #sidesOf(network: string): SideName[] {
    const { sides } = this.#histories;
    return (["a", "b"] as const).filter((side) => sides[side].includes(network));
  }
}

const inTime = (one: Reason, other: Reason): number => one.day.localeCompare(other.day);
const isEnd = (kind: ReasonKind): boolean => kind !== "joined" && kind !== "first_seen";
const keyOf = ({ kind, network }: Pick<Reason, "kind" | "network">): string => `${kind} ${network}`;

function partsOf(key: string): Pick<Ending, "kind" | "network"> {
  const [kind, network] = key.split(" ") as [ReasonKind, string];
  return { kind, network };
}

const add = (counts: Map<string, number>, key: string): unknown => counts.set(key, (counts.get(key) ?? 0) + 1);
