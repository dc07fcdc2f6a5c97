"""Which pairs of listings to look at: PostgreSQL finds those that are near, and the rule tells how alike they are."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.contrib.gis.geos import Point
from django.db import connection

from places.choices import Precision, Status
from places.duplicates.likeness import POSSIBLE, Likeness, Listing, likeness
from places.models import Commune
from places.querysets import PlaceQuerySet

_NEAR = 500  # metres
_NEAR_ENOUGH = 300  # metres, for listings of one kind whose names have little in common
_SIMILAR = 0.3  # as pg_trgm measures two names whole
# Of a pair, the listing that is asked about comes first; where both are, the older one.
_CANDIDATES = f"""
WITH asked AS MATERIALIZED ({{asked}})
SELECT asked.id, asked.name, concat_ws(' ', there.name, territory.name), asked.address, asked.phone,
    other.id, other.name, concat_ws(' ', commune.name, territory.name), other.address, other.phone, other.metres
FROM asked LEFT JOIN places_commune AS there ON there.code = asked.commune_id CROSS JOIN LATERAL (
    SELECT id, name, commune_id, kinds, address, phone, status,
        CASE WHEN asked.is_precise AND same.precision = ANY(%(precise)s)
            THEN geography(same.point) <-> geography(asked.point) END AS metres
    FROM places_place AS same WHERE same.commune_id = asked.commune_id
    UNION ALL
    SELECT id, name, commune_id, kinds, address, phone, status, CASE WHEN near.precision = ANY(%(precise)s)
        THEN geography(near.point) <-> geography(asked.point) END
    FROM places_place AS near
    WHERE asked.is_precise AND near.commune_id IS DISTINCT FROM asked.commune_id
        AND ST_DWithin(geography(near.point), geography(asked.point), {_NEAR}, false)
) AS other JOIN places_commune AS commune ON commune.code = other.commune_id
    JOIN places_territory AS territory ON territory.code = commune.territory_id
WHERE other.status = '{Status.PUBLISHED}' AND other.id IS DISTINCT FROM asked.id
    AND (other.id > asked.id OR asked.id IS NULL OR other.id NOT IN (SELECT id FROM asked WHERE id IS NOT NULL))
    AND (similarity(asked.folded, fold(other.name)) >= {_SIMILAR} OR other.phone = asked.phone
        OR (other.metres < {_NEAR_ENOUGH} AND other.kinds && asked.kinds))
    AND NOT EXISTS (
        SELECT FROM places_notsame AS apart
        WHERE apart.first_id = least(asked.id, other.id) AND apart.second_id = greatest(asked.id, other.id)
    )
"""  # noqa: S608  our own numbers
_COLUMNS = "id, name, fold(name) AS folded, commune_id, kinds, address, phone, point"
_AMONG = f"SELECT {_COLUMNS}, precision = ANY(%(precise)s) AS is_precise FROM places_place WHERE id IN ({{keys}})"  # noqa: S608
_TYPED = """
SELECT NULL::bigint AS id, %(name)s::text AS name, fold(%(name)s) AS folded, %(commune)s::varchar AS commune_id,
    %(kinds)s::varchar[] AS kinds, %(address)s::text AS address, %(phone)s::text AS phone,
    ST_GeomFromEWKB(%(point)s) AS point, %(point)s::bytea IS NOT NULL AS is_precise
"""


class Typed(NamedTuple):
    """What someone has typed so far of a listing that is not there yet."""

    name: str
    kinds: Sequence[str] = ()
    commune: Commune | None = None
    address: str | None = None
    phone: str | None = None
    point: Point | None = None


class Pair(NamedTuple):
    """Two listings, and how alike they are."""

    one: Listing
    other: Listing
    likeness: Likeness


def suspected(places: PlaceQuerySet[Any]) -> list[Pair]:
    """List the pairs of which one at least is among these places, the likeliest first. Evaluates, in one query."""
    sql, given = places.values("pk").query.sql_with_params()
    composer: Any = connection.ops
    keys = composer.compose_sql(sql, given) if given else sql
    found = _pairs(_AMONG.format(keys=keys.replace("%", "%%")), {})
    likely = [pair for pair in found if pair.likeness.is_likely]
    return sorted(likely, key=lambda pair: (-pair.likeness.score, pair.one.key, pair.other.key))


def alike(typed: Typed) -> list[Pair]:
    """List the listings that one about to be written may be of, the likeliest first. Evaluates, in one query."""
    said = typed._asdict() | {"kinds": list(typed.kinds)}
    where = {
        "commune": typed.commune.pk if typed.commune else None,
        "point": bytes(typed.point.ewkb) if typed.point else None,
    }
    found = [pair for pair in _pairs(_TYPED, said | where) if pair.likeness.score >= POSSIBLE]
    return sorted(found, key=lambda pair: -pair.likeness.score)


def _pairs(asked: str, given: dict[str, Any]) -> Iterator[Pair]:
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES.format(asked=asked), {**given, "precise": Precision.precise()})
        rows = cursor.fetchall()
    for key, name, where, address, phone, *other, metres in rows:
        pair = Listing(key, name, where or other[2], address, phone), Listing(*other)
        yield Pair(*pair, likeness(*pair, metres))
