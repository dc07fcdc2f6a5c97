// The map of the admin's forms: our own ground is drawn under it, so that a facilitator sees where she is offline, and
// her point is held as soon as she moves it.

import { fetchJson } from "../directory/places";
import { useImagesOfTheSite } from "../map/marker-images";
import { drawPlainGround, type Ground, stepBackWithoutTiles } from "../map/plain-ground";
import { type GeometryField, movePointAtOnce } from "../map/point-field";

addEventListener("map:init", ({ detail: { map } }) => {
  useImagesOfTheSite();
  const tools = document.querySelector<HTMLTemplateElement>("#point-tools");
  map.on("map:loadfield", (event) => movePointAtOnce(map, (event as unknown as { field: GeometryField }).field, tools));
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
