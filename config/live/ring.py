"""The last moves, in memory: whoever was away for a moment is told without a question to the database."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from network.live.moves import NOWHERE, Move, Point

SIZE = 2000


class Ring:
    """The moves after `floor`, in order. `head` is the last of all, and `floor` where there is none."""

    def __init__(self, floor: Point = NOWHERE, size: int = SIZE) -> None:
        self.floor = floor
        self._size = size
        self._moves: list[Move] = []

    @property
    def head(self) -> Point:
        """The point as of which all was heard."""
        return self._moves[-1].point if self._moves else self.floor

    def add(self, moves: Sequence[Move]) -> None:
        """Remember what comes after all that is here, and forget the oldest."""
        self._moves.extend(moves)
        if (over := len(self._moves) - self._size) > 0:
            self.floor = self._moves[over - 1].point
            del self._moves[:over]

    def since(self, point: Point) -> list[Move] | None:
        """List what moved after a point; None where it is not remembered, or was never told."""
        if point == self.floor:
            return list(self._moves)
        at = bisect_left(self._moves, point.position, key=_position)
        is_here = at < len(self._moves) and self._moves[at].point == point
        return self._moves[at + 1 :] if is_here else None

    def after(self, position: int) -> list[Move]:
        """List what is remembered of what moved after a position."""
        return self._moves[bisect_right(self._moves, position, key=_position) :]

    def point_before(self, moment: float) -> Point | None:
        """Tell the last point before a moment (Unix time); None where it is not remembered."""
        if not self._moves or moment <= self.floor.at:
            return None
        earlier = [move.point for move in self._moves if move.point.at < moment]
        return earlier[-1] if earlier else self.floor


def _position(move: Move) -> int:
    return move.point.position
