// Leaflet's own markers, for the maps of the admin: the pages of the site draw theirs.

/**
 * Take the images from where the site serves them. django-leaflet says where in the page, but looks for it while the
 * page's head is read, before it is there; and Leaflet's guess fails when the name of its stylesheet ends in a digest.
 */
export function useImagesOfTheSite(): void {
  const path: unknown = JSON.parse(document.getElementById("force-img-path")?.textContent ?? "false");
  if (typeof path === "string") {
    L.Icon.Default.imagePath = path;
  }
}
