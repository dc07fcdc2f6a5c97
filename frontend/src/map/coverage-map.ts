// The map of communes in four states, by hatch as well as by colour, with the places above them.

import { fetchJson } from "../directory/places";
import { isAmong } from "../overlap/combinations";
import type { PlaceHistory, State } from "../overlap/coverage";
import type { Move } from "../overlap/differences";
import { isSeen, looksOf, possibleSides } from "../overlap/memberships";
import type { Possible } from "../overlap/possible";
import type { Question } from "../overlap/question";
import type { Supposed } from "../overlap/supposed";
import { type Answer, possibleShown } from "../overlap/view";
import { make } from "../site/dom";
import type { Texts } from "../site/texts";
import { CommuneOverlay } from "./commune-overlay";
import { addControls } from "./controls";
import { type Ground, GroundLayer } from "./ground-layer";
import { keepTogether } from "./linked-maps";
import type { MapSettings } from "./map-settings";
import type { Outlines } from "./outlines";

/** Under our own ground, whose rivers, borders and names are drawn over the hatches. */
const PANE = "coverage";
const SVG = "http://www.w3.org/2000/svg";

/** From a place to another: latitude and longitude of each. */
export type Line = readonly [from: L.LatLngTuple, to: L.LatLngTuple];

export class CoverageMap {
  readonly #map: L.Map;
  readonly #texts: Texts;
  readonly #bounds: L.LatLngBoundsLiteral | null;
  readonly #communes = new Map<string, L.Path>();
  readonly #places = new Map<string, L.Marker>();
  readonly #drawn = new Map<string, State>();
  readonly #looks = new Map<string, string>();
  readonly #changes: CommuneOverlay<Move>;
  readonly #possible: CommuneOverlay<string>;
  #ground: GroundLayer | null = null;
  #isBeside = false;
  #ties: L.LayerGroup | null = null;
  #supposed: L.LayerGroup | null = null;

  /** A map that is not alone leaves the buttons and the credits to the other. */
  constructor(container: HTMLElement, settings: MapSettings, texts: Texts, { isAlone } = { isAlone: true }) {
    this.#texts = texts;
    this.#bounds = settings.bounds;
    this.#map = mapIn(container, settings, isAlone);
    this.#map.createPane(PANE).setAttribute("aria-hidden", "true");
    const isOver = (move: Move) => move === "lost";
    this.#changes = new CommuneOverlay(this.#map, { pane: "marks", look: (move) => `outlined is-${move}`, isOver });
    this.#possible = new CommuneOverlay(this.#map, { pane: "signs", look: (sides) => `possible-commune is-${sides}` });
    isAlone && this.#addTools();
    this.#fit();
    this.#listen(container);
    void this.#drawGround(settings.basemapUrl);
  }

  /** Draw the communes and the places, bare until they are told apart. */
  draw(outlines: Outlines, places: readonly PlaceHistory[]): void {
    const renderer = L.svg({ pane: PANE, padding: 0.5 });
    this.#changes.outlines = outlines;
    this.#possible.outlines = outlines;
    for (const feature of outlines.features) {
      this.#drawCommune(feature, renderer);
    }
    for (const place of places) {
      this.#drawPlace(place);
    }
    this.#arrange();
  }

  /** Draw these places instead of those that were; each shows its state when it is told it. */
  renew(places: readonly PlaceHistory[]): void {
    for (const [slug, marker] of this.#places) {
      marker.remove();
      this.#drawn.delete(slug);
      this.#looks.delete(slug);
    }
    this.#places.clear();
    for (const place of places) {
      this.#drawPlace(place);
    }
    this.#arrange();
  }

  /** Show a state of each commune and place, and the places in the networks that are chosen; only what turned is drawn. */
  show(answer: Answer, question: Question): void {
    for (const [code, state] of answer.states) {
      this.#showCommune(code, state, looksOf({ couldBe: answer.possible.get(code) ?? [] }).join(" "));
    }
    this.#possible.show(signsOf(possibleShown(question, answer)));
    this.#showPlaces(answer, question);
    this.#showSupposed(answer, question);
  }

