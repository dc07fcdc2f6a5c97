// The basemap without the page's styles, for maps that other templates draw, such as those of the admin.

import type { FeatureCollection, Geometry } from "geojson";

export type Ground = FeatureCollection<Geometry, { role: string; name?: string }>;

/** Draw the land and its communes beneath the tiles of a map, and look at it if the map looks nowhere yet. */
export function drawPlainGround(map: L.Map, ground: Ground): void {
  const pane = map.createPane("ground");
  pane.style.zIndex = "150";
  pane.style.pointerEvents = "none";
  const renderer = L.svg({ pane: "ground", padding: 0.5 });
  L.geoJSON(ground, {
    filter: (feature) => feature.properties.role !== "commune",
    style: (feature) => ({
      renderer,
      color: "#6b7176",
      weight: feature?.properties.role === "territory" ? 2 : 0.8,
      fillColor: "#fbfaf6",
      fillOpacity: feature?.properties.role === "territory" ? 1 : 0,
    }),
  }).addTo(map);
  L.geoJSON(ground, {
    filter: (feature) => feature.properties.role === "commune",
    pointToLayer: (feature, position) =>
      L.circleMarker(position, { renderer, radius: 2, color: "#6b7176" }).bindTooltip(feature.properties.name ?? ""),
  }).addTo(map);
}
