// The markers on the map: buttons that are kept and dressed again at each change, for making new ones takes longer than
// a frame. They are in reading order, from north to south, and the keyboard walks through them as through any buttons.

import { looksOf, type Place } from "../directory/places";
import { copyOf, drawState, find, make } from "../site/dom";
import type { Texts } from "../site/texts";
import { atZoom, countOf, labelOf, nameOf, type Stop, sizeOf, stateOf } from "./marker-words";

interface DrawnMarker {
  readonly button: HTMLButtonElement;
  readonly count: HTMLElement;
  stop: Stop | null;
  /** What its name tells of: it is written after its looks. */
  named: Stop | null;
  /** What it looks like: its state, its number and its size. Many change their place and not their looks. */
  looks: string;
}

export interface MarkerListeners {
  readonly onPress: (stop: Stop, isByKey: boolean) => void;
  readonly onPoint: (slugs: ReadonlySet<string>) => void;
}

/** How far inside the window a marker is brought, in the size of text. */
const AIR_IN_REM = 3;
const NOTHING: ReadonlySet<string> = new Set();

export class MarkerLayer {
  readonly #map: L.Map;
  readonly #texts: Texts;
  readonly #pane: HTMLElement;
  readonly #tooltip = L.tooltip({ direction: "top" });
  readonly #drawn: DrawnMarker[] = [];
  #count = 0;
  #rem = 16;

