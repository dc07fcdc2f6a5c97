// The page "/croisements/": a date and a rule move the map and the text together. What it needs is fetched once.

import "../site/site";

import { fetchJson } from "../directory/places";
import { Export } from "../export/picture-export";
import { CoverageMap, type Outlines } from "../map/coverage-map";
import type { MapSettings } from "../map/places-map";
import { readQuestion } from "../offline/kept-page-question";
import { byId, find, readData, write } from "../site/dom";
import { Texts } from "../site/texts";
import { Twin } from "./answer-in-words";
import { Together, type TogetherSettings } from "./combinations-chart";
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
} from "./coverage";
import { Doubts } from "./doubts";
import { monthsOf } from "./keyboard";
import { doubtOf, networksOn } from "./memberships";
import { Bar } from "./numbers-bar";
import { isPresented, Stage } from "./presentation";
import { Section } from "./server-section";
import { backToUsualSides, listenToSides } from "./sides-form";
import { Alone } from "./state-alone";
import { Axis } from "./time-axis";
import { Player } from "./time-player";

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
/** Sent to the window when the network is back: see connection.ts. */
const ONLINE = "croisee:online";

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
  readonly #axis = new Axis(
    this.#time,
    this.#picture.marks.map(([date]) => date),
  );
  readonly #player = new Player(this.#time, this.#texts, (day) => this.#moveTo(dateOf(day)));
  readonly #chances: Part = follow(new Section("chances"));
  readonly #alone = new Alone(this.#texts, () => this.#show());
  readonly #export = new Export(this.#texts, this.#alone, this.#picture.map.basemapUrl, () => this.#comparison.before);
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
    this.#read();
    const { first, today } = this.#picture;
    this.#axis.cover([monthsAfter(first, -6), today, this.#date, this.#comparison.from ?? today].map(dayOf));
    this.#time.value = String(dayOf(this.#date));
    byId("picture").hidden = false;
    const map = new CoverageMap(byId("map"), this.#picture.map, this.#texts);
    const bar = new Bar(this.#texts, (date) => this.#twin.day(date));
    const doubts = new Doubts(this.#texts, this.#alone);
    const shown = [map, doubts, this.#twin, this.#together, bar, this.#alone, this.#export];
    this.#parts = [...shown, this.#comparison, this.#chances, backToUsualSides];
    listenToSides(this.#form, (sides) => {
      location.search = String(this.#address(this.#query(this.#date, sides)));
    });
    byId("map-again").addEventListener("click", () => void this.#load(map));
    addEventListener(ONLINE, () => byId("map-failed").hidden || void this.#load(map));
    void this.#load(map);
  }

  /** Read the question of the address where the page was kept, and the form where the browser brings back an old page. */
  #read(): void {
    if (document.documentElement.dataset.kept !== undefined) {
      this.#waiting = readQuestion(this.#form, new URLSearchParams(location.search));
      this.#date = this.#on.value;
      byId("waiting").hidden = !this.#waiting.length;
      this.#alone.read();
      this.#comparison.read();
    }
    addEventListener("pageshow", ({ persisted }) => {
      for (const tick of persisted ? this.#form.querySelectorAll<HTMLInputElement>("[type=checkbox]") : []) {
        tick.checked = tick.defaultChecked;
      }
    });
  }

  async #load(map: CoverageMap): Promise<void> {
    byId("map-failed").hidden = true;
    byId("map-loading").hidden = false;
    try {
      await this.#fetch(map);
      this.#begin();
    } catch {
      byId("map-failed").hidden = false;
    } finally {
      byId("map-loading").hidden = true;
    }
  }

  async #fetch(map: CoverageMap): Promise<void> {
    const { outlinesUrl, presenceUrl, distanceUrl, placesUrl } = this.#picture;
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
  }

  /** From here on every answer follows what is moved, and no button is needed: until then the form asks the site. */
  #begin(): void {
    byId("ask").hidden = true;
    byId("time-tools").inert = false;
    this.#radius.type = "range";
    this.#listen();
    new Stage(this.#texts, this.#alone, { step: (months) => this.#step(months) });
    this.#show();
  }

  #listen(): void {
    this.#time.addEventListener("input", () => {
      this.#player.pause();
      this.#moveTo(dateOf(this.#time.valueAsNumber));
    });
    this.#time.addEventListener("keydown", (event) => this.#press(event));
    this.#form.addEventListener("submit", (event) => {
      if (this.#isReady) {
        event.preventDefault();
        this.#ask();
      }
    });
    this.#form.addEventListener("input", ({ target }) => {
      // Who is confirmed changes everything that the page tells: it is asked again, whole.
      if (target === byId("confirmed")) {
        location.search = String(this.#address(this.#query()));
      } else if (this.#isReady) {
        if (target === this.#radius) {
          find<HTMLInputElement>(this.#form, "[name=rule][value=distance]").checked = true;
        }
        this.#ask();
      }
    });
  }

  /** Whether there is a day to show: one that is being typed may be of the year 2, or none at all. */
  get #isReady(): boolean {
    return this.#on.value !== "" && this.#on.validity.valid && this.#comparison.isReady;
  }

  #ask(): void {
    this.#player.pause();
    this.#axis.cover([dayOf(this.#on.value)], true);
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
    const said = happened
      ? this.#texts.say("happened", { day: this.#twin.day(happened[0]), what: happened[1] })
      : this.#texts.say("before");
    write(byId("happening"), said);
    byId("happening").title = said;
    byId("ahead").hidden = this.#date <= this.#picture.today;
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
}

// Leaflet, which is larger, comes after this script: it is there when the whole page is.
addEventListener("DOMContentLoaded", () => new Crossings().start());
