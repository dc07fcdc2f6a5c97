"""Which pairs of listings to look at: PostgreSQL finds those that are near, and the rule tells how alike they are."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.contrib.gis.geos import Point
from django.db import connection

from places.choices import Precision, Status
from places.duplicates.likeness import LIKELY, POSSIBLE, RULE, Likeness, Listing, likeness, may_reach
from places.models import Commune
from places.querysets import PlaceQuerySet

_NEAR = 500  # metres
_NEAR_ENOUGH = 300  # metres, for listings of one kind whose names have little in common
_ROUNDED = 1e-9  # sums of floats differ by their order
_SIMILAR = 0.3  # as pg_trgm measures two names whole
# The most that the rule can say of a pair, were their names and addresses the same: most of those that share a commune
# alone are told apart by it, before their texts are compared, which is slow.
_AT_MOST = """
%(name_weight)s + %(position_weight)s * coalesce(greatest(0, least(1, 1 - (metres - %(spot)s) / %(reach)s)), 0)
    + %(address_weight)s * have_addresses + %(phone_weight)s * (other.phone IS NOT DISTINCT FROM asked.phone)::int
        * have_phones
    + %(siret_weight)s * (other.siret IS NOT DISTINCT FROM asked.siret)::int * have_sirets
>= %(least)s * (
    %(name_weight)s + %(position_weight)s * (metres IS NOT NULL)::int + %(address_weight)s * have_addresses
    + %(phone_weight)s * have_phones + %(siret_weight)s * have_sirets
)
"""
# Of a pair, the listing that is asked about comes first; where both are, the older one.
_CANDIDATES = f"""
WITH asked AS MATERIALIZED ({{asked}})
SELECT asked.number, asked.id, asked.name, concat_ws(' ', there.name, territory.name), asked.address, asked.phone,
    asked.siret, other.id, other.name, concat_ws(' ', commune.name, territory.name), other.address, other.phone,
    other.siret, other.metres
FROM asked LEFT JOIN places_commune AS there ON there.code = asked.commune_id CROSS JOIN LATERAL (
    SELECT id, name, commune_id, kinds, address, phone, siret, status,
        CASE WHEN asked.is_precise AND same.precision = ANY(%(precise)s)
            THEN geography(same.point) <-> geography(asked.point) END AS metres
    FROM places_place AS same WHERE same.commune_id = asked.commune_id
    UNION ALL
    SELECT id, name, commune_id, kinds, address, phone, siret, status, CASE WHEN near.precision = ANY(%(precise)s)
        THEN geography(near.point) <-> geography(asked.point) END
    FROM places_place AS near
    WHERE asked.is_precise AND near.commune_id IS DISTINCT FROM asked.commune_id
        AND ST_DWithin(geography(near.point), geography(asked.point), {_NEAR}, false)
) AS other CROSS JOIN LATERAL (
    SELECT coalesce((asked.address <> '' AND other.address <> '')::int, 0) AS have_addresses,
        coalesce((asked.phone <> '' AND other.phone <> '')::int, 0) AS have_phones,
        coalesce((asked.siret <> '' AND other.siret <> '')::int, 0) AS have_sirets
) AS both_say
    JOIN places_commune AS commune ON commune.code = other.commune_id
    JOIN places_territory AS territory ON territory.code = commune.territory_id
WHERE other.status = '{Status.PUBLISHED}' AND other.id IS DISTINCT FROM asked.id
    AND (other.id > asked.id OR asked.id IS NULL OR other.id NOT IN (SELECT id FROM asked WHERE id IS NOT NULL))
    AND {_AT_MOST}
    AND (other.phone = asked.phone OR other.siret = asked.siret
        OR (other.metres < {_NEAR_ENOUGH} AND other.kinds && asked.kinds)
        OR similarity(asked.folded, fold(other.name)) >= {_SIMILAR})
    AND NOT EXISTS (
        SELECT FROM places_notsame AS apart
        WHERE apart.first_id = least(asked.id, other.id) AND apart.second_id = greatest(asked.id, other.id)
    )
