// The map. The rest of the site gives it places and hears which are pointed at; only this folder knows Leaflet.

import { fetchJson, type Place, type Position } from "../directory/places";
import type { Crowd, Sight } from "../directory/places-source";
import { breath } from "../site/dom";
import type { Texts } from "../site/texts";
import { addControls } from "./controls";
import { gather, type Spot } from "./gather-spots";
import { type Ground, GroundLayer } from "./ground-layer";
import { HereMarker } from "./here-marker";
import { type Listeners, type MapSettings, type MapView, mapIn, pointsOf } from "./map-settings";
import { MarkerLayer } from "./marker-layer";
import { boxOf, type Stop } from "./marker-words";
import { PlacePopup } from "./popup";

/** How close markers may come before they gather, and how near places must be to be one address, at any zoom. */
const REACH_IN_REM = 2.6;
const SAME_SPOT_IN_METRES = 40;
const CLOSEST_ZOOM = 17;
/** How close the map comes by itself to what was asked for. */
const CLOSEST_OF_ALL = 13;
const CLOSE_TO_ONE = 12;
/** Where the map and the list have the screen one at a time, as in the styles. */
const IN_THE_HAND = "(max-width: 48rem)";

export class PlacesMap {
  readonly #map: L.Map;
  readonly #settings: MapSettings;
  readonly #listeners: Listeners;
  /** Read again only when the size of the map changes: each reading makes the browser lay out the page. */
  #rem = sizeOfText();
  #places: readonly Place[] = [];
  #crowds: readonly Crowd[] | null = null;
  readonly #markers: MarkerLayer;
  readonly #popup: PlacePopup;
  readonly #here: HereMarker;
  /** Where each place is, in pixels of the whole world at zoom 0. */
  readonly #spots = new WeakMap<Place, Spot<Place>>();
  #ground: Promise<GroundLayer | null> | null = null;
  #view: MapView | null;
  #isTouched = false;
  /** Whether the address asked for a view: whoever shared it chose what is in sight at first. */
  #isShared: boolean;
  /** Whether it went to what was found, and comes back when everything is shown again. */
  #isTurned = false;
  /** Where to go when the panel gets its size: it has none while a phone shows the list. */
  #awaited: (() => void) | null = null;
  #drawing = 0;
  #arranging = 0;
  #focusNext: Place | null = null;

  constructor(container: HTMLElement, settings: MapSettings, texts: Texts, view: MapView | null, listeners: Listeners) {
    this.#settings = settings;
    this.#view = view;
    this.#isShared = view !== null;
    this.#listeners = listeners;
    this.#map = mapIn(container, settings);
    this.#here = new HereMarker(this.#map, texts);
    this.#map.attributionControl.addAttribution(texts.say("attribution"));
    this.#popup = new PlacePopup(this.#map, texts, settings.placeUrl);
    const onPress = (stop: Stop, isByKey: boolean) => this.#press(stop, isByKey);
    this.#markers = new MarkerLayer(this.#map, texts, { onPress, onPoint: listeners.onPoint });
    this.#fit();
    this.#listen(container);
    void breath().then(() => addControls(this.#map, settings.tiles, texts, () => this.reset()));
  }

  /**
   * Show these places and no others, in the next frame. A large map moves only when none of them is in sight; in the
   * hand, where the whole territory is a few thumbs wide, the map goes to what was found: if anything else was asked.
   */
  show(
    places: readonly Place[],
    near: Position | null,
    found: readonly Place[] = [],
    isRenewed = false,
    crowds: readonly Crowd[] | null = null,
  ): void {
    const isNew = this.#places !== places && !isRenewed;
    this.#places = places;
    this.#crowds = crowds;
    this.#popup.closeUnlessAmong(places);
    cancelAnimationFrame(this.#drawing);
    this.#drawing = requestAnimationFrame(() => this.#drawAll(near, isNew, found));
  }

  #drawAll(near: Position | null, isNew: boolean, found: readonly Place[]): void {
    this.#draw();
    this.#here.show(near, this.#rem);
    isNew && this.#turnTo(near ? [] : found);
    this.#arrangeSoon();
  }

  #turnTo(found: readonly Place[]): void {
    const [points, isShared] = [pointsOf(found), this.#isShared];
    this.#isShared = false;
    if (points.length && !isShared && matchMedia(IN_THE_HAND).matches) {
      this.#isTurned = true;
      this.#go(() => this.#fitPoints(points));
    } else if (this.#isTurned && !found.length) {
      this.#isTurned = false;
      this.#go(() => this.#fit());
    } else if (this.#isTouched) {
      this.#keepInSight();
    }
  }

  /** Show where someone is, with the places that are nearest to them. Tells whether the map goes that far: if not, it
   * shows the whole territory. */
  showAround(near: Position, nearest: readonly Place[]): boolean {
    const isWithin = this.#goesTo(near);
    if (isWithin) {
      this.#isTouched = true;
      this.#go(() => this.#fitPoints([[...near], ...pointsOf(nearest)]));
    } else {
      this.reset();
    }
    return isWithin;
  }

  #goesTo(position: Position): boolean {
    const { maxBounds } = this.#map.options;
    return !maxBounds || L.latLngBounds(maxBounds as L.LatLngBoundsLiteral).contains([...position]);
  }

  #fitPoints(points: L.LatLngTuple[]): void {
    this.#map.fitBounds(points, { maxZoom: CLOSEST_OF_ALL, padding: this.#air(4) });
  }

