"""The questions of the benchmark: an address of the API each, and the SQL that answers the same, bare.

The SQL is what a careful hand would write to get the same bytes from the tables themselves, in one statement.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db import connection

FEATURES, PAGE, NEAREST = 500, 100, 20
_DENSEST = "SELECT ST_X(point), ST_Y(point) FROM places_place WHERE point IS NOT NULL ORDER BY id OFFSET %s LIMIT 1"

_NETWORKS = """
SELECT coalesce(json_agg(network.slug ORDER BY network.slug), '[]') AS networks,
    CASE WHEN bool_or(side = 'a') AND bool_or(side = 'b') THEN 'both'
        WHEN bool_or(side = 'a') THEN 'a'
        WHEN bool_or(side = 'b') THEN 'b' ELSE 'neither' END AS overlap
FROM network_membership AS membership JOIN network_network AS network ON network.id = membership.network_id
JOIN network_family AS family ON family.slug = network.family
WHERE membership.place_id = place.id AND membership.period @> current_date
"""
_COMMUNE = "json_build_object('code', commune.code, 'name', commune.name, 'epci', commune.intercommunality_id)"
_FEATURE = f"""
json_build_object('type', 'Feature', 'id', place.uuid, 'geometry', ST_AsGeoJSON(place.point, 6)::json,
    'properties', json_build_object('slug', place.slug, 'name', place.name, 'kinds', place.kinds,
        'services', place.services, 'address', place.address, 'postcode', place.postcode,
        'precision', place.precision, 'is_itinerant', place.is_itinerant, 'wheelchair', place.wheelchair,
        'opening_hours', place.opening_hours, 'verified_on', place.verified_on, 'commune', {_COMMUNE},
        'overlap', seen.overlap, 'networks', seen.networks))
"""
_RECORD = f"""
json_build_object('id', place.uuid, 'slug', place.slug, 'name', place.name, 'kinds', place.kinds,
    'services', place.services, 'description', place.description, 'siret', place.siret, 'address', place.address,
    'postcode', place.postcode, 'commune', {_COMMUNE},
    'longitude', round(ST_X(place.point)::numeric, 6), 'latitude', round(ST_Y(place.point)::numeric, 6),
    'precision', place.precision, 'is_itinerant', place.is_itinerant,
    'served_communes', place.served_communes, 'opening_hours', place.opening_hours,
    'phone', place.phone, 'email', place.email, 'website', place.website, 'booking_url', place.booking_url,
    'publics', place.publics, 'fees', place.fees, 'wheelchair', place.wheelchair,
    'acceslibre_url', place.acceslibre_url, 'work', json_build_object('desks', place.desks,
        'meeting_rooms', place.meeting_rooms, 'has_call_booth', place.has_call_booth,
        'has_sockets', place.has_sockets, 'has_wired_internet', place.has_wired_internet,
        'has_wifi', place.has_wifi, 'download_mbps', place.download_mbps, 'upload_mbps', place.upload_mbps,
        'speed_measured_on', place.speed_measured_on, 'day_price', place.day_price,
        'month_price', place.month_price, 'access_note', place.access_note),
    'opened_on', place.opened_on, 'closed_on', place.closed_on, 'source', place.source,
    'source_id', place.source_id, 'source_date', place.source_date, 'licence', place.licence,
    'verified_on', place.verified_on, 'created_at', place.created_at, 'updated_at', place.updated_at,
    'overlap', seen.overlap, 'networks', seen.networks)
"""
_MEMBERSHIPS = """
(SELECT coalesce(json_agg(json_build_object(
    'network', json_build_object('slug', network.slug, 'name', network.name, 'family', network.family),
    'start', lower(period), 'end', upper(period), 'is_start_exact', is_start_exact, 'last_seen_on', last_seen_on,
    'evidence', evidence, 'source', source, 'source_url', source_url, 'licence', licence) ORDER BY period), '[]')
FROM network_membership AS membership JOIN network_network AS network ON network.id = membership.network_id
WHERE membership.place_id = place.id)
"""
_FROM = f"""
FROM places_place AS place JOIN places_commune AS commune ON commune.code = place.commune_id
CROSS JOIN LATERAL ({_NETWORKS}) AS seen
"""
_FAMILY = """
EXISTS (SELECT FROM network_membership AS m JOIN network_network AS n ON n.id = m.network_id
    WHERE m.place_id = place.id AND m.period @> current_date AND n.family = '{}')
