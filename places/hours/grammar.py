"""Reads opening hours, and writes them in one way: the part of OpenStreetMap's syntax that a directory needs.

Syntax: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification. Each character is read once, so the time
that it takes follows the length of the text. Left out: sunrise and sunset, open ends (`18:00+`), Easter, days counted
from another (`PH +1 day`).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NoReturn, TypeVar

from django.utils.translation import gettext as _

from places.hours.rules import (
    DAY_MINUTES,
    Dates,
    Holiday,
    Hours,
    Joint,
    Rule,
    State,
    Times,
    Weekdays,
    Weeks,
    days_of_month,
)

LONGEST = 2000
LATEST = 27 * 60  # a night may be written as 18:00-26:30
LEAP_YEAR = 2028
WEEKS = 53
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STATES = {"open": State.OPEN, "off": State.CLOSED, "closed": State.CLOSED, "unknown": State.UNKNOWN}

_SPACES = re.compile(r"\s+")
_DAY = re.compile(rf"({'|'.join(DAYS)})\b", re.IGNORECASE)
_HOLIDAY = re.compile(r"(PH|SH)\b", re.IGNORECASE)
_MONTH = re.compile(rf"({'|'.join(MONTHS)})\b", re.IGNORECASE)
_YEAR = re.compile(r"((?:19|20|21)\d\d)\b(?!:)")
_NUMBER = re.compile(r"(\d{1,2})\b(?!:)")
_RANK = re.compile(r"(-?[1-5])(?!\d)")
_TIME = re.compile(r"(\d{1,2}):([0-5]\d)")
_STATE = re.compile(r"(open|off|closed|unknown)\b", re.IGNORECASE)
_REMARK = re.compile(r'"([^"]*)"')
_DASH = re.compile(r"[-–]")
_WORDS = {word: re.compile(word, re.IGNORECASE) for word in ("24/7", "week", r"\[", r"\]", "/", ":", ",", ";", r"\|\|")}
T = TypeVar("T")


class Unreadable(ValueError):  # noqa: N818  what it is, as a sentence says it
    """These are not opening hours; the message says why, in the language of the reader, and where."""


@lru_cache(maxsize=4096)
def parse(text: str) -> Hours:
    """Read opening hours, once for each distinct text.

    Raises:
        Unreadable: the text is not opening hours, or names a day or a time that does not exist.

    """
    if len(text) > LONGEST:
        raise Unreadable(_("Ces horaires sont trop longs : %(most)s caractères au plus.") % {"most": LONGEST})
    return _Reader(text.replace("“", '"').replace("”", '"')).hours()


class _Reader:
    """Reads from left to right: each method takes what it is named for, or leaves its place as it was."""

    def __init__(self, text: str) -> None:
        self.text, self.place = text, 0
        self._skip()

    def hours(self) -> Hours:
        rules = [self._rule(Joint.INSTEAD)]
        while self.place < len(self.text):
            rules.append(self._rule(self._joint()))
        return Hours(tuple(rules))

    def _joint(self) -> Joint:
        for joint in (Joint.INSTEAD, Joint.BESIDES):
            if self._word(joint):
                return joint
        return Joint.OTHERWISE if self._word(r"\|\|") else self._refuse()

    def _rule(self, joint: Joint) -> Rule:
        if self._word("24/7"):
            return Rule(joint, is_always=True, said=self._state(), remark=self._remark())
        start = self.place
        dates, weeks = self._seasons()
        if dates or weeks:
            self._word(":")
        weekdays, holidays, is_both = self._days()
        times, said, remark = self._times(), self._state(), self._remark()
        rule = Rule(joint, dates, weeks, weekdays, holidays, is_both, times, said=said, remark=remark)
        return rule if self.place > start else self._refuse()

    def _seasons(self) -> tuple[tuple[Dates, ...], tuple[Weeks, ...]]:
        if self._word("week"):
            return (), self._list(self._weeks, self._refuse)
        first = self._dates()
        return ((first, *self._more(self._dates)) if first else ()), ()

    def _more(self, item: Callable[[], T | None]) -> Iterator[T]:
        """Read what follows of a list, as long as a comma leads to one more of its kind."""
        while True:
            before = self.place
            found = item() if self._word(",") else None
            if found is None:
                self.place = before
                return
            yield found

    def _list(self, item: Callable[[], T | None], otherwise: Callable[[], NoReturn]) -> tuple[T, ...]:
        first = item()
        return (first, *self._more(item)) if first is not None else otherwise()

    def _weeks(self) -> Weeks | None:
        since = self._number(WEEKS)
        if since is None:
            return None
        until = (self._number(WEEKS) or self._refuse()) if self._take(_DASH) else since
        step = (self._number(WEEKS) or self._refuse()) if self._word("/") else 1
        return Weeks(since, until, step) if since <= until else self._refuse()

    def _dates(self) -> Dates | None:
        year, month = self._year(), self._month()
        if month is None:
            return self._years(year) if year else None
        day = self._number(31)
        since = (month, day or 1)
        until_year, until = self._end(month, day) if self._take(_DASH) else (None, (month, day))
        until = (until[0], until[1] or days_of_month(LEAP_YEAR, until[0]))
        self._must_exist(since, until)
        if year is None and until_year is not None:
            self._refuse()
        return Dates(since, until, year, until_year or self._year_after(year, since, until))

    @staticmethod
    def _year_after(year: int | None, since: tuple[int, int], until: tuple[int, int]) -> int | None:
        return year + 1 if year is not None and until < since else None

    def _years(self, year: int) -> Dates:
        until = (self._year() or self._refuse()) if self._take(_DASH) else year
        return Dates((1, 1), (12, 31), year, until) if year <= until else self._refuse()

    def _end(self, month: int, day: int | None) -> tuple[int | None, tuple[int, int | None]]:
        """Read the end of a range: a date, a month, or a day of the month that began it."""
        year, until = self._year(), self._month()
        if until is not None:
            return year, (until, self._number(31))
        number = self._number(31) if day is not None and year is None else None
        return None, (month, number or self._refuse())

    def _must_exist(self, *dates: tuple[int, int]) -> None:
        for month, day in dates:
            if day > days_of_month(LEAP_YEAR, month):
                raise Unreadable(_("Le « %(date)s » n’existe pas.") % {"date": f"{MONTHS[month - 1]} {day:02}"})

    def _days(self) -> tuple[tuple[Weekdays, ...], tuple[Holiday, ...], bool]:
        found = [*self._list_of_days()]
        holidays = tuple(dict.fromkeys(one for one in found if isinstance(one, Holiday)))
        weekdays = [one for one in found if isinstance(one, Weekdays)]
        of_these = self._list_of_weekdays() if holidays and not weekdays else ()
        return _gathered(of_these or weekdays), holidays, bool(of_these)

    def _list_of_weekdays(self) -> tuple[Weekdays, ...]:
        first = self._weekdays()
        return (first, *self._more(self._weekdays)) if first else ()

    def _list_of_days(self) -> Iterator[Weekdays | Holiday]:
        if (first := self._day_or_holiday()) is not None:
            yield first
            more: Iterator[Weekdays | Holiday] = self._more(self._day_or_holiday)
            yield from more

    def _day_or_holiday(self) -> Weekdays | Holiday | None:
        holiday = self._take(_HOLIDAY)
        return Holiday(holiday[1].upper()) if holiday else self._weekdays()

    def _weekdays(self) -> Weekdays | None:
        since = self._day()
        if since is None:
            return None
        if self._take(_DASH):
            until = self._day()
            if until is None:
                self._refuse()
            return Weekdays(frozenset((since + step) % 7 for step in range((until - since) % 7 + 1)))
        nth = self._ranks() if self._word(r"\[") else ()
        return Weekdays(frozenset({since}), nth)

    def _ranks(self) -> tuple[int, ...]:
        ranks = self._list(self._some_ranks, self._refuse)
        return tuple(dict.fromkeys(rank for some in ranks for rank in some)) if self._word(r"\]") else self._refuse()

    def _some_ranks(self) -> range | None:
        first = self._rank()
        if first is None:
            return None
        last = (self._rank() or self._refuse()) if first > 0 and self._take(_DASH) else first
        return range(first, last + 1)

    def _times(self) -> tuple[Times, ...]:
        first = self._span()
        return (first, *self._more(self._span)) if first else ()

    def _span(self) -> Times | None:
        start, since = self.place, self._time()
        if since is None:
            return None
        if since >= DAY_MINUTES:
            self._refuse(start)
        until = self._time() if self._take(_DASH) else None
        if until is None:
            self._refuse()
        return Times(since, until if until > since else until + DAY_MINUTES)

    def _time(self) -> int | None:
        found = self._take(_TIME)
        if not found:
            return None
        minutes = int(found[1]) * 60 + int(found[2])
        return minutes if minutes < LATEST else self._refuse()

    def _state(self) -> State | None:
        found = self._take(_STATE)
        return _STATES[found[1].lower()] if found else None

    def _remark(self) -> str | None:
        found = self._take(_REMARK)
        return (found[1].strip() or self._refuse()) if found else None

    def _year(self) -> int | None:
        found = self._take(_YEAR)
        return int(found[1]) if found else None

    def _month(self) -> int | None:
        found = self._take(_MONTH)
        return MONTHS.index(found[1].capitalize()) + 1 if found else None

    def _day(self) -> int | None:
        found = self._take(_DAY)
        return DAYS.index(found[1].capitalize()) if found else None

    def _rank(self) -> int | None:
        found = self._take(_RANK)
        return int(found[1]) if found else None

    def _number(self, most: int) -> int | None:
        """Read a number of 1 to `most`."""
        found = self._take(_NUMBER)
        if not found:
            return None
        return int(found[1]) if 1 <= int(found[1]) <= most else self._refuse(found.start())

    def _word(self, word: str) -> bool:
        return self._take(_WORDS[word]) is not None

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.place)
        if found:
            self.place = found.end()
            self._skip()
        return found

    def _skip(self) -> None:
        spaces = _SPACES.match(self.text, self.place)
        self.place = spaces.end() if spaces else self.place

    def _refuse(self, place: int | None = None) -> NoReturn:
        rest = self.text[self.place if place is None else place :].strip()
        if not rest:
            raise Unreadable(_("Ces horaires s’arrêtent trop tôt : la fin manque."))
        raise Unreadable(_("Ces horaires ne se lisent pas à partir de « %(rest)s ».") % {"rest": rest[:30]})


def _gathered(found: Iterable[Weekdays]) -> tuple[Weekdays, ...]:
    """Put the plain days of a list together; those of a rank stay apart."""
    listed = list(found)
    plain = frozenset(day for one in listed if not one.nth for day in one.days)
    return (*([Weekdays(plain)] if plain else []), *(one for one in listed if one.nth))


def written(hours: Hours) -> str:
    """Write hours in the one way in which they are stored: two texts that say the same, rule by rule, become one."""
    told = [_rule_written(rule) for rule in hours.rules]
    joints = {Joint.INSTEAD: "; ", Joint.BESIDES: ", ", Joint.OTHERWISE: " || "}
    return told[0] + "".join(joints[rule.joint] + text for rule, text in zip(hours.rules[1:], told[1:], strict=True))


def _rule_written(rule: Rule) -> str:
    parts = ["24/7"] if rule.is_always else [_seasons_written(rule), _days_written(rule), _times_written(rule)]
    state = {State.OPEN: "open", State.CLOSED: "off", State.UNKNOWN: "unknown", None: ""}[rule.said]
    return " ".join(part for part in [*parts, state, f'"{rule.remark}"' if rule.remark else ""] if part)


def _seasons_written(rule: Rule) -> str:
    weeks = ",".join(
        f"{one.since:02}" + (f"-{one.until:02}" if one.until != one.since else "") + (f"/{one.step}" * (one.step > 1))
        for one in rule.weeks
    )
    return f"week {weeks}" if weeks else ",".join(_dates_written(one) for one in rule.dates)


def _dates_written(dates: Dates) -> str:
    if dates.year and (dates.since, dates.until) == ((1, 1), (12, 31)):
        return f"{dates.year}" if dates.until_year in {None, dates.year} else f"{dates.year}-{dates.until_year}"
    (month, day), (until, last) = dates.since, dates.until
    start = f"{dates.year} " * (dates.year is not None)
    if day == 1 and last == days_of_month(LEAP_YEAR, until) and not _crosses(dates):
        return start + MONTHS[month - 1] + (f"-{MONTHS[until - 1]}" * (until != month))
    start += f"{MONTHS[month - 1]} {day:02}"
    if dates.is_one_day:
        return start
    end = f"{last:02}" if until == month and not _crosses(dates) and last > day else f"{MONTHS[until - 1]} {last:02}"
    return f"{start}-{f'{dates.until_year} ' * _crosses(dates)}{end}"


def _crosses(dates: Dates) -> bool:
    """Whether the years of the two ends must both be written."""
    return dates.until_year is not None and dates.until_year != dates.year


def _days_written(rule: Rule) -> str:
    weekdays = [text for one in rule.weekdays for text in _weekdays_written(one)]
    if rule.is_both:
        return f"{','.join(rule.holidays)} {','.join(weekdays)}"
    return ",".join([*weekdays, *rule.holidays])


def _weekdays_written(weekdays: Weekdays) -> Iterator[str]:
    ranks = f"[{','.join(map(str, weekdays.nth))}]" if weekdays.nth else ""
    for first, last in runs(weekdays.days):
        yield DAYS[first] + (f"-{DAYS[last]}" if last != first else "") + ranks


def runs(days: Iterable[int]) -> Iterator[tuple[int, int]]:
    """List the first and the last of the days that follow one another."""
    waiting: list[int] = []
    for day in sorted(days):
        if waiting and day != waiting[-1] + 1:
            yield waiting[0], waiting[-1]
            waiting = []
        waiting.append(day)
    if waiting:
        yield waiting[0], waiting[-1]


def _times_written(rule: Rule) -> str:
    return ",".join(f"{clock(one.since)}-{clock(_end_of(one))}" for one in rule.times)


def _end_of(times: Times) -> int:
    return times.until - DAY_MINUTES if DAY_MINUTES < times.until <= times.since + DAY_MINUTES else times.until


def clock(minutes: int) -> str:
    """Write minutes of a day as a clock shows them: 09:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
