// What is drawn over some communes, each as it is marked: the lines around those that changed, signs on those that could.

import type { Outlines } from "./outlines";

/** How an overlay is drawn. */
export interface OverlayLook<Mark extends string> {
  /** Over which of Leaflet's panes it stands is told by the stylesheet. */
  readonly pane: string;
  /** The classes of a mark. */
  readonly look: (mark: Mark) => string;
  /** Whether a mark is drawn over the others. */
  readonly isOver?: (mark: Mark) => boolean;
}

export class CommuneOverlay<Mark extends string> {
  readonly #map: L.Map;
  readonly #look: OverlayLook<Mark>;
  readonly #drawn = new Map<string, L.Path>();
  #renderer: L.Renderer | null = null;
  #shown: ReadonlyMap<string, Mark> = new Map();
  outlines: Outlines | null = null;

  constructor(map: L.Map, look: OverlayLook<Mark>) {
    this.#map = map;
    this.#look = look;
    map.createPane(look.pane).setAttribute("aria-hidden", "true");
  }

  /** Mark these communes, and no other. */
  show(marks: ReadonlyMap<string, Mark>): void {
    for (const code of this.#shown.keys()) {
      marks.has(code) || this.#drawn.get(code)?.remove();
    }
    for (const [code, mark] of marks) {
      this.#shown.get(code) !== mark && this.#draw(code, mark);
    }
    this.#shown = marks;
  }

  #draw(code: string, mark: Mark): void {
    const path = this.#pathOf(code)?.addTo(this.#map);
    path?.getElement()?.setAttribute("class", this.#look.look(mark));
    this.#look.isOver?.(mark) && path?.bringToFront();
  }

  #pathOf(code: string): L.Path | undefined {
    const feature = this.outlines?.features.find(({ properties }) => properties.code === code);
    if (feature && !this.#drawn.has(code)) {
      this.#renderer ??= L.svg({ pane: this.#look.pane, padding: 0.5 });
      const style = { renderer: this.#renderer, interactive: false };
      const [path] = L.geoJSON(feature, { style }).getLayers() as L.Path[];
      path && this.#drawn.set(code, path);
    }
    return this.#drawn.get(code);
  }
}
