// Made by bin/wire from what the server says of its answers: not to be edited.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** @enum {string} */
    readonly ChangeEnum: "gained" | "lost" | "changed_side";
    /** @description How a commune went. Under the rule of distance, how far the nearest place of each side was; 0: in it. */
    readonly CommuneHistory: {
      readonly name: string;
      /** @description [date, state from then on, sides that are merely first seen on it] */
      readonly turns: readonly (readonly [
        string | null,
        components["schemas"]["OverlapStateEnum"],
        readonly ("a" | "b")[],
      ])[];
      /** @description INSEE */
      readonly code: string;
      /** @description SIREN */
      readonly epci: string | null;
      readonly population: number | null;
      /** @description [date, metres or null from then on, metres of the nearest that surely begins that day, or null] */
      readonly nearest_a?: readonly (readonly [string | null, number | null, number | null])[];
      /** @description [date, metres or null from then on, metres of the nearest that surely begins that day, or null] */
      readonly nearest_b?: readonly (readonly [string | null, number | null, number | null])[];
    };
    /** @description The commune of a place. */
    readonly CommuneOfPlace: {
      readonly code: string;
      readonly name: string;
      readonly epci: string | null;
    };
    /** @enum {string} */
    readonly DatePrecisionEnum: "day" | "month" | "year";
    /** @description The whole directory, in the order of the list; a copy of before search had a vocabulary has none. */
    readonly Directory: {
      readonly zone: string;
      readonly until: number;
      readonly places: readonly {
        readonly facts?: readonly string[];
        readonly lacks?: readonly string[];
        readonly needs?: readonly string[];
        readonly couldBe?: readonly ("a" | "b")[];
        readonly territory?: string;
        readonly phone?: string;
        readonly siret?: string;
        readonly doubt?: number;
        readonly slug: string;
        readonly name: string;
        readonly commune: string;
        readonly description: string | null;
        readonly address: string | null;
        readonly postcode: string | null;
        readonly kinds: readonly string[];
        readonly services: readonly string[] | null;
        readonly networks: readonly string[];
        readonly overlap: ("both" | "a" | "b" | "neither") | null;
        readonly position: readonly [number, number] | null;
        readonly isRough: boolean;
        readonly spans: readonly (readonly [number, number, number, string | null])[] | null;
      }[];
      /** @description What search reads beside the places: what things are called in both languages, and which words do not count. */
      readonly vocabulary?: {
        readonly kinds: readonly (readonly [string, string])[];
        readonly services: readonly (readonly [string, string])[];
        readonly synonyms: readonly string[];
        readonly communes: readonly (readonly [string, string, number, number])[];
        readonly former: readonly (readonly [string, string, string, readonly [number, number] | null])[];
        readonly little: readonly string[];
        readonly asking: readonly string[];
        readonly everywhere: readonly string[];
      };
    };
    /**
     * @description What is in view: the places, in the order of the list, all of them or (with `next`) the first of them.
     *
     *         `crowds` are null where the places are all told. Where nothing is in view, `nearest` is the latitude and longitude
     *         of what there is elsewhere, if there is any.
     */
    readonly InView: {
      readonly zone: string;
      readonly until: number;
      readonly total: number;
      /** @description How many places are in each state. */
      readonly counts: {
        readonly a: number;
        readonly b: number;
        readonly both: number;
        readonly neither: number;
      };
      readonly couldBe: number;
      readonly untold: number;
      readonly toConfirm: number;
      readonly isReckoned: boolean;
      readonly isRanked: boolean;
      readonly isRefusedByHours: boolean;
      readonly places: readonly {
        readonly facts?: readonly string[];
        readonly lacks?: readonly string[];
        readonly needs?: readonly string[];
        readonly couldBe?: readonly ("a" | "b")[];
        readonly territory?: string;
        readonly phone?: string;
        readonly siret?: string;
        readonly doubt?: number;
        readonly slug: string;
        readonly name: string;
        readonly commune: string;
        readonly description: string | null;
        readonly address: string | null;
        readonly postcode: string | null;
        readonly kinds: readonly string[];
        readonly services: readonly string[] | null;
        readonly networks: readonly string[];
        readonly overlap: ("both" | "a" | "b" | "neither") | null;
        readonly position: readonly [number, number] | null;
        readonly isRough: boolean;
        readonly spans: readonly (readonly [number, number, number, string | null])[] | null;
      }[];
      readonly crowds:
        | readonly {
            readonly at: readonly [number, number];
            readonly box: readonly [number, number, number, number];
            readonly count: number;
            /** @description How many places are in each state. */
            readonly counts: {
              readonly a: number;
              readonly b: number;
              readonly both: number;
              readonly neither: number;
            };
            readonly couldBe: readonly ("a" | "b")[];
            readonly commune: string;
            readonly isAlone: boolean;
            readonly isReckoned: boolean;
          }[]
        | null;
      readonly next: string;
      readonly understood: readonly string[];
      readonly centre: readonly [number, number] | null;
      readonly nearest: readonly [number, number] | null;
    };
    /** @description What to take out of a directory, by slug, and then to put into it, in this order. */
    readonly Moved: {
      readonly out: readonly string[];
      readonly into: readonly {
        /**
         * @description A place of the directory: null is unknown, of `overlap` too.
         *
         *         `isRough` says that its position is only that of its commune.
         */
        readonly place: {
          readonly facts?: readonly string[];
          readonly lacks?: readonly string[];
          readonly needs?: readonly string[];
          readonly couldBe?: readonly ("a" | "b")[];
          readonly territory?: string;
          readonly phone?: string;
          readonly siret?: string;
          readonly doubt?: number;
          readonly slug: string;
          readonly name: string;
          readonly commune: string;
          readonly description: string | null;
          readonly address: string | null;
          readonly postcode: string | null;
          readonly kinds: readonly string[];
          readonly services: readonly string[] | null;
          readonly networks: readonly string[];
          readonly overlap: ("both" | "a" | "b" | "neither") | null;
          readonly position: readonly [number, number] | null;
          readonly isRough: boolean;
          readonly spans: readonly (readonly [number, number, number, string | null])[] | null;
        };
        readonly after: string | null;
      }[];
    };
    /** @enum {string} */
    readonly OpeningStateEnum: "open" | "closed" | "unknown";
    /** @enum {string} */
    readonly OverlapStateEnum: "both" | "a" | "b" | "neither";
    /** @description How a place went, and by which networks. A null date is unknown: before all others, or not come yet. */
    readonly PlaceHistory: {
      readonly name: string;
      /** @description [date, state from then on, sides that are merely first seen on it] */
      readonly turns: readonly (readonly [
        string | null,
        components["schemas"]["OverlapStateEnum"],
        readonly ("a" | "b")[],
      ])[];
      readonly slug: string;
      readonly commune: components["schemas"]["CommuneOfPlace"];
      /** Format: double */
      readonly longitude: number | null;
      /** Format: double */
      readonly latitude: number | null;
      /** @description [network, first day, first day outside, first day on which no source confirms it any more, the first day is exact, could be, what is known of the first day, and of the first outside] */
      readonly stays: readonly (readonly [
        string,
        string | null,
        string | null,
        string | null,
        boolean,
        boolean,
        "day" | "month" | "year",
        "day" | "month" | "year",
      ])[];
    };
    /**
     * @description How far the sources of an answer go, in words too, and how much of it they confirm.
     *
     *     `until` is the newest date on which one speaks of a membership of either side (of a month or a year, the first day:
     *     `until_precision`), and `is_continued` tells that the day
     *     of the answer is later: what was known is carried forward. Of the `places` on a side that day, so many are
     *     `confirmed`. All but `until` are null in an answer that is of no day. Populations are those published in
     *     `population_year`, on every day; null where nobody knows the year, or there are several.
     */
    readonly Sources: {
      /** Format: date */
      readonly until: string | null;
      readonly until_precision: components["schemas"]["DatePrecisionEnum"];
      readonly is_continued: boolean | null;
      readonly undated: components["schemas"]["UndatedSides"];
      readonly places: number | null;
      readonly confirmed: number | null;
      readonly text: string;
      readonly population_year: number | null;
    };
    /**
     * @description The days on which a side was, or may have been, and no source dates anything of it: nothing is known then.
     *
     *     From `since` (null: as far back as one goes) until the day before `until` (null: no source tells of anything there).
     */
    readonly Undated: {
      /** Format: date */
      readonly since: string | null;
      /** Format: date */
      readonly until: string | null;
    };
    /** @description When nothing is known of each side; null where something always is, or where no source dates anything. */
    readonly UndatedSides: {
      readonly a: components["schemas"]["Undated"] | null;
      readonly b: components["schemas"]["Undated"] | null;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type ChangeEnum = components["schemas"]["ChangeEnum"];
export type CommuneHistory = components["schemas"]["CommuneHistory"];
export type CommuneOfPlace = components["schemas"]["CommuneOfPlace"];
export type DatePrecisionEnum = components["schemas"]["DatePrecisionEnum"];
export type Directory = components["schemas"]["Directory"];
export type InView = components["schemas"]["InView"];
export type Moved = components["schemas"]["Moved"];
export type OpeningStateEnum = components["schemas"]["OpeningStateEnum"];
export type OverlapStateEnum = components["schemas"]["OverlapStateEnum"];
export type PlaceHistory = components["schemas"]["PlaceHistory"];
export type Sources = components["schemas"]["Sources"];
export type Undated = components["schemas"]["Undated"];
export type UndatedSides = components["schemas"]["UndatedSides"];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;

export const CHANGE_VALUES = ["gained", "lost", "changed_side"] as const;
export const DATE_PRECISION_VALUES = ["day", "month", "year"] as const;
export const OPENING_STATE_VALUES = ["open", "closed", "unknown"] as const;
export const OVERLAP_STATE_VALUES = ["both", "a", "b", "neither"] as const;
