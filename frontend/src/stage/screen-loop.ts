// Lets a screen go round by itself, until someone takes it in hand.

import type { StageState } from "./showing";
import { secondsOf, type Turn, turnAfter } from "./turns";

const A_SECOND = 1000;

export interface ScreenLoopDelegate {
  /** What there is to show, as it is now. */
  readonly state: StageState;
  turned(turn: Turn): void;
}

export class ScreenLoop {
  readonly #delegate: ScreenLoopDelegate;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn: Turn = { place: 0, isWall: false };
  #newest = 0;

  constructor(delegate: ScreenLoopDelegate) {
    this.#delegate = delegate;
  }

  get isOn(): boolean {
    return this.#timer !== undefined;
  }

  /** Go round from a scene on. */
  start(place: number): void {
    this.stop();
    this.#newest = this.#newestNow;
    this.#show({ place, isWall: !this.#delegate.state.scenes.length });
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  get #newestNow(): number {
    return Math.max(0, ...this.#delegate.state.room.aired.map(({ key }) => key));
  }

  #show(turn: Turn): void {
    this.#turn = turn;
    this.#newest = turn.isWall ? this.#newestNow : this.#newest;
    this.#delegate.turned(turn);
    this.#timer = setTimeout(() => this.#goOn(), secondsOf(turn, this.#delegate.state) * A_SECOND);
  }

  #goOn(): void {
    this.#show(turnAfter(this.#turn, this.#delegate.state, this.#newestNow > this.#newest));
  }
}
