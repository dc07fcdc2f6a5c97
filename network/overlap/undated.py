"""What nobody can count on a day that comes before all that any source dates of a side: unknown is not zero."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from network.choices import SideName, State
from network.overlap.question import Crossing, Side


class Silence(NamedTuple):
    """The days on which a side was, or may have been, and no source dates anything of it.

    From the day on which the first of its networks began (None: as far back as one goes) until the first that a source
    dates, which is outside (None: it dates nothing). Before its networks there was nothing, and that is known.
    """

    label: str
    since: date | None
    until: date | None

    def holds(self, day: date) -> bool:
        """Tell whether nothing is known on a day."""
        return (self.until is None or day < self.until) and (self.since is None or self.since <= day)


def silences_of(crossing: Crossing, first_a: date | None, first_b: date | None) -> dict[SideName, Silence]:
    """Tell the silence of each side that has one, from the first day that a source dates of it.

    None: there is no such day, and no silence. `date.max`: no source tells of any membership.
    """
    sides = zip(SideName, (crossing.a, crossing.b), (first_a, first_b), strict=True)
    return {name: silence for name, side, first in sides if first and (silence := _silence(side, first))}


def _silence(side: Side, first: date) -> Silence | None:
    began = [network.started_on for network in side.networks]
    if not began:
        return None
    since = None if None in began else min(day for day in began if day)
    until = None if first == date.max else first
    return None if since and since >= first else Silence(side.label, since, until)


def unknown_without(silent: Mapping[SideName, Silence]) -> frozenset[State]:
    """Tell which states are unknown while no source dates anything of these sides.

    Those that such a side is part of are, and so is "neither", which says that it is not there. What the other side has
    alone is known, and counted; but of a side that no source tells of at all, nobody can say that the other is alone.
    """
    if any(silence.until is None for silence in silent.values()):
        return frozenset(State)
    bits = sum(side.bit for side in silent)
    return frozenset(state for state in State if bits and (state.bits & bits or state == State.NEITHER))
