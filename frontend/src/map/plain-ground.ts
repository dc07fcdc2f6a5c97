// The basemap without the page's styles, for maps that other templates draw, such as those of the admin.

import type { FeatureCollection, Geometry } from "geojson";
import { make } from "../site/dom";

export type Ground = FeatureCollection<Geometry, { role: string; name?: string }>;

/** Names are written from this zoom on, and a map without tiles steps back to the next. */
const ZOOM_OF_NAMES = 11;
const INK = "#6b7176";
const WATER = "#8fb3c2";

/** Draw the land, its communes and their names beneath the tiles of a map. */
export function drawPlainGround(map: L.Map, ground: Ground): void {
  map.createPane("ground").style.zIndex = "150";
  const names = paneOfNames(map);
  drawLand(map, ground);
  writeNames(map, ground);
  const showNames = () => {
    names.style.display = map.getZoom() >= ZOOM_OF_NAMES ? "" : "none";
  };
  map.on("zoomend", showNames);
  showNames();
}

function paneOfNames(map: L.Map): HTMLElement {
  const pane = map.createPane("ground-names");
  Object.assign(pane.style, { zIndex: "160", pointerEvents: "none" });
  pane.setAttribute("aria-hidden", "true");
  return pane;
}

function drawLand(map: L.Map, ground: Ground): void {
  const renderer = L.svg({ pane: "ground", padding: 0.5 });
  L.geoJSON(ground, {
    filter: (feature) => feature.properties.role !== "commune",
    style: (feature) => styleOf(feature?.properties.role ?? "", renderer),
  }).addTo(map);
}

function writeNames(map: L.Map, ground: Ground): void {
  L.geoJSON(ground, {
    filter: (feature) => feature.properties.role === "commune",
    pointToLayer: (feature, position) => nameMarker(feature.properties.name ?? "", position),
  }).addTo(map);
}

/** Step back, once, to where our own ground can be read, when the tiles of a map cannot be reached. */
export function stepBackWithoutTiles(map: L.Map): void {
  const stepBack = () => {
    if (map.getZoom() > ZOOM_OF_NAMES + 1) {
      map.setZoom(ZOOM_OF_NAMES + 1);
    }
  };
  map.eachLayer((layer) => {
    layer.once("tileerror", stepBack);
  });
}

function styleOf(role: string, renderer: L.Renderer): L.PathOptions {
  const isLand = role === "territory";
  return {
    renderer,
    interactive: false,
    color: role === "river" ? WATER : INK,
    weight: isLand ? 2 : role === "river" ? 1.6 : 0.8,
    fillColor: "#fbfaf6",
    fillOpacity: isLand ? 1 : 0,
  };
}

function nameMarker(name: string, position: L.LatLng): L.Marker {
  const text = make("span", name);
  const middle = { position: "absolute", transform: "translate(-50%, -50%)" };
  Object.assign(text.style, { color: INK, whiteSpace: "nowrap", ...middle });
  const icon = L.divIcon({ html: text, className: "", iconSize: [0, 0] });
  return L.marker(position, { icon, pane: "ground-names", interactive: false, keyboard: false });
}
