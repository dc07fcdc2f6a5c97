// The areas of communes, as the site serves them.

import type { FeatureCollection, MultiPolygon } from "geojson";

export type Outlines = FeatureCollection<MultiPolygon, { code: string; name: string }>;
