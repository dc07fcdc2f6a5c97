// The buttons on the map: zoom, the whole territory again, and the tiles one may lay over our own ground.

import { make } from "../site/dom";
import type { Texts } from "../site/texts";

export interface TileChoice {
  readonly name: string;
  readonly url: string;
  readonly options: L.TileLayerOptions;
}

export function addControls(map: L.Map, tiles: readonly TileChoice[], texts: Texts, onReset: () => void): void {
  L.control
    .zoom({ position: "topright", zoomInTitle: texts.say("zoom_in"), zoomOutTitle: texts.say("zoom_out") })
    .addTo(map);
  addReset(map, texts.say("reset"), onReset);
  if (tiles.length) {
    addLayers(map, tiles, texts);
  }
}

function addReset(map: L.Map, title: string, onReset: () => void): void {
  const control = new L.Control({ position: "topright" });
  control.onAdd = () => resetBar(title, onReset);
  control.addTo(map);
}

function resetBar(title: string, onReset: () => void): HTMLElement {
  const bar = L.DomUtil.create("div", "leaflet-bar");
  const link = L.DomUtil.create("a", "reset", bar);
  Object.assign(link, { href: "#", title, role: "button", ariaLabel: title });
  L.DomEvent.disableClickPropagation(bar);
  L.DomEvent.on(link, "click", L.DomEvent.stop).on(link, "click", onReset);
  return bar;
}

function addLayers(map: L.Map, tiles: readonly TileChoice[], texts: Texts): void {
  const own = L.layerGroup().addTo(map);
  const layers = Object.fromEntries(tiles.map(({ name, url, options }) => [escaped(name), L.tileLayer(url, options)]));
  const control = L.control.layers({ [texts.say("own_ground")]: own, ...layers }, {}, { position: "topright" });
  control.addTo(map);
  nameToggle(control, texts.say("layers"));
  openByPressAlone(control);
  hideOwnNames(map, Object.values(layers));
  map.on("baselayerchange", ({ layer }) => chooseBase(map, layer === own));
}

function nameToggle(control: L.Control.Layers, name: string): void {
  const toggle = control.getContainer()?.querySelector<HTMLElement>(".leaflet-control-layers-toggle");
  toggle?.setAttribute("title", name);
  toggle?.setAttribute("aria-label", name);
}

/** Our own names go when tiles bring theirs: some never come. */
function hideOwnNames(map: L.Map, layers: readonly L.TileLayer[]): void {
  const { classList } = map.getContainer();
  for (const layer of layers) {
    layer.on("tileload", () => map.hasLayer(layer) && classList.add("has-tiles"));
  }
}

function chooseBase(map: L.Map, isOwn: boolean): void {
  map.getContainer().classList.remove("has-tiles");
  // Tiles are drawn for whole zooms, and blurred between them; our own ground is sharp at any.
  map.options.zoomSnap = isOwn ? 0.25 : 1;
  if (!isOwn) {
    // Further away rather than closer: what was in sight stays.
    map.setZoom(Math.floor(map.getZoom()));
  }
}

/** Leaflet opens the layers under a pointer that passes, and the press that was meant for the button takes a layer. */
function openByPressAlone(control: L.Control.Layers): void {
  const container = control.getContainer();
  if (container) {
    const { _expandSafely } = control as L.Control.Layers & { _expandSafely(): void };
    L.DomEvent.off(container, "mouseenter", _expandSafely, control);
  }
}

/** Leaflet writes the names of layers as HTML. */
const escaped = (text: string): string => make("span", text).innerHTML;
