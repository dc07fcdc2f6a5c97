// Sharing a page: its address as it is now, its QR code, and the system's own way to send it.

import { byId, find } from "./dom";

class ShareDialog {
  readonly #dialog: HTMLDialogElement;
  readonly #address = byId<HTMLInputElement>("share-address");
  readonly #said = byId("share-said");

  constructor(dialog: HTMLDialogElement) {
    this.#dialog = dialog;
    for (const button of dialog.querySelectorAll<HTMLElement>("[data-copy]")) {
      button.addEventListener("click", () => void this.#copy(byId<HTMLInputElement>(button.dataset.copy ?? "")));
    }
    // A click beside the dialog closes it, as people expect.
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) {
        dialog.close();
      }
    });
    const send = byId("share-send");
    send.hidden = !("share" in navigator);
    send.addEventListener("click", () => void this.#send());
  }

  open(): void {
    this.#said.textContent = "";
    this.#address.value = location.href;
    this.#drawCode();
    this.#dialog.showModal();
    this.#address.select();
  }

  #drawCode(): void {
    const figure = byId("share-code");
    const path = location.pathname + location.search;
    const source = `${figure.dataset.source}?path=${encodeURIComponent(path)}`;
    const image = find<HTMLImageElement>(figure, "img");
    // An address too long for a code, or no network: the link is still there.
    image.onerror = () => {
      figure.hidden = true;
    };
    figure.hidden = false;
    image.src = source;
    find<HTMLAnchorElement>(figure, "a").href = source;
  }

  async #copy(field: HTMLInputElement | HTMLTextAreaElement): Promise<void> {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      this.#say("copied");
    } catch {
      this.#say("refused");
    }
  }

  async #send(): Promise<void> {
    try {
      await navigator.share({ title: document.title, url: location.href });
    } catch {
      // The reader changed their mind.
    }
  }

  /** Say it anew even when the words are the same, so that it is heard each time. */
  #say(outcome: "copied" | "refused"): void {
    this.#said.textContent = "";
    requestAnimationFrame(() => {
      this.#said.textContent = this.#said.dataset[outcome] ?? "";
    });
  }
}

const dialog = document.querySelector<HTMLDialogElement>("dialog#share");
if (dialog) {
  const share = new ShareDialog(dialog);
  for (const button of document.querySelectorAll<HTMLElement>("[data-share]")) {
    button.hidden = false;
    button.addEventListener("click", () => share.open());
  }
}
