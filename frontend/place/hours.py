"""The hours of the days that come, as the browser holds them: a page without a network still tells what is open."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import Any, Protocol, TypedDict

from places.hours import DAYS_AHEAD, Schedule, Span, State, local_zone

# From and until, in minutes since 1970 UTC, which `Sort` of time it is, and what the place says of it.
ToldSpan = tuple[int, int, int, str | None]


class Calendar(TypedDict):
    """The time zone in which hours are written, and the minute at which they are no longer good."""

    zone: str
    until: int


class Sort(IntEnum):
    """What a span says of its time; `frontend/src/hours/opening.ts` reads the same numbers."""

    UNKNOWN = 0
    OPEN = 1
    HOLIDAY = 2  # unknown for a public holiday that the hours do not speak of
    CLOSED = 3  # closed for a reason
    OTHERWISE = 4  # unknown, wherever other rules say nothing


def coming_hours(schedule: Schedule, at: datetime) -> dict[str, Any] | None:
    """The hours of the days that come, and until when that is good, as the directory tells them of every place.

    None when they cannot be known.
    """
    today = at.replace(hour=0, minute=0, second=0, microsecond=0)
    spans = spans_of(schedule, today)
    return None if spans is None else {**calendar(today), "spans": spans}


class Listed(Protocol):
    """A place that a page lists."""

    slug: str

    @property
    def schedule(self) -> Schedule:
        """Its hours."""


def coming_hours_of_each(places: Iterable[Listed], at: datetime) -> dict[str, Any]:
    """The hours of the days that come of each place that a page lists, by slug (`spansOf`), and until when it is good.

    Null where they cannot be known.
    """
    today = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return {**calendar(today), "spansOf": {place.slug: spans_of(place.schedule, today) for place in places}}


def calendar(today: datetime) -> Calendar:
    """Say in which time zone hours are written, and until which minute they are good."""
    return {"zone": str(local_zone()), "until": _minutes(today) + DAYS_AHEAD * 24 * 60}


@lru_cache(maxsize=4096)
def spans_of(schedule: Schedule, today: datetime) -> list[ToldSpan] | None:
    """List what is told of the days that come; None when nobody knows it. In between, the place is closed.

    The night that lasts as the first day begins is told from its evening, for it is of the day before.
    """
    spans = schedule.spans(today - timedelta(days=1), DAYS_AHEAD + 1)
    if spans is None:
        return None
    closures = schedule.table.closures(today, DAYS_AHEAD) if schedule.table else []
    lasting = (span for span in spans if span.until > today)
    return [_told(span) for span in sorted([*lasting, *closures], key=lambda span: span.since)]


def _told(span: Span) -> ToldSpan:
    return _minutes(span.since), _minutes(span.until), _sort(span), span.remark


def _sort(span: Span) -> Sort:
    if span.state is not State.UNKNOWN:
        return Sort.OPEN if span.state is State.OPEN else Sort.CLOSED
    if span.is_otherwise:
        return Sort.OTHERWISE
    return Sort.HOLIDAY if span.is_holiday else Sort.UNKNOWN


def _minutes(moment: datetime) -> int:
    return int(moment.timestamp()) // 60
