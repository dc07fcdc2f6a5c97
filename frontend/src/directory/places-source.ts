// Who answers for the places behind the home page and the frame: the whole directory in memory today, a viewport of a
// country later. The list, the counts and the map speak to this and to nothing else.

import type { Calendar } from "../hours/opening";
import type { Communes } from "./communes";
import type { Filters } from "./filters";
import type { Overlap, Place, Position } from "./places";
import type { Suggestion } from "./suggestions";
import type { Reading } from "./terms";

export interface Question {
  readonly filters: Filters;
  readonly moment: Date;
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
  /** What was understood of the words looked for; null when there are none. */
  readonly reading: Reading | null;
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

export interface PlacesSource {
  /** Whether it can answer; while it cannot, the server does. */
  readonly isReady: boolean;
  /** Answer a question. An answer may come after one that was asked for later: whoever asks keeps the last. */
  find(question: Question): Promise<Answer>;
  /** What it can offer to someone who has written so much; nothing while it cannot answer. */
  suggest(text: string): readonly Suggestion[];
  /** Get what it answers from, or get it again; rejects when that cannot be had, and goes on with what it held. */
  load(): Promise<void>;
}

export interface PlacesSourceDelegate {
  /** Places came, or came anew, in the usual order of the list, and communes: what is shown is to be asked for again. */
  placesChanged(places: readonly Place[], communes: Communes): Promise<void> | void;
}
