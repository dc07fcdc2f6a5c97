// A page that follows what moved, on channels that a test holds in its hand.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Channel, ChannelDelegate } from "../../frontend/src/live/channels";
import type { Pulse } from "../../frontend/src/live/follower";
import { type Frame, readAnswer, readFrame, type Told } from "../../frontend/src/live/frames";
import { LiveSession } from "../../frontend/src/live/live-session";

class FakeChannel implements Channel {
  isOpen = false;

  constructor(
    readonly sort: "stream" | "question",
    readonly url: URL,
    readonly delegate: ChannelDelegate,
  ) {}

  start(): void {
    this.isOpen = true;
  }

  stop(): void {
    this.isOpen = false;
  }
}

const opened: FakeChannel[] = [];
const builds: string[] = [];
const open = (sort: FakeChannel["sort"]) => (url: string, delegate: ChannelDelegate) => {
  const channel = new FakeChannel(sort, new URL(url, "https://croisee.test"), delegate);
  opened.push(channel);
  return channel;
};
const ground = {
  channels: { stream: open("stream"), question: open("question") },
  writtenAt: "2026-11-23T10:00:00+01:00",
  buildTold: (build: string) => void builds.push(build),
};

class Page {
  readonly told: (readonly string[] | null)[] = [];
  readonly pulses: Pulse[] = [];

  moved(names: readonly string[] | null): void {
    this.told.push(names);
  }

  pulseChanged(pulse: Pulse): void {
    this.pulses.push(pulse);
  }
}

let session: LiveSession;
let page: Page;
const about = { build: "b1", spread: 0 };
const now = (): FakeChannel => {
  vi.runOnlyPendingTimers();
  const channel = opened.at(-1);
  if (!channel?.isOpen) {
    throw new Error("Nothing is open");
  }
  return channel;
};
const say = (...frames: Frame[]): void => {
  for (const frame of frames) {
    now().delegate.frameCame(frame);
  }
};
const hello = (id: string): Frame => ({ event: "hello", id, about });
const change = (before: string, id: string, told: Told): Frame => ({ event: "change", id, before, told });
const answer = (id: string, told: Told | null, isStream: boolean): void =>
  now().delegate.answerCame({ id, told, about, isStream });

beforeEach(() => {
  vi.useFakeTimers();
  opened.length = builds.length = 0;
  page = new Page();
  session = new LiveSession(ground);
  session.wake();
  session.follow("directory", page);
});
afterEach(() => void vi.useRealTimers());

describe("a page that follows", () => {
  it("begins where it was written, and shares one stream among all who follow", () => {
    session.follow("queues", new Page(), "ticket");
    const { sort, url } = now();
    expect([sort, url.pathname, opened.length]).toEqual(["stream", "/live/", 1]);
    expect([...url.searchParams]).toEqual([
      ["topic", "directory"],
      ["topic", "queues"],
      ["ticket", "ticket"],
      ["at", ground.writtenAt],
    ]);
  });

  it("is told what moved in its topics, once they came in order", () => {
    say(hello("1-a"), change("1-a", "2-b", { directory: ["place:x"], queues: null }));
    expect(page.told).toEqual([["place:x"]]);
    expect(page.pulses).toEqual(["live"]);
    expect(builds).toEqual(["b1"]);
  });

  it("asks for what is missing between two frames, from the last that came", () => {
    say(hello("1-a"), change("2-b", "3-c", { directory: ["place:x"] }));
    expect(page.told).toEqual([]);
    expect(now().url.searchParams.get("since")).toBe("1-a");
    say({ event: "beat", id: "3-c", before: "1-a", about });
    say(change("3-c", "4-d", { directory: null }));
    expect(page.told).toEqual([null]);
  });

  it("looks at all of it when nobody knows what moved", () => {
    say(hello("1-a"), { event: "reset", id: "9-z" }, change("9-z", "10-y", { directory: ["place:x"] }));
    expect(page.told).toEqual([null, ["place:x"]]);
  });

  it("comes back after a loss, from the last frame on", () => {
    say(hello("1-a"));
    now().delegate.channelLost(true, 0);
    const { sort, url } = now();
    expect([sort, url.searchParams.get("since")]).toEqual(["stream", "1-a"]);
  });

  it("asks now and then where the site has no streams, until it has", () => {
    now().delegate.channelLost(false, 0);
    expect(now().sort).toBe("question");
    answer("2-b", { directory: ["place:x"] }, false);
    expect(page.pulses).toEqual(["polling"]);
    expect(now().sort).toBe("question");
    expect(now().url.searchParams.get("wait")).toBeNull();
    answer("2-b", {}, true);
    expect(now().sort).toBe("stream");
    expect(page.told).toEqual([["place:x"]]);
  });

  it("has its answers held where something on the way eats streams", () => {
    for (const _time of [1, 2]) {
      now().delegate.channelLost(false, 0);
      answer("2-b", {}, true);
    }
    const { sort, url } = now();
    expect([sort, url.searchParams.get("wait")]).toEqual(["question", "25"]);
  });

  it("says that it is cut, and tries again after growing pauses", () => {
    now().delegate.channelLost(false, 0);
    const pauses = [1, 2, 3].map(() => {
      now().delegate.channelLost(false, 0);
      const before = Date.now();
      now();
      return Date.now() - before;
    });
    expect(page.pulses).toEqual(["cut"]);
    expect(pauses[2]).toBeGreaterThan(2 * (pauses[0] ?? 0));
  });

  it("asks no more once its ticket is refused", () => {
    now().delegate.channelLost(false, 0);
    now().delegate.channelLost(false, 403);
    vi.runOnlyPendingTimers();
    expect(opened.at(-1)?.isOpen).toBe(false);
  });

  it("says that it is cut off once a ticket is refused, and goes on with another", () => {
    session.follow("participant:1", page, "old");
    now().delegate.channelLost(false, 0);
    now().delegate.channelLost(false, 403);
    expect(page.pulses.at(-1)).toBe("cut");
    session.follow("participant:1", page, "new");
    expect(now().url.searchParams.getAll("ticket")).toEqual(["new"]);
  });

  it("is silent while nobody sees it, and is told what it missed when it is seen again", () => {
    say(hello("1-a"));
    session.sleep();
    vi.runOnlyPendingTimers();
    expect(opened.at(-1)?.isOpen).toBe(false);
    session.wake();
    expect(now().url.searchParams.get("since")).toBe("1-a");
  });

  it("keeps nothing open for nobody", () => {
    const leave = session.follow("place:1", new Page());
    leave();
    expect(now().url.searchParams.getAll("topic")).toEqual(["directory"]);
  });
});

describe("what the site says", () => {
  it("is read at the door", () => {
    const read = readFrame("change", "2-b", '{"before":"1-a","topics":{"directory":["place:x"],"queues":null}}');
    expect(read).toEqual(change("1-a", "2-b", { directory: ["place:x"], queues: null }));
    expect([readFrame("rumour", "2-b", "{}"), readFrame("change", "2-b", "{"), readFrame("beat", "", "{}")]).toEqual([
      null,
      null,
      null,
    ]);
    expect(() => readAnswer({ detail: "no" })).toThrow(TypeError);
    expect(readAnswer({ id: "2-b", reset: true, topics: {}, stream: true }).told).toBeNull();
  });
});
