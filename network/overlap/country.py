"""The overlap of a country on a day: each of its territories, and places counted without being read one by one."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from network.choices import SIDES, SideName, State
from network.overlap import states
from network.overlap.question import Crossing, Level, Summary
from network.overlap.rows import read
from network.overlap.sql import NEVER, first_day, served, stay
from network.overlap.undated import Silence, silences_of, unknown_without


class TerritoryState(NamedTuple):
    """What the communes of a territory add up to, and the states of which nobody knows there: it has its own sources.

    `code` and `name` are None for communes of no territory.
    """

    code: str | None
    name: str | None
    summary: Summary
    unknown: frozenset[State]


def territories(crossing: Crossing, *, on: date) -> list[TerritoryState]:
    """Every territory on a day, by code. Two queries."""
    silent = _silent(crossing, on)
    found = states.groups(crossing, Level.TERRITORY, on=on)
    return [TerritoryState(one.code, one.name, one.summary, silent.get(one.code, frozenset())) for one in found]


def summed(found: Iterable[TerritoryState]) -> Summary:
    """Add up what they have; of one of which a state is unknown, what is missing would be counted as nothing."""
    summary = Summary()
    for one in found:
        for state, part in one.summary.items():
            summary[state].include(part)
    return summary


def places(crossing: Crossing, *, on: date) -> Summary:
    """Count the published places in each state on a day. One query."""
    statement = f"""WITH {stay(crossing, Level.PLACE)}, {served(crossing, Level.PLACE)}
SELECT COALESCE(bits & {SIDES}, 0), count(*) FROM places_place AS place LEFT JOIN served ON place_id = place.id
WHERE status = 'published' GROUP BY 1"""  # noqa: S608
    summary = Summary()
    for row in read(_Counted, statement, crossing.parameters | {"on": on}):
        summary.add(State.of(row.sides), row.number)
    return summary


def untold(crossing: Crossing) -> dict[str | None, list[SideName]]:
    """Tell, of each territory where no source tells of a side on any day, of which. One query."""
    silences = _silences(crossing).items()
    told = {code: [side for side, silence in sides.items() if silence.until is None] for code, sides in silences}
    return {code: sides for code, sides in told.items() if sides}


def _silent(crossing: Crossing, on: date) -> dict[str | None, frozenset[State]]:
    """Tell, of each territory, the states of which nobody knows on a day."""
    return {
        code: unknown_without({side: silence for side, silence in sides.items() if silence.holds(on)})
        for code, sides in _silences(crossing).items()
    }


def _silences(crossing: Crossing) -> dict[str | None, dict[SideName, Silence]]:
    first = ", ".join(f"{first_day(side, none=NEVER)} AS since_{side.bit}" for side in SideName)
    statement = f"""WITH {stay(crossing, Level.PLACE)}, first AS (
    SELECT territory_id, {first} FROM stay JOIN places_place AS place ON place.id = place_id
    JOIN places_commune ON code = commune_id WHERE NOT isempty(days) GROUP BY territory_id
)
SELECT code, territory_id IS NOT NULL, since_1, since_2
FROM places_territory LEFT JOIN first ON territory_id = code"""  # noqa: S608
    found = {}
    for row in read(_Since, statement, crossing.parameters):
        first_days = (row.since_a, row.since_b) if row.is_told else (date.max, date.max)
        found[row.code] = silences_of(crossing, *first_days)
    return found


class _Counted(NamedTuple):
    sides: int
    number: int


class _Since(NamedTuple):
    code: str | None
    is_told: bool
    since_a: date | None
    since_b: date | None
