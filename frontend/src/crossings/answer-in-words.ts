// The text that says what the map shows: it moves with it, and is announced once it is still.

import { byId, find } from "../site/dom";
import type { Texts } from "../site/texts";
import {
  type CommuneHistory,
  type Part,
  STATES,
  type State,
  type Summary,
  statesOn,
  summarise,
  type View,
} from "./coverage";

export class Twin implements Part {
  readonly #texts: Texts;
  readonly #numbers: Intl.NumberFormat;
  readonly #days: Intl.DateTimeFormat;
  #headline = byId("point").textContent ?? "";

  constructor(texts: Texts) {
    this.#texts = texts;
    this.#numbers = new Intl.NumberFormat(texts.language);
    this.#days = new Intl.DateTimeFormat(texts.language, { dateStyle: "long", timeZone: "UTC" });
  }

  /** Write a date as people do. */
  day(date: string): string {
    const said = this.#days.format(new Date(`${date}T00:00:00Z`));
    return (this.#texts.language === "fr" ? said.replace(/^1 /, "1er ") : said).replace(" ", "\u00a0");
  }

  /** Say the radius beside its slider. */
  showRadius(metres: number): void {
    const words = this.#texts.say("kilometres", { distance: this.number(metres / 1000) });
    byId("radius-words").textContent = words;
    byId("radius").setAttribute("aria-valuetext", words);
  }

  /** Say the answer: the sentence, the four states, the rule, the bar and the table. */
  show({ date, radius, communes, states, placeStates }: View): void {
    const places = [...placeStates.values()];
    const summary = summarise(communes, states);
    const { both } = summary;
    const values = {
      day: this.day(date),
      count: this.number(both.communes),
      all: this.number(communes.length),
      people: this.number(both.people),
    };
    this.#headline = both.communes
      ? this.#texts.count("headline", both.communes, values)
      : this.#texts.say("headline_none", values);
    byId("point").textContent = this.#headline;
    for (const state of STATES) {
      this.#showState(state, summary, places.filter((other) => other === state).length);
    }
    byId("rule-text").textContent =
      radius === null
        ? this.#texts.say("rule_presence")
        : this.#texts.say("rule_distance", { metres: this.number(radius) });
    this.#showBar(summary);
    this.#showGroups(communes, states);
  }

  #showState(state: State, summary: Summary, places: number): void {
    const told = find(document, `.told[data-state="${state}"]`);
    const { communes, people } = summary[state];
    find(told, "[data-communes]").textContent = this.number(communes);
    find(told, "[data-communes-word]").textContent = this.#texts.count("communes", communes);
    find(told, "[data-people]").textContent = this.#count("people", people);
    find(told, "[data-places]").textContent = this.#count("places", places);
  }

  /** Write a number as the server does, thousands apart by a no-break space of full width. */
  number(number: number): string {
    return this.#numbers.format(number).replaceAll("\u202f", "\u00a0");
  }

  #count(key: string, number: number): string {
    const said = this.number(number);
    return this.#texts.count(key, number, { count: said, number: said });
  }

  #showBar(summary: Summary): void {
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

  #showGroups(communes: readonly CommuneHistory[], states: ReadonlyMap<string, State>): void {
    for (const row of document.querySelectorAll<HTMLTableRowElement>("[data-epci]")) {
      const within = communes.filter(({ epci }) => (epci ?? "") === row.dataset.epci);
      const summary = summarise(within, states);
      for (const [index, cell] of [...row.querySelectorAll("td")].entries()) {
        const part = summary[STATES[index] ?? "neither"];
        const people = document.createElement("small");
        people.textContent = part.communes ? this.#count("people", part.people) : "";
        cell.classList.toggle("nil", !part.communes);
        cell.replaceChildren(this.number(part.communes), people);
      }
    }
  }

  /** Say what waits until nothing moves: the story's counts, and the sentence to those who listen. */
  settle({ query, radius, communes }: View): void {
    byId("aloud").textContent = this.#headline;
    const link = byId<HTMLAnchorElement>("api");
    link.search = `?level=commune&${query}`;
    let before = 0;
    for (const chapter of document.querySelectorAll<HTMLElement>("[data-day]")) {
      const states = statesOn(communes, chapter.dataset.day ?? "", radius);
      const both = summarise(communes, states).both.communes;
      this.#showChapter(chapter, both, both - before);
      before = both;
    }
  }

  #showChapter(chapter: HTMLElement, both: number, gained: number): void {
    const sign = gained > 0 ? "+" : "−";
    const moved = document.createElement("b");
    moved.textContent = gained ? `${sign}${Math.abs(gained)}` : "";
    chapter.classList.toggle("turns", gained !== 0);
    find(chapter, ".from-then").replaceChildren(moved, " ", this.#count("from_then", both));
  }
}
