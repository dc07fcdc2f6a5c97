"""What one may follow, by name: open to all, or to who was given a ticket."""

import re
from collections.abc import Iterable

# A topic, or the name of something that moved in it: "workshop:ABCDEF", "place:0b6c…", "contribution:12".
WRITTEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_.\-]{0,79}")
MOST_TOPICS = 8
# All that anyone may read of the directory: places, networks, organisations, words and the land.
DIRECTORY = "directory"
# Of a network, who is in it, and for whom it stands: those places are named as well.
MEMBERS = "members"
# That something may have come or gone in the queues of those who keep the directory: it names nothing.
QUEUES = "queues"
# What whoever knows its name may follow. Every other topic needs a ticket.
_OPEN = ("directory", "place", "network", "workshop", "screen")


def is_open(topic: str) -> bool:
    """Tell whether anyone may follow a topic."""
    return topic.partition(":")[0] in _OPEN


def topics_of(name: str) -> tuple[str, ...]:
    """Name the topics in which something of the directory moves; that members of a network do is of that one alone."""
    sort, _colon, key = name.partition(":")
    if sort == MEMBERS:
        return (f"network:{key}",)
    return (DIRECTORY, name) if sort in {"place", "network"} else (DIRECTORY,)


def read_topics(asked: Iterable[str]) -> frozenset[str]:
    """Read the topics that someone asks for.

    Raises:
        ValueError: there are none, or too many, or one is not written as a topic is.

    """
    topics = frozenset(asked)
    if not 0 < len(topics) <= MOST_TOPICS or not all(WRITTEN.fullmatch(topic) for topic in topics):
        raise ValueError(topics)
    return topics
