// The page "/croisements/": a date and a rule move the map and the text together. What it needs is fetched once.

import "./site";

import { Alone } from "./alone";
import { Bar } from "./bar";
import { Comparison } from "./comparison";
import {
  type CommuneHistory,
  dateOf,
  dayOf,
  lastMark,
  monthsAfter,
  type Part,
  type PlaceHistory,
  type Radius,
  stateOf,
  statesOn,
  type View,
} from "./crossing";
import { byId, readData } from "./dom";
import { Doubts } from "./doubts";
import { Export } from "./export";
import { readQuestion } from "./kept-question";
import { monthsOf } from "./keys";
import { CoverageMap, type Outlines } from "./map/coverage-map";
import type { MapSettings } from "./map/places-map";
import { fetchJson } from "./places";
import { Player } from "./player";
import { Section } from "./section";
import { backToFamilies, listenToSides } from "./sides";
import { isPresented, Stage } from "./stage";
import { doubtOf, networksOn } from "./stays";
import { Texts } from "./texts";
import { Together, type TogetherSettings } from "./together";
import { Twin } from "./twin";

interface Picture extends TogetherSettings {
  readonly map: MapSettings;
  readonly outlinesUrl: string;
  readonly presenceUrl: string;
  readonly distanceUrl: string;
  readonly placesUrl: string;
  readonly first: string;
  readonly today: string;
  readonly sides: readonly (readonly [name: string, value: string])[];
  readonly marks: readonly (readonly [date: string, words: string])[];
}

interface Histories<H> {
  readonly items: readonly H[];
}

/** How long a page must be still before its address and what is read aloud follow. */
const SETTLED = 400;
const SVG = "http://www.w3.org/2000/svg";

/** Make a section of the page ask the site again once the question is still. */
const follow = (section: Section): Part => ({ settle: ({ query }) => void section.ask(String(query)) });

