// Where the map looks, as the address says it: "map=11.5/44.5180/3.5000", zoom, latitude and longitude.

import type { MapView } from "./map-settings";

/** Read the view from the query of an address; null when it says none, or nonsense. */
export function readView(query: string): MapView | null {
  const parts = (new URLSearchParams(query).get("map") ?? "").split("/").map(Number);
  const [zoom = Number.NaN, latitude = Number.NaN, longitude = Number.NaN] = parts;
  const isSomewhere = zoom >= 0 && zoom <= 22 && Math.abs(latitude) <= 85 && Math.abs(longitude) <= 180;
  return isSomewhere ? { zoom, centre: [latitude, longitude] } : null;
}

/** Write a view as a part of a query. */
export const writeView = ({ zoom, centre: [latitude, longitude] }: MapView): string =>
  `map=${Number(zoom.toFixed(2))}/${latitude.toFixed(4)}/${longitude.toFixed(4)}`;
