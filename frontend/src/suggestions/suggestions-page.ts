// The forms for anyone: sent as forms are, or kept until the network is back; where one stands; which listing it is about.

import "../every-page";
import { sayDays } from "../site/day-box";
import { byId, find } from "../site/dom";
import { whenOnline } from "../site/events";
import { standHere } from "./here-button";
import { keepWithoutNetwork } from "./kept-form";
import { nameListing } from "./listing-of-address";
import { PhotoBox } from "./photo-box";
import { PlaceOnMap } from "./place-on-map";
import { measureHere } from "./speed-button";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-outbox]")) {
  keepWithoutNetwork(form);
  if (form.dataset.ofAddress) {
    void nameListing(form, byId("subject"), byId("no-place"));
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form:has([name=point])")) {
  const point = find<HTMLInputElement>(form, "[name=point]");
  const [placed, commune] = ["placed", "commune"].map((name) => form.querySelector<HTMLInputElement>(`[name=${name}]`));
  const box = find<HTMLDetailsElement>(form, "details.on-map");
  const fields = { point, placed: placed ?? null, town: () => commune?.value.trim() ?? box.dataset.town ?? "" };
  PlaceOnMap.in(box, fields);
  standHere(find(form, ".here"), fields);
}

for (const box of document.querySelectorAll<HTMLElement>(".measure")) {
  const [speed, measured] = ["download_mbps", "measured"].map((name) =>
    find<HTMLInputElement>(document, `[name=${name}]`),
  ) as [HTMLInputElement, HTMLInputElement];
  measureHere(box, speed, measured);
}

for (const box of document.querySelectorAll<HTMLElement>("[data-shot]")) {
  PhotoBox.in(box);
}

sayDays(document);

// A question of the listing leads to its box.
const asked = location.hash ? document.getElementById(location.hash.slice(1)) : null;
asked?.closest("details")?.setAttribute("open", "");
asked?.focus();

// What someone is typing is not taken away by a fresher page.
whenOnline((event) => event.preventDefault());
