// A presenter steps through scenes by keys, by a remote control, or by number.

import { describe, expect, it } from "vitest";
import { follow, type Showing, type StageState, showingOf } from "../../frontend/src/stage/showing";
import { StageKeys } from "../../frontend/src/stage/stage-keys";

const scene = (key: number) => ({ key, page: "map", query: "", title: `${key}`, sentence: "", seconds: null });
const state: StageState = {
  version: 1,
  scene: 12,
  isBlank: false,
  isWall: false,
  supposed: [],
  scenes: [scene(11), scene(12), scene(13)],
  room: { aired: [], words: [], said: 0, people: 0, reactions: [] },
};

describe("what is shown", () => {
  it("is the scene that the server names, or the first one", () => {
    expect(showingOf(state)).toEqual({ place: 1, isBlank: false, isWall: false, supposed: [] });
    expect(showingOf({ ...state, scene: 99 }).place).toBe(0);
    expect(showingOf({ ...state, scene: null, scenes: [] }).place).toBe(0);
  });
});

describe("a gesture", () => {
  const from = (place: number, isBlank = false, isWall = false): Showing => ({
    ...{ place, isBlank, isWall },
    supposed: [],
  });

  it("steps, and stops at the ends", () => {
    expect(follow({ does: "step", by: 1 }, from(1), 3)).toEqual(from(2));
    expect(follow({ does: "step", by: 1 }, from(2), 3)).toEqual(from(2));
    expect(follow({ does: "step", by: -1 }, from(0), 3)).toEqual(from(0));
    expect(follow({ does: "last" }, from(0), 3)).toEqual(from(2));
    expect(follow({ does: "go", to: 41 }, from(0), 3)).toEqual(from(2));
  });

  it("makes the screen black, and any step gives the light back first", () => {
    expect(follow({ does: "blank" }, from(1), 3)).toEqual(from(1, true));
    expect(follow({ does: "blank" }, from(1, true), 3)).toEqual(from(1));
    expect(follow({ does: "step", by: 1 }, from(1, true), 3)).toEqual(from(1));
    expect(follow({ does: "go", to: 2 }, from(1, true), 3)).toEqual(from(2));
  });
});

describe("the wall", () => {
  const at = (isBlank: boolean, isWall: boolean): Showing => ({ place: 1, isBlank, isWall, supposed: [] });

  it("takes the place of the scene, and a step takes it away first", () => {
    expect(follow({ does: "wall" }, at(false, false), 3)).toEqual(at(false, true));
    expect(follow({ does: "wall" }, at(false, true), 3)).toEqual(at(false, false));
    expect(follow({ does: "wall" }, at(true, false), 3)).toEqual(at(false, true));
    expect(follow({ does: "step", by: 1 }, at(false, true), 3)).toEqual(at(false, false));
    expect(follow({ does: "blank" }, at(false, true), 3)).toEqual(at(true, true));
  });
});

describe("what is supposed", () => {
  const at = (supposed: readonly string[], place = 1): Showing => ({ place, isBlank: false, isWall: false, supposed });
  const [mende, florac] = ["place:48095:msap", "place:48061:msap"];

  it("lies over the scene, one thing after another, each once and five at most", () => {
    const first = follow({ does: "suppose", what: mende }, { ...at([]), isWall: true }, 3);
    expect(first).toEqual(at([mende]));
    expect(follow({ does: "suppose", what: florac }, first, 3)).toEqual(at([mende, florac]));
    expect(follow({ does: "suppose", what: mende }, first, 3)).toEqual(at([mende]));
    const many = ["1", "2", "3", "4", "5", "6"].reduce(
      (shown, what) => follow({ does: "suppose", what }, shown, 3),
      at([]),
    );
    expect(many.supposed).toEqual(["2", "3", "4", "5", "6"]);
  });

  it("goes by one step, and the scene stays; any other scene takes it away", () => {
    expect(follow({ does: "step", by: 1 }, at([mende]), 3)).toEqual(at([]));
    expect(follow({ does: "facts" }, at([mende]), 3)).toEqual(at([]));
    expect(follow({ does: "go", to: 2 }, at([mende]), 3)).toEqual(at([], 2));
    expect(follow({ does: "step", by: 1 }, { ...at([mende]), isBlank: true }, 3)).toEqual(at([mende]));
  });
});

describe("a key", () => {
  const pressed = (key: string, timeStamp = 0, more = {}) => ({
    key,
    timeStamp,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    ...more,
  });

  it("of a remote control goes on and back", () => {
    const keys = new StageKeys();
    expect(keys.gestureOf(pressed("PageDown"))).toEqual({ does: "step", by: 1 });
    expect(keys.gestureOf(pressed("PageUp"))).toEqual({ does: "step", by: -1 });
    expect(keys.gestureOf(pressed("B"))).toEqual({ does: "blank" });
    expect(keys.gestureOf(pressed("."))).toEqual({ does: "blank" });
  });

  it("with control, or of no use here, is left to others", () => {
    const keys = new StageKeys();
    expect(keys.gestureOf(pressed("b", 0, { ctrlKey: true }))).toBeNull();
    expect(keys.gestureOf(pressed("Tab"))).toBeNull();
    expect(keys.gestureOf(pressed("constructor"))).toBeNull();
  });

  it("of a digit goes to a scene, and two of them soon after each other to one beyond nine", () => {
    const keys = new StageKeys();
    expect(keys.gestureOf(pressed("1", 0))).toEqual({ does: "go", to: 0 });
    expect(keys.gestureOf(pressed("2", 400))).toEqual({ does: "go", to: 11 });
    expect(keys.gestureOf(pressed("3", 5000))).toEqual({ does: "go", to: 2 });
    expect(keys.gestureOf(pressed("0", 9000))).toBeNull();
  });
});
