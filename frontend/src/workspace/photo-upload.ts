// A photo on its way: how much of it has gone, and what to do when the network fails. Without this, the browser sends it.

import { find } from "../site/dom";

export class PhotoUpload {
  readonly #form: HTMLFormElement;
  readonly #request = new XMLHttpRequest();

  /** Send the photo of this form, and of the one that comes back in its place, while the page stays. */
  static in(form: HTMLFormElement): void {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      new PhotoUpload(form).#send();
    });
  }

  private constructor(form: HTMLFormElement) {
    this.#form = form;
  }

  get #button(): HTMLButtonElement {
    return find(this.#form, "button[type=submit]");
  }

  get #says(): HTMLElement {
    return find(this.#form, "[data-sending]");
  }

  get #gone(): HTMLProgressElement {
    return find(this.#form, "progress");
  }

  #send(): void {
    this.#request.upload.addEventListener("progress", ({ loaded, total }) => {
      this.#gone.value = total ? loaded / total : 0;
    });
    this.#request.addEventListener("load", () => this.#come());
    this.#request.addEventListener("error", () => this.#fail());
    this.#request.responseType = "document";
    this.#request.open("POST", location.href);
    this.#request.send(new FormData(this.#form));
    this.#show("sending", true);
  }

  /** Show what the server answered: this page again, or another, such as that where one signs in. */
  #come(): void {
    if (this.#request.status >= 500) {
      this.#fail();
      return;
    }
    const main = this.#request.response?.querySelector("main");
    if (!main?.querySelector("form[data-photo]")) {
      location.assign(this.#request.responseURL);
      return;
    }
    find(document, "main").replaceWith(document.adoptNode(main));
    scrollTo(0, 0);
    PhotoUpload.in(find(document, "form[data-photo]"));
  }

  #fail(): void {
    this.#show("failed", false);
  }

  #show(state: "sending" | "failed", isOnItsWay: boolean): void {
    this.#says.textContent = this.#says.dataset[state] ?? "";
    this.#button.disabled = isOnItsWay;
    this.#gone.hidden = !isOnItsWay;
  }
}
