"""What one clause says: on which days, in which part of the year, what holds."""

from dataclasses import dataclass, field

from places.hours.rules import DAY_MINUTES, Dates, Holiday, Joint, Rule, State, Times, Weekdays, Weeks
from places.hours.spoken.lexicon import EVERY_DAY


@dataclass
class Clause:
    """What one clause says, as far as it was read."""

    start: int
    is_content_first: bool = False
    dates: list[Dates] = field(default_factory=list)
    weeks: list[Weeks] = field(default_factory=list)
    weekdays: list[Weekdays] = field(default_factory=list)
    holidays: list[Holiday] = field(default_factory=list)
    is_both: bool = False
    times: list[Times] = field(default_factory=list)
    is_always: bool = False
    said: State | None = None
    remark: str | None = None
    joint: Joint = Joint.INSTEAD
    is_only: bool = False
    is_also: bool = False
    is_exception: bool = False
    is_listed: bool = False
    is_trailed: bool = False
    words: str = ""

    @property
    def has_content(self) -> bool:
        """Whether it says what holds."""
        return bool(self.times or self.is_always or self.said or self.remark is not None)

    @property
    def has_season(self) -> bool:
        """Whether it speaks of a part of the year, or of holidays."""
        return bool(self.dates or self.weeks or self.holidays)

    @property
    def has_selectors(self) -> bool:
        """Whether it chooses among days."""
        return self.has_season or bool(self.weekdays)

    @property
    def is_closure(self) -> bool:
        """Whether it closes."""
        return self.said is State.CLOSED

    def rule(self) -> Rule:
        """The rule that it comes to."""
        is_every_day = [one.days for one in self.weekdays] == [EVERY_DAY] and not any(one.nth for one in self.weekdays)
        weekdays = () if is_every_day and (self.dates or self.weeks or self.is_both) else tuple(self.weekdays)
        is_whole = self.is_always and not self.has_season and (not weekdays or is_every_day)
        return Rule(
            self.joint,
            tuple(self.dates),
            tuple(self.weeks),
            () if is_whole else weekdays,
            tuple(self.holidays),
            self.is_both and bool(weekdays),
            () if is_whole else tuple(self.times or ([Times(0, DAY_MINUTES)] if self.is_always else [])),
            is_whole,
            self.said,
            self.remark,
        )
