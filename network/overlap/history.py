"""The overlap through time: every date at which something changes, and how each place and commune went."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import NamedTuple

from network.choices import SideName, State
from network.overlap.instead import alone
from network.overlap.matrix import Matrix
from network.overlap.question import Crossing, Level, Sum, Summary
from network.overlap.rows import read
from network.overlap.sql import EVENT, KNOWN, REASON, TOLD, reach, reach_alike, stay, turn

# What of a stay tells when it counts, and whether it is known to begin then.
_BEGUN = "sides, days, is_dated"

_EVERYWHERE = "%(territories)s::varchar[] = '{}'"


class Event(NamedTuple):
    """What happened on a day, to places (slugs) of a network, with its evidence; opened and closed have only a source.

    `kind` is joined, left, opened, closed, unseen, network_started or network_ended; `reason` is network_ended where
    memberships are left since their network ends. `is_exact` is told of joined, where false is "at least since", and
    of the end of a network, where false is "at the latest"; `precision` is how much of the day is known.
    """

    day: date
    kind: str
    network: str
    is_exact: bool | None
    precision: str
    reason: str | None
    evidence: str | None
    source: str | None
    source_url: str | None
    places: list[str]


@dataclass(slots=True)
class Moment:
    """A date at which something changes: what happened, who turned that day, and the counts from then on."""

    day: date
    summary: Summary
    events: list[Event] = field(default_factory=list)
    turned: Matrix = field(default_factory=Matrix)


class Turn(NamedTuple):
    """A unit (slug of a place, or code of a commune) takes a state on a day, or had it from the first (None).

    `seen` are the sides, as bits, that the day brings and that are merely first seen on it.
    """

    unit: str
    day: date | None
    before: int
    bits: int
    seen: int

    @property
    def state(self) -> State:
        """The state."""
        return State.of(self.bits)


class Step(NamedTuple):
    """From a day on (None: from the first), the nearest place of a side (1: A, 2: B) is so far; None: none in reach.

    It is 0 m away where it is in the commune.

    `dated` is how far the nearest is of those that are known to begin that day; None: none is.
    """

    code: str
    side: int
    day: date | None
    metres: int | None
    dated: int | None


class Stay(NamedTuple):
    """A place (slug) is in a network (slug) from a day (None: as far back as is known) until the first day outside.

    `confirmed_until` is the first day on which it is no longer confirmed; None: it never is. `could_be`: nothing shows
    a service, and it counts only where that is asked for. `precision` is how much of its first day is known,
    `until_precision` how much of its last: a place may close in a month or a year.
    """

    place: str
    network: str
    since: date | None
    until: date | None
    confirmed_until: date | None
    is_exact: bool
    could_be: bool
    precision: str
    until_precision: str


def timeline(crossing: Crossing, level: Level) -> tuple[Summary, list[Moment]]:
    """The counts before the first date, and every date at which anything changes, with the counts from then on.

    `level` is place or commune. Turns and events are each one query; the counts are their running sum.
    """
    summary = _everything(crossing, level)
    moments: dict[date, Moment] = {}
    happened = {day: list(events) for day, events in groupby(events_of(crossing, level), lambda event: event.day)}
    turned = {day: list(rows) for day, rows in groupby(_sums_of_turns(crossing, level), lambda row: row.day)}
    _move(summary, turned.pop(None, []))
    first = summary.copied()
    for day in sorted({day for day in turned if day} | set(happened)):
        rows = turned.get(day, [])
        _move(summary, rows)
        moments[day] = Moment(day, summary.copied(), happened.get(day, []), _matrix(rows))
    return first, list(moments.values())


def events_of(crossing: Crossing, level: Level) -> list[Event]:
    """What happened to the memberships of both sides, and to their networks, day by day.

    Of some territories: to those that count there, and to their networks.
    """
    statement = f"""WITH {stay(crossing, level)}, {EVENT}, {_here(crossing, level)}
SELECT day, kind, network.slug, {KNOWN}, {REASON},
    {TOLD}, array_agg(DISTINCT place.slug)
