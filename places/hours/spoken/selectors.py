"""Reads what hours speak of: days, dates, and times, one list at a time."""

from calendar import monthrange

from django.utils.translation import gettext as _

from places.hours.grammar import LEAP_YEAR
from places.hours.rules import DAY_MINUTES, Dates, Times, Weekdays, days_of_month
from places.hours.spoken.cursor import Cursor
from places.hours.spoken.lexicon import Kind
from places.hours.spoken.scanner import Token

Day = tuple[int | None, int, int]  # a year or None, a month, a day
_DAYS_OF_A_DATE = (Kind.NUMBER, Kind.RANK)
_MOMENTS = (Kind.TIME, Kind.NUMBER)
_EARLIEST = 6 * 60
_FAR = 12  # pieces looked at, at most, to know what begins
_NOON = 12 * 60
_LATEST_HOUR = 24
_MIDNIGHT_TODAY = 0


class Days:
    """Reads days of the week: `listed` tells that they were named one by one, with a comma or an "and"."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.is_listed = False
        self.found: list[Weekdays] = []

    def read(self) -> list[Weekdays]:
        """Read one list: "mardi et jeudi", "du lundi au vendredi", "1er et 3e samedi"."""
        self._one()
        while self._goes_on():
            self._one()
        return _gathered(self.found)

    def _goes_on(self) -> bool:
        ahead = 1 if self.cursor.next_is(Kind.AND) else 0
        if not starts_days(self.cursor, ahead):
            return False
        self.is_listed |= ahead == 1
        self.cursor.place += ahead
        return True

    def _one(self) -> None:
        start = self.cursor.peek().start
        ranks = self._ranks()
        first = self.cursor.take()
        if ranks:
            self._ranked(first, tuple(ranks), start)
        else:
            self.found += [Weekdays(days) for days in self._from(first)]

    def _ranks(self) -> list[int]:
        ranks: list[int] = []
        while rank := self.cursor.take_if(Kind.RANK):
            ranks.append(rank.value)
            if self.cursor.follow(Kind.AND, Kind.RANK):
                self.cursor.take()
        return list(dict.fromkeys(ranks))

    def _ranked(self, day: Token, ranks: tuple[int, ...], start: int) -> None:
        if len(day.value) > 1 or self.cursor.follow(Kind.TO, Kind.DAY) or self.cursor.follow(Kind.DAY):
            self.cursor.refuse(_("Dites le rang de chaque jour : « 1er lundi et 1er mardi du mois »."), start)
        if self.cursor.follow(Kind.AND, Kind.DAY) and self.cursor.peek().value != "/":
            self.cursor.take()
            self.cursor.take()
            self.cursor.refuse(_("Dites le rang de chaque jour : « 1er lundi et 1er mardi du mois »."), start)
        self.found.append(Weekdays(day.value, ranks))

    def _from(self, first: Token) -> list[frozenset[int]]:
        """Read a day, or a range; three or more with dashes between them are a list."""
        chain = [first]
        dashes = True
        while self.cursor.follow(Kind.TO, Kind.DAY):
            dashes &= self.cursor.take().value == "-"
            chain.append(self.cursor.take())
        if len(chain) == 1:
            return [first.value]
        if len(chain) > 2 and not dashes:  # noqa: PLR2004  a range has two ends
            self.cursor.refuse(None, first.start)
        return [one.value for one in chain] if len(chain) > 2 else [self._range(*chain)]  # noqa: PLR2004

    def _range(self, first: Token, last: Token) -> frozenset[int]:
        if len(first.value) > 1 or len(last.value) > 1:
            self.cursor.refuse(None, first.start)
        (since,), (until,) = first.value, last.value
        return frozenset((since + step) % 7 for step in range((until - since) % 7 + 1))


def starts_days(cursor: Cursor, ahead: int = 0) -> bool:
    """Whether days of the week come next."""
    farthest = ahead + _FAR
    while ahead < farthest and cursor.next_is(Kind.RANK, ahead=ahead):
        ahead += 2 if cursor.next_is(Kind.AND, ahead=ahead + 1) and cursor.next_is(Kind.RANK, ahead=ahead + 2) else 1
    return cursor.next_is(Kind.DAY, ahead=ahead)


def _gathered(found: list[Weekdays]) -> list[Weekdays]:
    plain = frozenset(day for one in found if not one.nth for day in one.days)
    return [*([Weekdays(plain)] if plain else []), *(one for one in found if one.nth)]


def starts_dates(cursor: Cursor, ahead: int = 0) -> bool:
    """Whether dates come next: a day of a month, a month, a year."""
    if cursor.next_is(Kind.MONTH, Kind.YEAR, Kind.DATE, ahead=ahead):
        return True
    if cursor.next_is(Kind.SLASHED, ahead=ahead):
        return True
    farthest = ahead + _FAR
    while ahead < farthest and cursor.next_is(*_DAYS_OF_A_DATE, ahead=ahead):
        if cursor.next_is(Kind.MONTH, Kind.DATE, Kind.SLASHED, ahead=ahead + 1):
            return cursor.next_is(Kind.MONTH, ahead=ahead + 1)
        ahead += 2 if cursor.next_is(Kind.TO, Kind.AND, ahead=ahead + 1) else 1
    return False


class DatesReader:
    """Reads dates: "du 3 au 17 août", "en juillet et août", "le 24 et le 31 décembre", "le 03/08/2026"."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor

    def read(self) -> list[Dates]:
        """Read one list."""
        found = self._one()
        while self._goes_on():
            self.cursor.take()
            found += self._one()
        return _joined(found)

    def _goes_on(self) -> bool:
        return self.cursor.next_is(Kind.AND) and starts_dates(self.cursor, 1)

    def _one(self) -> list[Dates]:
        start = self.cursor.peek().start
        if year := self.cursor.take_if(Kind.YEAR):
            return [Dates((1, 1), (12, 31), year.value, year.value)]
        if self.cursor.next_is(Kind.MONTH):
            return [self._months(start)]
        return self._days(start)

    def _months(self, start: int) -> Dates:
        since, first = self._month()
        if self._english_day():
            return self._month_then_days(since, start)
        until, last = self._month_after_to() or (since, first)
        return self._dates((first, since, 1), (last, until, _last_day(until)), start)

    def _month(self) -> tuple[int, int | None]:
        month = self.cursor.take().value
        return month, self._year()

    def _year(self) -> int | None:
        year = self.cursor.take_if(Kind.YEAR)
        return year.value if year else None

    def _month_after_to(self) -> tuple[int, int | None] | None:
        if not self.cursor.follow(Kind.TO, Kind.MONTH):
            return None
        self.cursor.take()
        return self._month()

    def _english_day(self) -> bool:
        """Whether the day follows its month; a month, then hours without a sign, may be both."""
        return self.cursor.next_is(*_DAYS_OF_A_DATE) and not starts_days(self.cursor)

    def _month_then_days(self, month: int, start: int) -> Dates:
        first = self.cursor.take()
        last = self.cursor.take_if(Kind.TO) and self.cursor.take_if(*_DAYS_OF_A_DATE)
        is_english = self.cursor.text[start : start + 20].lower().startswith(_ENGLISH_MONTHS)
        if not is_english:
            self.cursor.refuse(_("Un jour s’écrit avant son mois, une heure avec un « h »."), start)
        return self._dates((None, month, first.value), (self._year(), month, (last or first).value), start)

    def _days(self, start: int) -> list[Dates]:
        days = self._listed_days()
        if len(days) > 1:
            month, year = self._month()
            return [self._dates((year, month, day), (year, month, day), start) for day in days]
        since = self._day()
        if not self._leads_to_a_day():
            return [self._closed(since, since, start)]
        self.cursor.take()
        return [self._closed(since, self._day(), start)]

    def _listed_days(self) -> list[int]:
        """Read "24, 25 et 26" of "24, 25 et 26 décembre", or nothing."""
        ahead, days = 0, []
        while self.cursor.next_is(*_DAYS_OF_A_DATE, ahead=ahead):
            days.append(self.cursor.peek(ahead).value)
            if not self.cursor.next_is(Kind.AND, ahead=ahead + 1):
                break
            ahead += 2
        if len(days) < 2 or not self.cursor.next_is(Kind.MONTH, ahead=ahead + 1):  # noqa: PLR2004  two make a list
            return []
        self.cursor.place += ahead + 1
        return days

    def _leads_to_a_day(self) -> bool:
        return self.cursor.next_is(Kind.TO) and (
            self.cursor.next_is(Kind.DATE, Kind.SLASHED, ahead=1)
            or (self.cursor.next_is(*_DAYS_OF_A_DATE, ahead=1) and self.cursor.next_is(Kind.MONTH, ahead=2))
        )

    def _day(self) -> Day:
        """Read a day: its month may be told by the day that it leads to."""
        token = self.cursor.take()
        if token.kind is Kind.DATE:
            return token.value[2], token.value[1], token.value[0]
        if token.kind is Kind.SLASHED:
            return self._slashed(token)
        if not self.cursor.next_is(Kind.MONTH):
            return None, 0, token.value
        month, year = self._month()
        return year, month, token.value

    def _slashed(self, token: Token) -> Day:
        """Read "le 3/8"; "3/8" alone may be hours as well."""
        before = self.cursor.text[max(0, token.start - 4) : token.start].lower().split()
        is_range = self.cursor.next_is(Kind.TO) or self.cursor.tokens[self.cursor.place - 2].kind is Kind.TO
        if not is_range and (not before or before[-1] not in {"le", "du", "on"}):
            self.cursor.refuse(_("Est-ce une date (« le 3 août ») ou des heures (« 9h-12h ») ?"), token.start)
        return None, token.value[1], token.value[0]

    def _closed(self, since: Day, until: Day, start: int) -> Dates:
        year, month, day = since
        return self._dates((year, month or until[1], day), until, start)

    def _dates(self, since: Day, until: Day, start: int) -> Dates:
        for _of, month, day in (since, until):
            if not (1 <= month <= 12 and 1 <= day <= days_of_month(LEAP_YEAR, month)):  # noqa: PLR2004  months
                self.cursor.refuse(_("Cette date n’existe pas."), start)
        first, last = self._years(since, until, start)
        return Dates(since[1:], until[1:], first, last)

    def _years(self, since: Day, until: Day, start: int) -> tuple[int | None, int | None]:
        first, last = since[0], until[0]
        is_over_new_year = until[1:] < since[1:]
        if first is None and last is not None:
            first = last - is_over_new_year
        if first is not None and last is None:
            last = first + is_over_new_year
        if first is not None and last is not None and (first, *since[1:]) > (last, *until[1:]):
            self.cursor.refuse(_("Ces dates finissent avant de commencer."), start)
        return first, last


