"""What someone who follows asks for: which topics, from where on, as a stream or as one answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from urllib.parse import parse_qs

from network.live.moves import Point
from network.live.reading import MARGIN
from network.live.tickets import may_follow
from network.live.topics import read_topics

STREAM = "text/event-stream"
# Seconds for which one answer is held until something moves, at most.
LONGEST_WAIT = 30
_LONGEST_QUERY = 4000
_PARAMETERS = {"topic", "since", "at", "ticket", "wait"}


class NotAllowedError(Exception):
    """Someone asks for a topic that needs another ticket than hers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: `since` a frame that was seen, or what moved since a page was written `at` a moment (Unix time).

    Neither is from now on. `wait` is how many seconds one answer may be held; None asks for a stream.
    """

    topics: frozenset[str]
    since: Point | None
    at: float | None
    wait: int | None

    @classmethod
    def read(cls, query: str, *, accept: str, last_id: str, secret: str) -> Self:
        """Read a question from its address and heads; `last_id` is what a browser that comes back says it saw.

        Raises:
            ValueError: it is not written as one.
            NotAllowedError: a topic needs another ticket.

        """
        said = _said(query)
        topics = read_topics(said.get("topic", []))
        if not may_follow(topics, said.get("ticket", []), secret=secret):
            raise NotAllowedError
        since, at = last_id or _one(said, "since"), _one(said, "at")
        return cls(
            topics,
            Point.read(since) if since else None,
            datetime.fromisoformat(at).timestamp() - MARGIN if at else None,
            None if STREAM in accept else min(int(_one(said, "wait") or 0), LONGEST_WAIT),
        )


def _said(query: str) -> dict[str, list[str]]:
    said = parse_qs(query, max_num_fields=20, strict_parsing=True) if len(query) <= _LONGEST_QUERY else {}
    if said.keys() - _PARAMETERS:
        raise ValueError(query)
    return said


def _one(said: dict[str, list[str]], name: str) -> str:
    values = said.get(name, [""])
    if len(values) > 1:
        raise ValueError(name)
    return values[0]
