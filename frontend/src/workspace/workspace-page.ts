// The workspace: the point of a listing on a map, its hours in words and in a week, and what was typed kept until it is saved.

import "../every-page";
import { PointOnMap } from "../map/point-on-map";
import { sayDays } from "../site/day-box";
import { AddressProposals } from "./address-proposals";
import { dropDrafts, keepDraft } from "./draft";
import { HoursEditor } from "./hours-editor";
import { PhotoUpload } from "./photo-upload";
import { Presence } from "./presence";
import { WorkWatch } from "./work-watch";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
  keepDraft(form, localStorage);
}

// After the draft: what it put back is what is read.
for (const box of document.querySelectorAll<HTMLElement>("[data-hours]")) {
  HoursEditor.in(box);
}

sayDays(document);

for (const box of document.querySelectorAll<HTMLElement>("[data-addresses]")) {
  AddressProposals.in(box);
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-photo]")) {
  PhotoUpload.in(form);
}

if (document.querySelector("[data-working]")) {
  new WorkWatch(() => location.reload()).start();
}

for (const box of document.querySelectorAll<HTMLElement>("[data-presence]")) {
  Presence.in(box);
}

// Who signs out leaves nothing behind on a machine that others use.
document.querySelector("form.who")?.addEventListener("submit", () => dropDrafts(localStorage));

// Leaflet comes after this script, and both before the page is ready.
addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll<HTMLElement>("[data-point]")) {
    drawPoint(box);
  }
});

/** What draws maps weighs more than the rest of a listing: where the map is folded, it comes when that is opened. */
function drawPoint(box: HTMLElement): void {
  const part = box.closest("details");
  const { leafletSrc } = box.dataset;
  if (!leafletSrc) {
    PointOnMap.in(box);
  } else if (part?.open) {
    void import(leafletSrc).then(() => PointOnMap.in(box));
  } else {
    part?.addEventListener("toggle", () => drawPoint(box), { once: true });
  }
}
