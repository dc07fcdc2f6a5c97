"""What the browser needs to start the map: django-leaflet's own settings, bounded to the territory."""

import json
from typing import Any

from django.urls import reverse
from leaflet.templatetags.leaflet_tags import leaflet_map

from frontend.map.ground import Extent

# Room to pan around the territory, as a share of its width and height.
_MARGIN = 0.6


def map_options(extent: Extent | None) -> dict[str, Any]:
    """The options of `L.Map.djangoMap`, the tiles one may choose and the addresses of the map's data.

    `bounds` is [[south, west], [north, east]], as Leaflet counts; None lets the map show the world. No tile layer is
    part of django-leaflet's own options: it would be asked for at once, and our basemap needs no internet.
    """
    settings = json.loads(leaflet_map("map")["djoptions"])
    tiles = settings.pop("layers")
    bounds = extent and [[extent[1], extent[0]], [extent[3], extent[2]]]
    return {
        "djoptions": {**settings, "layers": [], "extent": bounds and _widened(bounds), "fitextent": False},
        "tiles": [{"name": name, "url": url, "options": options} for name, url, options in tiles],
        "bounds": bounds,
        "basemapUrl": reverse("files:basemap"),
        "directoryUrl": reverse("files:directory"),
        "movedUrl": reverse("files:moved"),
        "placeUrl": reverse("frontend:place", kwargs={"slug": "slug"}),
    }


def _widened(bounds: list[list[float]]) -> list[list[float]]:
    (south, west), (north, east) = bounds
    high, wide = (north - south) * _MARGIN, (east - west) * _MARGIN
    return [[south - high, west - wide], [north + high, east + wide]]
