"""The land that our own map draws: borders, rivers, names and outlines, computed by PostGIS.

Every answer depends only on the communes, territories and rivers, and is kept in the cache under their version.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point
from django.core.cache import caches
from django.db import connection

from places.log.version import version_of_land
from places.models import Commune, Territory

Extent = tuple[float, float, float, float]

_KEPT_FOR = 7 * 24 * 3600
# Of more communes our own map shows the largest, and no borders between them: all of France would be 9 MB.
MOST_COMMUNES = 2000
_TOWNS_OF_COUNTRY, _RIVERS_OF_COUNTRY = 300, 60

_EXTENT = """
SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)
FROM (
    SELECT ST_Extent(boundary) AS box FROM places_commune
    WHERE %(territories)s = '{}' OR territory_id = ANY(%(territories)s)
) AS land WHERE box IS NOT NULL
"""

# Borders are cut into shared arcs before they are simplified, so that neighbours stay neighbours and each border
# travels once. 0.001° is some 100 m: four pixels at the zoom where a commune fills a screen.
_BASEMAP = """
WITH arcs AS (
    SELECT territory_id, ST_Simplify(ST_LineMerge(ST_UnaryUnion(ST_Collect(
        ST_Boundary(ST_SnapToGrid(boundary, 0.0001))))), 0.001) AS lines
    FROM places_commune GROUP BY territory_id
), land AS (
    SELECT territory_id, (SELECT ST_Union(face.geom) FROM ST_Dump(ST_Polygonize(ARRAY[lines])) AS face) AS area
    FROM arcs
), features(rank, role, name, code, population, geometry) AS (
    SELECT 0, 'territory', territory.name, territory.code, NULL::integer, area
    FROM land JOIN places_territory AS territory ON territory.code = territory_id
    UNION ALL
    SELECT 1, 'borders', NULL, territory_id, NULL, ST_Difference(lines, ST_Boundary(area))
    FROM arcs JOIN land USING (territory_id)
    UNION ALL
    SELECT 2, 'river', name, NULL, NULL, ST_Simplify(ST_LineMerge(course), 0.0005) FROM places_river
    UNION ALL
    SELECT 3, 'commune', name, code, population, coalesce(town_hall, ST_PointOnSurface(boundary)) FROM places_commune
)
SELECT json_build_object('type', 'FeatureCollection', 'features', coalesce(json_agg(json_build_object(
    'type', 'Feature',
    'properties', json_strip_nulls(json_build_object(
        'role', role, 'name', name, 'code', code, 'population', population)),
    'geometry', ST_AsGeoJSON(ST_ForcePolygonCCW(geometry), 4)::json
) ORDER BY rank, population DESC NULLS LAST, code, name) FILTER (WHERE geometry IS NOT NULL), '[]'))::text
FROM features
"""

# Of a country: the outlines of its territories, its longest rivers and its largest towns; the rest is read on tiles.
# 0.01° is some kilometre.
_BASEMAP_OF_COUNTRY = f"""
WITH features(rank, role, name, code, population, geometry) AS (
    SELECT 0, 'territory', name, code, NULL::integer, ST_SimplifyPreserveTopology(coalesce(area, (
        SELECT ST_Union(boundary) FROM places_commune WHERE territory_id = places_territory.code
    )), 0.01)
    FROM places_territory LEFT JOIN places_territoryoutline ON territory_id = code
    UNION ALL
    (SELECT 2, 'river', name, NULL, NULL, ST_Simplify(ST_LineMerge(course), 0.01) FROM places_river
        ORDER BY ST_Length(course) DESC LIMIT {_RIVERS_OF_COUNTRY})
    UNION ALL
    (SELECT 3, 'commune', name, code, population, coalesce(town_hall, ST_PointOnSurface(boundary)) FROM places_commune
        ORDER BY population DESC NULLS LAST, code LIMIT {_TOWNS_OF_COUNTRY})
)
{_BASEMAP[_BASEMAP.rindex("SELECT json_build_object") :]}"""  # noqa: S608

# The areas of communes, cut likewise but twice as coarse: each border travels twice, under that of the basemap.
_OUTLINES = """
WITH arcs AS (
    SELECT territory_id, ST_Simplify(ST_LineMerge(ST_UnaryUnion(ST_Collect(
        ST_Boundary(ST_SnapToGrid(boundary, 0.0001))))), 0.001) AS lines
    FROM places_commune WHERE territory_id = %(territory)s GROUP BY territory_id
), face AS (
    SELECT territory_id, (ST_Dump(ST_Polygonize(ARRAY[lines]))).geom AS area FROM arcs GROUP BY territory_id, lines
), outline AS (
    SELECT code, name, reference::geometry AS spot,
        ST_Multi(COALESCE(ST_Collect(area), ST_SimplifyPreserveTopology(boundary, 0.001))) AS area
    FROM face RIGHT JOIN places_commune AS commune ON commune.territory_id = face.territory_id
        AND ST_Covers(boundary, ST_PointOnSurface(area))
    WHERE commune.territory_id = %(territory)s
    GROUP BY code
)
SELECT string_agg(json_build_object('type', 'Feature', 'properties', json_build_object('code', code, 'name', name,
        'at', json_build_array(round(ST_X(spot)::numeric, 6), round(ST_Y(spot)::numeric, 6))),
    'geometry', ST_AsGeoJSON(ST_ForcePolygonCCW(area), 3)::json)::text, ', ' ORDER BY code)
