// Makes the parts of the page, and is whom they speak to: here one reads who follows what, and what each gesture asks.

import { PictureExport } from "../export/picture-export";
import { follow } from "../live/follow";
import { notice } from "../live/notice";
import { CoverageMap } from "../map/coverage-map";
import type { MapSettings } from "../map/map-settings";
import { type CommuneHistory, dateOf, dayOf, monthsAfter } from "../overlap/coverage";
import {
  ask,
  askAddress,
  askByOtherRule,
  leapTo,
  moveFrom,
  moveTo,
  type Pair,
  type Question,
  type Span,
  type Step,
  showAllStates,
  spanOf,
  stepBy,
  stepFromBy,
  toggleAlone,
  toggleComparison,
  waitingIn,
} from "../overlap/question";
import { type Ground, readSupposed } from "../overlap/supposed";
import { type Mark, Wording } from "../overlap/wording";
import { byId, readData } from "../site/dom";
import { Texts } from "../site/texts";
import { AddressBar } from "./address-bar";
import { announce } from "./announcer";
import { AnswerInWords } from "./answer-in-words";
import { ChangesSection } from "./changes-section";
import type { ChangesSettings } from "./changes-writer";
import { type ChartSettings, CombinationsChart } from "./combinations-chart";
import { ComparedMaps, startDivider } from "./compared-maps";
import { DateNotes } from "./date-notes";
import { DoubtsNote } from "./doubts-note";
import { Folds } from "./folds";
import { HistoriesLoader, type HistoriesLoaderDelegate, type HistoryAddresses, type Loaded } from "./histories-loader";
import type { Action } from "./keyboard";
import { KeyboardObserver, type KeyboardObserverDelegate } from "./keyboard-observer";
import { NeighboursOnMap } from "./neighbours-on-map";
import { NumbersBar } from "./numbers-bar";
import { OpportunitiesSection, type OpportunitiesSectionDelegate } from "./opportunities-section";
import { Presentation, type PresentationDelegate } from "./presentation";
import { QuestionForm, type QuestionFormDelegate } from "./question-form";
import { RuleNotice } from "./rule-notice";
import { backToUsualSides, listenToSides } from "./sides-form";
import { StageCode } from "./stage-code";
import { StateButtons } from "./state-buttons";
import { Store, type Subscriber } from "./store";
import { listenToYears } from "./story-years";
import { Supposition, spotsOf } from "./supposition";
import { listenToTerritories } from "./territories-form";
import { TimeAxis } from "./time-axis";
import { type Playhead, TimePlayer, type TimePlayerDelegate } from "./time-player";
import { TimeSlider } from "./time-slider";

/** What the site says of the page, beside its words. */
export interface PageSettings extends ChartSettings, ChangesSettings, HistoryAddresses {
  readonly map: MapSettings;
  readonly first: string;
  readonly today: string;
  readonly sides: readonly Pair[];
  readonly territories: readonly string[];
  readonly countsAll: boolean;
  /** The networks that are chosen. */
  readonly together: readonly string[];
  /** What is supposed, as addresses say it, and what is known of places that suppositions are tried on. */
  readonly supposed: readonly string[];
  readonly premises: Ground["premises"];
  readonly marks: readonly Mark[];
}

type Delegates = HistoriesLoaderDelegate &
  KeyboardObserverDelegate &
  OpportunitiesSectionDelegate &
  PresentationDelegate &
  QuestionFormDelegate &
  TimePlayerDelegate;

/** Time goes a little further back than what is known. */
const MONTHS_BEFORE = -6;

