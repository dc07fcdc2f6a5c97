// The page "/": one set of filters for the list and the map, and the address that holds it; whoever answers for the places.

import { Communes } from "../directory/communes";
import { EVERYTHING, type Filters, fromQuery, isEverything, settled, toQuery } from "../directory/filters";
import { metresBetween, type Place, type Position } from "../directory/places";
import type { Answer, PlacesSource, PlacesSourceDelegate, Question } from "../directory/places-source";
import type { Suggestion } from "../directory/suggestions";
import { follow } from "../live/follow";
import type { MapSettings, MapView, StopsOf } from "../map/map-settings";
import { PlacesMap } from "../map/places-map";
import { readView, writeView } from "../map/view-in-address";
import { breath, byId, find, readData, write } from "../site/dom";
import { whenOnline } from "../site/events";
import { Texts } from "../site/texts";
import { AroundNote, nowhere } from "./around-note";
import { DirectoryFollower, type DirectoryFollowerDelegate } from "./directory-follower";
import { FiltersForm } from "./filters-form";
import { NearMe } from "./near-me";
import { List } from "./places-list";
import { SearchBox, type SearchBoxDelegate } from "./search-box";
import { UnsaidNote } from "./unsaid-note";
import { showView } from "./view-links";

/** How many of the nearest places are brought in sight, and how often what is open is looked at again. */
const NEAREST = 5;
const A_MINUTE = 60_000;
/** After how long an answer is said to be awaited. */
const SLOW = 300;

/** The filter that a suggestion of a group becomes. */
const LISTS = { kinds: "kind", services: "service", networks: "network" } as const;

type Source = (settings: MapSettings, texts: Texts, delegate: PlacesSourceDelegate) => PlacesSource;

/** What the page does besides, of a directory that no browser could hold. */
export interface OfCountry {
  stopsOf(texts: Texts): StopsOf;
  answered(answer: Answer): void;
}

