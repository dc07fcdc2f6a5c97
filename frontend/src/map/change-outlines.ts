// The lines around communes that changed between two dates, each as it changed.

import type { Kind } from "../overlap/differences";
import type { Outlines } from "./outlines";

/** Over our own ground, whose borders would hide what is outlined. */
const PANE = "marks";

export class ChangeOutlines {
  readonly #map: L.Map;
  readonly #lines = new Map<string, L.Path>();
  #renderer: L.Renderer | null = null;
  #shown: ReadonlyMap<string, Kind> = new Map();
  outlines: Outlines | null = null;

  constructor(map: L.Map) {
    this.#map = map;
    map.createPane(PANE).setAttribute("aria-hidden", "true");
  }

  show(kinds: ReadonlyMap<string, Kind>): void {
    for (const code of this.#shown.keys()) {
      kinds.has(code) || this.#lines.get(code)?.remove();
    }
    for (const [code, kind] of kinds) {
      this.#draw(code, kind);
    }
    this.#shown = kinds;
  }

  #draw(code: string, kind: Kind): void {
    const line = this.#lineOf(code)?.addTo(this.#map);
    line?.getElement()?.setAttribute("class", `outlined is-${kind}`);
    kind !== "gained" && line?.bringToFront();
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
