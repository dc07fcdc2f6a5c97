"""The map of a place's surroundings on its page: our own ground, and streets over it where the site chose tiles.

Drawn by the server in SVG, so it needs no script, prints, and is kept with the page: tiles that cannot be reached leave
our own ground in sight. The place is in the middle of both.
"""

from dataclasses import dataclass
from math import asinh, pi, radians, tan
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import Point
from django.core.cache import caches
from django.db import connection

# Half of the width and of the height of our own ground, in metres: a commune and the edges of its neighbours.
_HALF_WIDTH, _HALF_HEIGHT = 4500, 3000
_SCALE_BAR = 2000
_KEPT_FOR = 24 * 3600
# Tiles of 256 pixels; at zoom 16 one is some 430 metres wide in France, and a street has its name.
_TILE, _ZOOM = 256, 16
_TILES_WIDE, _TILES_HIGH = 600, 400

# Metres on the ground, counted from the place to the east and to the south: Mercator widens them by the latitude.
_AROUND = """
WITH here AS (
    SELECT ST_Transform(ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326), 3857) AS spot, cos(radians(%(lat)s)) AS shrink
), frame AS (
    SELECT ST_Expand(spot, %(width)s / shrink, %(height)s / shrink) AS box FROM here
), near AS (
    SELECT commune.* FROM places_commune AS commune, frame
    WHERE boundary && ST_Transform(box, 4326) ORDER BY commune.code
), drawn(role, name, shape) AS (
    SELECT 'land', NULL, ST_Intersection(ST_Transform(ST_Union(boundary), 3857), (TABLE frame)) FROM near
    UNION ALL
    SELECT 'borders', NULL,
        ST_Intersection(ST_Transform(ST_Collect(ST_Boundary(boundary)), 3857), (TABLE frame)) FROM near
    UNION ALL
    SELECT 'river', NULL, ST_Intersection(ST_Transform(ST_Collect(course), 3857), (TABLE frame)) FROM places_river
    WHERE course && ST_Transform((TABLE frame), 4326)
    UNION ALL
    SELECT 'hall', name, ST_Transform(town_hall, 3857) FROM near
    -- Its name stands above it, and is not to be cut.
    WHERE ST_Contains(ST_Expand((TABLE frame), -700), ST_Transform(town_hall, 3857))
), local AS (
    SELECT role, name, ST_Scale(ST_Translate(shape, -ST_X(spot), -ST_Y(spot)), shrink, shrink) AS shape FROM drawn, here
)
SELECT role, name, ST_AsSVG(ST_Simplify(shape, 15), 1, 0), ST_X(CASE role WHEN 'hall' THEN shape END),
    -ST_Y(CASE role WHEN 'hall' THEN shape END)
FROM local WHERE NOT ST_IsEmpty(shape)
"""


@dataclass(frozen=True, slots=True)
class TownHall:
    """A town hall, in metres east and south of the place."""

    name: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Our own ground around a place: SVG paths and town halls, in metres from it, and the box that holds them."""

    land: str
    borders: str
    rivers: str
    halls: list[TownHall]
    view_box: str = f"{-_HALF_WIDTH} {-_HALF_HEIGHT} {2 * _HALF_WIDTH} {2 * _HALF_HEIGHT}"
    bar: int = _SCALE_BAR
    bar_in_km: int = _SCALE_BAR // 1000


@dataclass(frozen=True, slots=True)
class Tile:
    """An image of streets, in pixels from the place."""

    url: str
    x: int
    y: int
    size: int = _TILE


@dataclass(frozen=True, slots=True)
class Streets:
    """The streets around a place, and whom to credit (HTML of our own settings)."""

    tiles: list[Tile]
    credit: str
    view_box: str = f"{-_TILES_WIDE // 2} {-_TILES_HIGH // 2} {_TILES_WIDE} {_TILES_HIGH}"


def surroundings(point: Point, land: str) -> Surroundings | None:
    """Draw our own ground around a point, the land being of a version; None where we have none."""
    key = f"around:1:{point.x:.5f}:{point.y:.5f}:{land}"
    rows = caches["process"].get_or_set(key, lambda: _rows(point), _KEPT_FOR) or []
    paths = {role: path for role, _name, path, _x, _y in rows if role != "hall"}
    halls = [TownHall(name, round(x), round(y)) for role, name, _path, x, y in rows if role == "hall"]
    return Surroundings(paths["land"], paths.get("borders", ""), paths.get("river", ""), halls) if paths else None


def streets(point: Point) -> Streets | None:
    """Name the tiles around a point; None where the site chose none."""
    chosen = settings.STREET_TILES
    if chosen is None:
        return None
    _name, url, options = chosen
    x, y = _pixel_at(point)
    columns = range(_first(x, _TILES_WIDE), _last(x, _TILES_WIDE) + 1)
    rows = range(_first(y, _TILES_HIGH), _last(y, _TILES_HIGH) + 1)
    tiles = [
        Tile(url.format(z=_ZOOM, x=column, y=row), round(column * _TILE - x), round(row * _TILE - y))
        for row in rows
        for column in columns
    ]
    return Streets(tiles, options["attribution"])


def _pixel_at(point: Point) -> tuple[float, float]:
    """Where a point is in the world of tiles, in pixels from its north-western corner."""
    world = _TILE * 2**_ZOOM
    latitude = radians(point.y)
    return (point.x + 180) / 360 * world, (1 - asinh(tan(latitude)) / pi) / 2 * world


def _first(middle: float, length: int) -> int:
    return int((middle - length / 2) // _TILE)


def _last(middle: float, length: int) -> int:
    return int((middle + length / 2) // _TILE)


def _rows(point: Point) -> list[tuple[Any, ...]]:
    parameters = {"lon": point.x, "lat": point.y, "width": _HALF_WIDTH, "height": _HALF_HEIGHT}
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, parameters)
        return list(cursor.fetchall())