_ENGLISH_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "december",
)


def _joined(found: list[Dates]) -> list[Dates]:
    """Join whole months that follow one another: "juillet et août" is one season."""
    joined = found[:1]
    for dates in found[1:]:
        last = joined[-1]
        are_whole = last.since[1] == dates.since[1] == 1 and last.until[1] == _last_day(last.until[0])
        follows = dates.since[0] == last.until[0] + 1 and dates.until[1] == _last_day(dates.until[0])
        if are_whole and follows and last.year == last.until_year == dates.year == dates.until_year:
            joined[-1] = Dates(last.since, dates.until, last.year, last.until_year)
        else:
            joined.append(dates)
    return joined


def _last_day(month: int) -> int:
    return monthrange(LEAP_YEAR, month)[1]


class TimesReader:
    """Reads spans of a day: "9h-12h et 14h-17h30", "de 9 à 12 h", "matin : 9h-12h"."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor

    def read(self) -> list[Times]:
        """Read one list."""
        found = [self._one()]
        while starts_times(self.cursor, 1 if self.cursor.next_is(Kind.AND, Kind.TO) else 0):
            # A dash between two spans parts them: 9h-12h-14h-17h.
            self.cursor.take_if(Kind.AND, Kind.TO)
            found.append(self._one())
        return found

    def _one(self) -> Times:
        start = self.cursor.peek().start
        half = self._half()
        is_between = self.cursor.take_if(Kind.BETWEEN) is not None
        since = self.cursor.take()
        self._link(start, is_between=is_between)
        until = self.cursor.take()
        times = self._span(since, until, start)
        self._must_agree(half or self._half_after(), times, start)
        return times

    def _half(self) -> tuple[int, int] | None:
        half = self.cursor.take_if(Kind.HALF)
        self.cursor.take_if(Kind.COLON) if half else None
        return half.value if half else None

    def _half_after(self) -> tuple[int, int] | None:
        is_own = self.cursor.next_is(Kind.HALF) and not starts_times(self.cursor)
        return self.cursor.take().value if is_own else None

    def _must_agree(self, half: tuple[int, int] | None, times: Times, start: int) -> None:
        if half and not half[0] <= times.since <= times.until <= half[1]:
            self.cursor.refuse(_("Ces heures ne sont pas celles de cette demi-journée."), start)

    def _link(self, start: int, *, is_between: bool) -> None:
        """Step over what stands between the two ends of a span."""
        is_link = self.cursor.next_is(Kind.TO) or self._is_link(self.cursor.peek(), is_between=is_between)
        are_two_times = self.cursor.next_is(Kind.TIME) and self.cursor.peek(-1).kind is Kind.TIME
        if is_link:
            self.cursor.take()
        if not (is_link or are_two_times) or not self.cursor.next_is(*_MOMENTS):
            self.cursor.refuse(_("Dites l’heure du début et celle de la fin : « 9h-12h »."), start)

    def _is_link(self, token: Token, *, is_between: bool) -> bool:
        is_said = token.value == "/" or (is_between and token.value == "et")
        return token.kind is Kind.AND and is_said and self.cursor.next_is(*_MOMENTS, ahead=1)

    def _span(self, first: Token, last: Token, start: int) -> Times:
        since, until = self._minutes(first, start), self._minutes(last, start)
        since %= DAY_MINUTES
        self._must_be_awake(since, until, first, start)
        return Times(since, until if until > since else until + DAY_MINUTES)

    def _minutes(self, token: Token, start: int) -> int:
        if token.kind is Kind.TIME:
            return int(token.value)
        if token.value > _LATEST_HOUR:
            self.cursor.refuse(_("Une journée a 24 heures."), start)
        return int(token.value) * 60

    def _must_be_awake(self, since: int, until: int, first: Token, start: int) -> None:
        """Refuse "de 2h à 5h", and "9-5": it may be of the night, or of the afternoon."""
        is_night = _MIDNIGHT_TODAY < since < _EARLIEST and until <= _NOON and not self._is_of_a_face(first)
        is_half_day = first.kind is Kind.NUMBER and until < since <= _NOON
        if is_night or is_half_day:
            self.cursor.refuse(_("Écrivez les heures de l’après-midi de 13 h à 24 h : « 14h-17h »."), start)

    def _is_of_a_face(self, token: Token) -> bool:
        said = self.cursor.text[token.start : token.end]
        return said.startswith("0") or said.rstrip(". ").lower().endswith("m")


def starts_times(cursor: Cursor, ahead: int = 0) -> bool:
    """Whether a span of the day comes next, with or without its part of the day."""
    if cursor.next_is(Kind.HALF, ahead=ahead):
        ahead += 2 if cursor.next_is(Kind.COLON, ahead=ahead + 1) else 1
    ahead += cursor.next_is(Kind.BETWEEN, ahead=ahead)
    if cursor.next_is(Kind.TIME, ahead=ahead):
        return True
    return (
        cursor.next_is(Kind.NUMBER, ahead=ahead)
        and cursor.next_is(Kind.TO, ahead=ahead + 1)
        and not starts_dates(cursor, ahead)
    )
