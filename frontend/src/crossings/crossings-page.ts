// The page "/croisements/": a date and a rule move the map and the text together. What it needs is fetched once.

import "../every-page";

import { CrossingsSession } from "./crossings-session";

// Leaflet, which is larger, comes after this script: it is there when the whole page is.
addEventListener("DOMContentLoaded", () => new CrossingsSession().start());
