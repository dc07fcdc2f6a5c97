// A strip at the foot of the page: one key keeps what is looked at as a scene of a workshop.

import { make } from "../site/dom";
import { type Capturing, endCapturing } from "./capturing";

const LONGEST_TITLE = 150;
/** What a page says, in few words, of what it shows, the best title first: a day that was chosen, how many places, or what it is. */
const TITLES = ["#bar-day", "#list-title", "h1"];

export class CaptureStrip {
  readonly #capturing: Capturing;
  readonly #strip = make("div", "");
  readonly #said: HTMLElement;

  constructor(capturing: Capturing) {
    this.#capturing = capturing;
    this.#said = make("span", capturing.words.hint);
  }

  start(): void {
    const { keep, done } = this.#capturing.words;
    this.#strip.className = "capture-strip";
    this.#said.setAttribute("role", "status");
    this.#strip.append(
      this.#said,
      this.#button(keep, () => void this.#keep()),
      this.#button(done, () => this.#end()),
    );
    document.body.append(this.#strip);
    document.addEventListener("keydown", (event) => this.#press(event));
  }

  #button(words: string, press: () => void): HTMLButtonElement {
    const button = make("button", words);
    button.type = "button";
    button.className = "action";
    button.addEventListener("click", press);
    return button;
  }

  #press(event: KeyboardEvent): void {
    const { key, ctrlKey, altKey, metaKey, target } = event;
    const isTyping = target instanceof Element && target.closest("input:not([type=range]), select, textarea");
    if (key.toLowerCase() === "g" && !ctrlKey && !altKey && !metaKey && !isTyping) {
      event.preventDefault();
      void this.#keep();
    }
  }

  async #keep(): Promise<void> {
    try {
      const body = await this.#filled();
      body ? this.#tell(await this.#sent(body)) : this.#askByHand();
    } catch {
      this.#tell(0);
    }
  }

  /** The form of a new scene, filled in with what is looked at; null when nobody is signed in any more. */
  async #filled(): Promise<URLSearchParams | null> {
    const form = (await pageAt(this.#capturing.address)).querySelector<HTMLFormElement>("form.adding");
    if (!form) {
      return null;
    }
    const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
    const body = new URLSearchParams(fields);
    body.set("title", titleOf(document));
    body.set("address", location.pathname + location.search);
    return body;
  }

  /** How many scenes there are once it is kept; 0 when it was not. */
  async #sent(body: URLSearchParams): Promise<number> {
    const answer = await fetch(this.#capturing.address, { method: "POST", body });
    const isKept = answer.ok && new URL(answer.url).pathname === this.#capturing.back;
    return isKept ? parsed(await answer.text()).querySelectorAll(".scene").length : 0;
  }

  #tell(number: number): void {
    const { kept, failed } = this.#capturing.words;
    this.#said.textContent = number ? kept.replace("{number}", String(number)) : failed;
  }

  /** Her session has ended: the form asks her in, and comes back with the address. */
  #askByHand(): void {
    location.href = `${this.#capturing.address}?adresse=${encodeURIComponent(location.pathname + location.search)}`;
  }

  #end(): void {
    endCapturing();
    location.href = this.#capturing.back;
  }
}

const pageAt = async (address: string): Promise<Document> => parsed(await (await fetch(address)).text());

const parsed = (html: string): Document => new DOMParser().parseFromString(html, "text/html");

function titleOf(page: Document): string {
  // A view of no day is of whichever day it is shown on.
  const titles = new URLSearchParams(location.search).has("on") ? TITLES : TITLES.slice(1);
  const words = titles.map((one) => page.querySelector(one)?.textContent).find(Boolean) ?? page.title;
  return words.replace(/\s+/g, " ").trim().slice(0, LONGEST_TITLE);
}
