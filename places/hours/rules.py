"""What opening hours say, rule by rule: days, times, a state and a remark. Plain values, without Django."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

DAY_MINUTES = 24 * 60


class State(StrEnum):
    """What a place is at a moment. Unknown is an answer of its own: neither open nor closed."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Joint(StrEnum):
    """How a rule stands to those before it."""

    INSTEAD = ";"  # on the days that it names, it takes their place
    BESIDES = ","  # it adds to them
    OTHERWISE = "||"  # it holds where they say nothing


class Holiday(StrEnum):
    """Days that a calendar names: public holidays, and the holidays of schools."""

    PUBLIC = "PH"
    SCHOOL = "SH"


@dataclass(frozen=True, slots=True)
class Times:
    """A span of a day, in minutes from its midnight; beyond 1,440 it goes on into the next day."""

    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Days of the week, Monday is 0; `nth` keeps those of these ranks in their month: 1 the first, -1 the last."""

    days: frozenset[int]
    nth: tuple[int, ...] = ()

    def holds(self, day: date) -> bool:
        """Whether a day is one of these."""
        return day.weekday() in self.days and (not self.nth or bool({_rank(day), _rank_from_end(day)} & {*self.nth}))


def _rank(day: date) -> int:
    return (day.day - 1) // 7 + 1


def _rank_from_end(day: date) -> int:
    return -((days_of_month(day.year, day.month) - day.day) // 7 + 1)


def days_of_month(year: int, month: int) -> int:
    """Count the days of a month."""
    following = date(year + month // 12, month % 12 + 1, 1) if year < date.max.year else None
    return (following - date(year, month, 1)).days if following else 31


@dataclass(frozen=True, slots=True)
class Dates:
    """Days of the year from (month, day) to (month, day), both included; of one year, or of each when it is None.

    A range of each year may pass over its end: 20 December to 5 January.
    """

    since: tuple[int, int]
    until: tuple[int, int]
    year: int | None = None
    until_year: int | None = None

    def holds(self, day: date) -> bool:
        """Whether a day is one of these."""
        if self.year is not None:
            first, last = (self.year, *self.since), (self.until_year or self.year, *self.until)
            return first <= (day.year, day.month, day.day) <= last
        place = (day.month, day.day)
        if self.since <= self.until:
            return self.since <= place <= self.until
        return place >= self.since or place <= self.until

    @property
    def is_one_day(self) -> bool:
        """Whether a single day is named."""
        return self.since == self.until and self.until_year in {None, self.year}


@dataclass(frozen=True, slots=True)
class Weeks:
    """Weeks of the year by their ISO number, from one to another, each or one in `step`."""

    since: int
    until: int
    step: int = 1

    def holds(self, day: date) -> bool:
        """Whether a day is in one of these."""
        number = day.isocalendar().week
        return self.since <= number <= self.until and (number - self.since) % self.step == 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. A selector that is empty keeps every day.

    `holidays` and `weekdays` together are either, or, when `is_both`, the weekdays of those holidays.
    """

    joint: Joint = Joint.INSTEAD
    dates: tuple[Dates, ...] = ()
    weeks: tuple[Weeks, ...] = ()
    weekdays: tuple[Weekdays, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    is_both: bool = False
    times: tuple[Times, ...] = ()
    is_always: bool = False
    said: State | None = None
    remark: str | None = None

    @property
    def state(self) -> State:
        """What the rule makes of its times. A remark without a state leaves it unknown: someone must be asked."""
        return self.said or (State.UNKNOWN if self.remark is not None else State.OPEN)

    @property
    def has_days(self) -> bool:
        """Whether the rule chooses among days."""
        return bool(self.dates or self.weeks or self.weekdays or self.holidays)

    def is_of_season(self, day: date) -> bool:
        """Whether a day is in the dates and the weeks of the rule."""
        return _any(self.dates, day) and _any(self.weeks, day)

    def names(self, day: date) -> bool:
        """Whether the place itself thought of this very day: by its date, or by closing over dates that hold it."""
        found = [dates for dates in self.dates if dates.holds(day)]
        return bool(found) and (self.state is State.CLOSED or any(dates.is_one_day for dates in found))

    def disputes(self, other: "Rule") -> bool:
        """Whether both open on the same days of the week, all year: one replaces the other, or adds to it."""
        is_free = self.has_season or other.has_season or any(one.nth for one in self.weekdays)
        are_open = State.CLOSED not in {self.state, other.state} and Joint.OTHERWISE not in {self.joint, other.joint}
        days = {day for one in self.weekdays for day in one.days}
        return are_open and not is_free and any(one.days & days for one in other.weekdays)

    @property
    def has_season(self) -> bool:
        """Whether the rule speaks of a part of the year, or of holidays."""
        return bool(self.dates or self.weeks or self.holidays)

    def spans(self) -> tuple[Times, ...]:
        """The times of the rule: all day when it names none."""
        return self.times or (Times(0, DAY_MINUTES),)


def _any(selectors: tuple[Dates, ...] | tuple[Weeks, ...] | tuple[Weekdays, ...], day: date) -> bool:
    return not selectors or any(one.holds(day) for one in selectors)


@dataclass(frozen=True)
class Hours:
    """Opening hours, whole: the rules in the order in which they were written."""

    rules: tuple[Rule, ...]

    @cached_property
    def holidays(self) -> frozenset[Holiday]:
        """The calendars that some rule speaks of."""
        return frozenset(holiday for rule in self.rules for holiday in rule.holidays)

    @cached_property
    def speaks_of_public_holidays(self) -> bool:
        """Whether public holidays were thought of; hours that never end need not."""
        return Holiday.PUBLIC in self.holidays or any(rule.is_always for rule in self.rules)

    def pairs(self) -> Iterator[tuple[Rule, Rule]]:
        """List each rule with each that comes after it."""
        for place, rule in enumerate(self.rules):
            yield from ((rule, later) for later in self.rules[place + 1 :])

    def besides(self, rule: Rule, other: Rule) -> "Hours":
        """Say the same hours with `other` adding to `rule`, as someone who wrote both surely meant."""
        joined = replace(rule, times=tuple(sorted({*rule.times, *other.times}, key=lambda one: one.since)))
        return Hours(tuple(joined if one is rule else one for one in self.rules if one is not other))

    def without(self, rule: Rule) -> "Hours":
        """Say the same hours without one rule."""
        return Hours(tuple(one for one in self.rules if one is not rule))
