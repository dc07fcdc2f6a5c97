"""What became of each state between two days, so that it adds up: in one sentence, and as tables."""

from collections.abc import Mapping
from dataclasses import dataclass

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
    """What a state had on the first day, gained, first saw, lost, and has on the last.

    `ways` goes from it to each state.
    """

    state: Named
    start: int
    gained: int
    first_seen: int
    lost: int
    end: int
    ways: list[tuple[State, int]]


def ledger(matrix: Matrix, states: Mapping[State, Named]) -> list[Line]:
    """Tell what became of each state."""
    return [_line(matrix, named) for named in states.values()]


def _line(matrix: Matrix, named: Named) -> Line:
    state = named.value
    ways = [(after, matrix.cells[state, after].count) for after in State]
    return Line(state=named, ways=ways, **_counts(matrix, state))


def _counts(matrix: Matrix, state: State) -> dict[str, int]:
    return {part: getattr(matrix, part)(state).count for part in ("start", "gained", "first_seen", "lost", "end")}


def sum_in_words(matrix: Matrix, state: State, what: str) -> str:
    """Say what became of a state as a sum: "9 communes + 3 gagnées − 8 perdues = 4 communes"."""
    counts = _counts(matrix, state)
    said = {part: _parts(count)[f"{what}_{part}"].format(count=grouped(count)) for part, count in counts.items()}
    return _sum(has_seen=bool(counts["first_seen"])).format(**said)


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
