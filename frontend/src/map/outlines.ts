// The areas of communes, as the site serves them.

import type { FeatureCollection, MultiPolygon } from "geojson";

/** `at`: longitude and latitude of the town hall, or of a point of the commune: distances are from there. */
export type Outlines = FeatureCollection<MultiPolygon, { code: string; name: string; at: [number, number] }>;
