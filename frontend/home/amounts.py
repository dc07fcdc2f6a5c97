"""How many places answer: counted while a browser could hold them all, else reckoned from some drawn at random."""

from collections.abc import Collection, Mapping
from math import sqrt
from typing import NamedTuple

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from network.choices import State
from network.models import NetworkedPlace
from network.querysets import NetworkedPlaceQuerySet

Places = NetworkedPlaceQuerySet[NetworkedPlace]
# Of so many rows of the table what is beyond counting is reckoned: what is a third of them, within 3 in a hundred.
DRAWN = 10_000
# What is reckoned is no better known than by two figures; of few that were drawn, by one.
_FIGURES = 2
_WELL_KNOWN = 0.05
# Of a table that PostgreSQL has not counted yet, or that is hardly larger than what is drawn: still no count.
_NEARLY_ALL = 1 - 1e-9


class Count(NamedTuple):
    """A number of places that were counted, or reckoned; written in a sentence: "2400", or "environ 2 400"."""

    number: int
    is_reckoned: bool = False

    def __str__(self) -> str:
        if not self.is_reckoned:
            return str(self.number)
        return _("environ %(number)s") % {"number": number_format(self.number, force_grouping=True)}

    @property
    def in_figures(self) -> str:
        """Write it where it stands alone: "2400", or "≈ 2 400"."""
        told = number_format(self.number, force_grouping=True)
        return f"≈\N{NO-BREAK SPACE}{told}" if self.is_reckoned else str(self.number)

    def less(self, other: "Count") -> "Count":
        """Take away some of these."""
        return Count(max(0, self.number - other.number), self.is_reckoned)

    @classmethod
    def of_share(cls, number: int, share: float) -> "Count":
        """Reckon how many there are of so many in a share, in figures that one may trust."""
        if share >= 1:
            return cls(number)
        error = sqrt((1 - share) / max(number, 1))
        return cls(_in_figures(round(number / share), _FIGURES if error <= _WELL_KNOWN else 1), is_reckoned=True)


def _in_figures(number: int, figures: int = _FIGURES) -> int:
    return round(number, figures - len(str(number)))


NOTHING = Count(0)


class Amounts(NamedTuple):
    """How many places are in each state, and how many of those on neither side could be on one."""

    counts: dict[str, Count]
    could_be: Count

    @property
    def are_reckoned(self) -> bool:
        """Whether nobody counted."""
        return self.could_be.is_reckoned

    def of(self, states: Collection[str]) -> Count:
        """Add up the places in these states; in all of them where none is named."""
        number = sum(self.counts[state].number for state in states or self.counts)
        return Count(_in_figures(number), is_reckoned=True) if self.are_reckoned else Count(number)


def amounts_of(found: Places, *, is_country: bool) -> Amounts:
    """Count these places, or reckon how many they are where they are more than a browser is given whole."""
    share = share_of(found) if is_country else 1.0
    return told_amounts(found.sampled(share).standing_counts(), share)


def told_amounts(counted: Mapping[tuple[State, State], int], share: float) -> Amounts:
    """Add up what was counted of a share, by what places are and by what they could be."""
    counts, could_be = dict.fromkeys(State.values, 0), 0
    for (state, possible), count in counted.items():
        counts[state] += count
        could_be += count if state == State.NEITHER != possible else 0
    return Amounts({state: Count.of_share(n, share) for state, n in counts.items()}, Count.of_share(could_be, share))


def count_of(found: Places, *, is_country: bool) -> Count:
    """Count these places whatever their states, or reckon how many they are."""
    share = share_of(found) if is_country else 1.0
    return Count.of_share(found.sampled(share).count(), share)


def share_of(found: Places) -> float:
    """Tell of which part of these places to count: of all of them, unless they are too many; then of about `DRAWN`.

    How many they are is first reckoned roughly, from as many drawn of all places.
    """
    if not found.is_beyond(settings.WHOLE_DIRECTORY):
        return 1.0
    rough = min(_NEARLY_ALL, DRAWN / max(found.rows_about(), 1))
    return min(_NEARLY_ALL, DRAWN / max(found.sampled(rough).count() / rough, 1))