"""  # noqa: S608  our own numbers
_COLUMNS = "NULL::int AS number, id, name, fold(name) AS folded, commune_id, kinds, address, phone, siret, point"
_AMONG = f"SELECT {_COLUMNS}, precision = ANY(%(precise)s) AS is_precise FROM places_place WHERE id IN ({{keys}})"  # noqa: S608
_TYPED = """
SELECT number::int, NULL::bigint AS id, name, fold(name) AS folded, commune_id, kinds::varchar[] AS kinds, address,
    phone, siret, ST_SetSRID(ST_MakePoint(lon, lat), 4326) AS point, lon IS NOT NULL AS is_precise
FROM unnest(
    %(name)s::text[], %(commune)s::varchar[], %(kinds)s::text[], %(address)s::text[], %(phone)s::text[],
    %(siret)s::text[], %(lon)s::float8[], %(lat)s::float8[]
) WITH ORDINALITY AS typed(name, commune_id, kinds, address, phone, siret, lon, lat, number)
"""


class Typed(NamedTuple):
    """What someone has typed so far of a listing that is not there yet: its commune by its code, longitude first."""

    name: str
    kinds: Sequence[str] = ()
    commune: str | None = None
    address: str | None = None
    phone: str | None = None
    point: Sequence[float] | None = None
    siret: str | None = None

    @classmethod
    def of(  # noqa: PLR0913, PLR0917  what a form holds is said in one call
        cls,
        name: str,
        kinds: Sequence[str] = (),
        commune: Commune | None = None,
        address: str | None = None,
        phone: str | None = None,
        point: Point | None = None,
        siret: str | None = None,
    ) -> "Typed":
        """Make one of what a form holds."""
        where = point.coords if point else None
        return cls(name, kinds, commune.pk if commune else None, address, phone, where, siret)


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
    found = _numbered(_AMONG.format(keys=keys.replace("%", "%%")), {}, LIKELY)
    likely = [pair for _number, pair in found if pair.likeness.is_likely]
    return sorted(likely, key=lambda pair: (-pair.likeness.score, pair.one.key, pair.other.key))


def alike(typed: Typed) -> list[Pair]:
    """List the listings that one about to be written may be of, the likeliest first. Evaluates, in one query."""
    return alike_each([typed])[0]


def alike_each(typed: Sequence[Typed], least: float = POSSIBLE) -> list[list[Pair]]:
    """List, for each of these, the listings that it may be of, the likeliest first. Evaluates, in one query.

    Those of which the score is less than `least` are left out.
    """
    found: list[list[Pair]] = [[] for _each in typed]
    for number, pair in _numbered(_TYPED, _as_arrays(typed), least):
        found[number - 1].append(pair)
    return [sorted(pairs, key=lambda pair: -pair.likeness.score) for pairs in found]


def _as_arrays(typed: Sequence[Typed]) -> dict[str, list[Any]]:
    return {
        "name": [each.name for each in typed],
        "commune": [each.commune for each in typed],
        "kinds": ["{%s}" % ",".join(each.kinds) for each in typed],  # noqa: UP031  braces of an array in SQL
        "address": [each.address for each in typed],
        "phone": [each.phone for each in typed],
        "siret": [each.siret for each in typed],
        "lon": [each.point[0] if each.point else None for each in typed],
        "lat": [each.point[1] if each.point else None for each in typed],
    }


def _numbered(asked: str, given: dict[str, Any], least: float) -> Iterator[tuple[int, Pair]]:
    """Find the pairs that are alike enough, each with the number of what was typed."""
    with connection.cursor() as cursor:
        cursor.execute(
            _CANDIDATES.format(asked=asked),
            {**given, **RULE, "least": least - _ROUNDED, "precise": Precision.precise()},
        )
        rows = cursor.fetchall()
    for number, key, name, where, address, phone, siret, *other, metres in rows:
        pair = Listing(key, name, where or other[2], address, phone, siret), Listing(*other)
        if may_reach(least, *pair, metres) and (alike := likeness(*pair, metres)).score >= least:
            yield number, Pair(*pair, alike)
