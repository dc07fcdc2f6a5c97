// What is counted without being sure: said beside the map as time moves, and with the definitions once it is still.

import type { Doubt } from "../overlap/coverage";
import { countDoubts } from "../overlap/memberships";
import { countFaded, type View } from "../overlap/view";
import type { Wording } from "../overlap/wording";
import { byId, find } from "../site/dom";
import type { Subscriber } from "./store";

export class DoubtsNote implements Subscriber {
  readonly #wording: Wording;

  constructor(wording: Wording) {
    this.#wording = wording;
  }

  /** Show the key of the map while it draws what nobody has confirmed for long. */
  viewChanged(view: View): void {
    const count = countFaded(view);
    byId("doubt-key").hidden = !count;
    find(document, "#doubt-key [data-count]").textContent = this.#wording.texts.count("places", count);
  }

  viewSettled(view: View): void {
    this.#say(view, "unconfirmed");
    this.#say(view, "atLeast");
  }

  #say({ now }: View, kind: keyof Doubt): void {
    const count = countDoubts(now.doubts, kind);
    const item = find(document, `[data-doubt="${kind}"]`);
    Object.assign(item, { hidden: !count, textContent: this.#wording.texts.count(kind, count) });
  }
}
