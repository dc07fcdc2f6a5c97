// Keeps the screen of a presenter from going to sleep, where the browser can. Where it cannot, nothing is said.

export class ScreenLight {
  #isWanted = false;
  #lock: WakeLockSentinel | null = null;

  constructor() {
    // A page that is hidden loses its lock: it asks again when it is back.
    document.addEventListener("visibilitychange", () => void this.#ask());
  }

  hold(): void {
    this.#isWanted = true;
    void this.#ask();
  }

  release(): void {
    this.#isWanted = false;
    void this.#lock?.release();
    this.#lock = null;
  }

  async #ask(): Promise<void> {
    if (this.#isWanted && document.visibilityState === "visible") {
      try {
        this.#lock = await navigator.wakeLock.request("screen");
      } catch {
        // A browser without wake locks, or a battery that runs low.
      }
    }
  }
}
