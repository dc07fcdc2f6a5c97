// The popup: what is at a marker, in words, each place with the link to its page.

import { looksOf, type Place, stateInWords } from "../directory/places";
import { copyOf, drawState, find } from "../site/dom";
import type { Texts } from "../site/texts";
import type { Stop } from "./marker-words";
import { labelOf, nameOf, sizeOf, whereabouts } from "./marker-words";

/** The width of the buttons on the map, with the air around them. */
const BUTTONS_IN_REM = 3.75;

export class PlacePopup {
  readonly #map: L.Map;
  readonly #texts: Texts;
  readonly #placeUrl: string;
  #opened: { readonly popup: L.Popup; readonly places: readonly Place[] } | null = null;

  constructor(map: L.Map, texts: Texts, placeUrl: string) {
    this.#map = map;
    this.#texts = texts;
    this.#placeUrl = placeUrl;
  }

  /** Tell what is at a stop. With a way back for the focus, it goes to the popup; else it stays where it is. */
  open(stop: Stop, rem: number, focusBack: (() => void) | null): void {
    const popup = L.popup(this.#options(stop, rem))
      .setLatLng(this.#map.unproject(stop.point, 0))
      .setContent(popupContent(stop, this.#texts, this.#placeUrl));
    focusBack && popup.on("remove", focusBack);
    this.#opened = { popup, places: stop.places };
    this.#map.openPopup(popup);
    describePopup(popup, stop, this.#texts);
    focusBack && popup.getElement()?.querySelector<HTMLElement>(".popup a")?.focus();
  }

  /** Close when it tells of a place that is no longer shown; the focus stays in the filter that took it away. */
  closeUnlessAmong(places: readonly Place[]): void {
    if (this.#opened?.popup.isOpen()) {
      const shown = new Set(places.map(({ slug }) => slug));
      this.#opened.places.every(({ slug }) => shown.has(slug)) || this.#opened.popup.off("remove").remove();
    }
  }

  /** Over its marker, clear of the edges of the map, and of the buttons on the right. */
  #options({ places }: Stop, rem: number): L.PopupOptions {
    const [, height] = sizeOf(places.length, rem);
    const room: L.PointTuple = [BUTTONS_IN_REM * rem, 16];
    const pan: L.PopupOptions = { autoPanPaddingTopLeft: [16, 16], autoPanPaddingBottomRight: room };
    return { offset: [0, -height / 2], ...pan, maxWidth: 420, minWidth: 220 };
  }
}

/** Write the content of a popup. */
function popupContent(stop: Stop, texts: Texts, placeUrl: string): HTMLElement {
  const content = find(copyOf("popup-template"), ".popup");
  const { places } = stop;
  const isRough = places.every((place) => place.isRough);
  find(content, ".eyebrow").textContent = headOf(stop, isRough, texts);
  find(content, "ul").append(...places.map((place) => line(place, texts, placeUrl, place.isRough && !isRough)));
  return content;
}

/** Say where places are: at one spot only when each address is known, for the point of a commune is no address. */
function headOf(stop: Stop, isRough: boolean, texts: Texts): string {
  const { places } = stop;
  if (isRough) {
    return texts.count("rough_spot", places.length, { where: whereabouts(places, texts) });
  }
  if (places.some((place) => place.isRough)) {
    return labelOf(stop, texts);
  }
  return places.length > 1 ? texts.count("same_spot", places.length) : whereabouts(places, texts);
}

/** Tell assistive technology what has opened, in the language of the page. */
function describePopup(popup: L.Popup, stop: Stop, texts: Texts): void {
  const element = popup.getElement();
  element?.setAttribute("role", "dialog");
  element?.setAttribute("aria-label", nameOf(stop, texts));
  element?.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", texts.say("close"));
}

function line(place: Place, texts: Texts, placeUrl: string, isNoted: boolean): HTMLElement {
  const item = find(copyOf("popup-place-template"), "li");
  drawState(item, place.overlap, looksOf([place]));
  const link = find<HTMLAnchorElement>(item, "a");
  link.href = placeUrl.replace("/slug/", `/${encodeURIComponent(place.slug)}/`);
  link.textContent = place.name;
  find(item, ".kinds").textContent = place.kinds.map((kind) => texts.label("kinds", kind)).join(" · ");
  find(item, ".rough").hidden = !isNoted;
  const state = find(item, ".state");
  state.textContent = stateInWords(place, texts);
  state.classList.add(`state-${place.overlap ?? "neither"}`);
  return item;
}
