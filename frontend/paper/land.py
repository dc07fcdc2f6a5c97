"""The land of the printed map, drawn by PostGIS as SVG paths, in hectometres of the Mercator projection."""

from collections.abc import Collection
from dataclasses import dataclass
from math import atan, cos, exp, pi

from django.core.cache import caches
from django.db import connection

from places.log.version import version_of_land
from places.models import Territory

_KEPT_FOR = 7 * 24 * 3600
_EARTH_IN_HECTOMETRES = 63_781.37

# As the basemap does: borders are cut into shared arcs before they are simplified. 0.0008° is a tenth of a
# millimetre on paper.
_LAND = """
WITH arcs AS (
    SELECT territory_id, ST_Simplify(ST_LineMerge(ST_UnaryUnion(ST_Collect(
        ST_Boundary(ST_SnapToGrid(boundary, 0.0001))))), 0.0008) AS lines
    FROM places_commune WHERE territory_id = ANY(%(territories)s) GROUP BY territory_id
), land AS (
    SELECT ST_Union(area) AS area, ST_Difference(ST_Union(lines), ST_Boundary(ST_Union(area))) AS borders
    FROM (
        SELECT lines, (SELECT ST_Union(face.geom) FROM ST_Dump(ST_Polygonize(ARRAY[lines])) AS face) AS area FROM arcs
    ) AS territory
), drawn AS (
    SELECT ST_Scale(ST_Transform(area, 3857), 0.01, 0.01) AS area,
        ST_Scale(ST_Transform(borders, 3857), 0.01, 0.01) AS borders
    FROM land
)
SELECT ST_AsSVG(area, 1, 0), coalesce(ST_AsSVG(borders, 1, 0), ''), ST_XMin(area), -ST_YMax(area),
    ST_XMax(area) - ST_XMin(area), ST_YMax(area) - ST_YMin(area)
FROM drawn WHERE area IS NOT NULL AND NOT ST_IsEmpty(area)
"""

# A name is written along a smoother course than the river's own, from left to right.
_RIVERS = """
WITH land AS (
    SELECT ST_Union(boundary) AS area FROM places_commune WHERE territory_id = ANY(%(territories)s)
),
inside AS (
    SELECT name, ST_Scale(ST_Transform(ST_Simplify(ST_LineMerge(ST_Intersection(course, area)), 0.0005), 3857),
        0.01, 0.01) AS course
    FROM places_river, land WHERE ST_Intersects(course, area)
), longest AS (
    SELECT DISTINCT ON (name) name, part.geom AS line
    FROM inside, ST_Dump(course) AS part ORDER BY name, ST_Length(part.geom) DESC
), eased AS (
    SELECT name, ST_ChaikinSmoothing(ST_Simplify(line, 12), 3) AS line FROM longest WHERE ST_NPoints(line) > 1
)
SELECT name, ST_AsSVG(course, 1, 0), coalesce(ST_AsSVG(
    CASE WHEN ST_X(ST_StartPoint(line)) > ST_X(ST_EndPoint(line)) THEN ST_Reverse(line) ELSE line END, 0, 0), ''),
    coalesce(ST_Length(line), 0)
FROM inside LEFT JOIN eased USING (name) WHERE NOT ST_IsEmpty(course) ORDER BY name
"""

_TOWNS = """
SELECT name, ST_X(middle) / 100, -ST_Y(middle) / 100
FROM (
    SELECT name, population, code, ST_Transform(ST_PointOnSurface(boundary), 3857) AS middle
    FROM places_commune WHERE territory_id = ANY(%(territories)s)
) AS commune ORDER BY population DESC NULLS LAST, code LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class River:
    """A river inside the land: its path, and the path along which its name is written, of a length."""

    name: str
    path: str
    name_path: str
    length: float


@dataclass(frozen=True, slots=True)
class Town:
    """A commune that may be named, and where."""

    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Land:
    """The land: its outline, its inner borders, its box, its rivers, and its communes, the most populous first."""

    outline: str
    borders: str
    left: float
    top: float
    width: float
    height: float
    rivers: list[River]
    towns: list[Town]

    @property
    def hectometre(self) -> float:
        """The length on the drawing of a hectometre on the ground, in the middle of the land."""
        middle = -(self.top + self.height / 2) / _EARTH_IN_HECTOMETRES
        latitude = 2 * atan(exp(middle)) - pi / 2
        return 1 / cos(latitude)


def land(codes: Collection[str] = ()) -> Land | None:
    """Draw the land of these territories, of all where none is named, kept under its version; None without any."""
    territories = sorted(codes or Territory.objects.values_list("code", flat=True))
    key = f"atlas:{version_of_land()}:{','.join(territories)}"
    return caches["process"].get_or_set(key, lambda: _drawn(territories), _KEPT_FOR)


def _drawn(territories: list[str]) -> Land | None:
    told = {"territories": territories}
    with connection.cursor() as cursor:
        cursor.execute(_LAND, told)
        row = cursor.fetchone()
        if row is None:
            return None
        cursor.execute(_RIVERS, told)
        rivers = [River(*river) for river in cursor.fetchall()]
        cursor.execute(_TOWNS, told)
        towns = [Town(*town) for town in cursor.fetchall()]
    return Land(*row, rivers, towns)  # type: ignore[call-arg]  # the row holds the first six
