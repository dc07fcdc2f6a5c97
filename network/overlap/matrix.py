"""How many went from each state to each: what was gained, merely first seen, and lost, so that it adds up."""

from collections.abc import Callable, Iterable

from network.choices import SIDES, State
from network.overlap.question import Sum


def is_first_seen(before: int, after: int, seen: int) -> bool:
    """Tell whether a change of sides (bits) was merely first seen: it brought one of those that `seen` says so of."""
    return bool(after & ~before & seen & SIDES)


class Matrix:
    """How many went from each state to each between two days; those that stayed are on its diagonal.

    Every state adds up: what it had on the first day, what it gained and what was first seen in it, less what it lost,
    is what it has on the last.
    """

    def __init__(self) -> None:
        ways = [(before, after) for before in State for after in State]
        self.cells, self.seen = {way: Sum() for way in ways}, {way: Sum() for way in ways}

    def add(self, before: int, after: int, seen: int, part: Sum) -> None:
        """Add those that went from sides (bits) to others, by way of what is known of how they came."""
        way = State.of(before), State.of(after)
        self.cells[way].include(part)
        if is_first_seen(before, after, seen):
            self.seen[way].include(part)

    def start(self, state: State) -> Sum:
        """Sum what was in a state on the first day."""
        return self._sum(lambda before, _after: before == state)

    def gained(self, state: State) -> Sum:
        """Sum what came to a state, and is known to have come then."""
        came = self._sum(lambda before, after: before != state == after)
        return came.less(self.first_seen(state))

    def first_seen(self, state: State) -> Sum:
        """Sum what was first seen in a state: it may have been there for long."""
        return total(part for (_before, after), part in self.seen.items() if after == state)

    def lost(self, state: State) -> Sum:
        """Sum what left a state."""
        return self._sum(lambda before, after: before == state != after)

    def end(self, state: State) -> Sum:
        """Sum what is in a state on the last day."""
        return self._sum(lambda _before, after: after == state)

    def _sum(self, holds: Callable[[State, State], bool]) -> Sum:
        return total(part for way, part in self.cells.items() if holds(*way))


def total(parts: Iterable[Sum]) -> Sum:
    """Sum sums."""
    whole = Sum()
    for part in parts:
        whole.include(part)
    return whole
