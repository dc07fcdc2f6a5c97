// Who answers for the places behind the home page and the frame: the whole directory in memory, or what is in view of a
// country. The list, the counts and the map speak to this and to nothing else.

import type { Calendar } from "../hours/opening";
import type { InView } from "../wire/answers";
import type { Communes } from "./communes";
import type { Filters } from "./filters";
import type { Overlap, Place, Position } from "./places";
import type { Suggestion } from "./suggestions";

/** A part of the map: west, south, east and north, and at which zoom. */
export interface Sight {
  readonly box: readonly [number, number, number, number];
  readonly zoom: number;
}

/** What is told of too many places at once, about one point. */
export type Crowd = NonNullable<InView["crowds"]>[number];

export interface Question {
  readonly filters: Filters;
  readonly moment: Date;
  /** What the map shows; null while it has no size. */
  readonly sight?: Sight | null;
}

export interface Answer {
  /** The places to show, in the order of the list. */
  readonly places: readonly Place[];
  /** The point from which they are measured and sorted, the nearest first; null without any: that which is asked for, or
   * a commune that no place speaks of. */
  readonly centre: Position | null;
  /** How many places are in each state of overlap, whichever states are asked for. */
  readonly counts: Record<Overlap, number>;
  /** How many of those on neither side could be on one. */
  readonly couldBe: number;
  /** What was understood of the words looked for, in sentences, where that is not plain. */
  readonly understood: readonly string[];
  /** Whether they are in an order of their own: the nearest first, or the most telling. */
  readonly isSorted: boolean;
  /** Whether the centre is a commune that was looked for, and of which no place speaks. */
  readonly isAround: boolean;
  /** How many there are in all: `places` may be the first of them. */
  readonly total: number;
  /** Of a part of the directory, what is told of it alone; null of the whole. */
  readonly part: Part | null;
  /** Of how many more nobody has told whether they answer, and how many have hours that are to be confirmed. */
  readonly untold: number;
  readonly toConfirm: number;
  /** Whether it is "open now", and nothing else, that leaves no place. */
  readonly isRefusedByHours: boolean;
  /** The moment that is asked about, when that is not now. */
  readonly hour: Date | null;
  /** In which zone hours are told, and until when they are good. */
  readonly calendar: Calendar;
}

export interface Part {
  /** Of too many places to be drawn: how many are where. Null where `places` are all there are. */
  readonly crowds: readonly Crowd[] | null;
  /** Whether the numbers are estimates. */
  readonly isReckoned: boolean;
  /** Get the places that follow in the list; null where there are none. */
  readonly more: (() => Promise<Answer>) | null;
  /** Where there is something, when nothing is in sight. */
  readonly nearest: Position | null;
}

export interface PlacesSource {
  /** Whether it can answer; while it cannot, the server does. */
  readonly isReady: boolean;
  /** Whether it answers for what is in sight alone, and is to be asked again when that moves. */
  readonly isOfSight: boolean;
  /** Whether it answers for all that is asked: what lies beyond the territories that it holds has a page of its own. */
  reaches(filters: Filters): boolean;
  /** Answer a question. An answer may come after one that was asked for later: whoever asks keeps the last. */
  find(question: Question): Promise<Answer>;
  /** What it can offer to someone who has written so much; nothing while it cannot answer. */
  suggest(text: string): readonly Suggestion[];
  /** Get what it answers from, or get it again; rejects when that cannot be had, and goes on with what it held. */
  load(): Promise<void>;
  /** Learn how these places (UUIDs) are now. Tells how many are otherwise, where that is known. */
  renew(keys: readonly string[]): Promise<number | null>;
}

export interface PlacesSourceDelegate {
  /** Places came, or came anew, in the usual order of the list, and communes: what is shown is to be asked for again. */
  placesChanged(places: readonly Place[], communes: Communes): Promise<void> | void;
}
