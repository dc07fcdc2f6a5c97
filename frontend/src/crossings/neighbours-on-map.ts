// Ties on the map the neighbours that the page lists: places of two sides that share no network.

import type { CoverageMap, Line } from "../map/coverage-map";
import type { Wording } from "../overlap/wording";
import { byId } from "../site/dom";
import { announce } from "./announcer";

export class NeighboursOnMap {
  readonly #wording: Wording;
  readonly #map: () => CoverageMap | null;
  #isOn = false;

  constructor(wording: Wording, map: () => CoverageMap | null) {
    this.#wording = wording;
    this.#map = map;
  }

  /** The list and its button may be replaced at any time: they are looked for when they are needed. */
  start(): void {
    document.addEventListener("click", ({ target }) => this.#pressed(target));
    this.listed();
  }

  toggle(): void {
    this.#isOn = !this.#isOn;
    this.listed();
    announce(this.#isOn ? this.#wording.neighbours(lines().length) : this.#wording.texts.say("neighbours_left"));
  }

  /** Another list is shown. */
  listed(): void {
    const button = document.querySelector<HTMLButtonElement>("[data-neighbours]");
    if (button) {
      button.hidden = lines().length === 0;
      button.ariaPressed = String(this.#isOn);
    }
    this.#map()?.tie(this.#isOn ? lines() : []);
  }

  #pressed(target: EventTarget | null): void {
    if (target instanceof Element && target.closest("[data-neighbours]")) {
      this.toggle();
      this.#isOn && byId("picture").scrollIntoView({ block: "nearest" });
    }
  }
}

/** The lines of the list, as it writes them. */
function lines(): Line[] {
  const rows = [...document.querySelectorAll<HTMLElement>("#chances [data-line]")];
  return rows.map(({ dataset }) => {
    const [west = 0, south = 0, east = 0, north = 0] = (dataset.line ?? "").split(",").map(Number);
    return [
      [south, west],
      [north, east],
    ];
  });
}