  /** What is in sight; null while the panel has no size. */
  get sight(): Sight | null {
    const bounds = this.#map.getBounds();
    const [west, south, east, north] = bounds.toBBoxString().split(",").map(Number) as [number, number, number, number];
    return this.#hasSize && !this.#awaited ? { box: [west, south, east, north], zoom: this.#map.getZoom() } : null;
  }

  /** Go to a point by hand, as close as to one place. */
  goTo(position: Position): void {
    this.#isTouched = true;
    this.#map.setView([...position], CLOSE_TO_ONE);
  }

  /** Show the whole territory again. */
  reset(): void {
    this.#view = null;
    this.#isTouched = false;
    this.#go(() => this.#fit());
    this.#listeners.onMove(null);
  }

  /** Show a view that the address holds, as the back button asks; null shows the whole territory. */
  look(view: MapView | null): void {
    this.#view = view;
    this.#go(() => this.#fit());
  }

  /** Come close to a place and open it; the focus stays where it is, maybe in another page. */
  open(slug: string): void {
    const place = this.#places.find((other) => other.slug === slug);
    const spot = place && this.#spotOf(place);
    if (place?.position && spot) {
      this.look({ zoom: CLOSE_TO_ONE, centre: place.position });
      this.#open({ key: slug, places: [place], point: L.point(spot.x, spot.y) }, false);
    }
  }

  /** Light the marker that holds a place; null lights none. */
  light(slug: string | null): void {
    this.#markers.light(slug);
  }

  /** Draw our own basemap, once. Places can be read without it, so its absence is not told as a failure. */
  drawGround(): void {
    this.#ground ??= fetchJson(this.#settings.basemapUrl)
      .then((ground) => GroundLayer.draw(this.#map, ground as Ground))
      .catch(() => {
        this.#ground = null;
        return null;
      });
    this.#arrangeSoon();
  }

  #air(rems: number): L.PointTuple {
    return [rems * this.#rem, rems * this.#rem];
  }

  get #hasSize(): boolean {
    return this.#map.getSize().x > 0;
  }

  /** Go somewhere, as soon as the panel has a size: nothing can be fitted in it before. */
  #go(move: () => void): void {
    this.#awaited = this.#hasSize ? null : move;
    this.#hasSize && move();
  }

