// The desk and the screen on one laptop speak to each other without the network.

import type { Showing } from "./showing";

type Word = { readonly is: "asked" } | { readonly is: "shown" | "heard"; readonly showing: Showing };

export interface TwoWindowsDelegate {
  /** Another window shows this. */
  shown(showing: Showing): void;
  /** A desk heard this, and tells the server. */
  heard?(showing: Showing): void;
  /** Another window wants to know what is shown here. */
  asked?(): void;
}

export class TwoWindows {
  readonly #channel: BroadcastChannel;

  constructor(code: string, delegate: TwoWindowsDelegate) {
    this.#channel = new BroadcastChannel(`croisee-stage-${code}`);
    this.#channel.addEventListener("message", ({ data }: MessageEvent<Word>) => {
      data.is === "asked" ? delegate.asked?.() : delegate[data.is]?.(data.showing);
    });
  }

  /** Ask whether there is a desk on this laptop, and what it shows. */
  ask(): void {
    this.#say({ is: "asked" });
  }

  tell(showing: Showing): void {
    this.#say({ is: "shown", showing });
  }

  /** Answer who shows this that the server will hear of it. */
  hear(showing: Showing): void {
    this.#say({ is: "heard", showing });
  }

  #say(word: Word): void {
    this.#channel.postMessage(word);
  }
}
