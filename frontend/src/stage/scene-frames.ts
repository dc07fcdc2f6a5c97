// Scenes are shown by the pages of the site, in two frames: one is seen while the other gets ready.

import { find } from "../site/dom";
import type { Scene } from "./showing";

/** What a page has once it is drawn: the map of the list its points, the crossings their moving picture. */
const DRAWN = "#time-tools:not([inert]), .home .leaflet-marker-icon";
/** A page that takes longer, in milliseconds, is shown as it is. */
const PATIENCE = 6000;
const LOOK = 60;

export interface SceneFramesDelegate {
  /** Where the pages that scenes are states of stand, by the name of the page. */
  readonly addresses: Readonly<Record<string, string>>;
  /** The stylesheet of a page on a stage. */
  readonly style: string;
  pressed(event: KeyboardEvent): void;
}

export class SceneFrames {
  readonly #delegate: SceneFramesDelegate;
  readonly #box: HTMLElement;
  #shown: HTMLIFrameElement | null = null;
  #asked = "";

  constructor(box: HTMLElement, delegate: SceneFramesDelegate) {
    this.#box = box;
    this.#delegate = delegate;
  }

  /** Show a scene as soon as its page is drawn; what is asked later wins. */
  async show(scene: Scene, supposed: readonly string[] = []): Promise<void> {
    const address = this.#addressOf(scene, supposed);
    if (address === this.#asked) {
      return;
    }
    this.#asked = address;
    const frame = this.#frame(scene, address);
    await loaded(frame);
    await drawn(frame);
    address === this.#asked ? this.#swap(frame) : frame.remove();
  }

  /** What is supposed is shown by the crossings, over what the scene asks of them. */
  #addressOf({ page, query }: Scene, supposed: readonly string[]): string {
    const asked = new URLSearchParams(supposed.map((one) => ["if", one])).toString();
    const isAsked = asked === "" || page === "crossings";
    const parts = [isAsked ? query : territoriesOf(query), asked].filter(Boolean).join("&");
    return `${this.#delegate.addresses[isAsked ? page : "crossings"] ?? "/"}${parts && `?${parts}`}`;
  }

  #frame({ title }: Scene, address: string): HTMLIFrameElement {
    const frame = document.createElement("iframe");
    frame.title = title;
    frame.className = "is-coming";
    frame.src = address;
    // Again each time: a copy that was kept gives way by itself to the page of today.
    frame.addEventListener("load", () => this.#dress(frame));
    this.#box.append(frame);
    return frame;
  }

  /** Only the picture stays of the page; and the keys are the presenter's, wherever she clicked. */
  #dress(frame: HTMLIFrameElement): void {
    const page = frame.contentDocument;
    if (page) {
      const style = page.createElement("link");
      style.rel = "stylesheet";
      style.href = this.#delegate.style;
      page.head.append(style);
      page.documentElement.classList.add("staged");
      page.getElementById("stage")?.classList.add("presented");
      page.addEventListener("keydown", (event) => this.#delegate.pressed(event), { capture: true });
    }
  }

  #swap(frame: HTMLIFrameElement): void {
    const before = this.#shown;
    this.#shown = frame;
    frame.classList.remove("is-coming");
    before?.classList.add("is-going");
    setTimeout(() => before?.remove(), 500);
  }
}

/** What a scene of the other page says of where it begins. */
const territoriesOf = (query: string): string =>
  new URLSearchParams(new URLSearchParams(query).getAll("territory").map((code) => ["territory", code])).toString();

const loaded = (frame: HTMLIFrameElement): Promise<unknown> =>
  Promise.race([
    new Promise((resolve) => frame.addEventListener("load", resolve, { once: true })),
    after(2 * PATIENCE),
  ]);

async function drawn(frame: HTMLIFrameElement): Promise<void> {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until && !frame.contentDocument?.querySelector(DRAWN)) {
    await after(LOOK);
  }
  // The map takes the size of its new frame.
  await after(2 * LOOK);
}

const after = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));

/** Find where frames go. */
export const framesBox = (): HTMLElement => find(document, ".stage-frames");
