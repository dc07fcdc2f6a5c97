"""The hours of a place as a calendar to follow (RFC 5545): when it is open, closes, begins and ends.

A year is told, from the Monday of this week on: calendars ask again each day. What nobody can be sure of is never
shown as open: it is tentative, takes nobody's time, and says so.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from api.places.contentlines import Line, text, written
from api.renderers import texts_of
from places.choices import DatePrecision
from places.hours import Schedule, State, local_zone
from places.hours.series import Series, closures_of, series_of
from places.hours.timetable import Piece

_DAYS = 371  # 53 weeks
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(days=1)


class ICalendarRenderer(BaseRenderer):
    """The calendar of a place."""

    media_type = "text/calendar"
    format = "ics"
    charset = "utf-8"

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:  # noqa: ANN401
        """Write the body."""
        return b"".join(self.stream([texts_of(data)]))

    def stream(self, pieces: Iterable[list[str]], _request: Request | None = None) -> Iterator[bytes]:
        """Write the calendars of these records, a piece at a time."""
        for piece in pieces:
            yield "".join(calendar(json.loads(one), localdate()) for one in piece).encode()


def calendar(record: Mapping[str, Any], today: date) -> str:
    """Write a record of `/places/` as a calendar, from the Monday of this week on."""
    first = today - timedelta(days=today.weekday())
    return written(
        [
            ("BEGIN", "VCALENDAR"),
            ("VERSION", "2.0"),
            ("PRODID", "-//Croisée//Croisée//FR"),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", "PUBLISH"),
            ("NAME", text(record["name"])),
            ("X-WR-CALNAME", text(record["name"])),
            ("X-WR-TIMEZONE", local_zone().key),
            ("X-WR-CALDESC", text(_described(record))),
            ("URL", record["url"]),
            ("REFRESH-INTERVAL;VALUE=DURATION", "P1D"),
            ("X-PUBLISHED-TTL", "P1D"),
            *_zone(first),
            *_events(record, first, today),
            ("END", "VCALENDAR"),
        ]
    )


def _described(record: Mapping[str, Any]) -> str:
    unknown = _("Horaires non renseignés")
    return record["url"] if record["opening_hours"] else f"{unknown} : {record['url']}"


def _events(record: Mapping[str, Any], first: date, today: date) -> Iterator[Line]:
    opened, closed = (_day(record[name]) for name in ("opened_on", "closed_on"))
    table = Schedule.of(record["opening_hours"], opened, closed, record["commune"]["code"]).table
    if table:
        for series in series_of(table, first, _DAYS):
            yield from _event(record, _of_series(series), _said_of(series.piece), series.piece.remark)
        for closure in closures_of(table, first, _DAYS):
            days = _whole_days(closure.first, closure.last)
            yield from _event(record, days, _("fermé"), closure.reason)
    said = ((opened, "opened", _("ouverture du lieu")), (closed, "closed", _("fermé pour de bon")))
    for day, which, says in said:
        if day and day >= today and record[f"{which}_precision"] == DatePrecision.DAY:
            yield from _event(record, _whole_days(day, day), says)


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _event(record: Mapping[str, Any], lines: Iterable[Line], says: str, remark: str | None = None) -> Iterator[Line]:
    """Write an event; nobody's time is taken by it."""
    summary = f"{record['name']} : {says}" + (f" ({remark})" if remark else "")
    said = [*lines, ("SUMMARY", text(summary)), ("TRANSP", "TRANSPARENT")]
    told = sha256(repr(said).encode()).hexdigest()[:16]
    yield "BEGIN", "VEVENT"
    yield "UID", f"{told}.{record['id']}@croisee"
    yield "DTSTAMP", _utc(datetime.fromisoformat(record["updated_at"]))
    yield from said
    town = " ".join(filter(None, [record["postcode"], record["commune"]["name"]]))
    yield "LOCATION", text(", ".join(filter(None, [record["address"], town])))
    yield "URL", record["url"]
    yield "END", "VEVENT"


