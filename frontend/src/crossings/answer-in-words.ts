// The text that says what the map shows: it moves with it, and is announced once it is still.

import {
  type CommuneHistory,
  dateOf,
  dayOf,
  STATES,
  type State,
  type Sum,
  statesOn,
  summarise,
} from "../overlap/coverage";
import { type Flow, flowOf, matrixOf } from "../overlap/differences";
import { standingOn } from "../overlap/first-seen";
import { addressOf, queryOf } from "../overlap/question";
import { unknownOn } from "../overlap/undated";
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
    byId("same-place").textContent = this.#wording.samePlace(view);
    write(byId("reach"), this.#wording.sources(view));
    byId("rule-text").textContent = this.#wording.rule(view);
    for (const state of STATES) {
      this.#showState(state, view.now);
    }
    showBands(view.now);
    this.#showGroups(view.histories.communes, view.now);
  }

  /** Say what waits until nothing moves: the story's counts, and the sentence to those who listen. */
  viewSettled(view: View): void {
    byId("aloud").textContent = this.#wording.answer(view);
    for (const link of document.querySelectorAll<HTMLAnchorElement>(".same-question")) {
      link.search = `?level=commune&${queryOf(view.question)}${link.dataset.with ?? ""}`;
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>(".same-figures")) {
      link.search = String(addressOf(view.question));
    }
    this.#showStory(view);
  }

  /** Say of each day of the story what communes with both were gained, first seen and lost, and how many there are. */
  #showStory({ histories: { communes, undated }, now: { radius } }: View): void {
    let before: ReadonlyMap<string, State> | null = null;
    for (const chapter of document.querySelectorAll<HTMLElement>("[data-day]")) {
      const day = chapter.dataset.day ?? "";
      before ??= statesOn(communes, dateOf(dayOf(day) - 1), radius);
      const after = standingOn(communes, day, radius);
      this.#showChapter(chapter, flowOf("both", matrixOf(before, after)), !unknownOn(undated, day).has("both"));
      before = after.states;
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

  #showGroups(communes: readonly CommuneHistory[], { states, unknown }: Answer): void {
    for (const row of document.querySelectorAll<HTMLTableRowElement>("[data-epci]")) {
      const within = communes.filter(({ epci }) => (epci ?? "") === row.dataset.epci);
      const summary = summarise(within, states);
      row.querySelectorAll("td").forEach((cell, index) => {
        const state = STATES[index];
        state && this.#showSum(cell, unknown.has(state) ? null : summary[state]);
      });
    }
  }

  /** Null: nobody knows. */
  #showSum(cell: Element, sum: Sum | null): void {
    const words = make("small", sum?.communes ? this.#wording.counted("people", sum.people) : "");
    cell.classList.toggle("nil", !sum?.communes);
    cell.replaceChildren(sum ? this.#wording.number(sum.communes) : this.#wording.texts.say("unknown"), words);
  }

  #showChapter(chapter: HTMLElement, { gained, first_seen, lost, end }: Flow, isKnown: boolean): void {
    const moved = [gained && `+${gained}`, lost && `−${lost}`].filter(Boolean).join(" ");
    const seen = first_seen ? [make("small", this.#wording.counted("from_then_seen", first_seen)), " "] : [];
    chapter.classList.toggle("turns", moved !== "");
    find(chapter, ".from-then").replaceChildren(
      make("b", moved),
      " ",
      ...seen,
      isKnown ? this.#wording.counted("from_then", end) : this.#wording.texts.say("communes_unknown"),
    );
  }
}

/** Share the bar between the states, by inhabitants. */
function showBands({ summary, unknown }: Answer): void {
  const everyone = STATES.reduce((sum, state) => sum + summary[state].people, 0);
  let start = 0;
  for (const state of STATES) {
    const length = everyone && !unknown.has(state) ? (100 * summary[state].people) / everyone : 0;
    const band = find<SVGRectElement>(document, `.people-bar [data-state="${state}"]`);
    band.setAttribute("x", `${start}%`);
    band.setAttribute("width", `${length}%`);
    start += length;
  }
}
