"""What was gained and lost between two days, with the evidence."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import TextChoices

from network.choices import SIDES, State
from network.overlap import states
from network.overlap.history import seen_in, turns
from network.overlap.matrix import Matrix
from network.overlap.question import Crossing, Level, Sum
from network.overlap.rows import read
from network.overlap.sql import EVENT, KNOWN, REASON, TOLD, reach, stay

Units = Mapping[str, states.PlaceState | states.CommuneState]


class Kind(TextChoices):
    """How a place or a commune changed: more sides than before, fewer, or one for the other."""

    GAINED = "gained"
    LOST = "lost"
    CHANGED_SIDE = "changed_side"

    @classmethod
    def between(cls, before: int, after: int) -> "Kind":
        """Tell how sides changed, which are bits and differ."""
        if before & after == before:
            return cls.GAINED
        return cls.LOST if before & after == after else cls.CHANGED_SIDE


class Evidence(NamedTuple):
    """What happened to a membership between the two days: why a unit changed. `kind` is that of an event.

    The opening and the closing of a place have no evidence but its source.
    """

    unit: str
    day: date
    kind: str
    place: str
    network: str
    is_exact: bool | None
    precision: str
    reason: str | None
    evidence: str | None
    source: str | None
    source_url: str | None


class Change(NamedTuple):
    """A place or a commune whose state is not the same on the two days.

    `seen` are its sides, as bits, that only the first days of sources brought: it may have had them for long.
    """

    before: states.PlaceState | states.CommuneState
    after: states.PlaceState | states.CommuneState
    evidence: list[Evidence]
    seen: int

    @property
    def kind(self) -> Kind:
        """How it changed."""
        return Kind.between(self.before.bits & SIDES, self.after.bits & SIDES)

    @property
    def first_seen(self) -> int:
        """The sides, as bits, that it has and had not, of which only the first day of a source tells."""
        return self.after.bits & ~self.before.bits & self.seen & SIDES

    @property
    def states(self) -> tuple[State, State]:
        """The state on the first day and on the last."""
        return self.before.state, self.after.state


class Changes(NamedTuple):
    """What changed between two days, one by one in the order of their list, and how many went from where to where."""

    items: list[Change]
    matrix: Matrix


def changes(crossing: Crossing, level: Level, *, start: date, end: date) -> Changes:
    """What became of the places or of the communes between two days.

    The evidence is each event from the day after `start` to `end` of a membership that serves the place, or covers the
    commune. Four queries.
    """
    before, after = (_units(crossing, level, on) for on in (start, end))
    changed = {unit for unit, one in after.items() if one.bits & SIDES != before[unit].bits & SIDES}
    evidence = _evidence(crossing, level, sorted(changed), start, end)
    seen = seen_in(turns(crossing, level, after=start, until=end))
    items = [Change(before[unit], one, evidence[unit], seen[unit]) for unit, one in after.items() if unit in changed]
    return Changes(items, _matrix(before, after, seen))


def _matrix(before: Units, after: Units, seen: Mapping[str, int]) -> Matrix:
    matrix = Matrix()
    for unit, one in after.items():
        population = one.population if isinstance(one, states.CommuneState) else 0
        part = Sum(1, population or 0, int(population is None))
        matrix.add(before[unit].bits & SIDES, one.bits & SIDES, seen[unit], part)
    return matrix


def _units(crossing: Crossing, level: Level, on: date) -> Units:
    if level == Level.PLACE:
        return {place.slug: place for place in states.places(crossing, on=on)}
    return {commune.code: commune for commune in states.communes(crossing, on=on)}


def _evidence(
    crossing: Crossing, level: Level, units: Sequence[str], start: date, end: date
) -> defaultdict[str, list[Evidence]]:
    of_places = level == Level.PLACE
    reaching = "" if of_places else f", {reach(crossing, 'happened', 'rank')}"
    statement = f"""WITH {stay(crossing, level)}, {EVENT}, happened AS (
    SELECT row_number() OVER (ORDER BY day, kind, network.slug, place.slug) AS rank, day, kind,
        place.slug AS place_slug, network.slug AS network_slug,
        {KNOWN}, {REASON}, {TOLD}, place_id,
        place.is_itinerant
    FROM event JOIN network_membership AS membership USING (id)
    JOIN network_network AS network ON network.id = network_id JOIN places_place AS place ON place.id = place_id
    WHERE day > %(start)s AND day <= %(end)s
){reaching}
SELECT {"place_slug" if of_places else "code"} AS unit, day, kind, place_slug, network_slug, is_exact, known,
    reason, why, told_by, told_at
FROM happened {"" if of_places else "JOIN reach USING (rank)"}
WHERE {"place_slug" if of_places else "code"} = ANY(%(units)s) ORDER BY rank"""  # noqa: S608
    parameters = crossing.parameters | {"units": list(units), "start": start, "end": end}
    found: defaultdict[str, list[Evidence]] = defaultdict(list)
    for row in read(Evidence, statement, parameters):
        found[row.unit].append(row)
    return found