class Crossings {
  readonly #picture = readData<Picture>("picture-data");
  readonly #texts = new Texts(readData("picture-texts"), document.documentElement.lang);
  readonly #twin = new Twin(this.#texts);
  readonly #time = byId<HTMLInputElement>("time");
  readonly #on = byId<HTMLInputElement>("on");
  readonly #radius = byId<HTMLInputElement>("radius");
  readonly #form = byId<HTMLFormElement>("asked");
  readonly #player = new Player(this.#time, this.#texts, (day) => this.#moveTo(dateOf(day)));
  readonly #chances: Part = follow(new Section("chances"));
  readonly #alone = new Alone(this.#texts, () => this.#show());
  readonly #export = new Export(this.#texts, this.#alone, this.#picture.map.basemapUrl);
  readonly #together = new Together(
    this.#picture,
    this.#texts,
    (date) => this.#twin.day(date),
    () => this.#show(),
  );
  readonly #comparison = new Comparison({
    settings: this.#picture.map,
    texts: this.#texts,
    again: () => this.#show(),
    viewOn: (date) => this.#view(date),
    day: (date) => this.#twin.day(date),
    number: (number) => this.#twin.number(number),
  });
  #parts: readonly Part[] = [];
  #communes: readonly CommuneHistory[] = [];
  #places: readonly PlaceHistory[] = [];
  #date = this.#on.value;
  #settling = 0;
  #waiting: [name: string, value: string][] = [];

  start(): void {
    if (document.documentElement.dataset.kept !== undefined) {
      this.#waiting = readQuestion(this.#form, new URLSearchParams(location.search));
      this.#date = this.#on.value;
      byId("waiting").hidden = !this.#waiting.length;
      this.#comparison.read();
    }
    const { first, today } = this.#picture;
    const days = [monthsAfter(first, -6), today, this.#date, this.#comparison.from ?? today].map(dayOf);
    this.#time.min = String(Math.min(...days));
    this.#time.max = String(Math.max(...days));
    this.#time.value = String(dayOf(this.#date));
    this.#radius.type = "range";
    // Every answer follows what is moved: no button is needed. Enter still asks.
    byId("ask").hidden = true;
    byId("picture").hidden = false;
    const map = new CoverageMap(byId("map"), this.#picture.map, this.#texts);
    const bar = new Bar(this.#texts, (date) => this.#twin.day(date));
    const doubts = new Doubts(this.#texts);
    const shown = [map, doubts, this.#twin, this.#together, bar, this.#alone, this.#export];
    this.#parts = [...shown, this.#comparison, this.#chances, backToFamilies];
    new Stage(this.#texts, this.#alone, { step: (months) => this.#step(months) });
    this.#drawMarks();
    this.#listen();
    void this.#load(map);
  }

  async #load(map: CoverageMap): Promise<void> {
    const { outlinesUrl, presenceUrl, distanceUrl, placesUrl } = this.#picture;
    try {
      const [outlines, presence, distance, places] = await Promise.all(
        [outlinesUrl, presenceUrl, distanceUrl, placesUrl].map(fetchJson),
      );
      const near = new Map((distance as Histories<CommuneHistory>).items.map((commune) => [commune.code, commune]));
      this.#communes = (presence as Histories<CommuneHistory>).items.map((commune) => ({
        ...near.get(commune.code),
        ...commune,
      }));
      this.#places = (places as Histories<PlaceHistory>).items;
      map.draw(outlines as Outlines, this.#places);
      void this.#export.hold(outlines as Outlines);
      this.#comparison.draw(map, outlines as Outlines, this.#places);
      this.#show();
    } catch {
      byId("map-failed").hidden = false;
    }
  }

  #listen(): void {
    this.#time.addEventListener("input", () => {
      this.#player.pause();
      this.#moveTo(dateOf(this.#time.valueAsNumber));
    });
    this.#time.addEventListener("keydown", (event) => this.#press(event));
    this.#form.addEventListener("submit", (event) => {
      if (this.#communes.length && this.#on.value && this.#comparison.isReady) {
        event.preventDefault();
        this.#ask();
      }
    });
    listenToSides(this.#form, (sides) => {
      location.search = String(this.#address(this.#query(this.#date, sides)));
    });
    this.#form.addEventListener("input", ({ target }) => {
      // Who is confirmed changes everything that the page tells: it is asked again, whole.
      if (target === byId("confirmed")) {
        location.search = String(this.#address(this.#query()));
      } else if (this.#communes.length && this.#on.value && this.#comparison.isReady) {
        this.#ask();
      }
    });
  }

  #ask(): void {
    this.#player.pause();
    const day = String(dayOf(this.#on.value));
    this.#time.min = String(Math.min(Number(this.#time.min), Number(day)));
    this.#time.max = String(Math.max(Number(this.#time.max), Number(day)));
    this.#moveTo(this.#on.value);
  }

  #press(event: KeyboardEvent): void {
    const months = monthsOf(event.key, isPresented());
    if (months) {
      event.preventDefault();
      this.#step(months);
    }
  }

  #step(months: number): void {
    this.#player.pause();
    const day = dayOf(monthsAfter(this.#date, months));
    this.#moveTo(dateOf(Math.max(Number(this.#time.min), Math.min(Number(this.#time.max), day))));
  }

  /** Show a day, no earlier than the one that it is compared with. */
  #moveTo(asked: string): void {
    const { from } = this.#comparison;
    const date = from !== null && asked < from ? from : asked;
    this.#date = date;
    this.#time.value = String(dayOf(date));
    this.#on.value = date;
    this.#show();
  }

  get #metres(): Radius {
    const rule = new FormData(this.#form).get("rule");
    return rule === "distance" ? this.#radius.valueAsNumber : null;
  }

  #show(): void {
    const happened = lastMark(this.#picture.marks, this.#date);
    byId("happening").textContent = happened
      ? this.#texts.say("happened", { day: this.#twin.day(happened[0]), what: happened[1] })
      : this.#texts.say("before");
    this.#time.setAttribute("aria-valuetext", this.#twin.day(this.#date));
    this.#twin.showRadius(this.#radius.valueAsNumber);
    if (this.#communes.length) {
      const view = this.#view();
      for (const part of this.#parts) {
        part.show?.(view);
      }
      clearTimeout(this.#settling);
      this.#settling = window.setTimeout(() => this.#settle(view), SETTLED);
    }
  }

  #view(date = this.#date): View {
    const [radius, communes, places] = [this.#metres, this.#communes, this.#places];
    const placeStates = new Map(places.map(({ slug, turns }) => [slug, stateOf(turns, date)]));
    const doubts = new Map(places.map((place) => [place.slug, doubtOf(place, this.#picture.networksOf, date)]));
    const networks = new Map(places.map((place) => [place.slug, networksOn(place, date)]));
    const states = statesOn(communes, date, radius);
    const { chosen } = this.#together;
    const query = this.#query(date);
    return { date, radius, query, communes, places, states, placeStates, doubts, networks, chosen };
  }

  #query(date = this.#date, sides = this.#picture.sides): URLSearchParams {
    const query = new URLSearchParams({ on: date });
    if (this.#metres !== null) {
      query.set("rule", "distance");
      query.set("radius", String(this.#metres));
    }
    if (byId<HTMLInputElement>("confirmed").checked) {
      query.set("confirmed", "true");
    }
    for (const [name, value] of sides) {
      query.append(name, value);
    }
    return query;
  }

  /** Give the address of what the page shows: the question, and what only the page knows. */
  #address(asked: URLSearchParams): URLSearchParams {
    const query = new URLSearchParams(asked);
    for (const [name, value] of this.#waiting.filter(([name]) => !query.has(name))) {
      query.append(name, value);
    }
    for (const part of this.#parts) {
      part.address?.(query);
    }
    return query;
  }

  /** What follows once nothing moves: the address, what is read aloud, and the parts of the text that are far below. */
  #settle(view: View): void {
    const query = this.#address(view.query);
    const isAsOpened = !location.search && String(query) === `on=${this.#picture.today}`;
    if (location.search !== `?${query}` && !isAsOpened) {
      history.replaceState(null, "", `?${query}`);
    }
    for (const part of this.#parts) {
      part.settle?.(view);
    }
  }

  #drawMarks(): void {
    const [min, max] = [Number(this.#time.min), Number(this.#time.max)];
    const x = (date: string) => `${((dayOf(date) - min) / Math.max(1, max - min)) * 100}%`;
    const add = (name: string, given: Record<string, string>, text = "") => {
      const element = document.createElementNS(SVG, name);
      for (const [key, value] of Object.entries(given)) {
        element.setAttribute(key, value);
      }
      element.textContent = text;
      byId("marks").append(element);
    };
    for (const [date] of this.#picture.marks) {
      add("line", { x1: x(date), x2: x(date), y1: "0", y2: "35%", class: "mark" });
    }
    const years = Number(dateOf(max).slice(0, 4)) - Number(dateOf(min).slice(0, 4));
    for (let year = Number(dateOf(min).slice(0, 4)) + 1; year <= Number(dateOf(max).slice(0, 4)); year += 1) {
      const isWritten = years < 8 || year % 5 === 0;
      const at = x(`${year}-01-01`);
      add("line", { x1: at, x2: at, y1: "0", y2: isWritten ? "50%" : "20%", class: "year-mark" });
      if (isWritten) {
        add("text", { x: at, y: "95%", "text-anchor": "middle" }, String(year));
      }
    }
  }
}

// Leaflet, which is larger, comes after this script: it is there when the whole page is.
addEventListener("DOMContentLoaded", () => new Crossings().start());
