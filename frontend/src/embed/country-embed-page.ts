// The frame of a directory that no browser could hold: the map shows what is in sight.

import "../every-page";

import { Viewport } from "../directory/viewport";
import { crowdStops } from "../map/crowd-stops";
import { Embed } from "./embed";
import { HostPage } from "./host-page";

// Leaflet, which is larger, comes after this script: it is there when the whole page is.
addEventListener("DOMContentLoaded", () => {
  new Embed({ source: (settings, _texts, delegate) => new Viewport(settings, delegate), stopsOf: crowdStops }).start();
  new HostPage().start();
});
