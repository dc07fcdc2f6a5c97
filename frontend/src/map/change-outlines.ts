// The lines around communes that a state gained, first saw or lost, each as it did.

import type { Move } from "../overlap/differences";
import type { Outlines } from "./outlines";

/** Over our own ground, whose borders would hide what is outlined. */
const PANE = "marks";

export class ChangeOutlines {
  readonly #map: L.Map;
  readonly #lines = new Map<string, L.Path>();
  #renderer: L.Renderer | null = null;
  #shown: ReadonlyMap<string, Move> = new Map();
  outlines: Outlines | null = null;

  constructor(map: L.Map) {
    this.#map = map;
    map.createPane(PANE).setAttribute("aria-hidden", "true");
  }

  show(moves: ReadonlyMap<string, Move>): void {
    for (const code of this.#shown.keys()) {
      moves.has(code) || this.#lines.get(code)?.remove();
    }
    for (const [code, move] of moves) {
      this.#shown.get(code) !== move && this.#draw(code, move);
    }
    this.#shown = moves;
  }

  #draw(code: string, move: Move): void {
    const line = this.#lineOf(code)?.addTo(this.#map);
    line?.getElement()?.setAttribute("class", `outlined is-${move}`);
    move === "lost" && line?.bringToFront();
  }

  #lineOf(code: string): L.Path | undefined {
    const feature = this.outlines?.features.find(({ properties }) => properties.code === code);
    if (feature && !this.#lines.has(code)) {
      this.#renderer ??= L.svg({ pane: PANE, padding: 0.5 });
      const style = { renderer: this.#renderer, interactive: false };
      const [line] = L.geoJSON(feature, { style }).getLayers() as L.Path[];
      line && this.#lines.set(code, line);
    }
    return this.#lines.get(code);
  }
}