export class CrossingsSession implements Delegates {
  readonly #settings = readData<PageSettings>("picture-data");
  readonly #texts = new Texts(readData("picture-texts"), document.documentElement.lang);
  readonly #wording = new Wording(this.#texts, this.#settings.networks);
  readonly #form = new QuestionForm(this, this.#wording);
  readonly #isKept = document.documentElement.dataset.kept !== undefined;
  readonly #asked = new URLSearchParams(this.#isKept ? location.search : "");
  readonly #waiting = waitingIn(this.#asked, this.#settings.territories);
  readonly #store = new Store(this.#opened);
  readonly #address = new AddressBar(this.#settings.today, this.#waiting);
  readonly #player = new TimePlayer(this, this.#texts);
  readonly #presentation = new Presentation(this, this.#texts);
  readonly #keyboard = new KeyboardObserver(this);
  readonly #code = new StageCode(this);
  readonly #bar = new NumbersBar(this.#wording);
  readonly #states = new StateButtons(this.#store, this.#wording);
  readonly #chart = new CombinationsChart(this.#settings, this.#store, this.#wording);
  readonly #maps = new ComparedMaps(this.#store, this.#settings.map, this.#wording);
  readonly #changes = new ChangesSection(this.#store, this.#wording, this.#settings);
  readonly #opportunities = new OpportunitiesSection(this);
  readonly #export = new PictureExport(this.#store, this.#wording, this.#settings.map.basemapUrl);
  readonly #time = this.#slider("time", (date) => moveTo(date), stepBy);
  readonly #timeFrom = this.#slider("time-from", (date) => moveFrom(date), stepFromBy);
  readonly #neighbours = new NeighboursOnMap(this.#wording, () => this.#map);
  #map: CoverageMap | null = null;

