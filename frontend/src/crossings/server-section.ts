// A section that the server writes. For another question it is asked of the server again, as the same template says it.

import { byId, find } from "../site/dom";

/** Sent to the window when the network is back: see connection.ts. */
const ONLINE = "croisee:online";

/**
 * Follows the question of the page. The element names the page that it is taken from (`data-from`; else the page's own
 * address) and the question that it answers (`data-asked`, a query). When the site does not answer, it keeps what it
 * has and shows its `data-failed`, which says of when that is, with a `data-retry` button.
 */
export class Section {
  readonly #id: string;
  #wanted: string;
  #fetching = new AbortController();

  constructor(id: string) {
    this.#id = id;
    this.#wanted = this.#element.dataset.asked ?? "";
    addEventListener(ONLINE, () => this.#isBehind && void this.#fetch());
    this.#listen();
  }

  /** Answer another question: one request, and none for what is shown already. An answer that comes too late is dropped. */
  async ask(query: string): Promise<void> {
    if (query === this.#wanted) {
      return;
    }
    this.#wanted = query;
    await this.#fetch();
  }

  get #element(): HTMLElement {
    return byId(this.#id);
  }

  get #isBehind(): boolean {
    return this.#element.dataset.asked !== this.#wanted;
  }

  async #fetch(): Promise<void> {
    this.#fetching.abort();
    this.#fetching = new AbortController();
    const { signal } = this.#fetching;
    if (!this.#isBehind) {
      this.#tell({ isBusy: false, hasFailed: false });
      return;
    }
    this.#element.ariaBusy = "true";
    try {
      this.#replace(await this.#read(signal));
    } catch {
      if (!signal.aborted) {
        this.#tell({ isBusy: false, hasFailed: true });
      }
    }
  }

  async #read(signal: AbortSignal): Promise<HTMLElement> {
    const wanted = this.#wanted;
    const answer = await fetch(`${this.#element.dataset.from ?? location.pathname}?${wanted}`, { signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const section = page.getElementById(this.#id);
    signal.throwIfAborted();
    if (!answer.ok || !section) {
      throw new Error(`${answer.url}: ${answer.status}`);
    }
    section.dataset.asked = wanted;
    return section;
  }

  /** Put the answer in place. Whoever asked again by the button, which goes, is at the section's title. */
  #replace(section: HTMLElement): void {
    const hadFocus = this.#element.contains(document.activeElement);
    this.#element.replaceWith(document.adoptNode(section));
    if (hadFocus) {
      find(section, "h2").focus();
    }
    this.#listen();
  }

  #tell({ isBusy, hasFailed }: { isBusy: boolean; hasFailed: boolean }): void {
    this.#element.ariaBusy = String(isBusy);
    find(this.#element, "[data-failed]").hidden = !hasFailed;
  }

  #listen(): void {
    find(this.#element, "[data-retry]").addEventListener("click", () => void this.#fetch());
  }
}