FROM outline
"""

# Drawn in hectometres of the Mercator projection, as the map is; relative moves of whole numbers are short.
_AREA = """
SELECT ST_AsSVG(area, 1, 0), ST_XMin(area), -ST_YMax(area), ST_XMax(area) - ST_XMin(area), ST_YMax(area) - ST_YMin(area)
FROM (
    SELECT ST_Scale(ST_Transform(ST_Simplify(ST_Union(boundary), 0.004), 3857), 0.01, 0.01) AS area
    FROM places_commune WHERE territory_id = %(territory)s
) AS drawn
"""
_SPOT = """
SELECT ST_AsSVG(ST_Scale(ST_Transform(ST_Simplify(boundary, 0.004), 3857), 0.01, 0.01), 1, 0)
FROM places_commune WHERE code = %(commune)s
"""


@dataclass(frozen=True, slots=True)
class Locator:
    """A small drawing of where a commune is in its territory: SVG paths, and the box that holds them."""

    territory: str
    commune: str
    left: float
    top: float
    width: float
    height: float

    @property
    def view_box(self) -> str:
        """The SVG viewBox, with a margin for the strokes and the mark."""
        margin = self.width * 0.04
        box = (self.left - margin, self.top - margin, self.width + 2 * margin, self.height + 2 * margin)
        return " ".join(f"{number:.0f}" for number in box)

    @property
    def unit(self) -> int:
        """The length that is a fiftieth of the drawing's width: the radius of a mark."""
        return max(1, round(self.width / 50))

    @property
    def ring(self) -> int:
        """The radius of the ring that draws the eye to the mark."""
        return 4 * self.unit


def extent(territories: Collection[str] = ()) -> Extent | None:
    """(west, south, east, north) of all the communes, WGS 84 degrees; None when there is none.

    Of those of some territories where their codes are given.
    """
    row = _row(_EXTENT, {"territories": list(territories)})
    return (row[0], row[1], row[2], row[3]) if row else None


def basemap() -> str:
    """The basemap as GeoJSON text: each territory's area, its inner borders, its rivers, a point per commune.

    The point of a commune is its town hall, where its name is looked for; any point of its land when that is unknown.
    Of a country the largest communes alone, and no borders between them: the answer does not grow with their number.
    """
    is_country = Commune.objects.order_by()[: MOST_COMMUNES + 1].count() > MOST_COMMUNES
    sql = _BASEMAP_OF_COUNTRY if is_country else _BASEMAP
    text: str = _kept(f"basemap:4:{version_of_land()}", sql, {})[0]
    return text


def outlines(territories: Collection[str] = ()) -> str:
    """The area of each commune as GeoJSON text, simplified, with its code, its name and its reference point.

    Of those of some territories where their codes are given.
    """
    here = sorted(territories or Territory.objects.values_list("code", flat=True))
    land = version_of_land()
    # Each is kept alone: what can be asked together is beyond number.
    drawn = (_kept(f"outlines:4:{land}:{code}", _OUTLINES, {"territory": code})[0] for code in here)
    return f'{{"type": "FeatureCollection", "features": [{", ".join(filter(None, drawn))}]}}'


def locator(commune: Commune, land: str) -> Locator | None:
    """Draw where a commune is, the land being of a version; None when it has no drawable land.

    The territory is drawn once for all of them.
    """
    territory = commune.territory_id
    area = _kept(f"area:{territory}:{land}", _AREA, {"territory": territory})
    spot = _kept(f"spot:{commune.pk}:{land}", _SPOT, {"commune": commune.pk})
    return Locator(area[0], spot[0], *area[1:]) if area and area[0] and spot and spot[0] else None


def drawn_at(point: Point) -> tuple[int, int]:
    """Where a WGS 84 point falls in a locator's drawing."""
    mercator = point.clone()
    mercator.transform(3857)
    return round(mercator.x / 100), round(-mercator.y / 100)


def _row(sql: str, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone() or ()


def _kept(key: str, sql: str, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
    return caches["process"].get_or_set(key, lambda: _row(sql, parameters), _KEPT_FOR) or ()
