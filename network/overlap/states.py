"""The state of places, communes, intercommunalities and territories on a day."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import NamedTuple

from network.choices import SIDES, State
from network.overlap.instead import alone
from network.overlap.question import Crossing, Level, Summary
from network.overlap.rows import read
from network.overlap.sql import covered, served, stay


class PlaceState(NamedTuple):
    """A published place on a day. `networks` are those of either side (primary keys); `bits` are those of `served`."""

    uuid: str
    slug: str
    name: str
    commune: str
    commune_name: str
    epci: str | None
    longitude: float | None
    latitude: float | None
    networks: list[int]
    bits: int

    @property
    def state(self) -> State:
        """The state."""
        return State.of(self.bits)


class CommuneState(NamedTuple):
    """A commune on a day. `geometry` is GeoJSON, when asked for."""

    code: str
    name: str
    epci: str | None
    population: int | None
    bits: int
    geometry: str | None

    @property
    def state(self) -> State:
        """The state."""
        return State.of(self.bits)


class GroupState(NamedTuple):
    """What the communes of an intercommunality (None: of none), or of a territory, add up to on a day.

    `could_be` are those that a side covers by nothing but places that only could be.
    """

    code: str | None
    name: str | None
    geometry: str | None
    summary: Summary
    could_be: int = 0


_PLACE = """place.uuid::text, slug, place.name, commune_id, commune.name, intercommunality_id,
    round(ST_X(point)::numeric, 6)::float8, round(ST_Y(point)::numeric, 6)::float8"""
_PLACES = """FROM places_place AS place JOIN places_commune AS commune ON commune.code = commune_id {}
WHERE status = 'published' ORDER BY place.id"""
_COMMUNE = "code, name, intercommunality_id, population"


def unconfirmed(bits: int) -> int:
    """Tell which sides are served by unconfirmed memberships alone, as bits."""
    return bits & SIDES & ~(bits >> 2)


def at_least_since(bits: int) -> int:
    """Tell which sides are served only by memberships whose start is known as "at least since", as bits."""
    return bits & SIDES & ~(bits >> 4)


def could_be(bits: int) -> int:
    """Tell of which sides only memberships that show no service are, as bits: whether these are counted or not."""
    return (bits ^ bits >> 6) & SIDES


def places(crossing: Crossing, *, on: date) -> list[PlaceState]:
    """Every published place on a day, in order of entry."""
    statement = f"""WITH {stay(crossing, Level.PLACE)}, {served(crossing, Level.PLACE)}
SELECT {_PLACE}, COALESCE(networks, '{{}}'), COALESCE(bits, 0)
{_PLACES.format("LEFT JOIN served ON place_id = place.id")}"""
    return read(PlaceState, statement, crossing.parameters | {"on": on})


def communes(crossing: Crossing, *, on: date, outlined: bool = False) -> list[CommuneState]:
    """Every commune on a day, by code; with its outline if asked."""
    outline = "ST_AsGeoJSON(ST_ForcePolygonCCW(boundary), 6)" if outlined else "NULL"
    statement = f"""WITH {covered(crossing)}
SELECT {_COMMUNE}, COALESCE(bits, 0), {outline}
FROM places_commune LEFT JOIN covered USING (code) ORDER BY code"""  # noqa: S608
    return read(CommuneState, statement, crossing.parameters | {"on": on})


def groups(crossing: Crossing, level: Level, *, on: date, outlined: bool = False) -> list[GroupState]:
    """Sum the communes on a day by intercommunality or by territory, by code; those of no intercommunality last."""
    table, key, outline = _GROUPS[level]
    statement = f"""WITH {covered(crossing)}, summed AS (
    SELECT {key} AS code, COALESCE(bits & {SIDES}, 0) AS sides, count(*) AS count, sum(population) AS population,
        count(*) - count(population) AS unknown,
        count(*) FILTER (WHERE (bits # (bits >> 6)) & {SIDES} > 0) AS could_be
    FROM places_commune LEFT JOIN covered USING (code) GROUP BY 1, 2
)
SELECT summed.code, name, {outline if outlined else "NULL"}, sides, count, population, unknown, could_be
FROM summed LEFT JOIN {table} AS grouped ON grouped.code = summed.code ORDER BY summed.code"""  # noqa: S608
    rows = read(_Summed, statement, crossing.parameters | {"on": on})
    return [_group(list(states)) for _code, states in groupby(rows, key=lambda row: row.code)]


def _group(rows: list["_Summed"]) -> GroupState:
    summary = Summary()
    for row in rows:
        summary.add(State.of(row.sides), row.number, row.population, row.unknown)
    return GroupState(rows[0].code, rows[0].name, rows[0].geometry, summary, sum(row.could_be for row in rows))


def places_alone(crossing: Crossing) -> list[PlaceState]:
    """Every published place, whatever the day: its networks are not looked at."""
    statement = f"{alone(crossing, Level.PLACE)}SELECT {_PLACE}, '{{}}'::bigint[], 0 {_PLACES.format('')}"
    return read(PlaceState, statement, crossing.parameters)


def communes_alone(crossing: Crossing) -> list[CommuneState]:
    """Every commune, whatever the day: what covers it is not looked at."""
    counted = alone(crossing, Level.COMMUNE)
    statement = f"{counted}SELECT {_COMMUNE}, 0, NULL FROM places_commune ORDER BY code"  # noqa: S608
    return read(CommuneState, statement, crossing.parameters)


def summarise(found: Iterable[PlaceState | CommuneState | GroupState]) -> Summary:
    """Sum what was found, state by state."""
    summary = Summary()
    for one in found:
        match one:
            case PlaceState():
                summary.add(one.state)
            case CommuneState():
                summary.add(one.state, 1, one.population, int(one.population is None))
            case GroupState():
                for state, part in one.summary.items():
                    summary.add(state, part.count, part.population, part.unknown)
    return summary


class _Summed(NamedTuple):
    code: str | None
    name: str | None
    geometry: str | None
    sides: int
    number: int
    population: int | None
    unknown: int
    could_be: int


_GROUPS = {
    Level.EPCI: ("places_intercommunality", "intercommunality_id", "ST_AsGeoJSON(ST_ForcePolygonCCW(boundary), 6)"),
    Level.TERRITORY: (
        "places_territory",
        "territory_id",
        "(SELECT ST_AsGeoJSON(ST_ForcePolygonCCW(ST_Multi(ST_Union(boundary))), 6) FROM places_commune"
        " WHERE territory_id = summed.code)",
    ),
}