FROM event JOIN network_membership AS membership USING (id) JOIN network_network AS network ON network.id = network_id
JOIN places_place AS place ON place.id = place_id
WHERE {_EVERYWHERE} OR event.id IN (SELECT id FROM here)
GROUP BY day, kind, network.slug, is_exact, known, reason, why, told_by, told_at
UNION ALL
SELECT day, kind, slug, is_exact, known, NULL, description, NULL, website, '{{}}' FROM network_network
CROSS JOIN LATERAL (VALUES
    (started_on, 'network_started', NULL, started_precision), (ended_on, 'network_ended', is_end_exact, ended_precision)
) AS dated (day, kind, is_exact, known)
WHERE day IS NOT NULL AND id = ANY(%(a)s::bigint[] || %(b)s::bigint[])
    AND ({_EVERYWHERE} OR id IN (SELECT network_id FROM here))
ORDER BY 1, 2, 3, 6, 4, 5, 7, 8, 9, 10"""  # noqa: S608
    return read(Event, statement, crossing.parameters)


def _here(crossing: Crossing, level: Level) -> str:
    """Define `here`: id, network_id: the stays that count in the territories that are asked for; all without any."""
    if not crossing.territories or level == Level.PLACE:
        return "here AS (SELECT id, network_id FROM stay)"
    reached = reach(crossing, "stay", "stay.id, network_id")
    return f"{reached}, here AS (SELECT DISTINCT id, network_id FROM reach)"  # noqa: S608


def turns(crossing: Crossing, level: Level, *, after: date | None = None, until: date | None = None) -> list[Turn]:
    """Every turn of every place or commune, unit by unit, in order of time; those after a day, until another."""
    named = "place.slug" if level == Level.PLACE else "unit"
    joined = "JOIN places_place AS place ON place.id = unit" if level == Level.PLACE else ""
    statement = f"""WITH {_turning(crossing, level)}
SELECT {named}, NULLIF(day, '-infinity'), before, after, seen FROM turn {joined}
WHERE (%(after)s::date IS NULL OR day > %(after)s::date) AND (%(until)s::date IS NULL OR day <= %(until)s::date)
ORDER BY unit, day"""  # noqa: S608
    return read(Turn, statement, crossing.parameters | {"after": after, "until": until})


def seen_in(turns: Iterable[Turn]) -> defaultdict[str, int]:
    """Tell the sides of each unit, as bits, that were merely first seen when they last came; turns in order of time."""
    seen: defaultdict[str, int] = defaultdict(int)
    for one in turns:
        kept = one.bits & one.before
        seen[one.unit] = seen[one.unit] & kept | one.seen
    return seen


def stays(crossing: Crossing) -> list[Stay]:
    """Every stay of every place in the networks of both sides, place by place, in order of time.

    What a page needs to tell, at any date, which networks go together and what nobody has confirmed for long.
    """
    statement = f"""WITH {stay(crossing, Level.PLACE)}
SELECT place.slug, network.slug, lower(days), upper(days), upper(confirmed), is_start_exact,
    sides <> otherwise, CASE WHEN lower(days) = lower(period) THEN start_precision ELSE 'day' END,
    CASE WHEN upper(days) = place.closed_on THEN closed_precision ELSE 'day' END
FROM stay JOIN places_place AS place ON place.id = place_id JOIN network_network AS network ON network.id = network_id
WHERE NOT isempty(days) ORDER BY place_id, lower(days) NULLS FIRST, network.slug"""  # noqa: S608
    return read(Stay, statement, crossing.parameters)


def nearest(crossing: Crossing) -> list[Step]:
    """How far the nearest place of each side was from each commune, within the rule's radius, step by step.

    What a page needs to move both a date and a radius: a side covers a commune when its last step says so many metres
    or fewer.
    """
    statement = f"""WITH {stay(crossing, Level.COMMUNE)}, {reach_alike(crossing, "stay", _BEGUN, measured=True)},
