// A box for a date as people say it: what it means is said under it, and a calendar may fill it in.

import { find, write } from "./dom";
import { localeOf } from "./locale";

/** How long after the last key the meaning is asked for, in milliseconds. */
const PAUSE = 400;

type Answer = { readonly words: string; readonly iso: string } | { readonly refusal: string };

/** Enhances the boxes of dates in a part of a page. Without a script, or a network, they take the same words. */
export function sayDays(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLElement>("[data-told-day]")) {
    new DayBox(box).start();
  }
}

/** Read what is typed in a box as a day, 2026-03-12; null, with the reason said under the box, where it is none. */
export async function dayIn(field: HTMLInputElement): Promise<string | null> {
  const box = field.closest<HTMLElement>("[data-told-day]");
  const answer = box && field.value.trim() ? await new DayBox(box).ask() : null;
  return answer && "iso" in answer ? answer.iso : null;
}

class DayBox {
  readonly #box: HTMLElement;
  readonly #field: HTMLInputElement;
  readonly #calendar: HTMLInputElement;
  #waiting = 0;

  constructor(box: HTMLElement) {
    this.#box = box;
    this.#field = find(box, "input:not([type=date])");
    this.#calendar = find(box, "input[type=date]");
  }

  start(): void {
    const button = find(this.#box, "button");
    button.hidden = !("showPicker" in this.#calendar);
    button.addEventListener("click", () => this.#open());
    this.#calendar.addEventListener("change", () => this.#chosen());
    this.#field.addEventListener("input", () => this.#askSoon());
    this.#field.addEventListener("change", () => void this.ask());
  }

  /** Ask what the text means, and say it: also what is wrong with it. */
  async ask(): Promise<Answer | null> {
    clearTimeout(this.#waiting);
    const text = this.#field.value.trim();
    const answer = text ? await this.#answerTo(text) : null;
    if (text === this.#field.value.trim()) {
      this.#tell(answer);
    }
    return answer;
  }

  /** While one types, what is not yet a date is not yet wrong. */
  #askSoon(): void {
    clearTimeout(this.#waiting);
    this.#tell(null);
    this.#waiting = window.setTimeout(() => void this.#askQuietly(), PAUSE);
  }

  async #askQuietly(): Promise<void> {
    const text = this.#field.value.trim();
    const answer = text ? await this.#answerTo(text) : null;
    if (answer && "iso" in answer && text === this.#field.value.trim()) {
      this.#tell(answer);
    }
  }

  async #answerTo(text: string): Promise<Answer | null> {
    const address = new URL(this.#box.dataset.toldDay ?? "", location.href);
    address.searchParams.set("texte", text);
    try {
      const response = await fetch(address, { redirect: "error" });
      return response.ok ? ((await response.json()) as Answer) : null;
    } catch {
      return null;
    }
  }

  #tell(answer: Answer | null): void {
    const says = find(this.#box, ".day-says");
    const isWrong = answer !== null && "refusal" in answer;
    write(says, answer === null ? "" : "refusal" in answer ? answer.refusal : answer.words);
    says.classList.toggle("wrong", isWrong);
    if (isWrong) {
      this.#field.setAttribute("aria-invalid", "true");
    } else {
      this.#field.removeAttribute("aria-invalid");
    }
  }

  #open(): void {
    this.#calendar.hidden = false;
    this.#calendar.showPicker();
  }

  #chosen(): void {
    if (!this.#calendar.value) {
      return;
    }
    const day = new Date(`${this.#calendar.value}T12:00`);
    const style = { day: "numeric", month: "long", year: "numeric" } as const;
    this.#field.value = day.toLocaleDateString(localeOf(document.documentElement.lang), style);
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
    this.#field.focus();
  }
}
