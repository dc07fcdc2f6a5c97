// The desk and the screen on one laptop speak to each other without the network.

import type { Showing } from "./showing";

export class TwoWindows {
  readonly #channel: BroadcastChannel;

  /** `told`: another window shows this. */
  constructor(code: string, told: (showing: Showing) => void) {
    this.#channel = new BroadcastChannel(`croisee-stage-${code}`);
    this.#channel.addEventListener("message", ({ data }: MessageEvent<Showing>) => told(data));
  }

  tell(showing: Showing): void {
    this.#channel.postMessage(showing);
  }
}
