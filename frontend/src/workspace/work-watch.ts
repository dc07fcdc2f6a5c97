// Work that a server does meanwhile, such as reading a file: the page is asked again, while someone looks at it.

const EVERY = 3000; // milliseconds

export class WorkWatch {
  readonly #look: () => void;
  #timer = 0;

  constructor(look: () => void) {
    this.#look = look;
  }

  start(): void {
    this.#timer = window.setInterval(() => this.#lookIfSeen(), EVERY);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #lookIfSeen(): void {
    if (!document.hidden) {
      this.stop();
      this.#look();
    }
  }
}
