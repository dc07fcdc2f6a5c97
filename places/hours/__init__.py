"""Opening hours: what may be written, what it says at a moment, and how it is said.

`Schedule` is what every reader asks: the hours of a place in its life and in its land. They are stored in
OpenStreetMap's syntax, in the one way that `written` writes. See ADR 0007 and 0023.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError

from places.hours.checks import refusals
from places.hours.grammar import Unreadable, parse, written
from places.hours.holidays import Calendar
from places.hours.rules import Holiday, State
from places.hours.timetable import Plan, Span, Timetable, is_within

__all__ = [
    "DAYS_AHEAD",
    "Opening",
    "Plan",
    "Schedule",
    "Span",
    "State",
    "local_zone",
    "normalise",
    "parse",
    "validate_hours",
]


# For how many days, today first, a page and the browser that holds it tell hours.
DAYS_AHEAD = 15


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a place is open at a moment.

    `next_change` and `next_open`, the next moment at which it is sure to be open, are local times; None when unknown or
    never. `remark` is what the place says of this moment; `is_holiday` tells that only a public holiday leaves a doubt.
    """

    state: State
    next_change: datetime | None = None
    next_open: datetime | None = None
    remark: str | None = None
    is_holiday: bool = False


UNKNOWN = Opening(State.UNKNOWN)
CLOSED = Opening(State.CLOSED)


class Schedule(NamedTuple):
    """The hours of a place, from the day it opened to the day it closed for good, under the calendar of its commune.

    A tuple, which costs little to make and to look up: an answer of 5,000 places does both for each.
    """

    hours: str | None
    opened_on: date | None = None
    closed_on: date | None = None
    commune: str | None = None

    @classmethod
    def of(cls, hours: str | None, opened_on: date | None, closed_on: date | None, commune: str) -> "Schedule":
        """The schedule of a place. Its commune is kept only where it matters, so that most places share theirs."""
        return cls(hours, opened_on, closed_on, commune[:2] if hours and Holiday.SCHOOL in hours else None)

    def at(self, moment: datetime) -> Opening:
        """Tell the state at an aware moment.

        A place that closed for good is closed, whatever its hours still say; one that is to open opens in its hours.
        """
        # Hours are written to the minute, so one answer serves every place with the same schedule for a minute.
        minute = moment.astimezone(local_zone()).replace(second=0, microsecond=0)
        return _at(self.settled(minute.date()), minute)

    def settled(self, day: date) -> "Schedule":
        """The same from a day on: once a place has opened, it no longer matters when, and many places share theirs."""
        return self._replace(opened_on=None) if self.opened_on and self.opened_on < day else self

    def spans(self, start: datetime, days: int) -> list[Span] | None:
        """List what is not closed in so many local days from an aware moment; None when the hours cannot be known."""
        table = self.table
        if table is None:
            return [] if self._is_over(start, days) else None
        return table.spans(start, days)

    @property
    def table(self) -> Timetable | None:
        """The hours, read; None when nobody knows them or they cannot be read."""
        return _table(self)

    def is_alive(self, day: date) -> bool:
        """Whether the place has opened, and has not closed for good, on a day."""
        return is_within(day, self.opened_on, self.closed_on)

    def _is_over(self, start: datetime, days: int) -> bool:
        first = start.astimezone(local_zone()).date()
        return not any(self.is_alive(first + timedelta(days=offset)) for offset in range(days))


def local_zone() -> ZoneInfo:
    """The zone in which opening hours are written."""
    return ZoneInfo(settings.TIME_ZONE)


@lru_cache(maxsize=4096)
def _table(schedule: Schedule) -> Timetable | None:
    try:
        hours = parse(schedule.hours) if schedule.hours else None
    except Unreadable:
        # One row that an older version let in must not silence all the others.
        return None
    if hours is None:
        return None
    calendar = Calendar.of_commune(schedule.commune)
    return Timetable(hours, calendar, local_zone(), schedule.opened_on, schedule.closed_on)


@lru_cache(maxsize=4096)
def _at(schedule: Schedule, moment: datetime) -> Opening:
    table, day = schedule.table, moment.date()
    if not is_within(day, None, schedule.closed_on):
        return CLOSED
    if table is None:
        return UNKNOWN if schedule.is_alive(day) else CLOSED
    opening = CLOSED
    for spans, end in table.ahead(moment):
        opening = _opening(table, spans, moment, end)
        if opening.next_change and (opening.next_open or opening.state is State.OPEN):
            break
    return opening


def _opening(table: Timetable, spans: list[Span], moment: datetime, end: datetime) -> Opening:
    ahead = next((span.since for span in spans if span.since > moment and span.state is State.OPEN), None)
    if not spans or spans[0].since > moment:
        return Opening(State.CLOSED, spans[0].since if spans else None, ahead, table.plan(moment.date()).reason)
    now = spans[0]
    return Opening(now.state, _change(spans, end), ahead, now.remark, now.is_holiday)


def _change(spans: list[Span], end: datetime) -> datetime | None:
    """Find when the state of the first span ends: another remark is no other state. None when it outlasts `end`."""
    until = spans[0].until
    for span in spans[1:]:
        if span.since != until or span.state is not spans[0].state:
            break
        until = span.until
    return until if until < end else None


def normalise(text: str) -> str:
    """Write hours as they are stored.

    Raises:
        ValidationError: they cannot be read, or mean what nobody would mean; the sentence says what.

    """
    try:
        hours = parse(text)
    except Unreadable as error:
        raise ValidationError(str(error), code="hours") from error
    found = refusals(hours)
    if found:
        raise ValidationError(found, code="hours")
    return written(hours)


def validate_hours(text: str) -> None:
    """Refuse what is not opening hours, and what nobody would mean.

    Raises:
        ValidationError: see `normalise`.

    """
    normalise(text)
