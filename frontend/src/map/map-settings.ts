// What a map of places is told as it begins, and how it is made.

import type { Place, Position } from "../directory/places";
import type { Crowd } from "../directory/places-source";
import type { TileChoice } from "./controls";
import type { Stop } from "./marker-words";

export interface MapSettings {
  readonly djoptions: Record<string, unknown>;
  readonly tiles: readonly TileChoice[];
  readonly bounds: L.LatLngBoundsLiteral | null;
  readonly basemapUrl: string;
  readonly directoryUrl: string;
  readonly movedUrl: string;
  readonly placeUrl: string;
  /** Of a country: the codes of the territories that the page is of; none: it is of all. */
  readonly territories?: readonly string[];
  /** Of a country alone: where it is asked what is in sight, and the commune that the page is asked around. */
  readonly view?: { readonly url: string; readonly communes: readonly (readonly [string, string, number, number])[] };
}

/** What the map shows: a zoom, and the point in its middle. */
export interface MapView {
  readonly zoom: number;
  readonly centre: Position;
}

/** Who hears of what happens on the map. */
export interface Listeners {
  readonly onPoint: (slugs: ReadonlySet<string>) => void;
  /** The map was moved by hand; null: it shows the whole territory again. */
  readonly onMove: (view: MapView | null) => void;
  /** Something else is in sight, by hand or not. */
  readonly onSight?: () => void;
  /** Draws crowds, which would hide each other within so many pixels at zoom 0. */
  readonly stopsOf?: StopsOf | undefined;
}

export type StopsOf = (crowds: readonly Crowd[], map: L.Map, reach: number) => Stop[];

export const pointsOf = (places: readonly Place[]): L.LatLngTuple[] =>
  places.flatMap(({ position }) => (position ? [[...position] as L.LatLngTuple] : []));

export function mapIn(container: HTMLElement, { djoptions }: MapSettings): L.Map {
  const isMoving = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  return L.Map.djangoMap(container, {
    ...{ djoptions, zoomControl: false, zoomSnap: 0.25, wheelPxPerZoomLevel: 90 },
    ...{ zoomAnimation: isMoving, fadeAnimation: isMoving, inertia: isMoving },
  });
}
