// Which networks go together on a day: every combination that some place is in.

import type { PlaceHistory, Sides, State } from "./coverage";

/** The places that are in exactly these networks, which are in order. */
export interface Combination {
  readonly networks: readonly string[];
  readonly places: readonly PlaceHistory[];
}

/** Tell networks as one text: two places in the same ones have the same. A slug holds no comma. */
export const keyOf = (networks: readonly string[]): string => [...networks].sort().join(",");

/** Tell whether a place is among those that are shown: all, or those in exactly the networks that are chosen. */
export const isAmong = (chosen: readonly string[], networks: readonly string[] = []): boolean =>
  !chosen.length || keyOf(networks) === keyOf(chosen);

/** The combinations, the largest first; the places in no network are one, without any. */
export function combinations(
  places: readonly PlaceHistory[],
  networks: ReadonlyMap<string, readonly string[]>,
): Combination[] {
  const found = new Map<string, { networks: readonly string[]; places: PlaceHistory[] }>();
  for (const place of places) {
    const mine = networks.get(place.slug) ?? [];
    const one = found.get(keyOf(mine)) ?? { networks: mine, places: [] };
    one.places.push(place);
    found.set(keyOf(mine), one);
  }
  return [...found.values()].sort((a, b) => b.places.length - a.places.length || inOrder(a.networks, b.networks));
}

/** Compare networks as the server does: one after another. */
function inOrder(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((network, index) => network !== b[index]);
  if (at < 0) {
    return a.length - b.length;
  }
  const [one, other] = [a[at] ?? "", b[at] ?? ""];
  return one < other ? -1 : 1;
}

/** Tell which sides networks are of. */
export function stateOfNetworks(networks: readonly string[], sides: Sides): State {
  const [a, b] = [sides.a, sides.b].map((side) => networks.some((network) => side.includes(network)));
  return a && b ? "both" : a ? "a" : b ? "b" : "neither";
}

/** The classes of the cells of a column, row by row: where it is in a network, and the line that joins them. */
export function cellsOf(networks: readonly string[], rows: readonly string[]): string[] {
  const inside = rows.map((row) => networks.includes(row));
  const [first, last] = [inside.indexOf(true), inside.lastIndexOf(true)];
  return inside.map((isIn, index) =>
    [
      isIn ? "in" : "",
      first < index && index <= last ? "from-above" : "",
      first <= index && index < last ? "to-below" : "",
    ]
      .filter(Boolean)
      .join(" "),
  );
}
