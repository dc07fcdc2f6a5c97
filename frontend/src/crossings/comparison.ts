// Two dates side by side: the earlier map beside the later, or under a divider in the hand, and what changed between.

import { CoverageMap, type Outlines } from "../map/coverage-map";
import type { MapSettings } from "../map/places-map";
import { byId, find } from "../site/dom";
import type { Texts } from "../site/texts";
import { ChangesList } from "./changes-list";
import { written } from "./changes-writer";
import { dateOf, dayOf, monthsAfter, type Part, type PlaceHistory, summarise, type View } from "./coverage";
import { differences, KINDS, passages, tally } from "./differences";
import { monthsOf } from "./keyboard";
import { isPresented } from "./presentation";

/** What the page does for the comparison: it draws again, sees another day, and writes dates and numbers. */
export interface Conductor {
  readonly settings: MapSettings;
  readonly texts: Texts;
  again(): void;
  viewOn(date: string): View;
  day(date: string): string;
  number(number: number): string;
}

/** How far back the earlier date is at first. */
const MONTHS = -60;

export class Comparison implements Part {
  readonly #page: Conductor;
  readonly #from = byId<HTMLInputElement>("from");
  readonly #on = byId<HTMLInputElement>("on");
  readonly #time = byId<HTMLInputElement>("time");
  readonly #slider = byId<HTMLInputElement>("time-from");
  readonly #button = byId<HTMLButtonElement>("compare");
  readonly #coverage = byId("coverage");
  readonly #nameOfTime = this.#time.getAttribute("aria-label") ?? "";
  readonly #list = new ChangesList(() => this.#withoutEvidence());
  #later: CoverageMap | null = null;
  #earlier: CoverageMap | null = null;
  #outlines: Outlines | null = null;
  #places: readonly PlaceHistory[] = [];
  #view: View | null = null;
  #before: View | null = null;
  #isOn = this.#from.value !== "";

