// What is counted without being sure: said beside the map as time moves, and with the definitions once it is still.

import type { Doubt } from "../overlap/coverage";
import { countDoubts } from "../overlap/memberships";
import { countFaded, type View } from "../overlap/view";
import type { Wording } from "../overlap/wording";
import { byId, find, write } from "../site/dom";
import type { Subscriber } from "./store";

export class DoubtsNote implements Subscriber {
  readonly #wording: Wording;

  constructor(wording: Wording) {
    this.#wording = wording;
  }

  /** Show the keys of the map while it draws what nobody has confirmed for long, and what only could be. */
  viewChanged(view: View): void {
    const faded = countFaded(view);
    this.#showKey("doubt-key", faded ? this.#wording.counted("places", faded) : "");
    this.#showKey("possible-key", this.#wording.possibleShown(view));
    const possible = this.#wording.possible(view.now);
    byId("possible").hidden = !possible;
    write(find(document, "#possible [data-said]"), possible);
  }

  #showKey(id: string, words: string): void {
    byId(id).hidden = !words;
    write(find(document, `#${id} [data-count]`), words);
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
