// What of a country this browser keeps: a territory is asked for, renewed and let go here, and the others are named.

import { find, make, write } from "../site/dom";
import { localeOf } from "../site/locale";
import { type KeptTerritory, keptTerritories } from "./pack-shelf";
import type { Outcome } from "./store";

/** How often, and after how many milliseconds, what is being written is asked for again. */
const TRIES = 60;
const PAUSE = 5000;

const after = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

export class TerritoryKeeper {
  readonly #box: HTMLElement;
  readonly #keep: HTMLButtonElement | null;

  constructor(box: HTMLElement) {
    this.#box = box;
    this.#keep = box.querySelector("[data-url]");
  }

  async start(): Promise<void> {
    this.#keep?.addEventListener("click", () => void this.#ask(this.#own));
    await this.#show();
  }

  /** The address of the pack of the territory that the page is of, as caches write it. */
  get #own(): string {
    return new URL(this.#keep?.dataset.url ?? "", location.href).href;
  }

  async #show(): Promise<void> {
    const kept = await keptTerritories(caches);
    const isKept = kept.some(({ url }) => url === this.#own);
    if (this.#keep) {
      this.#keep.hidden = isKept;
    }
    const list = find(this.#box, ".kept-territories");
    list.replaceChildren(...kept.map((one) => this.#item(one)));
    list.hidden = !kept.length;
    this.#box.hidden = !this.#keep && !kept.length;
  }

  #item(kept: KeptTerritory): Node {
    const item = find(this.#box, "[data-blank]").cloneNode(true) as HTMLElement;
    item.removeAttribute("data-blank");
    item.hidden = false;
    const link = find<HTMLAnchorElement>(item, "a");
    link.href = kept.home;
    link.append(make("span", kept.name));
    write(find(item, "[data-when]"), this.#inWords(kept));
    find(item, "[data-renew]").addEventListener("click", () => void this.#ask(kept.url));
    find(item, "[data-let-go]").addEventListener("click", () => void this.#letGo(kept));
    return item;
  }

  #inWords({ keptAt, size }: KeptTerritory): string {
    const language = localeOf(document.documentElement.lang);
    const date = keptAt.toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric" });
    const figures = Math.max(1, Math.round(size / 1000))
      .toLocaleString(language)
      .replaceAll("\u202f", "\u00a0");
    const told = (this.#box.dataset.kept ?? "").replace("{date}", date.replace(/^1 /, "1er "));
    return told.replace("{size}", figures);
  }

  async #ask(url: string): Promise<void> {
    this.#say("waiting");
    this.#lock(true);
    const outcome = await this.#untilThere(url);
    this.#lock(false);
    await this.#show();
    this.#say(outcome === "kept" ? "done" : "failed");
    outcome === "kept" && find(this.#box, ".kept-territories a").focus();
  }

  async #untilThere(url: string): Promise<Outcome> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const outcome = await toWorker({ keepTerritory: url });
      if (outcome !== "later") {
        return outcome;
      }
      await after(PAUSE);
    }
    return "later";
  }

  async #letGo({ url }: KeptTerritory): Promise<void> {
    await toWorker({ letGo: url });
    await this.#show();
    this.#say("gone");
    (this.#keep ?? this.#box).focus();
  }

  #lock(isLocked: boolean): void {
    for (const button of this.#box.querySelectorAll("button")) {
      button.disabled = isLocked;
    }
  }

  #say(what: "waiting" | "done" | "failed" | "gone"): void {
    write(find(this.#box, "[role=status]"), this.#box.dataset[what] ?? "");
  }
}

/** Ask the worker for something, and wait until it is done. */
async function toWorker(message: { keepTerritory: string } | { letGo: string }): Promise<Outcome> {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<Outcome>((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
  });
  active?.postMessage(message, [port2]);
  return answer;
}
