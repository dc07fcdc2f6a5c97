// The one quiet line that says what is new: it is read aloud politely, once, and takes nothing from who is reading.

import { make } from "../site/dom";
import { Texts } from "../site/texts";

/** How long it stays when there is nothing to do about it, in milliseconds. */
const SAID = 6_000;

export class Notice {
  readonly #line = document.getElementById("live");
  readonly #texts = new Texts({ ...(this.#line?.dataset as Record<string, string>) }, document.documentElement.lang);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Say that so many things changed under the reader's eyes, if anyone counted them, and there are any. */
  changed(count: number | null): void {
    if (count) {
      this.#say(this.#counted(count));
      this.#timer = setTimeout(() => this.hush(), SAID);
    }
  }

  /** Say that so many things changed, and let the reader choose when to see them. */
  offer(count: number | null, show: () => void): void {
    this.#say(this.#counted(count), this.#button("show", show));
  }

  /** Say that the page is behind the site, and let the reader load it again. */
  offerReload(): void {
    this.#say(
      this.#texts.say("newer"),
      this.#button("reload", () => location.reload()),
    );
  }

  hush(): void {
    clearTimeout(this.#timer);
    this.#line?.replaceChildren();
  }

  #counted(count: number | null): string {
    return count === null ? this.#texts.say("some") : this.#texts.count("changed", count);
  }

  #say(words: string, ...more: readonly HTMLElement[]): void {
    this.hush();
    this.#line?.append(make("span", words), ...more);
  }

  #button(key: string, act: () => void): HTMLElement {
    const button = make("button", this.#texts.say(key)) as HTMLButtonElement;
    button.type = "button";
    button.addEventListener("click", () => {
      this.hush();
      act();
    });
    return button;
  }
}

/** There is one line on a page, whoever speaks. */
export const notice = new Notice();
