"""A country drawn by its territories: each outline as SVG, in frames of land that lies together.

What lies far from the rest, such as an island beyond the sea, has a frame of its own: one for all would be mostly
water.
"""

from itertools import groupby
from typing import NamedTuple

from django.core.cache import caches
from django.db import connection

from places.log.version import version_of_land

_KEPT_FOR = 7 * 24 * 3600
# Metres, as Mercator has them: land that is nearer than that is drawn together.
_APART = 300_000
# Units are about as long as pixels, in which hatches and signs are drawn: a frame apart has fewer.
_INSET = 110
# A frame is so many units long. Nothing finer than the second number is drawn, nor an islet of fewer square units than
# the third, save where it is all there is; what lies within another territory is drawn over it.
_LONG, _COARSE, _SMALLEST = 1000, 1.5, 4
# An outline that loading has not drawn yet is joined here.
_DRAWN = """
WITH land AS (
    SELECT places_territory.code, ST_Transform(coalesce(area, (
        SELECT ST_Multi(ST_SimplifyPreserveTopology(ST_Union(boundary), 0.005))
        FROM places_commune WHERE territory_id = places_territory.code
    )), 3857) AS area
    FROM places_territory LEFT JOIN places_territoryoutline ON territory_id = code
), near AS (
    SELECT code, area, ST_ClusterDBSCAN(area, %(apart)s, 1) OVER () AS frame FROM land WHERE area IS NOT NULL
), box AS (
    SELECT frame, ST_XMin(box) AS west, ST_YMin(box) AS south, ST_YMax(box) - ST_YMin(box) AS height,
        ST_XMax(box) - ST_XMin(box) AS width,
        greatest(ST_XMax(box) - ST_XMin(box), ST_YMax(box) - ST_YMin(box))
            / CASE WHEN rank() OVER (ORDER BY number DESC) = 1 THEN %(long)s ELSE %(inset)s END AS unit
    FROM (SELECT frame, ST_Extent(area) AS box, count(*) AS number FROM near GROUP BY frame) AS boxes
), piece AS (
    SELECT code, frame, width / unit AS width, height / unit AS height, rank() OVER (
        PARTITION BY code ORDER BY ST_Area(part.geom) DESC
    ), ST_MakePolygon(ST_ExteriorRing(
        ST_Scale(ST_Translate(part.geom, -west, -south - height), 1 / unit, 1 / unit)
    )) AS land
    FROM near JOIN box USING (frame), ST_Dump(area) AS part
), drawn AS (
    SELECT code, frame, width, height, ST_Union(ST_SimplifyPreserveTopology(land, %(coarse)s)) AS area
    FROM piece WHERE rank = 1 OR ST_Area(land) > %(smallest)s GROUP BY code, frame, width, height
), placed AS (SELECT *, ST_MaximumInscribedCircle(area) AS room FROM drawn)
SELECT frame, width, height, code, ST_AsSVG(area, 1, 0), ST_X((room).center), -ST_Y((room).center), (room).radius
FROM placed ORDER BY frame, ST_Area(area) DESC
"""


class Outline(NamedTuple):
    """A territory (its code) as an SVG path, and the middle and the radius of the largest circle within it."""

    code: str
    path: str
    x: int
    y: int
    radius: int


class Frame(NamedTuple):
    """Land that lies together, as an SVG of so many units."""

    width: int
    height: int
    outlines: list[Outline]


def frames() -> list[Frame]:
    """Draw every territory, the frame with the most of them first; drawn once for each version of the land."""
    return caches["process"].get_or_set(f"territories:3:{version_of_land()}", _draw, _KEPT_FOR) or []


def _draw() -> list[Frame]:
    with connection.cursor() as cursor:
        cursor.execute(
            _DRAWN, {"apart": _APART, "long": _LONG, "inset": _INSET, "coarse": _COARSE, "smallest": _SMALLEST}
        )
        rows = cursor.fetchall()
    found = []
    for (_frame, width, height), those in groupby(rows, key=lambda row: row[:3]):
        outlines = [Outline(code, path, round(x), round(y), int(radius)) for *_, code, path, x, y, radius in those]
        found.append(Frame(round(width), round(height), outlines))
    return sorted(found, key=lambda frame: -len(frame.outlines))