  constructor(page: Conductor) {
    this.#page = page;
    this.#button.addEventListener("click", () => this.#turn(!this.#isOn));
    this.#slider.addEventListener("input", () => this.#moveTo(dateOf(this.#slider.valueAsNumber)));
    this.#slider.addEventListener("keydown", (event) => this.#press(event));
    const divider = byId<HTMLInputElement>("divider");
    divider.addEventListener("input", () => {
      this.#coverage.style.setProperty("--split", divider.value);
      divider.setAttribute("aria-valuetext", page.texts.say("share", { share: divider.value }));
    });
    for (const field of [this.#from, this.#on]) {
      field.addEventListener("focusout", () => this.#putInOrder());
    }
    this.#arrange();
  }

  /** The earlier date; null when one date is looked at. */
  get from(): string | null {
    return this.#isOn && this.#from.value ? this.#from.value : null;
  }

  /** What is shown of the earlier date; null when one date is. */
  get before(): View | null {
    return this.#before;
  }

  /** Whether both dates are written, and in the order of time: they may not be while one is being typed. */
  get isReady(): boolean {
    return !this.#isOn || (this.#from.value !== "" && this.#from.validity.valid && this.#from.value <= this.#on.value);
  }

  /** Take the map of the later date and what a second one draws: from now on dates can be compared. */
  draw(later: CoverageMap, outlines: Outlines, places: readonly PlaceHistory[]): void {
    this.#later = later;
    this.#outlines = outlines;
    this.#places = places;
    this.#button.hidden = false;
    this.#arrange();
  }

  show(view: View): void {
    this.#view = view;
    const [{ from }, later] = [this, this.#later];
    const before = from !== null && later ? this.#page.viewOn(from) : null;
    this.#before = before;
    if (!before || !later) {
      return;
    }
    const kinds = differences(before.states, view.states);
    this.#slider.min = this.#time.min;
    this.#slider.max = this.#time.max;
    this.#slider.value = String(dayOf(before.date));
    // Played again from its end, time begins at the earlier date.
    this.#time.dataset.first = this.#slider.value;
    this.#slider.setAttribute("aria-valuetext", this.#page.day(before.date));
    this.#map(later).show(before);
    later.mark(kinds);
    this.#head("before", before);
    this.#head("after", view);
    this.#count(tally(kinds.values()));
  }

  settle(view: View): void {
    const { from } = this;
    if (from !== null) {
      byId("changes-aloud").textContent = this.#sentence(this.#page.viewOn(from), view);
      const query = new URLSearchParams(view.query);
      this.address(query);
      void this.#list.show(query);
    }
  }

  /** Write the earlier date into an address. */
  address(query: URLSearchParams): void {
    if (this.from !== null) {
      query.set("from", this.from);
    }
  }

  /** Read again whether two dates are asked for, once the form has been filled from the address. */
  read(): void {
    this.#isOn = this.#from.value !== "";
    this.#arrange();
  }

  #turn(isOn: boolean): void {
    this.#isOn = isOn;
    if (isOn && !this.#from.value) {
      const first = Math.min(Number(this.#time.min), dayOf(this.#on.value));
      this.#from.value = dateOf(Math.max(first, dayOf(monthsAfter(this.#on.value, MONTHS))));
    }
    if (!isOn) {
      this.#list.hide();
      delete this.#time.dataset.first;
      this.#later?.mark(new Map());
      byId("changes-aloud").textContent = "";
    }
    this.#arrange();
    this.#page.again();
  }

  /** Show what is needed for one date or for two. */
  #arrange(): void {
    const isDrawn = this.#isOn && this.#later !== null;
    this.#button.setAttribute("aria-pressed", String(this.#isOn));
    this.#coverage.classList.toggle("is-compared", isDrawn);
    for (const element of document.querySelectorAll<HTMLElement>("[data-compared]")) {
      element.hidden = !isDrawn;
    }
    byId("from-field").hidden = !this.#isOn;
    this.#from.disabled = !this.#isOn;
    this.#time.setAttribute("aria-label", isDrawn ? this.#page.texts.say("to") : this.#nameOfTime);
  }

  /** Give the earlier map, made when it is first looked at. */
  #map(later: CoverageMap): CoverageMap {
    if (!this.#earlier) {
      this.#earlier = new CoverageMap(byId("map-before"), this.#page.settings, this.#page.texts, { isAlone: false });
      this.#earlier.keepWith(later);
      if (this.#outlines) {
        this.#earlier.draw(this.#outlines, this.#places);
      }
    }
    return this.#earlier;
  }

  #press(event: KeyboardEvent): void {
    const months = monthsOf(event.key, isPresented());
    if (months && this.from) {
      event.preventDefault();
      this.#moveTo(monthsAfter(this.from, months));
    }
  }

  /** Move the earlier date, within the slider and no later than the other. */
  #moveTo(date: string): void {
    const first = dateOf(Number(this.#slider.min));
    this.#from.value = date < first ? first : date > this.#on.value ? this.#on.value : date;
    this.#page.again();
  }

  /** Put two dates that were typed the other way round into the order of time. */
  #putInOrder(): void {
    if (!this.isReady && this.#from.value && this.#on.value) {
      [this.#from.value, this.#on.value] = [this.#on.value, this.#from.value];
      this.#on.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  #head(which: "before" | "after", { date, communes, states }: View): void {
    const both = summarise(communes, states).both.communes;
    byId(`date-${which}`).textContent = this.#page.day(date);
    byId(`both-${which}`).textContent = this.#counted("both_then", both);
  }

  #count(counts: ReturnType<typeof tally>): void {
    for (const kind of KINDS) {
      const item = find(document, `#tally [data-kind="${kind}"]`);
      item.hidden = kind === "changed_side" && !counts[kind];
      find(item, ".words").textContent = this.#counted(`communes_${kind}`, counts[kind]);
    }
  }

  #counted(key: string, count: number): string {
    return this.#page.texts.count(key, count, { count: this.#page.number(count) });
  }

  #sentence(before: View, after: View): string {
    if (before.date === after.date) {
      return this.#page.texts.say("compared_same");
    }
    const counted = {
      communes: tally(differences(before.states, after.states).values()),
      places: tally(differences(before.placeStates, after.placeStates).values()),
    };
    const parts = Object.entries(counted).flatMap(([what, counts]) =>
      KINDS.flatMap((kind) => (counts[kind] ? [this.#counted(`${what}_${kind}`, counts[kind])] : [])),
    );
    const [start, end] = [this.#page.day(before.date), this.#page.day(after.date)];
    return this.#page.texts.say(parts.length ? "compared" : "compared_none", { start, end, changes: parts.join(", ") });
  }

  /** Write what the page itself knows: from which state to which, and no evidence. */
  #withoutEvidence(): readonly Node[] {
    const { from } = this;
    if (from === null || !this.#view) {
      return [];
    }
    const [before, after] = [this.#page.viewOn(from), this.#view];
    return written(
      this.#sentence(before, after),
      passages(after.communes, ({ code }) => code, before.states, after.states),
      passages(after.places, ({ slug }) => slug, before.placeStates, after.placeStates),
      this.#page.texts,
    );
  }
}