near AS (
    SELECT code, side, days, is_dated, min(metres) AS metres
    FROM reach JOIN (VALUES {", ".join(f"({side.bit})" for side in SideName)}) AS one (side) ON sides & side > 0
    WHERE NOT isempty(days) GROUP BY code, side, days, is_dated
), edge AS (
    SELECT code, side, COALESCE(lower(days), '-infinity') AS day FROM near
    UNION SELECT code, side, upper(days) FROM near WHERE upper(days) IS NOT NULL
), step AS (
    SELECT code, side, day, min(metres) FILTER (WHERE days @> day) AS metres,
        min(metres) FILTER (WHERE lower(days) = day AND is_dated) AS dated
    FROM edge JOIN near USING (code, side) GROUP BY code, side, day
), told AS (SELECT *, lag(metres) OVER (PARTITION BY code, side ORDER BY day) AS before FROM step)
SELECT code, side, NULLIF(day, '-infinity'), metres, dated FROM told WHERE metres IS DISTINCT FROM before
ORDER BY code, side, day"""  # noqa: S608
    return read(Step, statement, crossing.parameters)


def is_beyond(crossing: Crossing, level: Level, most: int) -> bool:
    """Tell whether a whole history is of more places, or communes, than so many, reading no more than that.

    Communes have a history by the places that may cover them: either number may be too large.
    """
    kept = {Level.PLACE: _SOME_PLACES, Level.COMMUNE: f"{_SOME_PLACES} UNION ALL {_SOME_COMMUNES}"}[level]
    statement = f"{alone(crossing, Level.PLACE)}SELECT max(number) > %(most)s FROM ({kept}) AS counted"  # noqa: S608
    (row,) = read(_Beyond, statement, crossing.parameters | {"most": most})
    return row.is_beyond


_SOME_PLACES, _SOME_COMMUNES = (
    f"SELECT count(*) AS number FROM (SELECT FROM {rows} LIMIT %(most)s::int + 1) AS them"  # noqa: S608
    for rows in ("places_place WHERE status = 'published'", "places_commune")
)


class _Beyond(NamedTuple):
    is_beyond: bool


class _SumOfTurns(NamedTuple):
    day: date | None
    before: int
    after: int
    seen: int
    number: int
    population: int | None
    unknown: int


def _turning(crossing: Crossing, level: Level) -> str:
    """Define `turn`, by place (its key) or by commune (its code)."""
    if level == Level.PLACE:
        return f"{stay(crossing, level)}, {turn('stay', 'place_id')}"
    return f"{stay(crossing, level)}, {reach_alike(crossing, 'stay', _BEGUN)}, {turn('reach', 'code')}"


def _sums_of_turns(crossing: Crossing, level: Level) -> Iterator[_SumOfTurns]:
    # A commune that is no more may still be said to be served, and has no state to leave.
    living = "JOIN places_commune ON code = unit" if level == Level.COMMUNE else ""
    population = "population" if level == Level.COMMUNE else "NULL::int"
    unknown = "count(*) - count(population)" if level == Level.COMMUNE else "0"
    statement = f"""WITH {_turning(crossing, level)}
SELECT NULLIF(day, '-infinity') AS day, before, after, seen, count(*), sum({population}), {unknown}
FROM turn {living} GROUP BY turn.day, before, after, seen ORDER BY turn.day"""  # noqa: S608
    yield from read(_SumOfTurns, statement, crossing.parameters)


def _move(summary: Summary, rows: list[_SumOfTurns]) -> None:
    for row in rows:
        summary.add(State.of(row.before), -row.number, -(row.population or 0), -row.unknown)
        summary.add(State.of(row.after), row.number, row.population, row.unknown)


def _matrix(rows: list[_SumOfTurns]) -> Matrix:
    matrix = Matrix()
    for row in rows:
        matrix.add(row.before, row.after, row.seen, Sum(row.number, row.population or 0, row.unknown))
    return matrix


def _everything(crossing: Crossing, level: Level) -> Summary:
    """Count every place or commune as served by neither side."""
    counted = {
        Level.PLACE: "SELECT count(*), NULL::int, 0 FROM places_place WHERE status = 'published'",
        Level.COMMUNE: "SELECT count(*), sum(population), count(*) - count(population) FROM places_commune",
    }
    (row,) = read(_Counted, alone(crossing, level) + counted[level], crossing.parameters)
    summary = Summary()
    summary.add(State.NEITHER, row.number, row.population, row.unknown)
    return summary


class _Counted(NamedTuple):
    number: int
    population: int | None
    unknown: int
