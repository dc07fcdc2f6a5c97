// The desk and the screen on one laptop speak to each other without the network.

import type { Showing } from "./showing";

export class TwoWindows {
  readonly #channel: BroadcastChannel;

  /** `told`: another window shows this. `asked`: another one wants to know what is shown here. */
  constructor(code: string, told: (showing: Showing) => void, asked?: () => void) {
    this.#channel = new BroadcastChannel(`croisee-stage-${code}`);
    this.#channel.addEventListener("message", ({ data }: MessageEvent<Showing | null>) => {
      data ? told(data) : asked?.();
    });
  }

  /** Ask whether there is a desk on this laptop, and what it shows. */
  ask(): void {
    this.#channel.postMessage(null);
  }

  tell(showing: Showing): void {
    this.#channel.postMessage(showing);
  }
}
