// The map of the admin's forms: our own ground is drawn under it, so that a facilitator sees where she is offline.

import { drawPlainGround, type Ground } from "./map/plain-ground";
import { fetchJson } from "./places";

addEventListener("map:init", ({ detail: { map } }) => {
  const url = document.querySelector<HTMLMetaElement>("meta[name=basemap]")?.content;
  if (url) {
    // Without it the map is as before, on its tiles.
    void fetchJson(url).then(
      (ground) => drawPlainGround(map, ground as Ground),
      () => undefined,
    );
  }
});