  start(): void {
    byId("waiting").hidden = !this.#waiting.length;
    byId("picture").hidden = false;
    this.#map = new CoverageMap(byId("map"), this.#settings.map, this.#texts);
    this.#store.subscribe(...this.#subscribers);
    this.#states.start();
    new Folds().start();
    this.#store.publish();
    listenToSides(byId<HTMLFormElement>("asked"), (sides) => this.pageAsked({ sides }));
    listenToYears(document);
    listenToTerritories(byId<HTMLFormElement>("asked"), (territories) => this.pageAsked({ territories }));
    const histories = new HistoriesLoader(this.#settings, this);
    histories.start();
    this.#isKept || follow("directory", histories);
  }

  /** Who follows the page, in the order in which they are told. */
  get #subscribers(): Subscriber[] {
    const { marks, today } = this.#settings;
    const axis = new TimeAxis(marks);
    const map: Subscriber = { viewChanged: ({ now, question }) => this.#map?.show(now, question) };
    return [
      new Supposition(this.#store),
      ...[this.#form, axis, this.#sliders, new DateNotes(this.#wording, marks, today), this.#states],
      ...[map, new DoubtsNote(this.#wording), new AnswerInWords(this.#wording), this.#chart, this.#bar],
      ...[
        new RuleNotice(this.#wording),
        this.#maps,
        this.#address,
        this.#code,
        this.#changes,
        this.#opportunities,
        backToUsualSides,
      ],
    ];
  }

  get #sliders(): Subscriber {
    return {
      questionChanged: ({ on, from, span }) => {
        this.#time.show(on, this.#wording.day(on), span);
        from && this.#timeFrom.show(from, this.#wording.day(from), span);
      },
    };
  }

  #slider(id: string, go: (date: string) => Step, step: (months: number) => Step): TimeSlider {
    const session = this;
    return new TimeSlider(byId(id), {
      get isPresented() {
        return session.isPresented;
      },
      slidTo: (date) => this.#move(go(date)),
      steppedBy: (months) => this.#move(step(months)),
    });
  }

  /** What the page is opened for: what its form holds and, where it was kept, what its address asks. */
  get #opened(): Question {
    const { today, sides, territories, together } = this.#settings;
    const held = this.#form.read(sides, together);
    const supposed = readSupposed(this.#settings.supposed);
    const question = askAddress(this.#asked)({ ...held, territories, supposed, span: spanOf([today]) });
    return { ...question, span: this.#spanOf(question) };
  }

  #spanOf({ on, from }: Question): Span {
    const { first, today } = this.#settings;
    return spanOf([monthsAfter(first, MONTHS_BEFORE), today, on, from ?? today]);
  }

  loaded({ outlines, communes, places, sourcesUntil, undated }: Loaded): void {
    const later = this.#map;
    if (later) {
      later.draw(outlines, places);
      void this.#export.hold(outlines);
      this.#maps.start({ later, outlines, places });
      this.#begin();
      const { networksOf: sides, countsAll, premises } = this.#settings;
      const ground = { spots: spotsOf(outlines), premises };
      this.#store.learn({ communes, otherwise: [], places, sides, countsAll, sourcesUntil, undated, ground });
    }
  }

  /** The site was changed: the same question has another answer, and whoever looks is told that it has. */
  renewed({ communes, places, sourcesUntil, undated }: Loaded, count: number): void {
    const histories = this.#store.view?.histories;
    if (histories) {
      this.#maps.renew(places);
      this.#store.learn({ ...histories, communes, places, sourcesUntil, undated });
      notice.changed(count);
    }
  }

  /** How communes go under the other way to count comes after the picture: it only lays signs over it. */
  loadedOtherwise(otherwise: readonly CommuneHistory[]): void {
    const histories = this.#store.view?.histories;
    histories && this.#store.learn({ ...histories, otherwise });
  }

  /** From here on every answer follows what is moved. */
  #begin(): void {
    byId("time-tools").inert = false;
    startDivider(this.#wording);
    const watching = [this.#form, this.#time, this.#timeFrom, this.#player, this.#keyboard, this.#presentation];
    const answering = [this.#chart, this.#changes, this.#opportunities, this.#neighbours, this.#export];
    for (const part of [...watching, ...answering]) {
      part.start();
    }
  }

  /** Whoever moves the picture by hand stops it from playing. */
  #move(step: Step): void {
    this.#player.pause();
    this.#store.change(step);
  }

  asked(asked: Partial<Question>): void {
    this.#move(ask(asked));
  }

  pageAsked(asked: Partial<Question>): void {
    this.#address.open({ ...this.#store.question, ...asked });
  }

  get isPresented(): boolean {
    return this.#presentation.isOn;
  }

  get isBlank(): boolean {
    return this.#presentation.isBlank;
  }

  listed(): void {
    this.#neighbours.listed();
  }

  presented(): void {
    this.#code.show();
  }

  get isHelping(): boolean {
    return this.#keyboard.isHelping;
  }

  get playhead(): Playhead {
    const { on, from, span } = this.#store.question;
    const [first, last] = [dayOf(span.first), dayOf(span.last)];
    return { day: dayOf(on), first: from ? dayOf(from) : first, last, length: last - first };
  }

  played(): void {
    this.#bar.align();
  }

  playedTo(day: number): void {
    this.#store.change(moveTo(dateOf(day)));
  }

  keyAsked(action: Action): void {
    (this.#acts[action.does] as (asked: Action) => void)(action);
  }

  readonly #acts: { readonly [A in Action as A["does"]]: (asked: A) => void } = {
    step: ({ months }) => this.#move(stepBy(months)),
    leap: ({ to }) => this.#move(leapTo(to)),
    widen: ({ steps }) => this.#form.widen(steps),
    zoom: ({ steps }) => this.#map?.zoom(steps),
    blank: () => this.#presentation.blank(),
    light: () => this.#presentation.light(),
    alone: ({ state }) => this.#store.change(toggleAlone(state)),
    all: () => this.#store.change(showAllStates),
    play: () => this.#player.toggle(),
    rule: () => this.#move(askByOtherRule),
    neighbours: () => this.#neighbours.toggle(),
    present: () => this.#presentation.toggle(),
    leave: () => this.#presentation.leave(),
    compare: () => this.#store.change(toggleComparison),
    speed: () => announce(this.#texts.say("speed", { speed: this.#player.nextSpeed() })),
    help: () => this.#keyboard.toggleHelp(),
  };
}
