import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SETTLED, Store, type Subscriber } from "../../frontend/src/crossings/store";
import type { CommuneHistory, PlaceHistory } from "../../frontend/src/overlap/coverage";
import {
  ask,
  moveTo,
  type Question,
  showAllStates,
  toggleAlone,
  toggleComparison,
} from "../../frontend/src/overlap/question";
import { countFaded, type Histories, type View, viewOf } from "../../frontend/src/overlap/view";

const QUESTION: Question = {
  on: "2019-07-01",
  from: null,
  lastFrom: null,
  rule: "presence",
  radius: 5000,
  isConfirmedOnly: false,
  countsAll: false,
  sides: [],
  territories: [],
  alone: null,
  chosen: [],
  supposed: [],
  span: { first: "2011-04-01", last: "2026-11-28" },
};

const mende: CommuneHistory = {
  code: "48095",
  name: "Mende",
  epci: null,
  population: 12_318,
  turns: [["2016-01-01", "both", []]],
  nearest_a: [["2016-01-01", 800, null]],
  nearest_b: [[null, 800, null]],
};
const chanac: CommuneHistory = { ...mende, code: "48039", name: "Chanac", population: null, turns: [], nearest_a: [] };
const polen: PlaceHistory = {
  slug: "polen",
  name: "POLeN",
  commune: { code: "48095", name: "Mende", epci: null },
  longitude: 3.5,
  latitude: 44.5,
  turns: [["2016-01-01", "both", []]],
  stays: [
    ["msap", "2016-01-01", null, "2018-01-02", true, false, "day", "day"],
    ["solozere", "2016-01-01", null, "2026-01-02", true, false, "day", "day"],
  ],
};
const HISTORIES: Histories = {
  countsAll: false,
  communes: [mende, chanac],
  otherwise: [],
  places: [polen],
  sides: { a: ["msap"], b: ["solozere"] },
  sourcesUntil: "2024-01-02",
  undated: { a: null, b: null },
  ground: { spots: new Map(), premises: {} },
};

const viewAfter = (...steps: readonly ((question: Question) => Question)[]): View =>
  viewOf(
    steps.reduce((question, step) => step(question), QUESTION),
    HISTORIES,
  );

describe("a view", () => {
  it("answers for a date and a rule", () => {
    const { now, before, moves } = viewAfter();
    expect(now.summary.both).toEqual({ communes: 1, people: 12_318 });
    expect(now.placeCounts.both).toBe(1);
    expect(now.networks.get("polen")).toEqual(["msap", "solozere"]);
    expect([before, moves.size]).toEqual([null, 0]);
    expect(viewAfter(moveTo("2012-01-01")).now.summary.both.communes).toBe(0);
    expect(viewAfter(ask({ rule: "distance" })).now.radius).toBe(5000);
  });

  it("tells how communes changed between two dates, and reads an earlier one once", () => {
    const view = viewAfter(toggleComparison);
    expect([...view.moves]).toEqual([["48095", "gained"]]);
    const next = viewOf(moveTo("2019-08-01")(view.question), HISTORIES, view);
    expect(next.before).toBe(view.before);
    expect(viewOf(ask({ rule: "distance" })(view.question), HISTORIES, view).before).not.toBe(view.before);
  });

  it("marks what the state that is shown alone gained and lost, else both", () => {
    expect([...viewAfter(toggleComparison, toggleAlone("neither")).moves]).toEqual([["48095", "lost"]]);
    expect(viewAfter(toggleComparison, toggleAlone("a")).moves.size).toBe(0);
  });

  it("counts the places that are drawn faded, among those that are shown", () => {
    expect(countFaded(viewAfter())).toBe(1);
    expect(countFaded(viewAfter(ask({ chosen: ["msap"] })))).toBe(0);
    expect(countFaded(viewAfter(moveTo("2017-01-01")))).toBe(0);
  });
});

describe("the store", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function follow(store: Store): string[] {
    const told: string[] = [];
    const subscriber: Subscriber = {
      questionChanged: ({ on }) => void told.push(`asked ${on}`),
      viewChanged: ({ now }) => void told.push(`shown ${now.date}`),
      viewSettled: ({ now }) => void told.push(`settled ${now.date}`),
    };
    store.subscribe(subscriber);
    return told;
  }

  it("tells what is asked before there is an answer, and shows it once there is", () => {
    const store = new Store(QUESTION);
    const told = follow(store);
    store.change(moveTo("2012-01-01"));
    expect([told, store.view]).toEqual([["asked 2012-01-01"], null]);
    store.learn(HISTORIES);
    expect(told.slice(1)).toEqual(["asked 2012-01-01", "shown 2012-01-01"]);
    expect(store.view?.question).toBe(store.question);
  });

  it("settles on the view that stays, and on no other", () => {
    const store = new Store(QUESTION);
    store.learn(HISTORIES);
    const told = follow(store);
    store.change(moveTo("2012-01-01"));
    vi.advanceTimersByTime(SETTLED - 1);
    store.change(moveTo("2013-01-01"));
    vi.advanceTimersByTime(SETTLED);
    expect(told.filter((words) => words.startsWith("settled"))).toEqual(["settled 2013-01-01"]);
  });

  it("tells nobody of a step that leads nowhere", () => {
    const store = new Store(QUESTION);
    const told = follow(store);
    store.change(showAllStates);
    expect(told).toEqual([]);
    store.change(toggleAlone("both"));
    expect(told).toHaveLength(1);
  });

  it("tells its subscribers in their order", () => {
    const store = new Store(QUESTION);
    const told: number[] = [];
    store.subscribe({ questionChanged: () => void told.push(1) }, { questionChanged: () => void told.push(2) });
    store.publish();
    expect(told).toEqual([1, 2]);
  });
});
