// Where someone is on the map: a dot in a ring, unlike any place, under the markers whose numbers it would cover.

import type { Position } from "../directory/places";
import type { Texts } from "../site/texts";

const WIDTH_IN_REM = 1.4;

export class HereMarker {
  readonly #map: L.Map;
  readonly #texts: Texts;
  #drawn: L.Marker | null = null;

  constructor(map: L.Map, texts: Texts) {
    this.#map = map;
    this.#texts = texts;
    map.createPane("you");
  }

  /** Draw it at a position, and nowhere else; null draws none. `rem` is the size of text in pixels. */
  show(position: Position | null, rem: number): void {
    this.#drawn?.remove();
    this.#drawn = null;
    if (position) {
      const icon = L.divIcon({ className: "you", iconSize: [WIDTH_IN_REM * rem, WIDTH_IN_REM * rem] });
      const options = { icon, pane: "you", interactive: false, keyboard: false };
      this.#drawn = L.marker([...position], options).addTo(this.#map);
      this.#drawn.getElement()?.setAttribute("role", "img");
      this.#drawn.getElement()?.setAttribute("aria-label", this.#texts.say("you"));
    }
  }
}
