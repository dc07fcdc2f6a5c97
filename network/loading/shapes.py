"""What is drawn of a territory: points, outlines and courses in WGS 84, longitude first. Anything else is refused."""

import json
from collections.abc import Sequence

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import (
    GEOSException,
    GEOSGeometry,
    LineString,
    MultiLineString,
    MultiPolygon,
    Point,
    Polygon,
)

from network.loading.records import Spot

_LONGITUDES, _LATITUDES = (-180, 180), (-90, 90)
# Where the coordinates of Lambert-93 (EPSG 2154) lie, which are metres.
_LAMBERT_93 = ((0, 1_300_000), (6_000_000, 7_200_000))


def read_point(raw: object, spot: Spot, key: str) -> Point | None:
    """Read [longitude, latitude].

    Raises:
        BadFile: it is no point of the earth; metres of Lambert-93 are told as what they would be.

    """
    if raw is None:
        return None
    match raw:
        case [int() | float() as lon, int() | float() as lat]:
            _refuse_elsewhere(lon, lat, spot, key)
            return Point(lon, lat, srid=4326)
        case _:
            return spot.refuse(key, f"{raw!r} is not [longitude, latitude]")


def read_boundary(raw: object, spot: Spot) -> MultiPolygon:
    """Read an outline.

    Raises:
        BadFile: it is none, or crosses itself.

    """
    found = _geometry(raw, spot)
    boundary = MultiPolygon(found, srid=4326) if isinstance(found, Polygon) else found
    if not isinstance(boundary, MultiPolygon) or not boundary.valid:
        spot.refuse("geometry", f"not a valid MultiPolygon: {found.valid_reason}")
    return boundary


def read_course(raw: object, spot: Spot) -> MultiLineString:
    """Read a line, of one piece or of several.

    Raises:
        BadFile: it is none.

    """
    found = _geometry(raw, spot)
    course = MultiLineString(found, srid=4326) if isinstance(found, LineString) else found
    if not isinstance(course, MultiLineString) or not course.valid:
        spot.refuse("geometry", f"not a valid LineString: {found.valid_reason}")
    return course


def refuse_outside(point: Point | None, boundary: MultiPolygon, spot: Spot, key: str) -> None:
    """Refuse a point of a commune that does not lie in it.

    Raises:
        BadFile: it lies elsewhere; longitude and latitude that were swapped are told so.

    """
    if point is None or boundary.covers(point):
        return
    swapped = Point(point.y, point.x, srid=4326)
    hint = ": longitude and latitude are swapped" if boundary.covers(swapped) else ""
    spot.refuse(key, f"[{point.x}, {point.y}] is not in the outline of this commune{hint}")


def _geometry(raw: object, spot: Spot) -> GEOSGeometry:
    if not isinstance(raw, dict) or not raw.get("type"):
        spot.refuse("geometry", "missing: a feature is drawn")
    try:
        found = GEOSGeometry(json.dumps(raw), srid=4326)
    except (ValueError, GDALException, GEOSException) as error:
        spot.refuse("geometry", f"no geometry of GeoJSON: {error}")
    if found.empty:
        spot.refuse("geometry", "no geometry of GeoJSON: it has no coordinates")
    for lon, lat in _corners(found):
        _refuse_elsewhere(lon, lat, spot, "geometry")
    return found


def _corners(found: GEOSGeometry) -> Sequence[tuple[float, float]]:
    west, south, east, north = found.extent
    return [(west, south), (east, north)]


def _refuse_elsewhere(lon: float, lat: float, spot: Spot, key: str) -> None:
    if _LONGITUDES[0] <= lon <= _LONGITUDES[1] and _LATITUDES[0] <= lat <= _LATITUDES[1]:
        return
    told = f"[{lon:g}, {lat:g}] is not on the earth: longitude is from -180 to 180, latitude from -90 to 90"
    spot.refuse(key, f"{told}{_meant(lon, lat)}")


def _meant(lon: float, lat: float) -> str:
    """Tell what coordinates may be that are no degrees."""
    for (x, y), order in (((lon, lat), ""), ((lat, lon), ", northing first")):
        if _LAMBERT_93[0][0] <= x <= _LAMBERT_93[0][1] and _LAMBERT_93[1][0] <= y <= _LAMBERT_93[1][1]:
            there = Point(x, y, srid=2154)
            there.transform(4326)
            return (
                f". These are metres of Lambert-93{order}, which would be [{there.x:.6f}, {there.y:.6f}]: "
                "convert the file, with `ogr2ogr -s_srs EPSG:2154 -t_srs EPSG:4326`"
            )
    if _LATITUDES[0] <= lon <= _LATITUDES[1] and _LONGITUDES[0] <= lat <= _LONGITUDES[1]:
        return ". Longitude comes first"
    return ""
