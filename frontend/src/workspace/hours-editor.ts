// The hours of a listing: what they mean as one types, and a week to fill in. The box of text is what is sent.

import { dayIn } from "../site/day-box";
import { find, make, write } from "../site/dom";
import { closure, type Holiday, type Part, type Span, spansWritten, withHoliday, written } from "./hours-week";

/** How long after the last key the meaning is asked for, in milliseconds. */
const PAUSE = 400;
const WORKING_DAYS = 5;
const SPAN = ["09:00", "12:00"] as const;

interface Understood {
  readonly text: string;
  readonly words: string;
  readonly week: readonly (readonly Span[])[] | null;
  readonly parts: readonly Part[];
}

interface Refused {
  readonly refusal: string;
  readonly readings: readonly string[];
}

/** Enhances a box of hours. Without a script, or a network, the box takes the same words. */
export class HoursEditor {
  readonly #box: HTMLElement;
  readonly #field: HTMLTextAreaElement;
  #parts: readonly Part[] = [];
  #waiting = 0;
  /** What the week wrote last: the answer to it says the same in words, and leaves the week alone. */
  #drawn: string | null = null;

  static in(box: HTMLElement): void {
    const field = document.getElementById(box.dataset.hours ?? "");
    if (field instanceof HTMLTextAreaElement) {
      new HoursEditor(box, field).start();
    }
  }

  constructor(box: HTMLElement, field: HTMLTextAreaElement) {
    this.#box = box;
    this.#field = field;
  }

  start(): void {
    this.#box.hidden = false;
    this.#field.addEventListener("input", () => this.#askSoon());
    this.#box.addEventListener("change", (event) => this.#changed(event));
    this.#box.addEventListener("click", (event) => this.#pressed(event));
    void this.#ask();
  }

  // What the text means.

  #askSoon(): void {
    clearTimeout(this.#waiting);
    this.#waiting = window.setTimeout(() => void this.#ask(), PAUSE);
  }

