"""What became of each state between two days, so that it adds up: in one sentence, and as tables."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.templatetags.croisee import grouped
from network.choices import State
from network.overlap.matrix import Matrix
from places.words import NBSP


@dataclass(frozen=True, slots=True)
class Named:
    """A state as the directory names it, and as this page calls it."""

    value: State
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """What a state had on the first day, gained, first saw, lost, and has on the last; None where nobody knows.

    `ways` goes from it to each state.
    """

    state: Named
    start: int | None
    gained: int
    first_seen: int
    lost: int
    end: int | None
    ways: list[tuple[State, int]]


class Unknown(NamedTuple):
    """The states that nobody can count on the first day, and on the last."""

    start: frozenset[State] = frozenset()
    end: frozenset[State] = frozenset()


def ledger(matrix: Matrix, states: Mapping[State, Named], unknown: Unknown) -> list[Line]:
    """Tell what became of each state."""
    return [_line(matrix, named, unknown) for named in states.values()]


def _line(matrix: Matrix, named: Named, unknown: Unknown) -> Line:
    state = named.value
    line = Line(named, ways=[(after, matrix.cells[state, after].count) for after in State], **_counts(matrix, state))
    start, end = None if state in unknown.start else line.start, None if state in unknown.end else line.end
    return replace(line, start=start, end=end)


def _counts(matrix: Matrix, state: State) -> dict[str, int]:
    return {part: getattr(matrix, part)(state).count for part in ("start", "gained", "first_seen", "lost", "end")}


def sum_in_words(matrix: Matrix, state: State, what: str) -> str:
    """Say what became of a state as a sum: "9 communes + 3 gagnées − 8 perdues = 4 communes"."""
    counts = _counts(matrix, state)
    said = {part: _parts(count)[f"{what}_{part}"].format(count=grouped(count)) for part, count in counts.items()}
    return _sum(has_seen=bool(counts["first_seen"])).format(**said)


def ends_in_words(communes: Matrix, places: Matrix, state: State) -> dict[str, str]:
    """Say how many communes, and how many places, are in a state on the last day."""
    counts = {"communes_end": communes.end(state).count, "places_end": places.end(state).count}
    return {part: _parts(count)[part].format(count=grouped(count)) for part, count in counts.items()}


def texts() -> dict[str, str]:
    """The sum and its parts by key, with their holes, for the browser to fill."""
    forms = (("one", 1), ("other", 2))
    sums = {"sum": _sum(has_seen=False), "sum_seen": _sum(has_seen=True)}
    return sums | {f"{key}_{form}": text for form, count in forms for key, text in _parts(count).items()}


def _sum(*, has_seen: bool) -> str:
    seen = _("{start} + {gained} + {first_seen} − {lost} = {end}")
    said = seen if has_seen else _("{start} + {gained} − {lost} = {end}")
    # A sign and its number stay on one line.
    return said.replace(" {", f"{NBSP}{{")


def _parts(count: int) -> dict[str, str]:
    communes, places = (
        ngettext("{count} commune", "{count} communes", count),
        ngettext("{count} lieu", "{count} lieux", count),
    )
    return {
        "communes_start": communes,
        "communes_gained": ngettext("{count} gagnée", "{count} gagnées", count),
        "communes_first_seen": ngettext(
            "{count} vue pour la première fois", "{count} vues pour la première fois", count
        ),
        "communes_lost": ngettext("{count} perdue", "{count} perdues", count),
        "communes_end": communes,
        "places_start": places,
        "places_gained": ngettext("{count} gagné", "{count} gagnés", count),
        "places_first_seen": ngettext("{count} vu pour la première fois", "{count} vus pour la première fois", count),
        "places_lost": ngettext("{count} perdu", "{count} perdus", count),
        "places_end": places,
        "tally_gained": ngettext("{count} commune gagnée", "{count} communes gagnées", count),
        "tally_first_seen": ngettext(
            "{count} commune vue pour la première fois", "{count} communes vues pour la première fois", count
        ),
        "tally_lost": ngettext("{count} commune perdue", "{count} communes perdues", count),
        "state_then": ngettext("{state} : {count} commune", "{state} : {count} communes", count),
    }
