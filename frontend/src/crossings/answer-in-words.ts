// The text that says what the map shows: it moves with it, and is announced once it is still.

import {
  type CommuneHistory,
  STATES,
  type State,
  type Sum,
  type Summary,
  statesOn,
  summarise,
} from "../overlap/coverage";
import { queryOf } from "../overlap/question";
import type { Answer, View } from "../overlap/view";
import type { Wording } from "../overlap/wording";
import { byId, find, make, write } from "../site/dom";
import type { Subscriber } from "./store";

export class AnswerInWords implements Subscriber {
  readonly #wording: Wording;

  constructor(wording: Wording) {
    this.#wording = wording;
  }

  /** Say the answer: the sentence, how far its sources go, the four states, the rule, the bar and the table. */
  viewChanged(view: View): void {
    byId("point").textContent = this.#wording.headline(view);
    byId("same-place").textContent = this.#wording.samePlace(view.now);
    write(byId("reach"), this.#wording.sources(view));
    byId("rule-text").textContent = this.#wording.rule(view);
    for (const state of STATES) {
      this.#showState(state, view.now);
    }
    showBands(view.now.summary);
    this.#showGroups(view.histories.communes, view.now.states);
  }

  /** Say what waits until nothing moves: the story's counts, and the sentence to those who listen. */
  viewSettled(view: View): void {
    byId("aloud").textContent = this.#wording.answer(view);
    byId<HTMLAnchorElement>("api").search = `?level=commune&${queryOf(view.question)}`;
    let before = 0;
    for (const chapter of document.querySelectorAll<HTMLElement>("[data-day]")) {
      const both = bothOn(chapter.dataset.day ?? "", view);
      this.#showChapter(chapter, both, both - before);
      before = both;
    }
  }

  #showState(state: State, now: Answer): void {
    const tile = find(document, `.told[data-state="${state}"]`);
    const { communes, unit, people, places } = this.#wording.state(state, now);
    find(tile, "[data-communes]").textContent = communes;
    find(tile, "[data-communes-word]").textContent = unit;
    find(tile, "[data-people]").textContent = people;
    find(document, `[data-places="${state}"]`).textContent = places;
  }

  #showGroups(communes: readonly CommuneHistory[], states: ReadonlyMap<string, State>): void {
    for (const row of document.querySelectorAll<HTMLTableRowElement>("[data-epci]")) {
      const within = communes.filter(({ epci }) => (epci ?? "") === row.dataset.epci);
      const summary = summarise(within, states);
      row.querySelectorAll("td").forEach((cell, index) => {
        const state = STATES[index];
        state && this.#showSum(cell, summary[state]);
      });
    }
  }

  #showSum(cell: Element, { communes, people }: Sum): void {
    const words = make("small", communes ? this.#wording.counted("people", people) : "");
    cell.classList.toggle("nil", !communes);
    cell.replaceChildren(this.#wording.number(communes), words);
  }

  #showChapter(chapter: HTMLElement, both: number, gained: number): void {
    const sign = gained > 0 ? "+" : "−";
    const moved = make("b", gained ? `${sign}${Math.abs(gained)}` : "");
    chapter.classList.toggle("turns", gained !== 0);
    find(chapter, ".from-then").replaceChildren(moved, " ", this.#wording.counted("from_then", both));
  }
}

const bothOn = (date: string, { histories: { communes }, now }: View): number =>
  summarise(communes, statesOn(communes, date, now.radius)).both.communes;

/** Share the bar between the states, by inhabitants. */
function showBands(summary: Summary): void {
  const everyone = STATES.reduce((sum, state) => sum + summary[state].people, 0);
  let start = 0;
  for (const state of STATES) {
    const length = everyone ? (100 * summary[state].people) / everyone : 0;
    const band = find<SVGRectElement>(document, `.people-bar [data-state="${state}"]`);
    band.setAttribute("x", `${start}%`);
    band.setAttribute("width", `${length}%`);
    start += length;
  }
}
