// "Et si…" at the desk: what is supposed is shown at once, and kept as a proposal of the workshop as soon as the site is there.

import { type Fate, type Letter, Letters } from "../room/letters";
import { drawer, newNonce } from "../room/memory";
import { byId, find, readData, write } from "../site/dom";

interface Supposable {
  readonly communes: Readonly<Record<string, string>>;
  readonly places: Readonly<Record<string, string>>;
}

export interface WhatIfDelegate {
  /** The key of the scene that is shown. */
  readonly sceneKey: number;
  supposed(what: string): void;
  backToFacts(): void;
}

export class WhatIf {
  readonly #delegate: WhatIfDelegate;
  readonly #form = byId<HTMLFormElement>("suppose-form");
  readonly #known = readData<Supposable>("supposable");
  readonly #letters = new Letters(drawer(), `croisee-suppose-${this.#form.action}`, (body) => this.#post(body));
  #isSending = false;

  constructor(delegate: WhatIfDelegate) {
    this.#delegate = delegate;
  }

  start(): void {
    this.#form.addEventListener("submit", (event) => this.#submitted(event));
    this.#form.addEventListener("change", () => this.#arrange());
    byId("back-to-facts").addEventListener("click", () => this.#delegate.backToFacts());
    // What the room proposes is tried from its card.
    byId("queue").addEventListener("click", (event) => this.#tried(event));
    this.#arrange();
    this.reached();
  }

  /** So much is supposed on the screen. */
  show(supposed: readonly string[]): void {
    byId<HTMLButtonElement>("back-to-facts").disabled = !supposed.length;
  }

  /** The site is there: what waits is sent. */
  reached(): void {
    this.#isSending || void this.#send();
  }

  get #kind(): string {
    return find<HTMLInputElement>(this.#form, "[name=kind]:checked").value;
  }

  #arrange(): void {
    for (const part of this.#form.querySelectorAll<HTMLElement>("[data-for]")) {
      part.hidden = !part.dataset.for?.split(" ").includes(this.#kind);
    }
  }

  #tried(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-suppose]") : null;
    if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.#delegate.supposed(link.dataset.suppose ?? "");
    }
  }

  #submitted(event: SubmitEvent): void {
    event.preventDefault();
    const found = this.#read();
    if ("refusal" in found) {
      write(byId("suppose-said"), this.#form.dataset[found.refusal] ?? "");
      return;
    }
    const nonce = newNonce();
    const body = new URLSearchParams({ nonce, if: found.what, scene: String(this.#delegate.sceneKey) });
    this.#letters.keep({ about: nonce, body: body.toString() });
    this.#delegate.supposed(found.what);
    write(byId("suppose-said"), this.#form.dataset.kept ?? "");
    this.reached();
  }

  /** What the form supposes, as addresses say it; or which sentence says what is missing. */
  #read(): { readonly what: string } | { readonly refusal: string } {
    const { communes, places } = this.#known;
    const networks = [...this.#form.querySelectorAll<HTMLInputElement>("[name=network]:checked")].map(
      ({ value }) => value,
    );
    const kind = this.#kind;
    const subject = kind === "place" ? named(communes, "suppose-commune") : named(places, "suppose-place");
    const other = kind === "pair" ? named(places, "suppose-other") : "";
    if (!subject || (kind === "pair" && !other)) {
      return { refusal: "unknown" };
    }
    if (kind === "pair") {
      return subject === other ? { refusal: "same" } : { what: `pair:${subject}:${other}` };
    }
    return networks.length ? { what: `${kind}:${subject}:${networks.join("+")}` } : { refusal: "noNetwork" };
  }

  async #send(): Promise<void> {
    this.#isSending = true;
    await this.#letters.send((letter, fate) => this.#learn(letter, fate));
    this.#isSending = false;
  }

  #learn(_letter: Letter, fate: Fate): void {
    const { shown = "", refused = "" } = this.#form.dataset;
    const why = fate.is === "refused" ? fate.errors[""]?.join(" ") || refused : "";
    fate.is === "waits" || write(byId("suppose-said"), why || shown);
  }

  #post(body: string): Promise<Response> {
    const token = find<HTMLInputElement>(document, "#desk [name=csrfmiddlewaretoken]").value;
    return fetch(this.#form.action, {
      method: "POST",
      body: new URLSearchParams(`${body}&csrfmiddlewaretoken=${token}`),
    });
  }
}

/** The name that was typed may be written otherwise than in the list: with other capitals, or less of it. */
function named(known: Readonly<Record<string, string>>, id: string): string {
  const asked = byId<HTMLInputElement>(id).value.trim().toLocaleLowerCase();
  const names = Object.entries(known).map(([name, key]) => [name.toLocaleLowerCase(), key] as const);
  const exact = names.find(([name]) => name === asked);
  const beginning = asked ? names.filter(([name]) => name.startsWith(asked)) : [];
  return exact?.[1] ?? (beginning.length === 1 ? (beginning[0]?.[1] ?? "") : "");
}
