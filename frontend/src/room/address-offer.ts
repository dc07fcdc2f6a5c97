// Where a place is missing, addresses are offered as one types one: a press writes it, with its commune.

/** Milliseconds without a key until one is asked for. */
const PAUSE = 350;
/** A number and the beginning of a street; a commune alone is chosen from its list. */
const ADDRESS = /^\s*\d.*\p{L}{3}/u;

/** Offer addresses under each field that takes one. */
export function offerAddresses(at: string): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-list=communes]")) {
    new AddressOffer(field, at).start();
  }
}

class AddressOffer {
  readonly #field: HTMLInputElement;
  readonly #at: string;
  readonly #list = document.createElement("div");
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(field: HTMLInputElement, at: string) {
    this.#field = field;
    this.#at = at;
  }

  start(): void {
    this.#list.setAttribute("aria-live", "polite");
    this.#field.after(this.#list);
    this.#field.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#ask(), PAUSE);
    });
    this.#field.form?.addEventListener("reset", () => this.#show([]));
  }

  /** An answer that comes after a later question is left aside; without a network nothing is offered. */
  async #ask(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const found = await this.#found(this.#field.value).catch(() => []);
    asked === this.#asked && this.#show(found);
  }

  async #found(text: string): Promise<readonly string[]> {
    if (!ADDRESS.test(text)) {
      return [];
    }
    const answer = await fetch(`${this.#at}?${new URLSearchParams({ q: text })}`);
    return answer.ok ? ((await answer.json()) as { found: string[] }).found : [];
  }

  #show(found: readonly string[]): void {
    clearTimeout(this.#timer);
    this.#list.replaceChildren(...found.map((address) => this.#choice(address)));
  }

  #choice(address: string): HTMLElement {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "spot", lang: "fr", textContent: address });
    button.addEventListener("click", () => {
      this.#field.value = address;
      this.#show([]);
      this.#field.focus();
    });
    return button;
  }
}
