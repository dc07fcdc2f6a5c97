// The queue of what a room sends: it follows by itself, and is gone through by keyboard.

import "../every-page";
import { byId, write } from "../site/dom";
import { whenOnline } from "../site/events";

const EVERY = 1000;
const STEPS: Readonly<Record<string, number>> = { j: 1, k: -1 };

class Queue {
  readonly #box = byId("queue");
  #seen = "";

  start(): void {
    document.addEventListener("keydown", (event) => this.#press(event));
    this.#box.addEventListener("submit", (event) => void this.#send(event));
    whenOnline((event) => event.preventDefault());
    this.#cards[0]?.focus({ preventScroll: true });
    setTimeout(() => void this.#follow(), EVERY);
  }

  get #cards(): HTMLElement[] {
    return [...this.#box.querySelectorAll<HTMLElement>(".heard-one")];
  }

  get #held(): HTMLElement | null {
    return document.activeElement?.closest<HTMLElement>(".heard-one") ?? null;
  }

  #press(event: KeyboardEvent): void {
    const { key, ctrlKey, altKey, metaKey, target } = event;
    const isTyping = target instanceof Element && target.closest("input, select, textarea");
    if (ctrlKey || altKey || metaKey || isTyping) {
      return;
    }
    const step = STEPS[key.toLowerCase()];
    if (step) {
      this.#step(step);
    } else {
      const held = this.#held ?? this.#cards[0];
      held?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key.toLowerCase())}"]`)?.click();
    }
  }

  #step(by: number): void {
    const cards = this.#cards;
    const place = this.#held ? cards.indexOf(this.#held) + by : 0;
    cards[Math.max(0, Math.min(cards.length - 1, place))]?.focus();
  }

  /** Do it, and hold the card that comes in its place. */
  async #send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const place = this.#cards.indexOf(form.closest<HTMLElement>(".heard-one") as HTMLElement);
    const body = new URLSearchParams(
      [...new FormData(form, event.submitter)].map(([name, value]) => [name, String(value)]),
    );
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
    await this.#look();
    const cards = this.#cards;
    answer?.ok && cards[Math.min(place, cards.length - 1)]?.focus();
  }

  async #follow(): Promise<void> {
    const isWriting = this.#box.querySelector(".heard-edit[open]") !== null;
    if (!document.hidden && !isWriting) {
      await this.#look();
    }
    setTimeout(() => void this.#follow(), EVERY);
  }

  async #look(): Promise<void> {
    const answer = await fetch(this.#box.dataset.part ?? "").catch(() => null);
    const html = answer?.ok && !answer.redirected ? await answer.text() : this.#seen;
    // The token of a form is another in each answer.
    const said = html.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");
    if (said !== this.#seen) {
      this.#seen = said;
      this.#replace(html);
    }
  }

  #replace(html: string): void {
    const held = this.#held?.id;
    const before = this.#waiting;
    this.#box.innerHTML = html;
    held && document.getElementById(held)?.focus({ preventScroll: true });
    this.#waiting > before && write(byId("queue-said"), this.#box.dataset.came ?? "");
  }

  get #waiting(): number {
    return Number(this.#box.querySelector<HTMLElement>("[data-waiting]")?.dataset.waiting ?? 0);
  }
}

new Queue().start();
