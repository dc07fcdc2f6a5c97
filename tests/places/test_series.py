"""A year of opening hours told as series and days left over: together they are the year, and no day more."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from places.hours import Schedule
from places.hours.series import Closure, Series, closures_of, series_of
from places.hours.timetable import Timetable

MONDAY, YEAR = date(2026, 11, 23), 371
CORPUS = (Path(__file__).parent / "hours_corpus.list").read_text(encoding="utf-8").splitlines()


def table_of(hours: str, **life: date) -> Timetable:
    table = Schedule(hours, commune="48", **life).table
    assert table, hours
    return table


def days_of(series: Series) -> Iterator[date]:
    """The days of a series, day by day, as a calendar program would find them."""
    day = series.first
    while day <= series.last:
        weeks = (day - series.first + timedelta(days=series.first.weekday())).days // 7
        nth, left = (day.day - 1) // 7 + 1, (day + timedelta(days=7)).month != day.month
        is_of_rank = not series.rank or (left if series.rank == -1 else nth == series.rank)
        is_there = series.is_one_day or (day.weekday() in series.weekdays and weeks % series.weeks == 0 and is_of_rank)
        if is_there and day not in series.missing:
            yield day
        day += timedelta(days=1)


def told(table: Timetable) -> Counter[object]:
    return Counter((day, one.piece) for one in series_of(table, MONDAY, YEAR) for day in days_of(one))


def laid(table: Timetable) -> Counter[object]:
    days = (MONDAY + timedelta(days=offset) for offset in range(YEAR))
    return Counter((day, piece) for day in days for piece in table.plan(day).pieces)


@pytest.mark.parametrize(
    "hours",
    [
        "Mo-Fr 09:00-12:00,14:00-17:00; PH off",
        "Mo-Fr 09:00-12:00",
        "Sa[1] 10:00-12:00; Aug off",
        "We[-1] 14:00-16:00",
        "week 01-53/2 Mo 09:00-12:00",
        "Apr-Sep Tu 10:00-12:00; Oct-Mar Tu 14:00-16:00",
        'Fr 18:00-26:00; Dec 24-26 off "congés"',
        "2026 Dec 05 10:00-18:00",
        "SH Mo-Fr 10:00-18:00",
        'Mo "sur rendez-vous"',
        "24/7",
    ],
)
def test_series_are_the_days_that_were_laid(hours: str) -> None:
    assert told(table_of(hours)) == laid(table_of(hours))


def test_series_of_whatever_people_write_are_the_days_that_were_laid() -> None:
    tables = [table for line in CORPUS[::60] if (table := Schedule(line.split("\t")[0], commune="48").table)]
    assert len(tables) > 5
    for table in tables:
        assert told(table) == laid(table), table.hours


def test_a_plain_week_is_one_series_for_each_part_of_its_days() -> None:
    found = series_of(table_of("Mo-Fr 09:00-12:00,14:00-17:00; PH off"), MONDAY, YEAR)
    assert [(one.weekdays, one.piece.since, len(one.missing)) for one in found] == [
        ((0, 1, 2, 3, 4), 540, 8),
        ((0, 1, 2, 3, 4), 840, 8),
    ]


def test_the_first_saturday_is_of_a_month() -> None:
    (found,) = series_of(table_of("Sa[1] 10:00-12:00; PH off"), MONDAY, YEAR)
    assert (found.weekdays, found.rank, found.weeks) == ((5,), 1, 1)


def test_days_closed_on_purpose_are_told_with_their_reason() -> None:
    found = closures_of(table_of('Mo-Fr 09:00-12:00; Aug 01-15 off "congés"; Dec 24 off'), MONDAY, YEAR)
    assert found == [
        Closure(date(2026, 12, 24), date(2026, 12, 24), None),
        Closure(date(2027, 8, 1), date(2027, 8, 15), "congés"),
    ]


def test_nothing_is_told_of_days_on_which_a_place_is_not_there() -> None:
    table = table_of("Mo-Su 09:00-12:00; Aug off", closed_on=date(2027, 1, 1))
    assert max(one.last for one in series_of(table, MONDAY, YEAR)) == date(2026, 12, 31)
    assert closures_of(table, MONDAY, YEAR) == []