export class Home implements DirectoryFollowerDelegate, PlacesSourceDelegate, SearchBoxDelegate {
  readonly #settings = readData<MapSettings>("map-options");
  readonly #texts = new Texts(readData("map-texts"), document.documentElement.lang);
  readonly #list = new List(this.#texts, this.#settings.placeUrl, (slug) => this.#map?.light(slug));
  readonly #around = new AroundNote(this.#texts);
  readonly #unsaid = new UnsaidNote(this.#texts);
  readonly #near = new NearMe(this.#texts, (near) => this.#goNear(near));
  #filters: Filters = fromQuery(location.search, this.#texts.has);
  #view: MapView | null = readView(location.search);
  readonly #form = new FiltersForm(this.#filters, this.#texts, (filters, isTyping) => this.#ask(filters, isTyping));
  readonly #source: PlacesSource;
  readonly #searchBox = new SearchBox(this.#texts, this);
  #communes = new Communes();
  #map: PlacesMap | null = null;
  #question: Question | null = null;
  #answer: Answer | null = null;
  #showing: Promise<void> = Promise.resolve();
  #arrive: () => void = () => undefined;
  /** Resolves once the directory has come and what is asked is shown. */
  readonly #arrived = new Promise<void>((resolve) => {
    this.#arrive = resolve;
  });
  /** Whether something was asked before the directory came. */
  #isAwaited = false;
  #walks = 0;
  /** Whether what is shown is only as it is now, and nothing else was asked: nobody is taken elsewhere by it. */
  #isRenewed = false;

  readonly #country: OfCountry | undefined;

  constructor(source: Source, country?: OfCountry) {
    this.#source = source(this.#settings, this.#texts, this);
    this.#country = country;
  }

  async start(): Promise<void> {
    this.#listen();
    this.#searchBox.start();
    this.#form.show(this.#filters);
    this.#near.show(this.#filters.near);
    await breath();
    this.#map = new PlacesMap(byId("map"), this.#settings, this.#texts, this.#view, {
      onPoint: (slugs) => this.#list.light(slugs),
      onMove: (view) => this.#moved(view),
      onSight: () => this.#source.isOfSight && void this.#show(),
      stopsOf: this.#country?.stopsOf(this.#texts),
    });
    void this.#load();
    isKept() || follow("directory", new DirectoryFollower(this));
  }

  #listen(): void {
    byId("retry").addEventListener("click", () => void this.#load());
    this.#answerTo(".everything", () => ({ ...EVERYTHING, near: this.#filters.near }));
    this.#answerTo(".at-any-hour", () => settled({ ...this.#filters, open: "" }));
    this.#answerTo("#around a", () => settled(nowhere(this.#filters)));
    this.#answerTo(".unsaid a", () => ({ ...this.#filters, unknown: !this.#filters.unknown }));
    addEventListener("popstate", () => {
      this.#walks += 1;
      this.#filters = fromQuery(location.search, this.#texts.has);
      this.#source.reaches(this.#filters) || location.reload();
      this.#view = readView(location.search);
      this.#map?.look(this.#view);
      void this.#show();
    });
    addEventListener("hashchange", showView);
    // The network is back: what we hold may be old. The page need not be loaded again for that.
    whenOnline((event) => {
      event.preventDefault();
      void this.#load();
    });
    setInterval(() => this.#tick(), A_MINUTE);
    showView();
  }

  /** Someone reads the list, or has opened a place on the map. */
  get isBeingRead(): boolean {
    const list = byId("liste");
    const isInList = list.contains(document.activeElement) || list.scrollTop > 0 || scrollY > list.offsetTop;
    return isInList || document.querySelector(".leaflet-popup") !== null;
  }

  async renew(keys: readonly string[] | null): Promise<number | null> {
    await this.#arrived;
    this.#isRenewed = true;
    try {
      return keys ? await this.#source.renew(keys) : await this.#source.load().then(() => null);
    } finally {
      this.#isRenewed = false;
    }
  }

  suggestionsFor(text: string): readonly Suggestion[] {
    return this.#source.suggest(text);
  }

  /** A word of the vocabulary becomes a filter, a commune is looked for, and a place is opened. */
  suggestionChosen({ group, key, label }: Suggestion): void {
    if (group === "places") {
      location.assign(this.#settings.placeUrl.replace("/slug/", `/${encodeURIComponent(key)}/`));
    } else if (group === "communes") {
      this.#ask({ ...this.#filters, q: label }, false);
    } else {
      const more = group === "facts" ? { [key]: true } : this.#withWord(LISTS[group], key);
      this.#ask({ ...this.#filters, q: "", ...more }, false);
      write(byId("near-message"), this.#texts.say("suggestion_taken", { label }));
    }
  }

  #withWord(name: "kind" | "service" | "network", word: string): Partial<Filters> {
    return { [name]: new Set([...this.#filters[name], word]) };
  }

  /** Answer here to links that ask the server for something less. */
  #answerTo(links: string, filters: () => Filters): void {
    for (const link of document.querySelectorAll(links)) {
      link.addEventListener("click", (event) => {
        if (this.#ask(filters(), false)) {
          event.preventDefault();
          placeOfFocus().focus();
        }
      });
    }
  }

  /**
   * Ask for something else: one more step for the back button, save while someone is typing. Tells whether the browser
   * answers: before the directory has come what is asked waits for it, unless the server is sent it first.
   */
  #ask(filters: Filters, isTyping: boolean): boolean {
    if (!this.#source.reaches(filters)) {
      location.assign(`${location.pathname}${toQuery(filters)}`);
      return true;
    }
    const isSame = toQuery(filters) === toQuery(this.#filters);
    const isNearOther = fromOf(filters) !== fromOf(this.#filters);
    this.#filters = filters;
    this.#form.forget();
    this.#showing = this.#show();
    isNearOther && void this.#lookAround();
    if (!this.#source.isReady) {
      this.#isAwaited = true;
      return false;
    }
    this.#write((address) => {
      const isStep = !isSame && !(isTyping && history.state === "typing");
      history[isStep ? "pushState" : "replaceState"](isTyping ? "typing" : null, "", address);
    });
    return true;
  }

  #goNear(near: Position | null): void {
    this.#ask(settled({ ...nowhere(this.#filters), near }), false);
  }

  /** Bring in sight what is within the distance that is asked for, or the nearest places. */
  async #lookAround(): Promise<void> {
    await this.#arrived;
    await this.#showing;
    const { places = [], centre } = this.#answer ?? {};
    if (centre) {
      this.#showAround(centre, this.#filters.radius ? places : places.slice(0, NEAREST));
    }
  }

  #showAround(centre: Position, nearest: readonly Place[]): void {
    const isOnMap = this.#map?.showAround(centre, nearest) ?? true;
    const position = nearest[0]?.position;
    if (!isOnMap && position) {
      this.#near.tellFar(metresBetween(centre, position));
    }
  }

  #moved(view: MapView | null): void {
    this.#view = view;
    this.#write((address) => history.replaceState(history.state, "", address));
  }

  /** Write the address that it is now, after the next frame: that takes the browser longer than to answer. */
  #write(write: (address: string) => void): void {
    const [address, walks] = [this.#address(), this.#walks];
    // Whoever has gone back or forward since is somewhere else.
    requestAnimationFrame(() => setTimeout(() => walks === this.#walks && write(address)));
  }

  #address(): string {
    const query = toQuery(this.#filters);
    const view = this.#view ? `${query ? "&" : "?"}${writeView(this.#view)}` : "";
    return `${location.pathname}${query}${view}${location.hash}`;
  }

  /** Ask what the page asks now; null when it cannot be answered, or something else was asked since. */
  async #find(): Promise<Answer | null> {
    if (!this.#source.isReady) {
      return null;
    }
    const question = { filters: this.#filters, moment: new Date(), sight: this.#map?.sight ?? null };
    this.#question = question;
    const waiting = setTimeout(() => this.#tellWaiting(true), SLOW);
    try {
      const answer = await this.#source.find(question);
      return question === this.#question ? answer : null;
    } catch {
      // What was shown stays; whoever asked something else meanwhile hears of that alone.
      byId("map-failed").hidden &&= question !== this.#question;
      return null;
    } finally {
      clearTimeout(waiting);
      question === this.#question && this.#tellWaiting(false);
    }
  }

  #tellWaiting(isWaiting: boolean): void {
    byId("map-loading").hidden = !isWaiting;
  }

  async #show(): Promise<void> {
    this.#form.show(this.#filters);
    this.#near.show(this.#filters.near);
    const answer = await this.#find();
    if (answer) {
      this.#showAnswer(answer);
    }
  }

  #showAnswer(answer: Answer): void {
    byId("map-failed").hidden = true;
    const { places, isRefusedByHours, total, part } = answer;
    this.#answer = answer;
    this.#country?.answered(answer);
    this.#form.count(answer);
    this.#unsaid.show(this.#filters, answer);
    this.#around.show(this.#filters, this.#communes);
    this.#list.show(answer);
    this.#list.tell(answer, new Date());
    byId("map-empty").hidden = total > 0;
    this.#map?.show(places, this.#filters.near, this.#found(answer), this.#isRenewed, part?.crowds);
    if (!total) {
      tellWhy(isRefusedByHours);
    }
  }

  /** What is worth coming closer for: the places that were asked for, or the nearest to a commune that has none. */
  #found({ places, isAround, part }: Answer): readonly Place[] {
    if (isAround) {
      return places.slice(0, NEAREST);
    }
    return part || isEverything(this.#filters) ? [] : places;
  }

  /** A minute has passed: some doors have opened or closed. */
  #tick(): void {
    if (this.#filters.open) {
      void this.#show();
    } else if (this.#answer) {
      this.#list.tell(this.#answer, new Date());
    }
  }

  async placesChanged(places: readonly Place[], communes: Communes): Promise<void> {
    this.#communes = communes;
    this.#form.learn(communes);
    this.#list.learn(places);
    await this.#show();
    this.#arrive();
    this.#isAwaited && this.#write((address) => history.replaceState(null, "", address));
    this.#isAwaited = false;
    await breath();
    this.#list.renew(places);
  }

  async #load(): Promise<void> {
    byId("map-failed").hidden = true;
    this.#tellWaiting(true);
    this.#map?.drawGround();
    try {
      await this.#source.load();
    } catch {
      // What was held before is still good to show.
      byId("map-failed").hidden = this.#source.isReady;
    } finally {
      this.#tellWaiting(false);
    }
  }

  /** Go to where there is something, when nothing is in sight. */
  goToNearest(): void {
    const nearest = this.#answer?.part?.nearest;
    nearest && this.#map?.goTo(nearest);
  }
}

const isKept = (): boolean => document.documentElement.dataset.kept !== undefined;

/** From where and how far a question is asked. */
const fromOf = ({ near, near_commune, radius }: Filters): string => [near, near_commune, radius].join();

/** Say why there is nothing: the hour alone, or all that is asked. */
function tellWhy(isByHours: boolean): void {
  for (const words of document.querySelectorAll<HTMLElement>(".nothing-open, .nothing-meets")) {
    words.hidden = words.classList.contains("nothing-open") !== isByHours;
  }
}

/** Where the focus goes when what was pressed is gone: in the hand, not where a keyboard comes over the map. */
function placeOfFocus(): HTMLElement {
  return matchMedia("(pointer: coarse)").matches ? find(byId("more"), "summary") : byId("q");
}