  #fit(): void {
    if (this.#view) {
      this.#map.setView([...this.#view.centre], this.#view.zoom, { animate: false });
    } else if (this.#settings.bounds) {
      this.#map.fitBounds(this.#settings.bounds, { padding: this.#air(1) });
    } else {
      this.#map.fitWorld();
    }
  }

  #listen(container: HTMLElement): void {
    for (const touch of ["pointerdown", "wheel", "keydown"]) {
      container.addEventListener(touch, () => {
        this.#isTouched = true;
      });
    }
    container.addEventListener("keydown", ({ key }) => void (key === "Escape" && this.#map.closePopup()));
    // The panel is hidden at first on a phone that opens the list: it is fitted when it gets its size.
    new ResizeObserver(() => this.#resize()).observe(container);
    this.#map.on("zoomend", () => this.#zoomed());
    this.#map.on("moveend", () => this.#moved());
  }

  #zoomed(): void {
    this.#draw();
    this.#arrangeSoon();
  }

  #moved(): void {
    this.#listeners.onSight?.();
    if (this.#isTouched && this.#hasSize && !this.#awaited) {
      const { lat, lng } = this.#map.getCenter();
      this.#view = { zoom: this.#map.getZoom(), centre: [lat, lng] };
      this.#listeners.onMove(this.#view);
    }
  }

  #resize(): void {
    this.#rem = sizeOfText();
    this.#map.invalidateSize({ pan: false });
    if (this.#awaited) {
      this.#go(this.#awaited);
    } else if (!this.#isTouched && !this.#isTurned) {
      this.#fit();
    }
  }

  #keepInSight(): void {
    if (!this.#hasSize) {
      this.#awaited ??= () => this.#keepInSight();
      return;
    }
    const points = pointsOf(this.#places);
    const bounds = this.#map.getBounds();
    if (points.length && !points.some((point) => bounds.contains(point))) {
      this.#fitPoints(points);
    }
  }

  #draw(): void {
    const focused = this.#markers.focused?.places[0];
    this.#markers.show(this.#stops(), this.#rem);
    const next = this.#focusNext ?? focused;
    this.#focusNext = null;
    this.#focus(next ?? null);
  }

  #stops(): Stop[] {
    const reach = (REACH_IN_REM * this.#rem) / 2 ** this.#map.getZoom();
    const crowds = this.#crowds && this.#listeners.stopsOf?.(this.#crowds, this.#map, reach);
    return crowds ?? this.#placeStops(reach);
  }

  #placeStops(reach: number): Stop[] {
    const spots = this.#places.flatMap((place) => this.#spotOf(place) ?? []);
    return gather(spots, reach)
      .sort((one, other) => one.y - other.y)
      .map(({ items, x, y }) => ({
        key: items.map((place) => place.slug).join(),
        places: items,
        point: L.point(x, y),
      }));
  }

  #spotOf(place: Place): Spot<Place> | null {
    const known = this.#spots.get(place);
    if (known || !place.position) {
      return known ?? null;
    }
    const { x, y } = this.#map.project([...place.position], 0);
    const spot = { item: place, x, y };
    this.#spots.set(place, spot);
    return spot;
  }

  /** Open what is there, or come closer when the places can still be told apart. */
  #press(stop: Stop, isByKey: boolean): void {
    if (stop.crowd) {
      this.#comeCloser(stop.crowd.corners);
      return;
    }
    const bounds = L.latLngBounds(stop.places.flatMap(({ position }) => (position ? [[...position]] : [])));
    const across = bounds.getSouthWest().distanceTo(bounds.getNorthEast());
    if (stop.places.length === 1 || across < SAME_SPOT_IN_METRES || this.#map.getZoom() >= CLOSEST_ZOOM) {
      this.#open(stop);
      return;
    }
    this.#focusNext = (isByKey && stop.places[0]) || null;
    this.#map.fitBounds(bounds, { maxZoom: CLOSEST_ZOOM, padding: this.#air(4) });
  }

  /** Come closer to where the places of a crowd are, by one step at least. */
  #comeCloser(corners: L.LatLngTuple[]): void {
    const bounds = L.latLngBounds(corners);
    const zoom = this.#map.getBoundsZoom(bounds, false, L.point(this.#air(4)));
    this.#isTouched = true;
    this.#map.setView(bounds.getCenter(), Math.min(Math.max(zoom, this.#map.getZoom() + 1), CLOSEST_ZOOM));
  }

  #open(stop: Stop, isFocused = true): void {
    this.#popup.open(stop, this.#rem, isFocused ? () => this.#focus(stop.places[0] ?? null) : null);
  }

  #focus(place: Place | null): void {
    const button = place && this.#markers.buttonOf(place);
    if (button && button !== document.activeElement) {
      this.#markers.name();
      button.focus({ preventScroll: true });
    }
  }

  /** Name the markers and make room for them in the next frame: the answer to a question does not wait for words. */
  #arrangeSoon(): void {
    cancelAnimationFrame(this.#arranging);
    this.#arranging = requestAnimationFrame(() => {
      this.#markers.name();
      void this.#arrangeNames();
    });
  }

  async #arrangeNames(): Promise<void> {
    const ground = await this.#ground;
    ground?.arrange(
      this.#markers.stops.map((stop) => boxOf(stop, this.#map.getZoom(), this.#rem)),
      this.#rem,
    );
  }
}

const sizeOfText = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