"""


@dataclass(frozen=True)
class Question:
    """One question, asked both ways."""

    name: str
    path: str
    sql: str
    params: tuple[Any, ...]


def questions(count: int) -> list[Question]:
    """Put the four questions to a database of so many places, spread evenly: the answers have the same size in all."""
    lon, lat = _middle(count)
    box = _box_of(FEATURES, lon, lat)
    return [_viewport(box), _filtered_page(), _nearest(lon, lat), _detail(count)]


def of_a_country() -> dict[str, str]:
    """Name addresses of which the answer grows with the country, or is looked for in all of it; none has bare SQL."""
    first, second = (row[0] for row in (_one(_NETWORK, 0), _one(_NETWORK, 1)))
    places = "/api/v1/places/?limit=20"
    return {
        "networks": "/api/v1/networks/",
        "one network": f"/api/v1/networks/{first}/",
        "within 5 km": f"{places}&near=2.3,46.5&radius=5000",
        "within 500 km": f"{places}&near=2.3,46.5&radius=500000",
        "within 500 km, at sea": f"{places}&near=-30,46.5&radius=500000",
        "neither or both": f"{places}&overlap=neither&overlap=both",
        "both, in 2015": f"{places}&overlap=both&on=2015-01-01",
        "two networks, in both": f"{places}&network={first}&network={second}&match=all",
        "all, as GeoJSON": "/api/v1/places/?format=geojson",
    }


def viewports(count: int, many: int) -> list[str]:
    """List addresses of so many viewports, each around another place, as people move a map."""
    around = (_one(_DENSEST, (number + 1) * count // (many + 1)) for number in range(many))
    return [_viewport(_box_of(FEATURES, round(lon, 5), round(lat, 5))).path for lon, lat in around]


def _viewport(box: tuple[float, float, float, float]) -> Question:
    sql = f"""SELECT json_agg(feature) FROM (SELECT {_FEATURE} AS feature {_FROM}
        WHERE place.status = 'published' AND place.point && ST_MakeEnvelope(%s, %s, %s, %s, 4326)
        ORDER BY place.id LIMIT {FEATURES}) AS found"""
    path = f"/api/v1/places/?format=geojson&limit={FEATURES}&bbox={','.join(map(str, box))}"
    return Question("viewport of 500", path, sql, box)


def _filtered_page() -> Question:
    sql = f"""SELECT json_agg(record) FROM (SELECT {_RECORD} AS record {_FROM}
        WHERE place.status = 'published' AND place.kinds && ARRAY[%s]::varchar[]
            AND {_FAMILY.format("mediation")} AND {_FAMILY.format("business_support")}
        ORDER BY place.id LIMIT {PAGE}) AS found"""
    path = f"/api/v1/places/?kind=coworking&overlap=both&limit={PAGE}"
    return Question("filtered page of 100", path, sql, ("coworking",))


def _nearest(lon: float, lat: float) -> Question:
    sql = f"""SELECT json_agg(record ORDER BY metres, id) FROM (
        SELECT {_RECORD} AS record, place.id, near.metres FROM (
            SELECT id, geography(point) <-> geography(ST_SetSRID(ST_MakePoint(%s, %s), 4326)) AS metres
            FROM places_place WHERE status = 'published' AND point IS NOT NULL
            ORDER BY metres FETCH FIRST {NEAREST} ROWS WITH TIES) AS near
        JOIN places_place AS place USING (id) JOIN places_commune AS commune ON commune.code = place.commune_id
        CROSS JOIN LATERAL ({_NETWORKS}) AS seen) AS found"""
    return Question("nearest 20", f"/api/v1/places/?near={lon},{lat}&limit={NEAREST}", sql, (lon, lat))


def _detail(count: int) -> Question:
    slug = _one("SELECT slug FROM places_place WHERE status = 'published' ORDER BY id OFFSET %s LIMIT 1", count // 3)[0]
    sql = f"SELECT {_RECORD}, {_MEMBERSHIPS} {_FROM} WHERE place.status = 'published' AND place.slug = %s"
    return Question("detail", f"/api/v1/places/{slug}/", sql, (slug,))


def _middle(count: int) -> tuple[float, float]:
    lon, lat = _one(_DENSEST, count // 2)
    return round(lon, 5), round(lat, 5)


def _box_of(wanted: int, lon: float, lat: float) -> tuple[float, float, float, float]:
    """Grow a square around a point until it holds that many places, or all where there are fewer."""
    half, wanted = 0.05, min(wanted, _one(_COUNT, *_EARTH)[0])
    while (found := _one(_COUNT, *_square(lon, lat, half))[0]) < wanted:
        half *= max(1.02, sqrt(wanted / max(found, 10)))
    return _square(lon, lat, half)


_COUNT = (
    "SELECT count(*) FROM places_place WHERE status = 'published' AND point && ST_MakeEnvelope(%s, %s, %s, %s, 4326)"
)
_EARTH = (-180.0, -90.0, 180.0, 90.0)


_NETWORK = "SELECT slug FROM network_network ORDER BY id OFFSET %s LIMIT 1"


def _square(lon: float, lat: float, half: float) -> tuple[float, float, float, float]:
    west, south, east, north = _EARTH
    square = max(west, lon - half), max(south, lat - half), min(east, lon + half), min(north, lat + half)
    return round(square[0], 5), round(square[1], 5), round(square[2], 5), round(square[3], 5)


def _one(sql: str, *params: Any) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row = cursor.fetchone()
    assert row is not None
    return tuple(row)
