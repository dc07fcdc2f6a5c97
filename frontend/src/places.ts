// A place as the browser knows it, and how the API's answer becomes one.

export const OVERLAPS = ["mediation", "business_support", "both", "none"] as const;
export type Overlap = (typeof OVERLAPS)[number];

export interface Place {
  readonly slug: string;
  readonly name: string;
  readonly commune: string;
  readonly kinds: readonly string[];
  readonly overlap: Overlap;
  /** Latitude and longitude, WGS 84; null when nobody knows where the place is. */
  readonly position: readonly [number, number] | null;
}

interface Feature {
  geometry: { coordinates: [number, number] } | null;
  properties: { slug: string; name: string; kinds: string[]; commune: { name: string }; overlap: string };
}

export const isOverlap = (value: string): value is Overlap => (OVERLAPS as readonly string[]).includes(value);

/** Read the API's FeatureCollection. Throws a TypeError when it is something else. */
export function readPlaces(answer: unknown): Place[] {
  const features = (answer as { features?: unknown } | null)?.features;
  if (!Array.isArray(features)) {
    throw new TypeError("The answer is not a FeatureCollection");
  }
  return features.map(readPlace);
}

function readPlace({ geometry, properties }: Feature): Place {
  return {
    slug: properties.slug,
    name: properties.name,
    commune: properties.commune.name,
    kinds: properties.kinds,
    overlap: isOverlap(properties.overlap) ? properties.overlap : "none",
    position: geometry && [geometry.coordinates[1], geometry.coordinates[0]],
  };
}

/** Count the places in each state of overlap. */
export function countStates(places: Iterable<{ readonly overlap: Overlap }>): Record<Overlap, number> {
  const counts = { mediation: 0, business_support: 0, both: 0, none: 0 };
  for (const place of places) {
    counts[place.overlap] += 1;
  }
  return counts;
}

/** Fetch JSON, or throw: a network that fails and an answer that is not 200 are the same misfortune. */
export async function fetchJson(url: string): Promise<unknown> {
  const answer = await fetch(url);
  if (!answer.ok) {
    throw new Error(`${url}: ${answer.status}`);
  }
  return answer.json();
}
