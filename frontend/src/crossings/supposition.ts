// Says that what is shown is supposed, and no fact; and takes the supposition away.

import type { Outlines } from "../map/outlines";
import { type Question, supposeNothing } from "../overlap/question";
import type { Spot } from "../overlap/supposed";
import { byId } from "../site/dom";
import type { Store, Subscriber } from "./store";

export class Supposition implements Subscriber {
  readonly #sign = byId("supposed");

  constructor(store: Store) {
    byId("to-facts").addEventListener("click", (event) => {
      event.preventDefault();
      store.change(supposeNothing);
    });
  }

  questionChanged({ supposed }: Question): void {
    const isSupposed = supposed.length > 0;
    this.#sign.hidden = !isSupposed;
    byId("stage").classList.toggle("is-supposing", isSupposed);
  }
}

/** Where distances to each commune are from. */
export const spotsOf = ({ features }: Outlines): ReadonlyMap<string, Spot> =>
  new Map(features.map(({ properties: { code, at } }) => [code, at]));
