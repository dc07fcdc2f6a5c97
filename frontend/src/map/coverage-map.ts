// The map of communes in four states, by hatch as well as by colour, with the places above them.

import type { FeatureCollection, MultiPolygon } from "geojson";
import { isAmong } from "../crossings/combinations";
import type { Part, PlaceHistory, State, View } from "../crossings/coverage";
import type { Kind } from "../crossings/differences";
import { unsureOf } from "../crossings/memberships";
import { fetchJson } from "../directory/places";
import type { Texts } from "../site/texts";
import { addControls } from "./controls";
import { type Ground, GroundLayer } from "./ground-layer";
import { keepTogether } from "./linked-maps";
import type { MapSettings } from "./places-map";

export type Outlines = FeatureCollection<MultiPolygon, { code: string; name: string }>;

/** Under our own ground, whose rivers, borders and names are drawn over the hatches. */
const PANE = "coverage";
/** Over our own ground, whose borders would hide what is outlined. */
const MARKS = "marks";
const SVG = "http://www.w3.org/2000/svg";

export class CoverageMap implements Part {
  readonly #map: L.Map;
  readonly #texts: Texts;
  readonly #bounds: L.LatLngBoundsLiteral | null;
  readonly #communes = new Map<string, L.Path>();
  readonly #places = new Map<string, L.Marker>();
  readonly #drawn = new Map<string, State>();
  readonly #looks = new Map<string, string>();
  readonly #marks = new Map<string, L.Path>();
  #outlines: Outlines | null = null;
  #renderer: L.Renderer | null = null;
  #ground: GroundLayer | null = null;