  /** Draw places that there are not, a ring around those that would be otherwise, and what ties two: all of it dashed. */
  #showSupposed({ made }: Answer, { supposed }: Question): void {
    this.#supposed?.remove();
    const ways = supposed.map((one) => this.#wayOf(one)).filter(({ length }) => length > 0);
    const given = { pane: "ties", interactive: false, className: "tie is-supposed" };
    const rings = [...ways.flat(), ...made.map(({ spot: [longitude, latitude] }) => L.latLng(latitude, longitude))];
    const spots = made.map(({ spot: [longitude, latitude], state }) => {
      const marker = placeMarker(latitude, longitude);
      marker.once("add", () => dress(marker, state, "is-supposed"));
      return marker;
    });
    const layers = [
      ...ways.map((way) => L.polyline(way, given)),
      ...rings.map((end) => L.circleMarker(end, { ...given, radius: 15 })),
      ...spots,
    ];
    layers.length && this.#paneOfTies();
    this.#supposed = layers.length ? L.layerGroup(layers).addTo(this.#map) : null;
  }

  /** The points of the places that a supposition is of. */
  #wayOf({ kind, subject, others }: Supposed): L.LatLng[] {
    const slugs = kind === "place" ? [] : kind === "pair" ? [subject, ...others] : [subject];
    return slugs.flatMap((slug) => this.#places.get(slug)?.getLatLng() ?? []);
  }

