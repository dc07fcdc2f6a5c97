// Who else has this listing open, and what they saved meanwhile: asked every few seconds, while the page is looked at.

import { find, write } from "../site/dom";

/** Milliseconds; the server takes a page for closed after three times as long. */
const EVERY = 8_000;

interface Told {
  readonly here: string;
  readonly saved: string;
}

export class Presence {
  private timer = 0;

  constructor(
    private readonly box: HTMLElement,
    private readonly form: HTMLFormElement,
  ) {}

  static in(box: HTMLElement): Presence {
    const presence = new Presence(box, find<HTMLFormElement>(document, "form[data-draft]"));
    presence.start();
    return presence;
  }

  start(): void {
    document.addEventListener("visibilitychange", () => this.turn());
    this.turn();
  }

  private turn(): void {
    clearInterval(this.timer);
    if (!document.hidden) {
      void this.ask();
      this.timer = window.setInterval(() => void this.ask(), EVERY);
    }
  }

  private async ask(): Promise<void> {
    try {
      const answer = await fetch(this.box.dataset.presence ?? "", { method: "POST", body: this.said() });
      if (answer.ok && !answer.redirected) {
        this.show((await answer.json()) as Told);
      }
    } catch {
      // Without a network nobody knows who is there: what was known stays, and the form works as before.
    }
  }

  private said(): FormData {
    const said = new FormData();
    for (const name of ["csrfmiddlewaretoken", "version"]) {
      said.set(name, find<HTMLInputElement>(this.form, `[name=${name}]`).value);
    }
    return said;
  }

  private show({ here, saved }: Told): void {
    const words = [saved, here].filter(Boolean).join(" ");
    if (words !== this.box.textContent) {
      write(this.box, words);
    }
    this.box.hidden = !words;
  }
}
