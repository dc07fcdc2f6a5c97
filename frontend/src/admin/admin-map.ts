// The map of the admin's forms: our own ground is drawn under it, so that a facilitator sees where she is offline.

import { fetchJson } from "../directory/places";
import { useImagesOfTheSite } from "../map/marker-images";
import { drawPlainGround, type Ground, stepBackWithoutTiles } from "../map/plain-ground";

addEventListener("map:init", ({ detail: { map } }) => {
  useImagesOfTheSite();
  const url = document.querySelector<HTMLMetaElement>("meta[name=basemap]")?.content;
  if (url) {
    stepBackWithoutTiles(map);
    // Without it the map is as before, on its tiles.
    void fetchJson(url).then(
      (ground) => drawPlainGround(map, ground as Ground),
      () => undefined,
    );
  }
});
