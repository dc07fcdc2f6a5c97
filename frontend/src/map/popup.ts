// The popup: what is at a marker, in words, each place with the link to its page.

import type { Place } from "../directory/places";
import { copyOf, drawState, find } from "../site/dom";
import type { Texts } from "../site/texts";
import type { Stop } from "./marker-words";
import { labelOf, nameOf, whereabouts } from "./marker-words";

/** Write the content of a popup. */
export function popupContent(stop: Stop, texts: Texts, placeUrl: string): HTMLElement {
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
export function describePopup(popup: L.Popup, stop: Stop, texts: Texts): void {
  const element = popup.getElement();
  element?.setAttribute("role", "dialog");
  element?.setAttribute("aria-label", nameOf(stop, texts));
  element?.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", texts.say("close"));
}

function line(place: Place, texts: Texts, placeUrl: string, isNoted: boolean): HTMLElement {
  const item = find(copyOf("popup-place-template"), "li");
  drawState(item, place.overlap);
  const link = find<HTMLAnchorElement>(item, "a");
  link.href = placeUrl.replace("/slug/", `/${encodeURIComponent(place.slug)}/`);
  link.textContent = place.name;
  find(item, ".kinds").textContent = place.kinds.map((kind) => texts.label("kinds", kind)).join(" · ");
  find(item, ".rough").hidden = !isNoted;
  const state = find(item, ".state");
  state.textContent = texts.label("overlap", place.overlap);
  state.classList.add(`state-${place.overlap}`);
  return item;
}
