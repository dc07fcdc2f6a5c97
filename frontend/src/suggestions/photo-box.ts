// A photo is made small in the browser: it leaves by a poor network, waits where there is none, and says nothing of where
// it was taken. One that the browser cannot open leaves as it is.

import { find, write } from "../site/dom";

const LARGEST = 1600;
// Characters of what a form that waits for the network holds of it.
const MOST = 900_000;
const QUALITIES = [0.82, 0.7, 0.55, 0.4];

export class PhotoBox {
  readonly #box: HTMLElement;
  readonly #file: HTMLInputElement;
  readonly #shrunk: HTMLInputElement;

  static in(box: HTMLElement): PhotoBox {
    return new PhotoBox(box);
  }

  private constructor(box: HTMLElement) {
    this.#box = box;
    this.#file = find(box, "[name=photo]");
    this.#shrunk = find(box, "[name=shrunk]");
    this.#file.addEventListener("change", () => void this.#take(this.#file.files?.[0]));
    find(box, "[data-away]").addEventListener("click", () => this.#takeAway());
    this.#showMore();
    void this.#showAgain();
  }

  async #take(file: File | undefined): Promise<void> {
    this.#shrunk.value = "";
    try {
      const picture = file && (await createImageBitmap(file, { imageOrientation: "from-image" }));
      this.#shrunk.value = picture ? small(this.#draw(picture)) : "";
      this.#file.value = this.#shrunk.value ? "" : this.#file.value;
    } catch {
      write(this.#said, this.#box.dataset.whole ?? "");
    }
    this.#show();
  }

  /** What was kept without a network, or came back to be mended. */
  async #showAgain(): Promise<void> {
    if (this.#shrunk.value) {
      const bytes = Uint8Array.from(atob(plain(this.#shrunk.value)), (letter) => letter.charCodeAt(0));
      this.#draw(await createImageBitmap(new Blob([bytes])));
      this.#show();
    }
  }

  #draw(picture: ImageBitmap): HTMLCanvasElement {
    const canvas = find<HTMLCanvasElement>(this.#box, "canvas");
    const ratio = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
    canvas.width = Math.round(picture.width * ratio);
    canvas.height = Math.round(picture.height * ratio);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  #takeAway(): void {
    this.#shrunk.value = "";
    this.#file.value = "";
    this.#show();
    this.#file.focus();
  }

  #show(): void {
    const size = Math.round((this.#shrunk.value.length * 3) / 4 / 1024);
    find(this.#box, "[data-shown]").hidden = !size;
    if (size || !this.#file.value) {
      write(this.#said, size ? (this.#box.dataset.ready ?? "").replace("{size}", String(size)) : "");
    }
    this.#showMore();
  }

  #showMore(): void {
    find(this.#box, "[data-more]").hidden = !(this.#shrunk.value || this.#file.value);
  }

  get #said(): HTMLElement {
    return find(this.#box, "[role=status]");
  }
}

/** Write a picture as a form sends it, no longer than what can wait. */
function small(canvas: HTMLCanvasElement): string {
  for (const quality of QUALITIES) {
    const [, text = ""] = canvas.toDataURL("image/jpeg", quality).split(",");
    if (text.length <= MOST) {
      return text.replaceAll("+", "-").replaceAll("/", "_");
    }
  }
  throw new RangeError("no quality makes it small");
}

const plain = (text: string): string => text.replaceAll("-", "+").replaceAll("_", "/");
