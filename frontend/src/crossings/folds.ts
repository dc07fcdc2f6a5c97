// The parts under the picture. In the hand they are folded, and opened by their titles, by the contents, by a link to
// what they hold, and by the browser's own search; where there is room, and on paper, all are open.

import { byId } from "../site/dom";

const folds = (): HTMLDetailsElement[] => [...document.querySelectorAll<HTMLDetailsElement>("details.fold")];

export class Folds {
  readonly #narrow = matchMedia("(max-width: 48rem)");

  start(): void {
    this.#fold();
    this.#narrow.addEventListener("change", () => this.#fold());
    byId("contents").addEventListener("click", ({ target }) => target instanceof HTMLAnchorElement && reveal(target));
    addEventListener("hashchange", () => reveal(location));
    addEventListener("beforeprint", () => openAll());
    addEventListener("afterprint", () => this.#fold());
  }

  #fold(): void {
    for (const fold of folds()) {
      fold.open = !this.#narrow.matches;
    }
    reveal(location);
  }
}

/** Open what holds the target of a link. */
function reveal({ hash }: { readonly hash: string }): void {
  const fold = document.getElementById(hash.slice(1))?.closest<HTMLDetailsElement>("details.fold");
  if (fold) {
    fold.open = true;
  }
}

function openAll(): void {
  for (const fold of folds()) {
    fold.open = true;
  }
}
