// The workspace: the point of a listing on a map, and what was typed kept until it is saved.

import "../every-page";
import { PointOnMap } from "../map/point-on-map";
import { dropDrafts, keepDraft } from "./draft";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
  keepDraft(form, localStorage);
}

// Who signs out leaves nothing behind on a machine that others use.
document.querySelector("form.who")?.addEventListener("submit", () => dropDrafts(localStorage));

// Leaflet comes after this script, and both before the page is ready.
addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll<HTMLElement>("[data-point]")) {
    PointOnMap.in(box);
  }
});
