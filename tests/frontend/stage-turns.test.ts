// A screen in a hall goes round over scenes and what the room sent.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ScreenLoop } from "../../frontend/src/stage/screen-loop";
import type { Aired, StageState } from "../../frontend/src/stage/showing";
import { secondsOf, type Turn, turnAfter } from "../../frontend/src/stage/turns";

const scene = (key: number, seconds: number | null = null) => ({
  key,
  page: "map",
  query: "",
  title: `${key}`,
  sentence: "",
  seconds,
});
const one = (key: number): Aired => ({
  key,
  kind: "idea",
  line: "",
  who: "",
  votes: 0,
  way: [],
  isOn: false,
  supposition: "",
});
const state = (count: number, ...keys: readonly number[]): StageState => ({
  version: 0,
  scene: null,
  isBlank: false,
  isWall: false,
  supposed: [],
  scenes: Array.from({ length: count }, (_nothing, place) => scene(place)),
  room: { aired: keys.map(one), words: [], said: 0, people: 0, reactions: [] },
});

describe("what comes next", () => {
  const turns = (from: StageState, count: number, hasNews = false): Turn[] => {
    const told: Turn[] = [{ place: 0, isWall: false }];
    while (told.length < count) {
      told.push(turnAfter(told.at(-1) as Turn, from, hasNews));
    }
    return told;
  };
  const inWords = (told: readonly Turn[]): string =>
    told.map(({ place, isWall }) => (isWall ? "wall" : `${place}`)).join(" ");

  it("is one scene after the other, and the wall after each third and the last", () => {
    expect(inWords(turns(state(5, 1), 9))).toBe("0 1 2 wall 3 4 wall 0 1");
  });

  it("is the wall after each scene while something new comes", () => {
    expect(inWords(turns(state(3, 1), 6, true))).toBe("0 wall 1 wall 2 wall");
  });

  it("is no wall with nothing on it, and nothing but the wall without a scene", () => {
    expect(inWords(turns(state(2), 4))).toBe("0 1 0 1");
    expect(turnAfter({ place: 0, isWall: true }, state(0), false)).toEqual({ place: 0, isWall: true });
  });

  it("lasts as long as was planned, within reason", () => {
    const planned = { ...state(0), scenes: [scene(1, 30), scene(2, 1), scene(3, 3600), scene(4)] };
    expect([0, 1, 2, 3].map((place) => secondsOf({ place, isWall: false }, planned))).toEqual([30, 8, 30, 20]);
  });
});

describe("a screen that goes round", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("shows what is new before the next scene, and stops when it is told to", () => {
    const shown: Turn[] = [];
    const hall = { state: state(4, 7), turned: (turn: Turn) => void shown.push(turn) };
    const loop = new ScreenLoop(hall);
    loop.start(0);
    hall.state = state(4, 8, 7);
    vi.advanceTimersByTime(20_000);
    vi.advanceTimersByTime(20_000);
    expect(shown.map(({ place, isWall }) => [place, isWall])).toEqual([
      [0, false],
      [0, true],
      [1, false],
    ]);
    loop.stop();
    vi.advanceTimersByTime(100_000);
    expect([shown.length, loop.isOn]).toEqual([3, false]);
  });
});
