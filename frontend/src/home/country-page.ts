// The page "/" of a directory that no browser could hold: the list and the map show what is in sight.

import "../every-page";

import type { Answer } from "../directory/places-source";
import { Viewport } from "../directory/viewport";
import { crowdStops } from "../map/crowd-stops";
import { byId } from "../site/dom";
import { Home } from "./home";

/** Offer the way to what there is elsewhere, if there is any. */
const tellNearest = ({ part }: Answer): void => {
  byId("to-nearest").hidden = !part?.nearest;
};

// Leaflet, which is larger, comes after this script: it is there when the whole page is.
addEventListener("DOMContentLoaded", () => {
  const home = new Home((settings, _texts, delegate) => new Viewport(settings, delegate), {
    stopsOf: crowdStops,
    answered: tellNearest,
  });
  void home.start();
  byId("to-nearest").addEventListener("click", () => home.goToNearest());
  // Which commune a name means is read by the server, which knows them all.
  const commune = byId<HTMLInputElement>("near-commune");
  commune.addEventListener("change", () => commune.form?.submit());
});
