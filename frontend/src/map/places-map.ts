// The map. The rest of the site gives it places and hears which are pointed at; only this folder knows Leaflet.

import { fetchJson, type Place } from "../places";
import type { Texts } from "../texts";
import { addControls, type TileChoice } from "./controls";
import { gather } from "./gather";
import { type Ground, GroundLayer } from "./ground";
import { drawMarker, type Stop, sizeOf } from "./markers";
import type { Box } from "./names";
import { describePopup, popupContent } from "./popup";

export interface MapSettings {
  readonly djoptions: Record<string, unknown>;
  readonly tiles: readonly TileChoice[];
  readonly bounds: L.LatLngBoundsLiteral | null;
  readonly basemapUrl: string;
  readonly placesUrl: string;
  readonly placeUrl: string;
}

interface Drawn {
  readonly key: string;
  readonly stop: Stop;
  readonly marker: L.Marker;
}

/** How close markers may come before they gather, and how near places must be to be one address, at any zoom. */
const REACH_IN_REM = 2.6;
const SAME_SPOT_IN_METRES = 40;
const CLOSEST_ZOOM = 17;

export class PlacesMap {
  readonly #map: L.Map;
  readonly #settings: MapSettings;
  readonly #texts: Texts;
  readonly #onPoint: (slugs: ReadonlySet<string>) => void;
  #places: readonly Place[] = [];
  #drawn: Drawn[] = [];
  #ground: Promise<GroundLayer | null> | null = null;
  #isTouched = false;
  #focusNext: Place | null = null;

  constructor(
    container: HTMLElement,
    settings: MapSettings,
    texts: Texts,
    onPoint: (slugs: ReadonlySet<string>) => void,
  ) {
    this.#settings = settings;
    this.#texts = texts;
    this.#onPoint = onPoint;
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#map = L.Map.djangoMap(container, {
      djoptions: settings.djoptions,
      zoomControl: false,
      zoomSnap: 0.25,
      wheelPxPerZoomLevel: 90,
      zoomAnimation: !isStill,
      fadeAnimation: !isStill,
      inertia: !isStill,
    });
    this.#map.attributionControl.addAttribution(texts.say("attribution"));
    addControls(this.#map, settings.tiles, texts, () => this.#fit());
    this.#fit();
    this.#listen(container);
  }

  /** Show these places and no others. */
  show(places: readonly Place[]): void {
    this.#places = places;
    this.#draw();
    void this.#arrangeNames();
  }

  /** Light the marker that holds a place; null lights none. */
  light(slug: string | null): void {
    for (const { stop, marker } of this.#drawn) {
      marker.getElement()?.classList.toggle(
        "lit",
        stop.places.some((place) => place.slug === slug),
      );
    }
  }

  /** Draw our own basemap, once. Places can be read without it, so its absence is not told as a failure. */
  drawGround(): void {
    this.#ground ??= fetchJson(this.#settings.basemapUrl)
      .then((ground) => new GroundLayer(this.#map, ground as Ground))
      .catch(() => {
        this.#ground = null;
        return null;
      });
    void this.#arrangeNames();
  }

  get #rem(): number {
    return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  #fit(): void {
    if (this.#settings.bounds) {
      this.#map.fitBounds(this.#settings.bounds, { padding: [this.#rem, this.#rem] });
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
    container.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        this.#map.closePopup();
      }
    });
    // The panel is hidden at first on a phone that opens the list: it is fitted when it gets its size.
    new ResizeObserver(() => {
      this.#map.invalidateSize({ pan: false });
      if (!this.#isTouched) {
        this.#fit();
      }
    }).observe(container);
    this.#map.on("zoomend", () => {
      this.#draw();
      void this.#arrangeNames();
    });
  }

  #draw(): void {
    const stops = this.#stops();
    const keys = stops.map((stop) => stop.places.map((place) => place.slug).join());
    if (keys.join("|") === this.#drawn.map((drawn) => drawn.key).join("|")) {
      return;
    }
    const focused = this.#drawn.find(({ marker }) => marker.getElement()?.matches(":focus-visible"))?.stop.places[0];
    for (const { marker } of this.#drawn) {
      marker.remove();
    }
    this.#drawn = stops.map((stop, index) => ({ key: keys[index] ?? "", stop, marker: this.#drawStop(stop) }));
    this.#focus(this.#focusNext ?? focused ?? null);
    this.#focusNext = null;
  }

  #stops(): Stop[] {
    const spots = this.#places.flatMap((place) => {
      if (!place.position) {
        return [];
      }
      const [latitude, longitude] = place.position;
      const { x, y } = this.#map.project([latitude, longitude]);
      return [{ item: place, x, y }];
    });
    return gather(spots, REACH_IN_REM * this.#rem)
      .sort((one, other) => one.y - other.y)
      .map(({ items, x, y }) => ({ places: items, position: this.#map.unproject([x, y]) }));
  }

  #drawStop(stop: Stop): L.Marker {
    const marker = drawMarker(stop, this.#texts, this.#rem, (isByKey) => this.#press(stop, isByKey)).addTo(this.#map);
    const slugs = new Set(stop.places.map((place) => place.slug));
    marker.on("mouseover", () => this.#onPoint(slugs));
    marker.on("mouseout", () => this.#onPoint(new Set()));
    return marker;
  }

  /** Open what is there, or come closer when the places can still be told apart. */
  #press(stop: Stop, isByKey: boolean): void {
    const bounds = L.latLngBounds(stop.places.flatMap(({ position }) => (position ? [[...position]] : [])));
    const across = bounds.getSouthWest().distanceTo(bounds.getNorthEast());
    if (stop.places.length === 1 || across < SAME_SPOT_IN_METRES || this.#map.getZoom() >= CLOSEST_ZOOM) {
      this.#open(stop);
      return;
    }
    this.#focusNext = (isByKey && stop.places[0]) || null;
    this.#map.fitBounds(bounds, { maxZoom: CLOSEST_ZOOM, padding: [4 * this.#rem, 4 * this.#rem] });
  }

  #open(stop: Stop): void {
    const [, height] = sizeOf(stop.places.length, this.#rem);
    const popup = L.popup({ offset: [0, -height / 2], autoPanPadding: [16, 16], maxWidth: 420, minWidth: 220 })
      .setLatLng(stop.position)
      .setContent(popupContent(stop, this.#texts, this.#settings.placeUrl));
    popup.on("remove", () => this.#focus(stop.places[0] ?? null));
    this.#map.openPopup(popup);
    describePopup(popup, stop, this.#texts);
    popup.getElement()?.querySelector<HTMLElement>(".popup a")?.focus();
  }

  #focus(place: Place | null): void {
    const found = place && this.#drawn.find(({ stop }) => stop.places.includes(place));
    found?.marker.getElement()?.focus({ preventScroll: true });
  }

  async #arrangeNames(): Promise<void> {
    const ground = await this.#ground;
    ground?.arrange(
      this.#drawn.map((drawn) => this.#boxOf(drawn)),
      this.#rem,
    );
  }

  #boxOf({ stop }: Drawn): Box {
    const { x, y } = this.#map.project(stop.position);
    const [width, height] = sizeOf(stop.places.length, this.#rem);
    return { left: x - width / 2, top: y - height / 2, width, height: height * 1.35 };
  }
}
