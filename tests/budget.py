"""How many queries a question may take. A budget that fails prints its SQL, and says which of two kinds it is.

A *law*: the number does not depend on how many rows there are. Nothing excuses one more for each.
A *habit*: the number that it takes today, held so that one more is noticed. A good reason may raise it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.places import communes
from network import querysets

_VALUE = re.compile(r"'[^']*'|\b\d+(?:\.\d+)?\b")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the SQL of what runs inside, where each page is written and none given as it was before."""
    told: list[str] = []
    caches["pages"].clear()
    forget()
    with CaptureQueriesContext(connection) as captured:
        yield told
    told += [query["sql"] for query in captured.captured_queries]


def forget() -> None:
    """Forget what processes read once at a version of the log, as a process does that has just begun."""
    querysets._held.cache_clear()
    communes._held.cache_clear()


def hold(*runs: Sequence[str], habit: int | None = None) -> None:
    """Fail unless all runs, of few rows and of many, took as many queries (a law), and at most `habit`, if given."""
    fewest, most = min(runs, key=len), max(runs, key=len)
    assert len(most) == len(fewest), _broken_law([len(run) for run in runs], _beyond(most, fewest))
    assert habit is None or len(most) <= habit, _broken_habit(len(most), habit, most)


def _broken_law(counts: list[int], more: Sequence[str]) -> str:
    return _told(f"A law is broken: {counts} queries, and the number may not depend on how many rows there are.", more)


def _broken_habit(count: int, habit: int, asked: Sequence[str]) -> str:
    return _told(f"A habit is broken: {count} queries, where {habit} did. Worth it? Then raise the number.", asked)


def _told(what: str, asked: Sequence[str]) -> str:
    return "\n".join([what, *(f"{number}. {sql}" for number, sql in enumerate(asked, 1))])


def _beyond(many: Sequence[str], few: Sequence[str]) -> list[str]:
    """List what one run asked more often than the other, whatever the values."""
    left = Counter(_VALUE.sub("?", sql) for sql in many) - Counter(_VALUE.sub("?", sql) for sql in few)
    return [f"{count} times more: {sql}" for sql, count in left.items()]
