"""How late a replica is: by what of the primary's log it has not replayed yet, and since when it could have."""

from collections import deque

# How many positions of the primary are remembered: one that is further behind is late anyway.
_REMEMBERED = 600


class Lateness:
    """Where the primary was, and when. Its own clock is not asked, nor that of a replica: only ours."""

    def __init__(self) -> None:
        self._reached: deque[tuple[float, int]] = deque(maxlen=_REMEMBERED)

    def primary_is_at(self, position: int, now: float) -> None:
        """Remember when the primary was first seen so far in its log."""
        if self._reached and position < self._reached[-1][1]:
            self._reached.clear()  # another is the primary now
        if not self._reached or position > self._reached[-1][1]:
            self._reached.append((now, position))

    def of(self, position: int, now: float) -> float:
        """Tell since how many seconds whoever is at this position lacks something; 0: nothing that we know of."""
        return next((now - seen for seen, reached in list(self._reached) if reached > position), 0.0)
