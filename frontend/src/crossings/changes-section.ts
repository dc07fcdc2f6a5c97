// What changed between two dates, with its evidence, which the server writes. When it cannot be had, the page tells what
// it holds: states, and reasons.

import { comparisonQueryOf, type Question } from "../overlap/question";
import type { View } from "../overlap/view";
import type { Wording } from "../overlap/wording";
import { byId } from "../site/dom";
import { whenOnline } from "../site/events";
import { type ChangesSettings, writeChanges } from "./changes-writer";
import { FragmentLoader } from "./fragment-loader";
import type { Store, Subscriber } from "./store";

export class ChangesSection implements Subscriber {
  readonly #store: Store;
  readonly #wording: Wording;
  readonly #settings: ChangesSettings;
  readonly #section = byId("changes");
  readonly #list = byId("compared");
  readonly #failed = byId("changes-failed");
  readonly #loader = new FragmentLoader(this.#section.dataset.from ?? "");
  /** The question that the list answers, or will; null: none. */
  #asked: string | null;

  constructor(store: Store, wording: Wording, settings: ChangesSettings) {
    this.#store = store;
    this.#wording = wording;
    this.#settings = settings;
    this.#asked = this.#section.hidden ? null : String(comparisonQueryOf(store.question));
  }

  start(): void {
    byId("changes-again").addEventListener("click", () => this.#again());
    whenOnline(() => this.#again());
  }

  questionChanged({ from }: Question): void {
    if (from === null && this.#asked !== null) {
      this.#loader.stop();
      this.#asked = null;
      this.#section.hidden = true;
      byId("changes-aloud").textContent = "";
    }
  }

  viewSettled(view: View): void {
    if (view.before) {
      byId("changes-aloud").textContent = this.#wording.comparison(view);
      this.#section.hidden = false;
      const query = String(comparisonQueryOf(view.question));
      query !== this.#asked && void this.#load(query);
    }
  }

  /** Ask again what could not be had. */
  #again(): void {
    if (this.#asked && !this.#failed.hidden) {
      void this.#load(this.#asked);
    }
  }

  async #load(query: string): Promise<void> {
    this.#asked = query;
    this.#list.ariaBusy = "true";
    try {
      const answer = await this.#loader.load(query);
      answer && this.#put(answer, false);
    } catch {
      this.#put(this.#withoutEvidence(), true);
    }
  }

  #withoutEvidence(): readonly Node[] {
    const { view } = this.#store;
    return view?.before ? writeChanges(view, view.before, this.#wording, this.#settings) : [];
  }

  /** Put a list in place of the other, on the same tab. */
  #put(list: readonly Node[], hasFailed: boolean): void {
    const chosen = this.#list.querySelector<HTMLInputElement>("input:checked")?.id;
    this.#list.replaceChildren(...list);
    this.#list.ariaBusy = null;
    this.#failed.hidden = !hasFailed;
    const tab = chosen && this.#list.querySelector<HTMLInputElement>(`#${chosen}`);
    if (tab) {
      tab.checked = true;
    }
  }
}
