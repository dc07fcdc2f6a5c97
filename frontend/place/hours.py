"""The hours of the days that come, as the browser holds them: a page without a network still tells what is open."""

from datetime import datetime
from functools import lru_cache
from typing import Any, TypedDict

from places.hours import local_zone, week

DAYS_OF_HOURS = 15
# From, until and whether it is sure, in minutes since 1970 UTC.
Span = tuple[int, int, int]


class Calendar(TypedDict):
    """The time zone in which hours are written, and the minute at which they are no longer good."""

    zone: str
    until: int


def coming_hours(hours: str, at: datetime) -> dict[str, Any] | None:
    """Give the hours of the days that come, and until when that is good, as the directory does for every place.

    None when they cannot be read.
    """
    today = at.replace(hour=0, minute=0, second=0, microsecond=0)
    spans = spans_of(hours, today)
    return None if spans is None else {**calendar(today), "spans": spans}


def calendar(today: datetime) -> Calendar:
    """Say in which time zone hours are written, and until which minute they are good."""
    return {"zone": str(local_zone()), "until": _minutes(today) + DAYS_OF_HOURS * 24 * 60}


@lru_cache(maxsize=4096)
def spans_of(hours: str, today: datetime) -> list[Span] | None:
    """List the spans of the days that come as [from, until, is sure], in minutes; None when they cannot be read."""
    coming = week(hours, start=today, days=DAYS_OF_HOURS)
    if coming is None:
        return None
    return [(_minutes(opens), _minutes(closes), int(state == "open")) for opens, closes, state in coming]


def _minutes(moment: datetime) -> int:
    return int(moment.timestamp()) // 60
