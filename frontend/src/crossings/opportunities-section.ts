// What could be: three lists that the server writes. For another question the site is asked for them again.

import { queryOf } from "../overlap/question";
import type { View } from "../overlap/view";
import { byId, find } from "../site/dom";
import { whenOnline } from "../site/events";
import { FragmentLoader } from "./fragment-loader";
import type { Subscriber } from "./store";

export interface OpportunitiesSectionDelegate {
  /** Other lists are shown. */
  listed(): void;
}

/**
 * The section says which question it answers (`data-asked`). When the site does not answer another, it keeps what it has
 * and shows its `data-failed`, which says of when that is, with a `data-retry` button.
 */
export class OpportunitiesSection implements Subscriber {
  readonly #delegate: OpportunitiesSectionDelegate;
  readonly #loader = new FragmentLoader(this.#section.dataset.from ?? "");
  #wanted = this.#section.dataset.asked ?? "";

  constructor(delegate: OpportunitiesSectionDelegate) {
    this.#delegate = delegate;
  }

  start(): void {
    whenOnline(() => this.#isBehind && void this.#load());
    this.#listen();
  }

  /** One request for another question, and none for what is shown already. */
  viewSettled({ question }: View): void {
    const wanted = String(queryOf(question));
    if (wanted !== this.#wanted) {
      this.#wanted = wanted;
      void this.#load();
    }
  }

  get #section(): HTMLElement {
    return byId("chances");
  }

  get #isBehind(): boolean {
    return this.#section.dataset.asked !== this.#wanted;
  }

  async #load(): Promise<void> {
    if (!this.#isBehind) {
      this.#loader.stop();
      this.#tell({ isBusy: false, hasFailed: false });
      return;
    }
    this.#section.ariaBusy = "true";
    try {
      this.#replace(await this.#loader.load(this.#wanted));
    } catch {
      this.#tell({ isBusy: false, hasFailed: true });
    }
  }

  /** Put the answer in place. Whoever asked again by the button, which goes, is at the section's title. */
  #replace(answer: readonly ChildNode[] | null): void {
    const section = answer?.find((node) => node instanceof HTMLElement);
    if (section) {
      section.dataset.asked = this.#wanted;
      const hadFocus = this.#section.contains(document.activeElement);
      this.#section.replaceWith(document.adoptNode(section));
      hadFocus && find(section, "h2").focus();
      this.#listen();
      this.#delegate.listed();
    }
  }

  #tell({ isBusy, hasFailed }: { isBusy: boolean; hasFailed: boolean }): void {
    this.#section.ariaBusy = String(isBusy);
    find(this.#section, "[data-failed]").hidden = !hasFailed;
  }

  #listen(): void {
    find(this.#section, "[data-retry]").addEventListener("click", () => void this.#load());
  }
}
