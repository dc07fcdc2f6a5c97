// Scenes are put in order by dragging their handle, or by the arrows of the keyboard on it.

import { byId, find, write } from "../site/dom";

const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };
/** Several presses of an arrow are saved once, after so many milliseconds. */
const PATIENCE = 500;

export class SceneOrder {
  readonly #form: HTMLFormElement;
  readonly #list = byId("scenes");
  readonly #said = byId("order-said");
  #saving: ReturnType<typeof setTimeout> | undefined;

  constructor(form: HTMLFormElement) {
    this.#form = form;
  }

  start(): void {
    this.#list.classList.add("has-handles");
    byId("order-hint").hidden = false;
    for (const scene of this.#scenes) {
      this.#listenTo(scene, find<HTMLButtonElement>(scene, ".handle"));
    }
  }

  get #scenes(): HTMLElement[] {
    return [...this.#list.children] as HTMLElement[];
  }

  #listenTo(scene: HTMLElement, handle: HTMLButtonElement): void {
    handle.hidden = false;
    handle.addEventListener("keydown", (event) => this.#press(event, scene, handle));
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      scene.classList.add("is-moving");
    });
    handle.addEventListener("pointermove", ({ clientY }) => this.#drag(scene, clientY));
    handle.addEventListener("lostpointercapture", () => this.#drop(scene));
  }

  #press(event: KeyboardEvent, scene: HTMLElement, handle: HTMLElement): void {
    const step = STEPS[event.key];
    if (step) {
      event.preventDefault();
      const scenes = this.#scenes.filter((one) => one !== scene);
      const place = Math.max(0, this.#scenes.indexOf(scene) + step);
      this.#list.insertBefore(scene, scenes[place] ?? null);
      handle.focus();
      this.#moved(scene);
    }
  }

  #drag(scene: HTMLElement, y: number): void {
    if (scene.classList.contains("is-moving")) {
      const next = this.#scenes.find((one) => one !== scene && y < middleOf(one)) ?? null;
      next === scene.nextElementSibling || this.#list.insertBefore(scene, next);
    }
  }

  #drop(scene: HTMLElement): void {
    scene.classList.remove("is-moving");
    this.#moved(scene);
  }

  #moved(scene: HTMLElement): void {
    const [place, count] = [this.#scenes.indexOf(scene) + 1, this.#scenes.length];
    const words = this.#form.dataset.moved ?? "";
    const said = { scene: scene.dataset.scene ?? "", place: String(place), count: String(count) };
    write(
      this.#said,
      words.replace(/\{(\w+)\}/g, (hole, name: keyof typeof said) => said[name] ?? hole),
    );
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => void this.#save(), PATIENCE);
  }

  async #save(): Promise<void> {
    const fields = [...new FormData(this.#form)].map(([name, value]) => [name, String(value)]);
    const answer = await fetch(this.#form.action, { method: "POST", body: new URLSearchParams(fields) }).catch(
      () => null,
    );
    answer?.ok || write(this.#said, this.#form.dataset.failed ?? "");
  }
}

function middleOf(element: Element): number {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}