  constructor(map: L.Map, texts: Texts, listeners: MarkerListeners) {
    this.#map = map;
    this.#texts = texts;
    this.#pane = map.getPane("markerPane") ?? map.createPane("markerPane");
    this.#listen(listeners);
    map.on("viewreset zoom", () => this.#place());
    map.on("zoomanim", ({ center, zoom }: L.ZoomAnimEvent) => this.#place(origin(map, center, zoom), zoom));
  }

  get stops(): readonly Stop[] {
    return this.#shown.flatMap(({ stop }) => stop ?? []);
  }

  /** Show these stops, in their order, and no others. `rem` is the size of text in pixels, which markers follow. */
  show(stops: readonly Stop[], rem: number): void {
    const isResized = rem !== this.#rem;
    this.#rem = rem;
    for (const [rank, stop] of stops.entries()) {
      const drawn = this.#at(rank);
      if (isResized || drawn.stop?.key !== stop.key) {
        this.#dress(drawn, stop);
      }
    }
    for (const { button } of this.#drawn.slice(stops.length, this.#count)) {
      button.hidden = true;
    }
    this.#count = stops.length;
    this.#place();
  }

  /** Write the names of the markers that changed: what is heard may come one frame after what is seen. */
  name(): void {
    for (const drawn of this.#shown) {
      if (drawn.stop && drawn.named !== drawn.stop) {
        drawn.button.setAttribute("aria-label", nameOf(drawn.stop, this.#texts));
        drawn.named = drawn.stop;
      }
    }
  }

  /** Light the marker that holds a place; null lights none. */
  light(slug: string | null): void {
    for (const { button, stop } of this.#shown) {
      button.classList.toggle("lit", slug !== null && (stop?.places.some((place) => place.slug === slug) ?? false));
    }
  }

  /** The button of the marker that holds a place. */
  buttonOf(place: Place): HTMLButtonElement | null {
    return this.#shown.find(({ stop }) => stop?.places.includes(place))?.button ?? null;
  }

  /** The stop whose marker has the focus. */
  get focused(): Stop | null {
    const active = document.activeElement;
    return this.#pane.contains(active) ? (this.#shown.find(({ button }) => button === active)?.stop ?? null) : null;
  }

  get #shown(): readonly DrawnMarker[] {
    return this.#drawn.slice(0, this.#count);
  }

  /** The marker of a rank, on the map, made if there never were so many. One too many waits there, hidden. */
  #at(rank: number): DrawnMarker {
    const known = this.#drawn[rank];
    if (known) {
      known.button.hidden = false;
      return known;
    }
    const drawn = newMarker();
    this.#drawn[rank] = drawn;
    this.#pane.append(drawn.button);
    return drawn;
  }

  #dress(drawn: DrawnMarker, stop: Stop): void {
    const { crowd, places } = stop;
    const [state, possible] = crowd ? [crowd.state, crowd.looks] : [stateOf(places), looksOf(places)];
    const looks = `${state} ${possible} ${countOf(stop)} ${this.#rem}`;
    drawn.stop = stop;
    if (drawn.looks !== looks) {
      drawn.looks = looks;
      this.#draw(drawn, stop, state, possible);
    }
  }

  #draw({ button, count }: DrawnMarker, stop: Stop, state: string, possible: string): void {
    const places = countOf(stop);
    const [width] = sizeOf(places, this.#rem);
    const kinds = [places > 1 ? " group" : "", state === "both" ? " crossed" : ""].join("");
    button.className = `marker leaflet-zoom-animated${kinds}`;
    button.style.width = `${width}px`;
    drawState(button, state, possible);
    count.textContent = places > 1 ? (stop.crowd?.brief ?? String(places)) : "";
  }

  /** Put each marker where it is, or where it will be when a zoom ends. */
  #place(from = this.#map.getPixelOrigin(), zoom = this.#map.getZoom()): void {
    for (const { button, stop } of this.#shown) {
      if (stop) {
        const { x, y } = atZoom(stop.point, zoom).subtract(from);
        // In the plane: Leaflet moves in space, which gives each marker a layer of its own to be painted and put together.
        button.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px) translate(-50%, -50%)`;
      }
    }
  }

  #listen(listeners: MarkerListeners): void {
    this.#pane.addEventListener("click", (event) => this.#press(event, listeners));
    this.#pane.addEventListener("dblclick", L.DomEvent.stopPropagation as unknown as EventListener);
    for (const type of ["pointerover", "focusin"]) {
      this.#pane.addEventListener(type, (event) => this.#enter(event, listeners));
    }
    for (const type of ["pointerout", "focusout"]) {
      this.#pane.addEventListener(type, () => this.#leave(listeners));
    }
  }

  #stopOf({ target }: Event): Stop | null {
    return this.#shown.find(({ button }) => button.contains(target as Node))?.stop ?? null;
  }

  #press(event: MouseEvent, { onPress }: MarkerListeners): void {
    const stop = this.#stopOf(event);
    // The end of a drag that began on a marker is not a press.
    if (stop && !(this.#map.dragging as L.Handler & { moved(): boolean }).moved()) {
      event.stopPropagation();
      this.#map.closeTooltip(this.#tooltip);
      onPress(stop, event.detail === 0);
    }
  }

  #enter(event: Event, { onPoint }: MarkerListeners): void {
    const stop = this.#stopOf(event);
    onPoint(new Set(stop?.places.map(({ slug }) => slug)));
    this.#tell(stop);
    event.type === "focusin" && this.#bringInSight(stop, event.target as HTMLElement);
  }

  #leave({ onPoint }: MarkerListeners): void {
    onPoint(NOTHING);
    this.#map.closeTooltip(this.#tooltip);
  }

  /** The keyboard walks through every marker, in sight or not. Where a pointer has pressed, the map stays. */
  #bringInSight(stop: Stop | null, button: HTMLElement): void {
    if (stop && button.matches(":focus-visible")) {
      const air = AIR_IN_REM * this.#rem;
      this.#map.panInside(this.#map.unproject(stop.point, 0), { padding: [air, air] });
    }
  }

  #tell(stop: Stop | null): void {
    if (stop) {
      const text = make("span", labelOf(stop, this.#texts));
      const [, height] = sizeOf(countOf(stop), this.#rem);
      this.#tooltip.options.offset = [0, -height / 2];
      this.#map.openTooltip(this.#tooltip.setContent(text).setLatLng(this.#map.unproject(stop.point, 0)));
    }
  }
}

function newMarker(): DrawnMarker {
  const button = document.createElement("button");
  button.type = "button";
  button.append(copyOf("marker-template"));
  return { button, count: find(button, "b"), stop: null, named: null, looks: "" };
}

/** Where the pixels of the map will begin, for a view that a zoom goes to: Leaflet keeps the same to itself. */
function origin(map: L.Map, centre: L.LatLng, zoom: number): L.Point {
  const pane = map.getPane("mapPane");
  const moved = pane ? L.DomUtil.getPosition(pane) : L.point(0, 0);
  return map.project(centre, zoom).subtract(map.getSize().divideBy(2)).add(moved).round();
}
