"""What could be: places that could meet, and communes that little or nothing covers."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from network.choices import SIDES, SideName, State
from network.overlap.question import Crossing, Level
from network.overlap.rows import read
from network.overlap.sql import counts, covered, served, stay
from places.choices import Precision
from places.words import kilometres_in_words

_SURE = [precision.value for precision in Precision if not Precision.is_rough(precision)]


class Pair(NamedTuple):
    """An open place of side A and another of side B that share no network, so many metres apart.

    `is_rough`: a point, or both, is only that of its commune. `is_confirmed`: each is on its side by a membership that
    is confirmed that day. `line`: from one point to the other, in degrees (longitude, latitude, twice). `total`: how
    many pairs there are, those not given too.
    """

    a: str
    a_name: str
    a_commune: str
    b: str
    b_name: str
    b_commune: str
    metres: float
    is_rough: bool
    is_confirmed: bool
    line: list[float]
    total: int


class Nearest(NamedTuple):
    """The open place of a side that is nearest to a commune; all None when there is none.

    `is_rough`: its point is only that of its own commune.
    """

    slug: str | None
    name: str | None
    metres: float | None
    is_rough: bool | None


NOWHERE = Nearest(None, None, None, None)


class Gap(NamedTuple):
    """A commune that at most one side covers, with the nearest open place of each side.

    `could_be`: the sides, as bits, that would cover it if the places that only could be were counted.
    `total`: how many such communes there are, those not given too.
    """

    code: str
    name: str
    epci: str | None
    population: int | None
    bits: int
    could_be: int
    total: int
    nearest: tuple[Nearest, Nearest] = (NOWHERE, NOWHERE)

    @property
    def state(self) -> State:
        """The state."""
        return State.of(self.bits)


def pair_rule(radius: int) -> str:
    """Say what makes a pair, in one sentence."""
    return _(
        "Deux lieux ouverts, un de chaque côté, à %(distance)s au plus l’un de l’autre à vol d’oiseau, "
        "qui n’ont ce jour-là aucun réseau en commun."
    ) % {"distance": kilometres_in_words(radius)}


def pairs(crossing: Crossing, *, on: date, radius: int, limit: int) -> list[Pair]:
    """The pairs of open places of the two sides within a radius that share no network, nearest first.

    Any network counts as shared, of either side or of none. Two places that could each stand for both sides make one
    pair. A place without a point makes none.
    """
    a, b = (side.bit for side in SideName)
    statement = f"""WITH {stay(crossing, Level.COMMUNE)}, {served(crossing, Level.COMMUNE)}, member AS MATERIALIZED (
    SELECT place_id AS id, bits & {SIDES} AS sides, bits >> 2 AS sure, ARRAY(
        SELECT network_id FROM network_membership AS membership
        WHERE membership.place_id = served.place_id AND (period @> %(on)s::date) IS TRUE) AS joined
    FROM served
)
SELECT pa.slug, pa.name, ca.name, pb.slug, pb.name, cb.name, geography(pa.point) <-> geography(pb.point) AS metres,
    NOT (pa.precision = ANY(%(sure)s) AND pb.precision = ANY(%(sure)s)), a.sure & {a} > 0 AND b.sure & {b} > 0,
    ARRAY[ST_X(pa.point), ST_Y(pa.point), ST_X(pb.point), ST_Y(pb.point)], count(*) OVER ()
FROM member AS a JOIN places_place AS pa ON pa.id = a.id
JOIN places_place AS pb ON ST_DWithin(geography(pb.point), geography(pa.point), %(apart)s, false) AND pb.id <> pa.id
JOIN member AS b ON b.id = pb.id
JOIN places_commune AS ca ON ca.code = pa.commune_id JOIN places_commune AS cb ON cb.code = pb.commune_id
WHERE a.sides & {a} > 0 AND b.sides & {b} > 0 AND NOT a.joined && b.joined
    AND (a.id < b.id OR NOT (a.sides & {b} > 0 AND b.sides & {a} > 0))
