"""What opening hours say at a moment and on a day: the rules laid over the calendar, in local time.

A night belongs to the day on which it began. On a public holiday that nobody thought of, what would be open is unknown.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from places.hours.holidays import Calendar
from places.hours.rules import DAY_MINUTES, Holiday, Hours, Joint, Rule, State

# How far ahead a change is looked for: near first, since most are.
_HORIZONS = (3, 15, 60, 400)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a day that is not closed, in minutes of the wall clock since its midnight, beyond 1,440 for a night."""

    since: int
    until: int
    state: State
    remark: str | None = None
    is_otherwise: bool = False
    is_holiday: bool = False

    @property
    def is_all_day(self) -> bool:
        """Whether it lasts from midnight to midnight."""
        return (self.since, self.until) == (0, DAY_MINUTES)


@dataclass(frozen=True, slots=True)
class Plan:
    """A day: its pieces in order, and the reason that it is closed for."""

    pieces: tuple[Piece, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A time between two local moments, with its remark.

    `is_otherwise` tells that it only fills what other rules leave, `is_holiday` that a public holiday leaves a doubt.
    """

    since: datetime
    until: datetime
    state: State
    remark: str | None = None
    is_otherwise: bool = False
    is_holiday: bool = False


@dataclass(frozen=True, slots=True)
class Timetable:
    """Hours in the life of a place: none before `opened_on`, none from `closed_on` on."""

    hours: Hours
    calendar: Calendar
    zone: ZoneInfo
    opened_on: date | None = None
    closed_on: date | None = None

    def is_alive(self, day: date) -> bool:
        """Whether the place has opened, and has not closed for good, on a day."""
        return is_within(day, self.opened_on, self.closed_on)

    def plan(self, day: date) -> Plan:
        """Lay the rules over one day."""
        if not self.is_alive(day):
            return Plan()
        if Holiday.SCHOOL in self.hours.holidays and self.calendar.has(Holiday.SCHOOL, day) is None:
            return _either(self._laid(day, is_school=True), self._laid(day, is_school=False))
        return self._laid(day, is_school=self.calendar.has(Holiday.SCHOOL, day) is True)

    def _laid(self, day: date, *, is_school: bool) -> Plan:
        found = {Holiday.SCHOOL} if is_school else set()
        if self.calendar.has(Holiday.PUBLIC, day):
            found.add(Holiday.PUBLIC)
        rules = [rule for rule in self.hours.rules if _holds(rule, day, found)]
        plan = _lay_all(rules)
        is_foreseen = self.hours.speaks_of_public_holidays or _decides(rules, day)
        return plan if is_foreseen or Holiday.PUBLIC not in found else _doubted(plan)

    def spans(self, start: datetime, days: int) -> list[Span]:
        """List what is not closed from a local moment to the end of so many days, its own day counted."""
        first = start.astimezone(self.zone).date()
        line = [piece for offset in range(days) for piece in self._shown(first, offset)]
        end = _moment(first, days * DAY_MINUTES, self.zone)
        return [span for piece in _joined(line) if (span := self._span(piece, first, start, end))]

    def _shown(self, first: date, offset: int) -> list[Piece]:
        """What one day shows between its midnights, in minutes since that of `first`: its pieces, and a night's end.

        What is sure hides what is not; what holds otherwise fills what is left.
        """
        day = first + timedelta(days=offset)
        nights = [_shifted(piece, -DAY_MINUTES) for piece in self.plan(day - timedelta(days=1)).pieces]
        line: list[Piece] = []
        pieces = [*nights, *self.plan(day).pieces]
        for piece in sorted(pieces, key=lambda one: (not one.is_otherwise, one.state is State.OPEN)):
            line = _over(line, piece)
        within = _left_of_day(line)
        return [_shifted(piece, offset * DAY_MINUTES) for piece in within]

    def _span(self, piece: Piece, first: date, start: datetime, end: datetime) -> Span | None:
        since = max(_moment(first, piece.since, self.zone), start.astimezone(self.zone))
        until = min(_moment(first, piece.until, self.zone), end)
        if since >= until:
            return None
        return Span(since, until, piece.state, piece.remark, piece.is_otherwise, piece.is_holiday)

    def closures(self, start: datetime, days: int) -> list[Span]:
        """List the days that are closed for a reason, of so many from that of a local moment."""
        first = start.astimezone(self.zone).date()
        plans = [(offset, self.plan(first + timedelta(days=offset))) for offset in range(days)]
        return [
            Span(self._midnight(first, offset), self._midnight(first, offset + 1), State.CLOSED, plan.reason)
            for offset, plan in plans
            if plan.reason and not plan.pieces
        ]

    def _midnight(self, first: date, offset: int) -> datetime:
        return _moment(first, offset * DAY_MINUTES, self.zone)

    def ahead(self, at: datetime) -> Iterator[tuple[list[Span], datetime]]:
        """List the spans from a moment on, and the end of what was looked at, over ever more days."""
        first = at.astimezone(self.zone).date()
        yield from ((self.spans(at, days), _moment(first, days * DAY_MINUTES, self.zone)) for days in _HORIZONS)


def is_within(day: date, first: date | None, end: date | None) -> bool:
    """Whether a day is in a period [first, end), of which either may be unknown."""
    return (first is None or day >= first) and (end is None or day < end)


def _holds(rule: Rule, day: date, holidays: set[Holiday]) -> bool:
    if not rule.is_of_season(day):
        return False
    is_weekday = any(weekdays.holds(day) for weekdays in rule.weekdays)
    is_holiday = any(holiday in holidays for holiday in rule.holidays)
    if rule.is_both:
        return is_weekday and is_holiday
    return is_weekday or is_holiday or not (rule.weekdays or rule.holidays)


def _decides(rules: list[Rule], day: date) -> bool:
    """Whether the rule that has the last word on a day names it."""
    last = next((rule for rule in reversed(rules) if rule.joint is not Joint.OTHERWISE), None)
    return last is not None and last.names(day)


def _lay_all(rules: list[Rule]) -> Plan:
    line: list[Piece] = []
    reason: str | None = None
    for rule in rules:
        is_closure = rule.state is State.CLOSED
        if rule.joint is Joint.INSTEAD and not (is_closure and rule.times):
            line, reason = [], rule.remark if is_closure else None
        for times in rule.spans():
            piece = Piece(times.since, times.until, rule.state, rule.remark, rule.joint is Joint.OTHERWISE)
            line = _cut(line, piece) if is_closure else _added(line, piece)
    return Plan(tuple(sorted(line, key=lambda one: one.since)), reason)


def _added(line: list[Piece], piece: Piece) -> list[Piece]:
    return [*line, *_left(piece, line)] if piece.is_otherwise else _over(line, piece)


def _over(line: list[Piece], piece: Piece) -> list[Piece]:
    """Lay a piece over others: it hides what it covers."""
    return [*_cut(line, piece), piece]


def _cut(line: Iterable[Piece], hole: Piece) -> list[Piece]:
    return [rest for piece in line for rest in _left(piece, [hole])]


def _left(piece: Piece, holes: Iterable[Piece]) -> list[Piece]:
    """What is left of a piece once holes are cut out of it."""
    left = [piece]
    for hole in holes:
        left = [
            replace(part, since=since, until=until)
            for part in left
            for since, until in ((part.since, min(part.until, hole.since)), (max(part.since, hole.until), part.until))
            if since < until
        ]
    return left


def _left_of_day(line: Iterable[Piece]) -> list[Piece]:
    """Keep what is between the two midnights of a day."""
    return [
        replace(piece, since=max(piece.since, 0), until=min(piece.until, DAY_MINUTES))
        for piece in line
        if piece.since < DAY_MINUTES and piece.until > 0
    ]


def _shifted(piece: Piece, minutes: int) -> Piece:
    return replace(piece, since=piece.since + minutes, until=piece.until + minutes)


def _joined(line: Iterable[Piece]) -> Iterator[Piece]:
    """Join the pieces that follow one another and say the same."""
    waiting: Piece | None = None
    for piece in sorted(line, key=lambda one: one.since):
        if (
            waiting
            and waiting.until == piece.since
            and waiting == replace(piece, since=waiting.since, until=waiting.until)
        ):
            waiting = replace(waiting, until=piece.until)
            continue
        if waiting:
            yield waiting
        waiting = piece
    if waiting:
        yield waiting


def _says_the_same(one: Piece, other: Piece) -> bool:
    return one == replace(other, since=one.since, until=one.until)


def _doubted(plan: Plan) -> Plan:
    return replace(plan, pieces=tuple(replace(piece, state=State.UNKNOWN, is_holiday=True) for piece in plan.pieces))


def _either(one: Plan, other: Plan) -> Plan:
    """A day of which nobody knows yet which of two plans holds: sure where they agree, unknown where they do not."""
    if one == other:
        return one
    edges = sorted({edge for plan in (one, other) for piece in plan.pieces for edge in (piece.since, piece.until)})
    pairs = [(since, until, _at(one, since), _at(other, since)) for since, until in pairwise(edges)]
    pieces = [
        replace(a, since=since, until=until) if a and b and a.state == b.state else Piece(since, until, State.UNKNOWN)
        for since, until, a, b in pairs
        if a or b
    ]
    return Plan(tuple(_joined(pieces)))


def _at(plan: Plan, minute: int) -> Piece | None:
    return next((piece for piece in plan.pieces if piece.since <= minute < piece.until), None)


def _moment(first: date, minutes: int, zone: ZoneInfo) -> datetime:
    """The moment at which the wall clock shows so many minutes since a midnight; one that it skips comes just after."""
    day, minute = divmod(minutes, DAY_MINUTES)
    naive = datetime.combine(first + timedelta(days=day), time(*divmod(minute, 60)))
    return naive.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