  #paneOfTies(): void {
    this.#map.getPane("ties") ?? this.#map.createPane("ties");
  }

  #showPlaces({ placeStates, doubts, networks }: Answer, { chosen }: Question): void {
    for (const [slug, marker] of this.#places) {
      const apart = chosen.length ? [isAmong(chosen, networks.get(slug)) ? "is-chosen" : "is-away"] : [];
      const look = [...looksOf(doubts.get(slug)), ...apart].join(" ");
      this.#showPlace(slug, marker, placeStates.get(slug) ?? "neither", look);
    }
  }

  /** Go closer by so many steps, or further away. */
  zoom(steps: number): void {
    this.#map.zoomIn(steps);
  }

  /** Move with another map, and it with this one. */
  keepWith(other: CoverageMap): void {
    keepTogether(this.#map, other.#map);
  }

  /** Tie places by lines, with a ring around each, and no others. */
  tie(lines: readonly Line[]): void {
    this.#ties?.remove();
    const given = { pane: "ties", interactive: false, className: "tie" };
    const drawn = lines.flatMap((line) => [
      L.polyline([...line], given),
      ...line.map((end) => L.circleMarker(end, { ...given, radius: 11 })),
    ]);
    this.#paneOfTies();
    this.#ties = L.layerGroup(drawn).addTo(this.#map);
  }

  standBeside(isBeside: boolean): void {
    if (isBeside || this.#isBeside) {
      this.#isBeside = isBeside;
      this.#map.getContainer().classList.toggle("is-beside", isBeside);
      this.#arrange();
    }
  }

  /** Outline the communes that a state gained or lost, each as it moved, and no other. */
  mark(moves: ReadonlyMap<string, Move>): void {
    this.#changes.show(moves);
  }

  #addTools(): void {
    this.#map.attributionControl.addAttribution(this.#texts.say("attribution"));
    addControls(this.#map, [], this.#texts, () => this.#fit());
  }

  #listen(container: HTMLElement): void {
    this.#map.on("resize", () => this.#fit());
    // Leaflet hears of a window that changes, and not of a page laid out anew.
    new ResizeObserver(() => this.#map.invalidateSize({ animate: false })).observe(container);
    this.#map.on("moveend", () => this.#arrange());
  }

  #drawCommune(feature: Outlines["features"][number], renderer: L.Renderer): void {
    const { code, name } = feature.properties;
    const [path] = L.geoJSON(feature, { style: { className: "commune", renderer } }).getLayers() as L.Path[];
    if (path) {
      path.bindTooltip(() => this.#words("commune", name, code), { sticky: true }).addTo(this.#map);
      // Leaflet listens for a focus, which makes Chromium stop at each commune: the text says what the map shows.
      path.getElement()?.setAttribute("tabindex", "-1");
      this.#communes.set(code, path);
    }
  }

  #drawPlace({ slug, name, latitude, longitude, stays }: PlaceHistory): void {
    if (latitude !== null && longitude !== null && stays.length) {
      const marker = placeMarker(latitude, longitude);
      marker.bindTooltip(() => this.#words("place", name, slug), { direction: "top", offset: [0, -8] });
      this.#places.set(slug, marker);
    }
  }

  #showCommune(code: string, state: State, look: string): void {
    this.#looks.set(code, look);
    if (this.#drawn.get(code) !== state) {
      this.#drawn.set(code, state);
      this.#communes.get(code)?.getElement()?.setAttribute("class", `leaflet-interactive commune is-${state}`);
    }
  }

  #showPlace(slug: string, marker: L.Marker, state: State, look: string): void {
    if (this.#drawn.get(slug) !== state || this.#looks.get(slug) !== look) {
      this.#drawn.set(slug, state);
      this.#looks.set(slug, look);
      isSeen(state, look) ? dress(marker.addTo(this.#map), state, look) : marker.remove();
    }
  }

  /** Say what a commune or a place is, and its state: Leaflet takes it as HTML. */
  #words(what: "commune" | "place", name: string, key: string): string {
    const drawn = this.#drawn.get(key) ?? "neither";
    const possible = possibleSides(this.#looks.get(key) ?? "").map((side) => this.#texts.label("could_be", side));
    const sure = possible.length && drawn === "neither" ? [] : [this.#texts.label("overlap", drawn)];
    const state = [...sure, ...possible].join(" · ");
    return make("span", this.#texts.say(what, { [what]: name, state })).innerHTML;
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

  /** Beside another map there is less room: names give way to the places on a side, and are written over the others. */
  #keepsNamesOff(slug: string, marker: L.Marker): boolean {
    return !this.#isBeside || (this.#map.hasLayer(marker) && this.#drawn.get(slug) !== "neither");
  }

  #arrange(): void {
    const rem = Number.parseFloat(getComputedStyle(this.#map.getContainer()).fontSize);
    const markers = [...this.#places].flatMap(([slug, marker]) => (this.#keepsNamesOff(slug, marker) ? [marker] : []));
    const spots = markers.map((marker) => {
      const { x, y } = this.#map.project(marker.getLatLng());
      return { left: x - 0.7 * rem, top: y - 0.5 * rem, width: 1.4 * rem, height: rem };
    });
    this.#ground?.arrange(spots, rem);
  }
}

/** Make the map that stands beside another, and moves with it. */
export function makeEarlierMap(
  container: HTMLElement,
  settings: MapSettings,
  texts: Texts,
  { later, outlines, places }: { later: CoverageMap; outlines: Outlines; places: readonly PlaceHistory[] },
): CoverageMap {
  const map = new CoverageMap(container, settings, texts, { isAlone: false });
  map.keepWith(later);
  map.draw(outlines, places);
  return map;
}

/** What is written on communes that only could be: the letters of the sides. */
const signsOf = (possible: Possible): Map<string, string> =>
  new Map([...possible].map(([code, sides]) => [code, sides.join("")]));

function mapIn(container: HTMLElement, { djoptions }: MapSettings, attributionControl: boolean): L.Map {
  const isMoving = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.Map.djangoMap(container, {
    djoptions: { ...djoptions, scale: false },
    ...{ zoomControl: false, attributionControl, zoomSnap: 0.05, scrollWheelZoom: false },
    ...{ zoomAnimation: isMoving, fadeAnimation: isMoving, inertia: isMoving },
  });
  // Its words grow with the screen before a room (`full-screen.css`), and have to find room on its line.
  L.control.scale({ imperial: false, maxWidth: Math.max(100, innerWidth / 11) }).addTo(map);
  return map;
}

function dress(marker: L.Marker, state: State, look: string): void {
  marker.setZIndexOffset(state === "both" ? 10_000 : 0);
  const drawing = marker.getElement()?.querySelector("svg");
  drawing?.setAttribute("class", `venn ${look}`);
  drawing?.querySelector("use")?.setAttribute("href", `#venn-${state}`);
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