  /** A map that is not alone leaves the buttons and the credits to the other. */
  constructor(container: HTMLElement, settings: MapSettings, texts: Texts, { isAlone } = { isAlone: true }) {
    this.#texts = texts;
    this.#bounds = settings.bounds;
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#map = L.Map.djangoMap(container, {
      djoptions: settings.djoptions,
      zoomControl: false,
      attributionControl: isAlone,
      zoomSnap: 0.05,
      scrollWheelZoom: false,
      zoomAnimation: !isStill,
      fadeAnimation: !isStill,
      inertia: !isStill,
    });
    this.#map.createPane(PANE).setAttribute("aria-hidden", "true");
    this.#map.createPane(MARKS).setAttribute("aria-hidden", "true");
    if (isAlone) {
      this.#map.attributionControl.addAttribution(texts.say("attribution"));
      addControls(this.#map, [], texts, () => this.#fit());
    }
    this.#fit();
    this.#map.on("resize", () => this.#fit());
    // Leaflet hears of a window that changes, and not of a page laid out anew.
    new ResizeObserver(() => this.#map.invalidateSize({ animate: false })).observe(container);
    this.#map.on("zoomend", () => this.#arrange());
    void this.#drawGround(settings.basemapUrl);
  }

  /** Draw the communes and the places, bare until they are told apart. */
  draw(outlines: Outlines, places: readonly PlaceHistory[]): void {
    const renderer = L.svg({ pane: PANE, padding: 0.5 });
    this.#outlines = outlines;
    for (const feature of outlines.features) {
      const { code, name } = feature.properties;
      const [path] = L.geoJSON(feature, { style: { className: "commune", renderer } }).getLayers() as L.Path[];
      if (path) {
        path.bindTooltip(() => this.#told("commune", name, code), { sticky: true }).addTo(this.#map);
        // Leaflet listens for a focus, which makes Chromium stop at each commune: the text says what the map shows.
        path.getElement()?.setAttribute("tabindex", "-1");
        this.#communes.set(code, path);
      }
    }
    for (const { slug, name, latitude, longitude, turns } of places) {
      if (latitude !== null && longitude !== null && turns.length) {
        const marker = placeMarker(latitude, longitude);
        marker.bindTooltip(() => this.#told("place", name, slug), { direction: "top", offset: [0, -8] });
        this.#places.set(slug, marker);
      }
    }
    this.#arrange();
  }

  /** Show a state of each commune and place; only what turned is drawn again. */
  show(view: View): void {
    const { states, placeStates } = view;
    for (const [code, state] of states) {
      if (this.#drawn.get(code) !== state) {
        this.#drawn.set(code, state);
        this.#communes.get(code)?.getElement()?.setAttribute("class", `leaflet-interactive commune is-${state}`);
      }
    }
    for (const [slug, marker] of this.#places) {
      const state = placeStates.get(slug) ?? "neither";
      const look = lookOf(view, slug);
      if (this.#drawn.get(slug) !== state || this.#looks.get(slug) !== look) {
        this.#drawn.set(slug, state);
        this.#looks.set(slug, look);
        this.#showPlace(marker, state, look);
      }
    }
  }

  /** Move with another map, and it with this one. */
  keepWith(other: CoverageMap): void {
    keepTogether(this.#map, other.#map);
  }

  /** Outline the communes that changed, each as it did, and no other. */
  mark(kinds: ReadonlyMap<string, Kind>): void {
    for (const [code, mark] of this.#marks) {
      if (!kinds.has(code)) {
        mark.remove();
      }
    }
    for (const [code, kind] of kinds) {
      const mark = this.#markOf(code)?.addTo(this.#map);
      mark?.getElement()?.setAttribute("class", `outlined is-${kind}`);
      if (kind !== "gained") {
        mark?.bringToFront();
      }
    }
  }

  #markOf(code: string): L.Path | undefined {
    const feature = this.#outlines?.features.find(({ properties }) => properties.code === code);
    if (feature && !this.#marks.has(code)) {
      this.#renderer ??= L.svg({ pane: MARKS, padding: 0.5 });
      const style = { renderer: this.#renderer, interactive: false };
      const [mark] = L.geoJSON(feature, { style }).getLayers() as L.Path[];
      mark && this.#marks.set(code, mark);
    }
    return this.#marks.get(code);
  }

  #showPlace(marker: L.Marker, state: State, look: string): void {
    if (state === "neither") {
      marker.remove();
      return;
    }
    marker.addTo(this.#map).setZIndexOffset(state === "both" ? 10_000 : 0);
    const drawing = marker.getElement()?.querySelector("svg");
    drawing?.setAttribute("class", `venn ${look}`);
    drawing?.querySelector("use")?.setAttribute("href", `#venn-${state}`);
  }

  /** Say what a commune or a place is, and its state: Leaflet takes it as HTML. */
  #told(what: "commune" | "place", name: string, key: string): string {
    const state = this.#texts.label("overlap", this.#drawn.get(key) ?? "neither");
    const holder = document.createElement("span");
    holder.textContent = this.#texts.say(what, { [what]: name, state });
    return holder.innerHTML;
  }

  #fit(): void {
    if (!this.#map.getSize().x) {
      return;
    }
    if (this.#bounds) {
      this.#map.fitBounds(this.#bounds, { padding: [8, 8], animate: false });
    } else {
      this.#map.fitWorld({ animate: false });
    }
  }

  async #drawGround(url: string): Promise<void> {
    try {
      this.#ground = await GroundLayer.draw(this.#map, (await fetchJson(url)) as Ground);
      this.#arrange();
    } catch {
      // The hatches can be read without rivers and names.
    }
  }

  #arrange(): void {
    const rem = Number.parseFloat(getComputedStyle(this.#map.getContainer()).fontSize);
    const spots = [...this.#places.values()].map((marker) => {
      const { x, y } = this.#map.project(marker.getLatLng());
      return { left: x - 0.7 * rem, top: y - 0.5 * rem, width: 1.4 * rem, height: rem };
    });
    this.#ground?.arrange(spots, rem);
  }
}

/** Give the classes of a place: what nobody confirms, and whether it is among those that are shown alone. */
function lookOf(view: View, slug: string): string {
  const apart = view.chosen ? [isAmong(view, slug) ? "is-chosen" : "is-away"] : [];
  return [...unsureOf(view, slug), ...apart].join(" ");
}

function placeMarker(latitude: number, longitude: number): L.Marker {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "venn");
  drawing.append(document.createElementNS(SVG, "use"));
  const holder = document.createElement("span");
  holder.append(drawing);
  const icon = L.divIcon({ html: holder, className: "spot", iconSize: [0, 0] });
  return L.marker([latitude, longitude], { icon, pane: "markerPane", keyboard: false });
}
