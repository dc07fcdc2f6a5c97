// One page, one stream: all that follow something share it, and what was lost is asked for again.

import type { Channel, ChannelDelegate, Channels } from "./channels";
import type { Follower, Pulse } from "./follower";
import type { About, Answer, Frame, Told } from "./frames";

/** What a session stands on: how news come, when the page was written, and who is told which scripts the site serves. */
export interface Ground {
  readonly channels: Channels;
  readonly writtenAt: string;
  buildTold(build: string): void;
}

const ADDRESS = "/live/";
/** Milliseconds: between two questions where the site has no streams, or holds its answers; and from which pause to which it tries again. */
const NOW_AND_THEN = 5_000;
const A_BREATH = 250;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
/** Seconds for which an answer is held where streams do not come through. */
const HELD = 25;
/** So many pages may fetch while one comes back. */
const FETCHES = 4;
/** So many streams that said nothing: something on the way eats them. */
const EATEN = 2;
/** A ticket that is refused, and a question that is none: asking again would not help. */
const REFUSALS = [400, 403];

interface Followed {
  readonly followers: Set<Follower>;
  ticket: string;
}

export class LiveSession implements ChannelDelegate {
  readonly #ground: Ground;
  readonly #topics = new Map<string, Followed>();
  #channel: Channel | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = "";
  #pulse: Pulse | null = null;
  #pause = FIRST_PAUSE;
  #spread = 0;
  #eaten = 0;
  #isStreaming = false;
  #isAwake = false;
  /** Nobody may follow this any more: until the page is loaded again. */
  #isOver = false;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** Let someone follow a topic, with a ticket if it needs one, or with another once that is refused; the answer ends it. */
  follow(topic: string, follower: Follower, ticket = ""): () => void {
    const followed = this.#topics.get(topic) ?? { followers: new Set(), ticket };
    const isRenewed = this.#isOver && ticket !== followed.ticket;
    followed.followers.add(follower);
    followed.ticket = isRenewed ? ticket : followed.ticket || ticket;
    (this.#topics.has(topic) && !isRenewed) || this.#begin(topic, followed);
    this.#pulse && follower.pulseChanged?.(this.#pulse);
    return () => this.#leave(topic, follower);
  }

  /** Someone sees the page: be told, and first of all what was missed. */
  wake(): void {
    if (!this.#isAwake || this.#pulse !== "live") {
      this.#isAwake = true;
      this.#pause = FIRST_PAUSE;
      this.#again(0);
    }
  }

  /** Nobody sees the page: a browser has few connections, and leaves this one to others. */
  sleep(): void {
    this.#isAwake = false;
    this.#stop();
  }

  frameCame(frame: Frame): void {
    this.#eaten = 0;
    this.#pause = FIRST_PAUSE;
    this.#feel("live");
    if (frame.event !== "hello" && frame.event !== "reset" && frame.before !== this.#last) {
      // Something is missing between the two: ask for what moved since the last that came.
      this.#again(0);
      return;
    }
    this.#last = frame.id;
    "about" in frame && this.#learn(frame.about);
    frame.event === "change" && this.#tell(frame.told);
    frame.event === "reset" && this.#tellAll();
  }

  answerCame({ id, told, about, isStream }: Answer): void {
    this.#pause = FIRST_PAUSE;
    this.#eaten = isStream ? this.#eaten : 0;
    this.#feel("polling");
    this.#last = id;
    this.#learn(about);
    told ? this.#tell(told) : this.#tellAll();
    this.#again(isStream ? A_BREATH : around(NOW_AND_THEN), isStream);
  }

  channelLost(wasWell: boolean, refusal: number): void {
    this.#isOver = REFUSALS.includes(refusal);
    if (this.#isOver) {
      this.#stop();
      this.#feel("cut");
    } else if (wasWell) {
      // All pages lost it at once: they come back one after the other.
      this.#again(around(FIRST_PAUSE) + Math.random() * this.#spread * 1000);
    } else if (this.#isStreaming) {
      this.#eaten += 1;
      this.#again(0, false);
    } else {
      this.#feel("cut");
      this.#again(around(this.#pause), false);
      this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
    }
  }

  #begin(topic: string, followed: Followed): void {
    this.#topics.set(topic, followed);
    this.#isOver = false;
    // Those that begin in one breath share one stream.
    this.#again(0);
  }

  #leave(topic: string, follower: Follower): void {
    const followed = this.#topics.get(topic);
    followed?.followers.delete(follower);
    if (followed?.followers.size === 0) {
      this.#topics.delete(topic);
      this.#again(0);
    }
  }

  /** Begin anew after a while: with a stream, or with a question. */
  #again(milliseconds: number, withStream = true): void {
    this.#stop();
    if (this.#isAwake && !this.#isOver && this.#topics.size) {
      this.#timer = setTimeout(() => this.#open(withStream && this.#eaten < EATEN), milliseconds);
    }
  }

  #open(withStream: boolean): void {
    const { channels } = this.#ground;
    this.#isStreaming = withStream;
    this.#channel = withStream
      ? channels.stream(this.#address(), this)
      : channels.question(this.#address(this.#eaten < EATEN ? 0 : HELD), this);
    this.#channel.start();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#channel?.stop();
    this.#channel = null;
  }

  #address(wait = 0): string {
    const query = new URLSearchParams();
    for (const [topic, { ticket }] of this.#topics) {
      query.append("topic", topic);
      ticket && query.append("ticket", ticket);
    }
    this.#last ? query.append("since", this.#last) : query.append("at", this.#ground.writtenAt);
    wait && query.append("wait", String(wait));
    return `${ADDRESS}?${query}`;
  }

  #learn({ build, spread }: About): void {
    this.#spread = spread;
    this.#ground.buildTold(build);
  }

  #feel(pulse: Pulse): void {
    if (pulse !== this.#pulse) {
      this.#pulse = pulse;
      this.#each((follower) => follower.pulseChanged?.(pulse));
    }
  }

  /** What moved is fetched by all pages: not at one moment, where they are many. */
  #tell(told: Told): void {
    const tell = () => this.#tellNow(told);
    this.#spread ? setTimeout(tell, (Math.random() * this.#spread * 1000) / FETCHES) : tell();
  }

  #tellNow(told: Told): void {
    for (const [topic, names] of Object.entries(told)) {
      for (const follower of this.#topics.get(topic)?.followers ?? []) {
        follower.moved(names);
      }
    }
  }

  #tellAll(): void {
    this.#each((follower) => follower.moved(null));
  }

  #each(tell: (follower: Follower) => void): void {
    for (const { followers } of this.#topics.values()) {
      for (const follower of followers) {
        tell(follower);
      }
    }
  }
}

/** About so long: those who ask at one moment do not ask at one moment again. */
const around = (milliseconds: number): number => milliseconds * (0.75 + Math.random() / 2);
