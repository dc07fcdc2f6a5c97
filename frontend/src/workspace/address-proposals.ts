// The addresses that someone may mean as she types one: a press writes it, and puts the point where it is.

import { find, make, write } from "../site/dom";

const PAUSE = 350;
const SHORTEST = 5;

interface Proposal {
  readonly address: string;
  readonly postcode: string;
  readonly commune: string;
  readonly point: string;
  readonly precision: string;
  readonly says: string;
  readonly how: string;
}

type Field = HTMLInputElement | HTMLSelectElement;

export class AddressProposals {
  readonly #box: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #list: HTMLElement;
  readonly #said: HTMLElement;
  #timer = 0;
  #asked = 0;

  static in(box: HTMLElement): AddressProposals {
    const form = box.closest("form");
    if (!form) {
      throw new Error("Addresses are proposed in a form");
    }
    return new AddressProposals(box, form);
  }

  constructor(box: HTMLElement, form: HTMLFormElement) {
    this.#box = box;
    this.#form = form;
    this.#list = find(box, "ul");
    this.#said = find(box, "[role=status]");
    this.#field("address")?.addEventListener("input", () => this.#wait());
    this.#field("commune")?.addEventListener("change", () => this.#wait());
    this.#field("point")?.addEventListener("input", () => this.#forgetHow());
  }

  #field(name: string): Field | null {
    return this.#form.querySelector<Field>(`[name=${name}]`);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    write(this.#said, "");
    this.#timer = window.setTimeout(() => void this.#ask(), PAUSE);
  }

  /** An answer that comes after a later question is left aside; without a network nothing is proposed. */
  async #ask(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const found = await this.#found(this.#field("address")?.value ?? "").catch(() => []);
    if (asked === this.#asked) {
      this.#show(found);
    }
  }

  async #found(text: string): Promise<readonly Proposal[]> {
    if (text.trim().length < SHORTEST) {
      return [];
    }
    const commune = this.#box.dataset.commune || this.#field("commune")?.value || "";
    const answer = await fetch(`${this.#box.dataset.addresses}?${new URLSearchParams({ q: text, commune })}`);
    return answer.ok && !answer.redirected ? ((await answer.json()) as { found: Proposal[] }).found : [];
  }

  #show(found: readonly Proposal[]): void {
    this.#list.replaceChildren(...found.map((proposal) => this.#line(proposal)));
    this.#list.hidden = found.length === 0;
  }

  #line(proposal: Proposal): HTMLElement {
    const button = make("button", proposal.says);
    Object.assign(button, { type: "button", className: "plain" });
    button.addEventListener("click", () => this.#choose(proposal));
    const line = make("li", "");
    const how = make("span", ` ${proposal.how}`);
    how.className = "quiet";
    line.append(button, how);
    return line;
  }

  #choose(proposal: Proposal): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
    for (const name of ["address", "postcode", "commune", "point", "precision"] as const) {
      this.#fill(this.#field(name), proposal[name]);
    }
    clearTimeout(this.#timer);
    this.#show([]);
    write(this.#said, (this.#box.dataset.put ?? "").replace("{how}", proposal.how));
    this.#field("address")?.focus();
  }

  #fill(field: Field | null, value: string): void {
    if (field && value) {
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  /** A point that is moved by hand is no more that of an address: where nobody sees how precise it is, nobody says. */
  #forgetHow(): void {
    const how = this.#field("precision");
    if (how instanceof HTMLInputElement && how.type === "hidden") {
      how.value = "";
    }
  }
}
