// Sharing a page: its address as it is now, its QR code, and the system's own way to send it.

import { byId, copyOf, find } from "./dom";

class ShareDialog {
  readonly #dialog: HTMLDialogElement;
  readonly #address = byId<HTMLInputElement>("share-address");
  readonly #said = byId("share-said");
  readonly #position = find<HTMLInputElement>(byId("share-position"), "input");

  constructor(dialog: HTMLDialogElement) {
    this.#dialog = dialog;
  }

  start(): void {
    for (const button of this.#dialog.querySelectorAll<HTMLElement>("[data-copy]")) {
      button.addEventListener("click", () => void this.#copy(byId<HTMLInputElement>(button.dataset.copy ?? "")));
    }
    for (const choice of this.#dialog.querySelectorAll("[name=share-height]")) {
      choice.addEventListener("change", () => this.#writeSnippet());
    }
    this.#position.addEventListener("change", () => this.#write());
    // A click beside the dialog closes it, as people expect.
    this.#dialog.addEventListener("click", ({ target }) => target === this.#dialog && this.#dialog.close());
    this.#offerToSend();
  }

  #offerToSend(): void {
    const send = byId("share-send");
    send.hidden = !("share" in navigator);
    send.addEventListener("click", () => void this.#send());
  }

  open(): void {
    this.#said.textContent = "";
    this.#position.checked = false;
    byId("share-position").hidden = !new URLSearchParams(location.search).has("near");
    this.#write();
    this.#dialog.showModal();
    this.#address.select();
  }

  #write(): void {
    this.#address.value = this.#shared.href;
    this.#drawCode();
    this.#writeSnippet();
  }

  /** This page; without the point around which it looks, which may be someone's home, unless its reader leaves it in. */
  get #shared(): URL {
    const address = new URL(location.href);
    if (address.searchParams.has("near") && !this.#position.checked) {
      // The map was moved there too.
      address.searchParams.delete("near");
      address.searchParams.delete("map");
    }
    return address;
  }

  #drawCode(): void {
    const figure = byId("share-code");
    const { pathname, search } = this.#shared;
    const path = pathname + search;
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

  /** Write the code of a frame that shows what this page shows, with a link back for those who see no frame. */
  #writeSnippet(): void {
    // A page that no frame shows has no code to paste.
    if (!document.getElementById("share-embed")) {
      return;
    }
    const holder = document.createElement("div");
    holder.append(copyOf("share-frame"));
    const frame = find<HTMLIFrameElement>(holder, "iframe");
    frame.setAttribute("src", frameAddress(this.#shared));
    frame.title = document.title;
    frame.height = find<HTMLInputElement>(this.#dialog, "[name=share-height]:checked").value;
    find<HTMLAnchorElement>(holder, "a").href = this.#shared.href;
    byId<HTMLTextAreaElement>("share-snippet").value = holder.innerHTML.replace(/\s*\n\s*/g, "\n").trim();
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
      await navigator.share({ title: document.title, url: this.#shared.href });
    } catch {
      // The reader changed their mind.
    }
  }

  /** Say it anew even when the words are the same, so that it is heard each time. */
  #say(outcome: "copied" | "refused"): void {
    this.#said.textContent = "";
    requestAnimationFrame(() => this.#said.append(this.#said.dataset[outcome] ?? ""));
  }
}

/** The address of the frame that answers what a page is asked. */
function frameAddress(page: URL): string {
  const address = new URL(byId("share-embed").dataset.frame ?? "", location.href);
  for (const [name, value] of page.searchParams) {
    address.searchParams.append(name, value);
  }
  return address.href.replace(/\?$/, "");
}

const dialog = document.querySelector<HTMLDialogElement>("dialog#share");
if (dialog) {
  const share = new ShareDialog(dialog);
  share.start();
  for (const button of document.querySelectorAll<HTMLElement>("[data-share]")) {
    button.hidden = false;
    button.addEventListener("click", () => share.open());
  }
}
