// What django-leaflet adds to Leaflet, and the event it sends for each map it makes.

import type { Map as LeafletMap, MapOptions } from "leaflet";

export interface DjangoMapOptions extends MapOptions {
  djoptions: Record<string, unknown>;
  callback?: (map: LeafletMap) => void;
  globals?: boolean;
}

declare module "leaflet" {
  namespace Map {
    function djangoMap(id: string | HTMLElement, options: DjangoMapOptions): LeafletMap;
  }
}

declare global {
  interface WindowEventMap {
    "map:init": CustomEvent<{ map: LeafletMap }>;
  }
}