  async #ask(): Promise<void> {
    const text = this.#field.value;
    if (!text.trim()) {
      this.#show({ text, words: "", week: [[], [], [], [], [], [], []], parts: [] });
      return;
    }
    const answer = await this.#answerTo(text);
    if (text === this.#field.value) {
      this.#tell(answer);
    }
  }

  async #answerTo(text: string): Promise<Understood | Refused | null> {
    const token = this.#field.form?.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
    const headers = { "X-CSRFToken": token, "Content-Type": "application/x-www-form-urlencoded" };
    try {
      const body = new URLSearchParams({ text });
      const response = await fetch(this.#box.dataset.check ?? "", { method: "POST", headers, body, redirect: "error" });
      return response.ok ? ((await response.json()) as Understood | Refused) : null;
    } catch {
      return null;
    }
  }

  #tell(answer: Understood | Refused | null): void {
    this.#field.removeAttribute("aria-invalid");
    if (answer === null) {
      this.#say(this.#box.dataset.unasked ?? "", []);
    } else if ("refusal" in answer) {
      this.#field.setAttribute("aria-invalid", "true");
      this.#say(answer.refusal, answer.readings);
      this.#find(".hours-week").hidden = true;
    } else {
      this.#show(answer);
    }
  }

  #show(answer: Understood): void {
    this.#say(answer.words, []);
    this.#parts = answer.parts;
    if (this.#drawn === this.#field.value && this.#drawn) {
      this.#field.value = answer.text;
    } else {
      this.#draw(answer.week);
    }
    this.#drawn = null;
    this.#drawParts();
  }

  #say(sentence: string, readings: readonly string[]): void {
    write(this.#find(".hours-says"), sentence);
    this.#find(".hours-readings").replaceChildren(...readings.map((text) => this.#reading(text)));
  }

  #reading(text: string): HTMLButtonElement {
    const button = make("button", text);
    button.type = "button";
    button.className = "action";
    button.dataset.reading = text;
    return button;
  }

  // The week.

  #draw(week: Understood["week"]): void {
    this.#find(".hours-week").hidden = false;
    this.#find(".hours-grid").hidden = week === null;
    this.#find(".hours-apart").hidden = week !== null;
    for (const row of this.#days()) {
      this.#fill(row, week?.[Number(row.dataset.day)] ?? []);
    }
    for (const row of this.#holidays()) {
      const part = this.#parts.find(({ holiday }) => holiday === row.dataset.holiday);
      find<HTMLSelectElement>(row, "select").value = part ? (part.spans.length ? "open" : "off") : "";
      this.#fill(row, part?.spans ?? []);
    }
  }

  #drawParts(): void {
    const kept = this.#parts.filter(({ holiday }) => holiday === null);
    this.#find(".hours-parts").replaceChildren(...kept.map((part) => this.#line(part)));
  }

  #line(part: Part): Element {
    const line = this.#copy(".hours-part");
    write(find(line, "span"), part.words);
    const button = find<HTMLButtonElement>(line, "button");
    button.setAttribute("aria-label", `${button.textContent?.trim() ?? ""} : ${part.words}`);
    button.addEventListener("click", () => this.#keep(this.#parts.filter((other) => other !== part)));
    return line;
  }

  #fill(row: HTMLElement, spans: readonly Span[]): void {
    find(row, ".hours-spans").replaceChildren(...spans.map((span) => this.#spanBox(span)));
    const isOpen = row.querySelector("select")?.value !== "off";
    find(row, "[data-add]").hidden = Boolean(row.dataset.holiday) && !(isOpen && spans.length);
  }

  #spanBox(span: Span): Element {
    const box = this.#copy(".hours-span");
    for (const [place, input] of [...box.querySelectorAll("input")].entries()) {
      input.value = span[place] ?? "";
    }
    return box;
  }

  #changed({ target }: Event): void {
    if (target instanceof HTMLSelectElement) {
      this.#fill(rowOf(target), target.value === "open" ? [SPAN] : []);
    }
    if (target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && target.type === "time")) {
      this.#rewrite();
    }
  }

  #pressed({ target }: Event): void {
    const button = target instanceof Element ? target.closest("button") : null;
    if (!button) {
      return;
    }
    if (button.dataset.reading) {
      this.#put(button.dataset.reading);
      this.#field.focus();
    } else if ("close" in button.dataset) {
      void this.#close(button);
    } else if (button.closest(".hours-row")) {
      this.#pressedInRow(button, rowOf(button));
    }
  }

  #pressedInRow(button: HTMLElement, row: HTMLElement): void {
    if ("add" in button.dataset) {
      const box = this.#spanBox(spansOf(row).length ? ["14:00", "17:00"] : SPAN);
      find(row, ".hours-spans").append(box);
      box.querySelector("input")?.focus();
    } else if ("remove" in button.dataset) {
      button.closest(".hours-times")?.remove();
      find(row, "[data-add]").focus();
    } else {
      this.#copyToWorkingDays(row);
    }
    this.#rewrite();
  }

  #copyToWorkingDays(row: HTMLElement): void {
    const spans = spansOf(row);
    for (const other of this.#days().slice(0, WORKING_DAYS)) {
      this.#fill(other, spans);
    }
  }

  async #close(button: HTMLElement): Promise<void> {
    const box = button.closest("fieldset") ?? this.#box;
    const days = [...box.querySelectorAll<HTMLInputElement>("[data-told-day] > input:first-child")];
    const reason = find<HTMLInputElement>(box, "[data-reason]");
    const [since, until] = await Promise.all(days.map(dayIn));
    const isRead = !days[1]?.value.trim() || Boolean(until);
    const part = isRead ? closure(since ?? "", until ?? "", reason.value) : null;
    if (!part) {
      days[since ? 1 : 0]?.focus();
      return;
    }
    for (const input of [...days, reason]) {
      input.value = "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.#keep([...this.#parts, part]);
  }

  #keep(parts: readonly Part[]): void {
    this.#parts = parts;
    this.#rewrite();
  }

  #rewrite(): void {
    for (const row of this.#holidays()) {
      const said = find<HTMLSelectElement>(row, "select").value === "off" ? "off" : spansWritten(spansOf(row));
      this.#parts = withHoliday(this.#parts, row.dataset.holiday as Holiday, said);
    }
    const text = written(this.#days().map(spansOf), this.#parts);
    this.#drawn = text;
    this.#put(text);
  }

  #put(text: string): void {
    this.#field.value = text;
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #days = (): HTMLElement[] => [...this.#box.querySelectorAll<HTMLElement>("[data-day]")];

  #holidays = (): HTMLElement[] => [...this.#box.querySelectorAll<HTMLElement>("[data-holiday]")];

  #find(selector: string): HTMLElement {
    return find<HTMLElement>(this.#box, selector);
  }

  #copy(selector: string): Element {
    const copy = find<HTMLTemplateElement>(this.#box, `template${selector}`).content.cloneNode(true);
    return find(copy as DocumentFragment, "*");
  }
}

const rowOf = (element: Element): HTMLElement => element.closest(".hours-row") as HTMLElement;

const spansOf = (row: HTMLElement): Span[] =>
  [...row.querySelectorAll(".hours-times")].map((box) => {
    const [since, until] = [...box.querySelectorAll("input")];
    return [since?.value ?? "", until?.value ?? ""];
  });
