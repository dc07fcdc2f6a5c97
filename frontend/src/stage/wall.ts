// The wall: what the room sent, as cards, as ways on the land, and as a cloud of words.

import { byId, make, putInOrder, write } from "../site/dom";
import { Texts } from "../site/texts";
import type { Aired, RoomShown } from "./showing";

const SVG = "http://www.w3.org/2000/svg";
/** What fits beside the land, and is read from the last row. */
const MOST_CARDS = 6;
/** How far a way bends, for its length: two ways between the same places are told apart from a road. */
const BEND = 0.22;

type Point = readonly [number, number];

export class Wall {
  readonly #kinds: Readonly<Record<string, string>>;
  readonly #cards = byId("wall-cards");
  readonly #said = byId("wall-said");
  readonly #known = new Map<number, HTMLElement>();
  #drawn = "";

  constructor(kinds: Readonly<Record<string, string>>) {
    this.#kinds = kinds;
  }

  /** Show what came. What is there already stays as it is: only what is new is announced. */
  show(room: RoomShown): void {
    const said = JSON.stringify(room);
    if (said !== this.#drawn) {
      this.#drawn = said;
      this.#count(room.said);
      this.#showCards(room.aired.slice(0, MOST_CARDS), room.said === 0);
      document.getElementById("wall-ways")?.replaceChildren(...room.aired.flatMap(waysOf));
      byId("wall-words").replaceChildren(...cloudOf(room.words));
      this.#showAlone(room.aired.find(({ isOn }) => isOn));
    }
  }

  /** Of what comes by the hundred nobody reads each: all of it is counted. */
  #count(said: number): void {
    const { one = "", other = "" } = this.#said.dataset;
    const texts = new Texts({ said_one: one, said_other: other }, document.documentElement.lang);
    write(this.#said, said ? texts.count("said", said, { count: texts.figures(said) }) : "");
  }

  /** A room that said words alone has no card, and is not silent. */
  #showCards(aired: readonly Aired[], isSilent: boolean): void {
    const none = isSilent ? [make("li", this.#cards.dataset.none ?? "")] : [];
    putInOrder(this.#cards, [...aired.map((one) => this.#card(one)), ...none]);
  }

  #card(one: Aired): HTMLElement {
    const card = this.#known.get(one.key) ?? make("li", "");
    this.#known.set(one.key, card);
    const votes = one.votes ? ` · ${(this.#cards.dataset.vote ?? "").replace("{count}", String(one.votes))}` : "";
    const foot = make("small", [this.#kinds[one.kind] ?? "", one.who].filter(Boolean).join(" · ") + votes);
    const line = make("span", one.line);
    line.lang = "fr";
    if (card.textContent !== line.textContent + (foot.textContent ?? "")) {
      card.replaceChildren(line, foot);
    }
    return card;
  }

  #showAlone(one: Aired | undefined): void {
    const alone = byId("wall-alone");
    alone.hidden = one === undefined;
    write(alone, one?.line ?? "");
  }
}

/** A point for a place, an arc from one to the next: dashed, for nothing of it is a fact. */
function waysOf({ way, isOn }: Aired): SVGElement[] {
  const looks = isOn ? "is-on" : "";
  const arcs = way.slice(1).map((to, index) => drawn("path", { d: arc(way[index] ?? to, to), class: `arc ${looks}` }));
  const points = way.map(([x, y]) => drawn("circle", { cx: `${x}`, cy: `${y}`, r: "14", class: looks }));
  return [...arcs, ...points];
}

function arc([x1, y1]: Point, [x2, y2]: Point): string {
  const [x, y] = [(x1 + x2) / 2 - (y1 - y2) * BEND, (y1 + y2) / 2 - (x2 - x1) * BEND];
  return `M${x1} ${y1}Q${x.toFixed(1)} ${y.toFixed(1)} ${x2} ${y2}`;
}

function drawn(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  return element;
}

/** Each word as large as it was said often, in five sizes. */
function cloudOf(words: RoomShown["words"]): HTMLElement[] {
  const most = Math.max(1, ...words.map(([, count]) => count));
  return words.map(([word, count]) => {
    const said = make("span", word);
    said.className = `size-${Math.ceil((5 * count) / most)}`;
    said.lang = "fr";
    return said;
  });
}
