// The choice of two sides: a tick on a family lets go of its networks, and the other way round.

import { byId } from "../site/dom";
import type { Part } from "./coverage";

/** The sides that need no asking. */
const DEFAULTS: Readonly<Record<string, string>> = { a: "mediation", b: "business_support" };

const ABOUT_NETWORKS = [...Object.keys(DEFAULTS), "network"];

type Ask = (sides: [name: string, value: string][]) => void;

/** Give what a form asks of the two sides, as an address writes it; a family that needs no asking is left out. */
export function sidesOf(form: HTMLFormElement): [name: string, value: string][] {
  const data = new FormData(form);
  return Object.entries(DEFAULTS).flatMap(([name, whole]) => {
    const values = data.getAll(name).map(String);
    const isWhole = values.length === 1 && values[0] === whole;
    return isWhole ? [] : values.map((value): [string, string] => [name, value]);
  });
}

/** Let the ticks of a form answer one another, and ask for what they say when its button is pressed. */
export function listenToSides(form: HTMLFormElement, ask: Ask): void {
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

/** Keeps the link back to the two families, where there is one, on what is shown: the address, less its networks. */
export const backToFamilies: Part = {
  settle() {
    const link = document.querySelector<HTMLAnchorElement>("#families");
    if (link) {
      const kept = [...new URLSearchParams(location.search)].filter(([name]) => !ABOUT_NETWORKS.includes(name));
      link.search = String(new URLSearchParams(kept));
    }
  },
};
