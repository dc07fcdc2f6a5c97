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
    count && this.#sayBriefly(this.#counted(count));
  }

  /** Say that parts of the page are new: how many things that is, nobody knows. */
  renewed(): void {
    this.#sayBriefly(this.#counted(null));
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

  #sayBriefly(words: string): void {
    this.#say(words);
    this.#timer = setTimeout(() => this.hush(), SAID);
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