def _of_series(series: Series) -> Iterator[Line]:
    yield from _times(series)
    if not series.is_one_day:
        yield "RRULE", _rule(series)
    for day in series.missing:
        yield _at("EXDATE", series.piece, day)
    yield "STATUS", "CONFIRMED" if series.piece.state is State.OPEN else "TENTATIVE"


def _said_of(piece: Piece) -> str:
    if piece.state is State.OPEN:
        return _("ouvert")
    return _("jour férié, à confirmer") if piece.is_holiday else _("à confirmer")


def _times(series: Series) -> list[Line]:
    piece = series.piece
    if piece.is_all_day:
        return _whole_days(series.first, series.first)
    until = _moment(series.first, piece.until)
    return [_at("DTSTART", piece, series.first), (f"DTEND;TZID={local_zone().key}", f"{until:%Y%m%dT%H%M%S}")]


def _at(name: str, piece: Piece, day: date) -> Line:
    """Say when a piece begins on a day."""
    if piece.is_all_day:
        return f"{name};VALUE=DATE", f"{day:%Y%m%d}"
    return f"{name};TZID={local_zone().key}", f"{_moment(day, piece.since):%Y%m%dT%H%M%S}"


def _rule(series: Series) -> str:
    days = ",".join(f"{series.rank or ''}{_CODES[day]}" for day in series.weekdays)
    often = "MONTHLY" if series.rank else "WEEKLY"
    every = f";INTERVAL={series.weeks}" if series.weeks > 1 else ""
    begins = _moment(series.last, series.piece.since).replace(tzinfo=local_zone())
    until = f"{series.last:%Y%m%d}" if series.piece.is_all_day else _utc(begins)
    return f"FREQ={often}{every};BYDAY={days};UNTIL={until}"


def _whole_days(first: date, last: date) -> list[Line]:
    return [("DTSTART;VALUE=DATE", f"{first:%Y%m%d}"), ("DTEND;VALUE=DATE", f"{last + _DAY:%Y%m%d}")]


def _moment(day: date, minutes: int) -> datetime:
    """What the wall clock of the place shows."""
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _zone(first: date) -> Iterator[Line]:
    """Describe the zone of the places: what its clock is at the beginning of the calendar, and each of its changes."""
    yield "BEGIN", "VTIMEZONE"
    yield "TZID", local_zone().key
    for day in (first - _DAY, *_changes(first)):
        yield from _observed(day)
    yield "END", "VTIMEZONE"


def _changes(first: date) -> Iterator[date]:
    """List the days on which the clock changes."""
    days = (first + _DAY * offset for offset in range(_DAYS + 1))
    return (day for day in days if _midnight(day).utcoffset() != _midnight(day + _DAY).utcoffset())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=local_zone())


def _observed(day: date) -> Iterator[Line]:
    before, after = _midnight(day), _midnight(day + _DAY)
    kind = "DAYLIGHT" if after.dst() else "STANDARD"
    yield "BEGIN", kind
    yield "DTSTART", f"{_changing(before, after):%Y%m%dT%H%M%S}"
    yield "TZOFFSETFROM", f"{before:%z}"
    yield "TZOFFSETTO", f"{after:%z}"
    yield "TZNAME", f"{after:%Z}"
    yield "END", kind


def _changing(before: datetime, after: datetime) -> datetime:
    """Find the hour at which the clock changes, as it shows before: midnight of a day on which it does not."""
    hours = (before.astimezone(UTC) + timedelta(hours=hour) for hour in range(1, 25))
    there = (at for at in hours if at.astimezone(local_zone()).utcoffset() == after.utcoffset())
    offset = before.utcoffset()
    if offset == after.utcoffset() or offset is None:
        return before.replace(tzinfo=None)
    return (next(there) + offset).replace(tzinfo=None)
