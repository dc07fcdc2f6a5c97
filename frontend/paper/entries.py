"""The list of the printed directory: communes by name, each under a number, with its places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.contrib.gis.geos import Point

from frontend.place.cards import Standing, Words, with_standing
from network.choices import SideName, State
from network.models import NetworkedPlace
from network.querysets import NetworkedPlaceQuerySet

# How many letters a line of a column holds, and the lines that a title and a gap take.
_LINE = 36
_TITLE_LINES = 2.1
_GAP_LINES = 0.35


@dataclass(frozen=True, slots=True)
class Row:
    """A place in the list."""

    name: str
    overlap: str
    label: str
    kinds: str
    address: str
    phone: str | None
    point: Point | None
    looks: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A commune and its places. `state` is the mix of their states, as a mark draws it, and `looks` what could be."""

    number: int
    commune: str
    state: str
    rows: list[Row]
    looks: str = ""

    @property
    def points(self) -> list[Point]:
        """The points of those that have one."""
        return [row.point for row in self.rows if row.point]

    @property
    def lines(self) -> float:
        """Tell about how many lines it takes in a column."""
        return _TITLE_LINES + sum(_lines_of(row) for row in self.rows)


def entries(found: NetworkedPlaceQuerySet[NetworkedPlace], words: Words, *, most: int | None = None) -> list[Entry]:
    """The communes of these places by name, each with its number, in one query; of `most` places at most."""
    fields = ("name", "kinds", "address", "phone", "point", "commune__name")
    told = with_standing(found).select_related("commune").only(*fields)
    listed = told.order_by("commune__name", "name", "pk")[:most]
    grouped = groupby(listed, key=lambda place: (place.commune.name, place.commune_id))
    return [_entry(number, name, places, words) for number, ((name, _code), places) in enumerate(grouped, 1)]


def mix(states: Iterable[str]) -> str:
    """The drawing of several places: the lobes that any of them fills, and the lens only if one is in both."""
    found = set(states)
    if State.BOTH in found:
        return State.BOTH.value
    if {State.A, State.B} <= found:
        return "apart"
    return next((state.value for state in (State.A, State.B) if state in found), State.NEITHER.value)


def possible(rows: Sequence[Row]) -> str:
    """How the drawing of several places says that one of them could be of a side, where none of them is."""
    states = {State(row.overlap) for row in rows}
    lobes = [side for side in SideName if not any(side.bit & state.bits for state in states)]
    return " ".join(f"maybe-{side}" for side in lobes if any(f"maybe-{side}" in row.looks for row in rows))


def fitting(found: Sequence[Entry], lines: float) -> int:
    """Tell how many of the first entries surely fit in so many lines of columns."""
    taken = 0.0
    for index, entry in enumerate(found):
        taken += entry.lines
        if taken > lines:
            return index
    return len(found)


def _entry(number: int, name: str, places: Iterable[NetworkedPlace], words: Words) -> Entry:
    rows = [_row(place, words) for place in places]
    return Entry(number, name, mix(row.overlap for row in rows), rows, possible(rows))


def _row(place: NetworkedPlace, words: Words) -> Row:
    standing = Standing.of(place)
    state, label = standing.state.value, words.of_place(standing)
    kinds = ", ".join(words.kinds[slug] for slug in place.kinds)
    return Row(place.name, state, label, kinds, place.address or "", place.phone, place.point, standing.looks)


def _lines_of(row: Row) -> float:
    texts = (row.name, row.kinds, f"{row.address} {row.phone or ''}".strip())
    return _GAP_LINES + sum(-(-len(text) // _LINE) for text in texts)
