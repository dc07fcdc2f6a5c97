// What the room lets feel of the scene that is shown: so many agree, so many have a question.

import { make } from "../site/dom";
import type { RoomShown } from "./showing";

export class Felt {
  readonly #list: HTMLElement;
  readonly #names: Readonly<Record<string, string>>;
  #drawn = "";

  constructor(list: HTMLElement, names: Readonly<Record<string, string>>) {
    this.#list = list;
    this.#names = names;
  }

  show(reactions: RoomShown["reactions"]): void {
    const said = JSON.stringify(reactions);
    if (said !== this.#drawn) {
      this.#drawn = said;
      this.#list.hidden = !reactions.length;
      this.#list.replaceChildren(...reactions.map(([kind, count]) => this.#one(kind, count)));
    }
  }

  #one(kind: string, count: number): HTMLElement {
    const item = make("li", `${this.#names[kind] ?? kind} `);
    item.append(make("b", String(count)));
    return item;
  }
}