ORDER BY metres, a.id, b.id LIMIT %(limit)s"""  # noqa: S608
    return read(Pair, statement, crossing.parameters | {"on": on, "apart": radius, "limit": limit, "sure": _SURE})


def meetings(found: Iterable[Pair]) -> list[Pair]:
    """Choose the pairs that a meeting could use: each place once, and each commune before any comes back.

    What is sure comes first: points that are known, then memberships that are confirmed; within, the nearest.
    """
    chosen, taken = list[Pair](), set[str]()
    for pair in sorted(found, key=lambda one: (one.is_rough, not one.is_confirmed, one.metres)):
        if taken.isdisjoint((pair.a, pair.b)):
            taken |= {pair.a, pair.b}
            chosen.append(pair)
    return _spread(chosen)


def _spread(found: list[Pair]) -> list[Pair]:
    """Put the first pair of each commune before the second of any; otherwise the order stays."""
    seen, rounds = Counter[str](), list[int]()
    for pair in found:
        communes = {pair.a_commune, pair.b_commune}
        rounds.append(max(seen[commune] for commune in communes))
        seen.update(communes)
    return [pair for _rank, pair in sorted(zip(rounds, found, strict=True), key=lambda ranked: ranked[0])]


def gaps(crossing: Crossing, wanted: Collection[State], *, on: date, limit: int) -> list[Gap]:
    """The communes in these states under the rule, the most populous first, those of unknown population last.

    A commune that one side alone covers is one place away from both: a place of the other side would do. Two queries.
    """
    statement = f"""WITH {covered(crossing)}
SELECT code, name, intercommunality_id, population, COALESCE(bits & {SIDES}, 0),
    COALESCE((bits >> 6) & ~bits & {SIDES}, 0), count(*) OVER ()
FROM places_commune LEFT JOIN covered USING (code) WHERE COALESCE(bits & {SIDES}, 0) = ANY(%(wanted)s)
ORDER BY population DESC NULLS LAST, code LIMIT %(limit)s"""  # noqa: S608
    parameters = {"on": on, "limit": limit, "wanted": [state.bits for state in wanted]}
    found = read(Gap, statement, crossing.parameters | parameters)
    nearest = _nearest(crossing, [gap.code for gap in found], on=on)
    return [gap._replace(nearest=nearest[gap.code]) for gap in found]


class _Near(NamedTuple):
    """The nearest place of a side to a commune."""

    code: str
    side: int
    slug: str | None
    name: str | None
    metres: float | None
    is_rough: bool | None


def _nearest(crossing: Crossing, codes: list[str], *, on: date) -> dict[str, tuple[Nearest, Nearest]]:
    """Find the nearest place of each side to these communes, wherever it is: it may be beyond the territories.

    Places are walked through by their index, from the nearest on, until one serves the side; of several that are as
    far, it is the first.
    """
    everywhere = replace(crossing, territories=())
    sides = ", ".join(f"({side.bit})" for side in SideName)
    statement = f"""WITH {stay(everywhere, Level.COMMUNE)}
SELECT DISTINCT ON (code, bit) code, bit, slug, near.name, metres, is_rough
FROM places_commune CROSS JOIN (VALUES {sides}) AS side (bit) LEFT JOIN LATERAL (
    SELECT id, slug, name, geography(point) <-> reference AS metres, precision <> ALL(%(sure)s) AS is_rough
    FROM places_place AS place
    WHERE point IS NOT NULL AND bit & (
        SELECT bit_or(sides) FROM stay WHERE place_id = place.id AND {counts(everywhere, Level.COMMUNE)}) > 0
    ORDER BY metres FETCH FIRST ROW WITH TIES
) AS near ON true WHERE code = ANY(%(codes)s) ORDER BY code, bit, near.id"""  # noqa: S608
    rows = read(_Near, statement, everywhere.parameters | {"on": on, "codes": codes, "sure": _SURE})
    found = {(row.code, row.side): Nearest(*row[2:]) for row in rows}
    a, b = (side.bit for side in SideName)
    return {code: (found[code, a], found[code, b]) for code in codes}
