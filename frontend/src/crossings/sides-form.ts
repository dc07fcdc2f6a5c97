// The choice of two sides: a tick on a family lets go of its networks, and the other way round.

import { addressOf, type Pair } from "../overlap/question";
import type { View } from "../overlap/view";
import { byId } from "../site/dom";
import type { Subscriber } from "./store";

const SIDES = ["a", "b"];
const ABOUT_NETWORKS = [...SIDES, "network"];

/** What a form asks of the two sides, as an address writes it; a side that is as usual is left out. */
export function sidesOf(form: HTMLFormElement): Pair[] {
  return SIDES.flatMap((name) => {
    const boxes = [...form.querySelectorAll<HTMLInputElement>(`[name="${name}"]`)];
    const isUsual = boxes.every(({ checked, dataset }) => checked === "usual" in dataset);
    return isUsual ? [] : boxes.filter(({ checked }) => checked).map(({ value }): Pair => [name, value]);
  });
}

/** Let the ticks of a form answer one another, and ask for what they say when its button is pressed. */
export function listenToSides(form: HTMLFormElement, ask: (sides: readonly Pair[]) => void): void {
  for (const list of form.querySelectorAll("[data-family]")) {
    list.addEventListener("change", ({ target }) => letGo([...list.querySelectorAll("input")], target));
  }
  byId("compare-sides").addEventListener("click", (event) => {
    event.preventDefault();
    ask(sidesOf(form));
  });
}

function letGo([family, ...networks]: HTMLInputElement[], ticked: EventTarget | null): void {
  if (family?.checked && ticked === family) {
    for (const network of networks) {
      network.checked = false;
    }
  } else if (family && networks.some((network) => network.checked)) {
    family.checked = false;
  }
}

/** Keeps the link back to the usual sides, where there is one, on what is shown: the address, less its networks. */
export const backToUsualSides: Subscriber = {
  viewSettled({ question }: View) {
    const link = document.querySelector<HTMLAnchorElement>("#usual-sides");
    if (link) {
      const kept = [...addressOf(question)].filter(([name]) => !ABOUT_NETWORKS.includes(name));
      link.search = String(new URLSearchParams(kept));
    }
  },
};
