// What a room sends, to be read: the queue follows by itself, and is gone through by keyboard.

import { follow, type Pulse } from "../live/follow";
import { write } from "../site/dom";

/** Milliseconds: from one look to the next, however much comes; and while the network is away. */
const REST = 300;
const AGAIN = 4_000;
const PATIENCE = 8_000;
const UNPROCESSABLE = 422;
/** What takes a card out of those that wait. */
const LEAVING = new Set(["accept", "refuse", "merge"]);
const FIRST_FIELD = ".heard-edit :is(textarea, select, input:checked)";
const STEPS: Readonly<Record<string, number>> = { j: 1, k: -1 };

export class Queue {
  readonly #box: HTMLElement;
  readonly #said: HTMLElement;
  #seen = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isCut = false;
  #isLooking = false;
  #isAskedAgain = false;
  /** Questions and decisions so far: an answer to what was asked before the last of them is left aside. */
  #turn = 0;
  #formsAsked = 0;

  /** `box` holds the list, and names its topic, its ticket and its address; what came is announced in `said`. */
  constructor(box: HTMLElement, said: HTMLElement) {
    this.#box = box;
    this.#said = said;
  }

  start(): void {
    const { topic = "", ticket } = this.#box.dataset;
    document.addEventListener("keydown", (event) => this.#press(event));
    this.#box.addEventListener("submit", (event) => void this.#send(event));
    this.#box.addEventListener("click", (event) => this.#open(event));
    addEventListener("online", () => this.moved());
    follow(topic, this, ticket);
  }

  /** Hold the first card. */
  focus(): void {
    this.#cards[0]?.focus({ preventScroll: true });
  }

  /** Something came, or was decided: the list is asked for again, once at a time. */
  moved(): void {
    this.#isAskedAgain = true;
    this.#isLooking || void this.#follow();
  }

  /** What moved until one is told of it is fetched; and while nobody tells, one asks. */
  pulseChanged(pulse: Pulse): void {
    this.#isCut = pulse === "cut";
    this.moved();
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
      const held = this.#held ?? (this.#isAlone ? this.#cards[0] : null);
      held?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key.toLowerCase())}"]`)?.click();
    }
  }

  #step(by: number): void {
    const cards = this.#cards;
    const place = this.#held ? cards.indexOf(this.#held) + by : 0;
    cards[Math.max(0, Math.min(cards.length - 1, place))]?.focus();
  }

  /** Open a form of a card in the list, or close it. */
  #open(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-more]") : null;
    if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      void this.#openForm(link.dataset.more ?? "");
    }
  }

  /** Until the form is there nothing else is asked for; what moved meanwhile is, once it is closed. */
  async #openForm(more: string): Promise<void> {
    this.#formsAsked += 1;
    const isReached = await this.#look(more);
    this.#formsAsked -= 1;
    this.#box.querySelector<HTMLElement>(FIRST_FIELD)?.focus();
    (this.#isAskedAgain || !isReached) && this.moved();
  }

  /** Do it, and hold the card that comes in its place: the one that is decided leaves at once, and comes back if it has to. */
  async #send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const card = form.closest<HTMLElement>(".heard-one") as HTMLElement;
    const body = new URLSearchParams(
      [...new FormData(form, event.submitter)].map(([name, value]) => [name, String(value)]),
    );
    body.set("part", "");
    const place = this.#cards.indexOf(card);
    LEAVING.has(body.get("do") ?? "") && card.classList.contains("waiting") && card.remove();
    form.classList.contains("heard-edit") && form.remove();
    this.#turn += 1;
    this.#cards[Math.min(place, this.#cards.length - 1)]?.focus();
    const words = await this.#refusalOf(form.action, body);
    words && write(this.#said, words);
    this.#seen = "";
    this.moved();
  }

  /** Send it, and tell why it was not done, if it was not. */
  async #refusalOf(address: string, body: URLSearchParams): Promise<string> {
    try {
      const answer = await fetch(address, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
      return answer.ok && !answer.redirected
        ? ""
        : (answer.status === UNPROCESSABLE && (await answer.text())) || this.#failed;
    } catch {
      return this.#failed;
    }
  }

  get #failed(): string {
    return this.#box.dataset.failed ?? "";
  }

  /** Look for as long as something moves; a card that is being corrected is left alone until that is done. */
  async #follow(): Promise<void> {
    clearTimeout(this.#timer);
    this.#isLooking = true;
    let isReached = true;
    while (this.#isAskedAgain && !this.#isWriting) {
      this.#isAskedAgain = false;
      isReached = await this.#look();
      await new Promise((rested) => setTimeout(rested, REST));
    }
    this.#isLooking = false;
    this.#timer = isReached && !this.#isCut ? undefined : setTimeout(() => this.moved(), AGAIN);
  }

  /** Beside nothing else: keys go to the first card where none is held. */
  get #isAlone(): boolean {
    return this.#box.dataset.beside === undefined;
  }

  get #isWriting(): boolean {
    return this.#formsAsked > 0 || this.#box.querySelector(".heard-edit") !== null;
  }

  async #look(more = ""): Promise<boolean> {
    this.#turn += 1;
    const turn = this.#turn;
    const html = await this.#read(`${this.#box.dataset.part}${more}`).catch(() => null);
    html && turn === this.#turn && this.#learn(html);
    return html !== null;
  }

  /** The list as it is now; null when it could not be read. */
  async #read(address: string): Promise<string | null> {
    const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
    return answer.ok && !answer.redirected ? await answer.text() : null;
  }

  #learn(html: string): void {
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
    for (const count of document.querySelectorAll("[data-waiting-count]")) {
      write(count, String(this.#waiting));
    }
    this.#waiting > before && write(this.#said, this.#box.dataset.came ?? "");
  }

  get #waiting(): number {
    return Number(this.#box.querySelector<HTMLElement>("[data-waiting]")?.dataset.waiting ?? 0);
  }
}
