// Keeps two maps on the same view: whichever is moved, the other follows at once, and is not followed back.

/** A part of a pixel that nobody sees. */
const SAME = 0.1;

export function keepTogether(one: L.Map, other: L.Map): void {
  const link = new Link();
  link.follow(one, other);
  link.follow(other, one);
}

/** What binds two maps: while one follows, it is not followed back. */
class Link {
  #isFollowing = false;

  follow(from: L.Map, to: L.Map): void {
    const on = (type: "move" | "moveend", go: typeof moveTo) =>
      from.on(type, () => this.#step(from, to, () => go(to, from.getCenter(), from.getZoom())));
    on("move", moveTo);
    on("moveend", settleAt);
    // A zoom that is animated tells at its beginning where it goes: both go there together.
    from.on("zoomanim", ({ center, zoom }) =>
      this.#step(from, to, () => void to.setView(center, zoom, { animate: true })),
    );
  }

  #step(from: L.Map, to: L.Map, step: () => void): void {
    if (!this.#isFollowing && isSeen(from) && isSeen(to)) {
      this.#isFollowing = true;
      step();
      this.#isFollowing = false;
    }
  }
}

const isSeen = (map: L.Map): boolean => map.getSize().x > 0;

/** How far a map is from a centre, in pixels of its own zoom. */
const wayTo = (map: L.Map, centre: L.LatLng): L.Point => map.project(centre).subtract(map.project(map.getCenter()));

/** Move by whole pixels, as Leaflet does under a finger: nothing is drawn again until the move has ended. */
function moveTo(map: L.Map, centre: L.LatLng, zoom: number): void {
  const pane = map.getPane("mapPane");
  if (map.getZoom() !== zoom || !pane) {
    map.setView(centre, zoom, { animate: false });
    return;
  }
  L.DomUtil.setPosition(pane, L.DomUtil.getPosition(pane).subtract(wayTo(map, centre).round()));
  map.fire("move");
}

/** Stand where the other map stands, to the part of a pixel: lines that meet at a divider go on behind it. */
function settleAt(map: L.Map, centre: L.LatLng, zoom: number): void {
  if (map.getZoom() !== zoom || wayTo(map, centre).distanceTo(L.point(0, 0)) > SAME) {
    map.setView(centre, zoom, { reset: true, animate: false } as L.ZoomPanOptions);
  } else {
    map.fire("moveend");
  }
}
