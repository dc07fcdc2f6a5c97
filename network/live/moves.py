"""What moved at each position, and how it is told to who follows some topics: pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from network.live.topics import QUEUES, topics_of

# Beyond so many names in one topic, it is told that much moved, and whoever follows looks at all of it.
MOST_NAMES = 100
_ID = re.compile(r"([0-9]{1,18})-([0-9a-f]{1,16})")

# By topic, the names of what moved in it; None: look at all of it, for it is too much to name, or has no name.
Told = dict[str, list[str] | None]


class Point(NamedTuple):
    """A place in the order of commits.

    Positions alone could come back with other contents once an older dump has been restored: `moment`, microseconds of
    Unix time in hexadecimal, tells them apart.
    """

    position: int
    moment: str

    def __str__(self) -> str:
        return f"{self.position}-{self.moment}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Read the id of a frame.

        Raises:
            ValueError: this is not one of ours.

        """
        found = _ID.fullmatch(text)
        if not found:
            raise ValueError(text)
        return cls(int(found[1]), found[2])

    @property
    def at(self) -> float:
        """When it was, in seconds of Unix time."""
        return int(self.moment, 16) / 1_000_000


NOWHERE = Point(0, "0")


@dataclass(frozen=True, slots=True)
class Move:
    """What moved in one commit, or in one topic of it that the log does not hold."""

    point: Point
    told: Mapping[str, Sequence[str] | None]


Row = tuple[int, str, str | None, list[str]]  # position, moment, topic of a signal, names


def move_of(row: Row) -> Move:
    """Read a row of `reading.MOVES`."""
    position, moment, topic, names = row
    point = Point(position, moment)
    return Move(point, {topic: names if all(names) else None} if topic else _told_of_log(names))


def _told_of_log(names: Sequence[str]) -> Told:
    """Tell a change of the log by topic; the queues may wait for anything, and name nothing."""
    told: Told = {QUEUES: None}
    for name in dict.fromkeys(names):
        for topic in topics_of(name):
            _add(told, topic, [name])
    return told


def _add(told: Told, topic: str, names: Sequence[str] | None) -> None:
    held = told.get(topic, [])
    all_names = None if names is None or held is None else [*dict.fromkeys([*held, *names])]
    told[topic] = None if all_names is None or len(all_names) > MOST_NAMES else all_names


def told_in(moves: Iterable[Move], topics: Iterable[str]) -> Told:
    """Tell what moved in some topics, all moves together; empty where nothing did."""
    told: Told = {}
    asked = frozenset(topics)
    for move in moves:
        for topic in asked & move.told.keys():
            _add(told, topic, move.told[topic])
    return told
