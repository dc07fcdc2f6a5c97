// The two ways by which news come: a stream that stays open, and answers asked for now and then.

import { type Answer, type Frame, readAnswer, readFrame } from "./frames";

/** Who is told what came by a channel. */
export interface ChannelDelegate {
  frameCame(frame: Frame): void;
  answerCame(answer: Answer): void;
  /** The channel is of no more use: `wasWell` if anything had come by it; with the status of the site's refusal, if any. */
  channelLost(wasWell: boolean, refusal: number): void;
}

/** Something that news come by, until it is lost or stopped. */
export interface Channel {
  start(): void;
  stop(): void;
}

/** Makes channels; a test makes others. */
export interface Channels {
  stream(url: string, delegate: ChannelDelegate): Channel;
  question(url: string, delegate: ChannelDelegate): Channel;
}

const EVENTS = ["hello", "change", "reset", "beat"] as const;
/** Milliseconds: until a stream says its first word, and between two words of one that is well (a beat is 15 s). */
const FIRST_WORD = 8_000;
const NEXT_WORD = 40_000;
/** Longer than the site holds an answer. */
const LONGEST_ANSWER = 45_000;

/** A stream. One that a proxy holds back says nothing, and is lost like one that broke. */
class Stream implements Channel {
  readonly #url: string;
  readonly #delegate: ChannelDelegate;
  #source: EventSource | null = null;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #isWell = false;

  constructor(url: string, delegate: ChannelDelegate) {
    this.#url = url;
    this.#delegate = delegate;
  }

  start(): void {
    this.#source = new EventSource(this.#url);
    this.#source.addEventListener("error", () => this.#lose());
    for (const event of EVENTS) {
      this.#source.addEventListener(event, (message) => this.#hear(event, message));
    }
    this.#wait(FIRST_WORD);
  }

  stop(): void {
    clearTimeout(this.#patience);
    this.#source?.close();
    this.#source = null;
  }

  #hear(event: string, { lastEventId, data }: MessageEvent<string>): void {
    const frame = this.#source && readFrame(event, lastEventId, data);
    if (frame) {
      this.#isWell = true;
      this.#wait(NEXT_WORD);
      this.#delegate.frameCame(frame);
    }
  }

  #wait(milliseconds: number): void {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => this.#lose(), milliseconds);
  }

  #lose(): void {
    if (this.#source) {
      this.stop();
      this.#delegate.channelLost(this.#isWell, 0);
    }
  }
}

/** One question, and its answer. */
class Question implements Channel {
  readonly #url: string;
  readonly #delegate: ChannelDelegate;
  readonly #end = new AbortController();

  constructor(url: string, delegate: ChannelDelegate) {
    this.#url = url;
    this.#delegate = delegate;
  }

  start(): void {
    void this.#ask();
  }

  stop(): void {
    this.#end.abort();
  }

  async #ask(): Promise<void> {
    const patience = setTimeout(() => this.#end.abort("late"), LONGEST_ANSWER);
    const answer = await this.#answer().catch(() => 0);
    clearTimeout(patience);
    if (this.#end.signal.aborted && this.#end.signal.reason !== "late") {
      return;
    }
    typeof answer === "number" ? this.#delegate.channelLost(false, answer) : this.#delegate.answerCame(answer);
  }

  /** What the site answers, or the status of its refusal. */
  async #answer(): Promise<Answer | number> {
    const { signal } = this.#end;
    const answer = await fetch(this.#url, { signal, cache: "no-store", headers: { Accept: "application/json" } });
    return answer.ok ? readAnswer(await answer.json()) : answer.status;
  }
}

export const CHANNELS: Channels = {
  stream: (url, delegate) => new Stream(url, delegate),
  question: (url, delegate) => new Question(url, delegate),
};
