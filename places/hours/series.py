"""What opening hours come to over a year, as calendars say it: a part of a day that comes back, and the days left over.

The days are laid first, holidays and seasons included, and told afterwards: no rule of a calendar says more than they.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from places.hours.rules import State
from places.hours.timetable import Piece, Timetable

_WEEK = timedelta(days=7)
# A longer silence parts a series in two: a season, and that of next year.
_LONGEST_GAP = 70
_FEWEST = 3  # days that make a series


@dataclass(frozen=True, slots=True)
class Series:
    """A piece of a day from a first day to a last, but for the days that are `missing`.

    It comes back each `weeks` weeks on some `weekdays` (Monday is 0), or each month on the weekday of a `rank`: 1 the
    first, -1 the last; on its own, it is of one day.
    """

    piece: Piece
    first: date
    last: date
    weekdays: tuple[int, ...] = ()
    weeks: int = 1
    rank: int = 0
    missing: tuple[date, ...] = ()

    @property
    def is_one_day(self) -> bool:
        """Whether it does not come back."""
        return not self.weekdays


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which a place closes on purpose, both included, and why, if it says."""

    first: date
    last: date
    reason: str | None


def series_of(table: Timetable, first: date, days: int) -> list[Series]:
    """Tell so many days, from the first on: every part of them that is not closed is in one series."""
    found: dict[Piece, list[date]] = defaultdict(list)
    for day in _days(first, days):
        for piece in table.plan(day).pieces:
            found[piece].append(day)
    told = [series for piece, dates in found.items() for series in _together(_of_piece(piece, dates))]
    return sorted(told, key=lambda one: (one.first, one.piece.since, one.piece.until))


def closures_of(table: Timetable, first: date, days: int) -> list[Closure]:
    """List the days, of so many, on which the place itself closes: it names the date, or says why."""
    told: list[Closure] = []
    for day in _days(first, days):
        plan = table.plan(day)
        if plan.pieces or not table.is_alive(day) or not (plan.reason or _closes(table, day)):
            continue
        if told and told[-1].last + timedelta(days=1) == day and told[-1].reason == plan.reason:
            told[-1] = replace(told[-1], last=day)
        else:
            told.append(Closure(day, day, plan.reason))
    return told


def _days(first: date, count: int) -> Iterator[date]:
    return (first + timedelta(days=offset) for offset in range(count))


def _closes(table: Timetable, day: date) -> bool:
    return any(rule.state is State.CLOSED and rule.names(day) for rule in table.hours.rules)


def _of_piece(piece: Piece, dates: Iterable[date]) -> Iterator[Series]:
    by_weekday: dict[int, list[date]] = defaultdict(list)
    for day in dates:
        by_weekday[day.weekday()].append(day)
    for weekday, days in by_weekday.items():
        for run in _runs(days):
            yield from _of_run(piece, weekday, run)


def _runs(days: list[date]) -> Iterator[list[date]]:
    """Part days where nothing is for long."""
    run = days[:1]
    for before, day in pairwise(days):
        if (day - before).days > _LONGEST_GAP:
            yield run
            run = []
        run.append(day)
    yield run


def _of_run(piece: Piece, weekday: int, days: list[date]) -> Iterator[Series]:
    """Tell days of one weekday: in the way that leaves the fewest out, or one by one."""
    whole = Series(piece, days[0], days[-1], (weekday,))
    ways = [whole, replace(whole, weeks=2), *(replace(whole, rank=rank) for rank in (1, 2, 3, 4, -1))]
    told = [(way, {*_expected(way)}) for way in ways]
    fitting = [(way, expected) for way, expected in told if expected >= {*days}] if len(days) >= _FEWEST else []
    way, expected = min(fitting, key=lambda one: len(one[1]), default=(whole, set[date]()))
    missing = tuple(sorted(expected - {*days}))
    if fitting and len(missing) <= len(days):
        yield replace(way, missing=missing)
    else:
        yield from (Series(piece, day, day) for day in days)


def _expected(series: Series) -> Iterator[date]:
    """List the days that a series would have, were none missing."""
    day = series.first
    while day <= series.last:
        if not series.rank or _is_of_rank(day, series.rank):
            yield day
        day += series.weeks * _WEEK


def _is_of_rank(day: date, rank: int) -> bool:
    return (day + _WEEK).month != day.month if rank == -1 else (day.day - 1) // 7 + 1 == rank


def _together(told: Iterable[Series]) -> Iterator[Series]:
    """Join the weekly series of one piece that begin and end in the same seven days: from Monday to Friday."""
    waiting: list[Series] = []
    for one in sorted(told, key=lambda series: series.first):
        other = next((other for other in waiting if _is_beside(one, other)), None)
        if other is None:
            waiting.append(one)
            continue
        waiting[waiting.index(other)] = replace(
            other,
            last=max(one.last, other.last),
            weekdays=tuple(sorted({*one.weekdays, *other.weekdays})),
            missing=tuple(sorted({*one.missing, *other.missing})),
        )
    yield from waiting


def _is_beside(one: Series, other: Series) -> bool:
    are_weekly = all(series.weekdays and not series.rank and series.weeks == 1 for series in (one, other))
    return are_weekly and one.first - other.first < _WEEK and abs(one.last - other.last) < _WEEK
