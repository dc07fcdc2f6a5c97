// A place or a commune is picked on the land: what is drawn is fetched when someone asks for it.

import { LandGestures } from "./land-gestures";
import { nearest, type Spot } from "./spots";

/** The land, in the units of its box; places and communes by the names that forms take. */
interface LandMap {
  readonly box: readonly [number, number, number, number];
  readonly outline: string;
  readonly places: readonly Spot[];
  readonly communes: readonly Spot[];
}

type Field = HTMLInputElement | HTMLTextAreaElement;
type Words = Readonly<Record<string, string | undefined>>;
const SVG = "http://www.w3.org/2000/svg";
/** Under a finger, as many as are read at a glance. */
const MOST = 5;
let land: Promise<LandMap> | null = null;

/** Offer a map beside each field that names a place or a commune. */
export function offerMaps(words: Words): void {
  for (const field of document.querySelectorAll<Field>("[data-list=places], [data-list=communes]")) {
    new MapPicker(field, words).offer();
  }
}

class MapPicker {
  readonly #field: Field;
  readonly #words: Words;
  readonly #button = document.createElement("button");
  readonly #box = document.createElement("div");

  constructor(field: Field, words: Words) {
    this.#field = field;
    this.#words = words;
  }

  offer(): void {
    this.#button.type = "button";
    this.#button.className = "pick";
    this.#button.addEventListener("click", () => void this.#toggle());
    this.#box.hidden = true;
    this.#field.after(this.#button, this.#box);
    this.#name();
  }

  #name(): void {
    this.#button.textContent = (this.#box.hidden ? this.#words.map : this.#words.mapClose) || "";
    this.#button.setAttribute("aria-expanded", String(!this.#box.hidden));
  }

  async #toggle(): Promise<void> {
    this.#box.hidden = !this.#box.hidden;
    this.#name();
    if (!this.#box.hidden && !this.#box.firstChild) {
      try {
        land = land || fetched(this.#words.mapAt || "");
        this.#draw(await land);
      } catch {
        land = null;
        this.#box.textContent = this.#words.mapFailed || "";
      }
    }
  }

  #draw({ box, outline, ...spots }: LandMap): void {
    const shown = spots[this.#field.dataset.list === "communes" ? "communes" : "places"];
    const map = drawn("svg", { viewBox: box.join(" "), class: "land", "aria-hidden": "true" });
    const dots = shown.map(([, x, y]) => drawn("circle", { cx: `${x}`, cy: `${y}`, r: "9" }));
    map.append(drawn("path", { d: outline }), ...dots);
    const list = document.createElement("div");
    const show = (x: number, y: number) => {
      list.replaceChildren(...nearest(shown, x, y, MOST).map(([name]) => this.#choice(name)));
      // Under the land, on a small screen, nobody would see them.
      list.scrollIntoView({ block: "nearest" });
    };
    const gestures = new LandGestures(map as SVGSVGElement, box, show);
    gestures.start();
    const hint = document.createElement("small");
    hint.textContent = this.#words.mapTouch || "";
    this.#box.replaceChildren(hint, map, this.#closer(gestures), list);
  }

  /** Closer and further, for who cannot pinch. */
  #closer(gestures: LandGestures): HTMLElement {
    const buttons = document.createElement("p");
    buttons.className = "closer";
    for (const [sign, name, times] of [
      ["+", this.#words.mapIn, 2],
      ["−", this.#words.mapOut, 0.5],
    ] as const) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", name || "");
      button.addEventListener("click", () => gestures.zoom(times));
      buttons.append(button);
    }
    return buttons;
  }

  #choice(name: string): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "spot";
    button.lang = "fr";
    button.textContent = name;
    button.addEventListener("click", () => this.#pick(name));
    return button;
  }

  /** A field of one line has one name; a list of stops gets one more. */
  #pick(name: string): void {
    const isList = this.#field instanceof HTMLTextAreaElement;
    const before = isList && this.#field.value.trim();
    this.#field.value = before ? `${before}\n${name}` : name;
    if (!isList) {
      this.#box.hidden = true;
      this.#name();
      this.#field.focus();
    }
  }
}

async function fetched(address: string): Promise<LandMap> {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error(address);
  }
  return (await answer.json()) as LandMap;
}

function drawn(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  return element;
}
