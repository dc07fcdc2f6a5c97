// The list of what changed, with its evidence. The server writes it: the page is asked again, and its section taken out,
// so that there is one way to write it. When it cannot be had, the states that the page holds are listed alone.

import { byId } from "../site/dom";
import { isSameQuestion } from "./differences";

/** Sent to the window when the network is back: see connection.ts. */
const ONLINE = "croisee:online";

export class ChangesList {
  readonly #section = byId("changes");
  readonly #list = byId("compared");
  readonly #failed = byId("changes-failed");
  readonly #withoutEvidence: () => readonly Node[];
  #asked: URLSearchParams | null;
  #request: AbortController | null = null;

  /** `withoutEvidence` writes the list from what the page holds. */
  constructor(withoutEvidence: () => readonly Node[]) {
    this.#withoutEvidence = withoutEvidence;
    this.#asked = this.#section.hidden ? null : new URLSearchParams(location.search);
    byId("changes-again").addEventListener("click", () => this.#again());
    addEventListener(ONLINE, () => this.#again());
  }

  /** Show what changed in answer to a question; an answer that comes after a newer question is dropped. */
  async show(query: URLSearchParams): Promise<void> {
    this.#section.hidden = false;
    if (this.#asked && isSameQuestion(this.#asked, query)) {
      return;
    }
    this.#request?.abort();
    this.#request = new AbortController();
    const { signal } = this.#request;
    this.#asked = query;
    this.#list.setAttribute("aria-busy", "true");
    const [list, hasFailed] = await this.#answer(query, signal);
    if (!signal.aborted) {
      this.#put(list);
      this.#failed.hidden = !hasFailed;
    }
  }

  hide(): void {
    this.#request?.abort();
    this.#asked = null;
    this.#section.hidden = true;
  }

  /** Ask again what could not be had. */
  #again(): void {
    const asked = this.#asked;
    if (asked && !this.#failed.hidden) {
      this.#asked = null;
      void this.show(asked);
    }
  }

  async #answer(query: URLSearchParams, signal: AbortSignal): Promise<[list: readonly Node[], hasFailed: boolean]> {
    try {
      const answer = await fetch(`?${query}`, { signal });
      const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
      const list = page.getElementById("compared");
      if (list?.childElementCount) {
        return [[...list.childNodes], false];
      }
    } catch {
      // No network, or another question since: the second is dropped by the caller.
    }
    return [this.#withoutEvidence(), true];
  }

  /** Put a list in place of the other, on the same tab. */
  #put(list: readonly Node[]): void {
    const chosen = this.#list.querySelector<HTMLInputElement>("input:checked")?.id;
    this.#list.replaceChildren(...list);
    this.#list.removeAttribute("aria-busy");
    const tab = chosen ? this.#list.querySelector<HTMLInputElement>(`#${chosen}`) : null;
    if (tab) {
      tab.checked = true;
    }
  }
}
