import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from places.hours import HOURS_PATTERN, UNKNOWN, opening, validate_hours, week

PARIS = ZoneInfo("Europe/Paris")
OFFICE = "Mo-Fr 09:00-12:00,14:00-18:00; PH off"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("moment", "state", "next_change"),
    [
        ("2026-11-23 08:59", "closed", "2026-11-23 09:00"),
        ("2026-11-23 09:00", "open", "2026-11-23 12:00"),
        ("2026-11-23 11:59", "open", "2026-11-23 12:00"),
        ("2026-11-23 12:00", "closed", "2026-11-23 14:00"),
        ("2026-11-27 18:00", "closed", "2026-11-30 09:00"),
        ("2026-11-28 10:00", "closed", "2026-11-30 09:00"),
    ],
)
def test_a_week_opens_and_closes_to_the_minute(moment: str, state: str, next_change: str) -> None:
    found = opening(OFFICE, at(moment))
    assert (found.state, found.next_change) == (state, at(next_change))


@pytest.mark.parametrize(
    ("holiday", "reopens"),
    [
        ("2026-07-14", "2026-07-15 09:00"),  # Bastille Day, a Tuesday
        ("2026-11-11", "2026-11-12 09:00"),  # Armistice, a Wednesday
        ("2026-04-06", "2026-04-07 09:00"),  # Easter Monday moves each year
    ],
)
def test_public_holidays_of_france_are_known(holiday: str, reopens: str) -> None:
    found = opening(OFFICE, at(f"{holiday} 10:00"))
    assert (found.state, found.next_change) == ("closed", at(reopens))


def test_on_a_holiday_a_place_that_says_nothing_of_holidays_is_unknown() -> None:
    found = opening("Mo-Fr 09:00-12:00", at("2026-07-14 10:00"))
    assert (found.state, found.next_change) == ("unknown", at("2026-07-15 00:00"))
    assert opening("Mo-Fr 09:00-12:00; PH 09:00-12:00", at("2026-07-14 10:00")).state == "open"
    assert opening("24/7", at("2026-07-14 10:00")).state == "open"


def test_hours_that_are_not_known_are_neither_open_nor_closed() -> None:
    assert opening(None, at("2026-11-23 10:00")) == UNKNOWN
    assert opening("Mo-Fr unknown", at("2026-11-23 10:00")).state == "unknown"


def test_a_place_that_never_closes_has_no_next_change() -> None:
    assert opening("24/7", at("2026-11-23 10:00")).next_change is None


def test_the_answer_is_local_whatever_the_zone_of_the_question() -> None:
    # 10:30 in Tokyo is 02:30 in Mende; 18:30 is 10:30.
    tokyo = ZoneInfo("Asia/Tokyo")
    assert opening(OFFICE, datetime(2026, 11, 23, 10, 30, tzinfo=tokyo)).state == "closed"
    assert opening(OFFICE, datetime(2026, 11, 23, 18, 30, tzinfo=tokyo)).state == "open"


def test_clocks_going_forward_lose_an_hour_of_a_night_and_no_hour_of_the_week() -> None:
    # 29 March 2026: 02:00 becomes 03:00.
    night = opening("Sa 22:00-25:59", at("2026-03-29 01:30"))
    assert (night.state, night.next_change) == ("open", at("2026-03-29 01:59"))
    sunday = opening("Su 09:00-12:00", at("2026-03-29 08:00"))
    assert (sunday.state, sunday.next_change) == ("closed", at("2026-03-29 09:00"))


def test_clocks_going_back_keep_the_hours_that_the_wall_clock_says() -> None:
    # 25 October 2026: 03:00 becomes 02:00.
    sunday = opening("Su 09:00-12:00", at("2026-10-25 10:00"))
    assert (sunday.state, sunday.next_change) == ("open", at("2026-10-25 12:00"))


def test_a_week_lists_what_is_open_from_a_moment() -> None:
    found = week(OFFICE, start=at("2026-11-09 00:00"))
    assert found is not None
    days = [(since.date().isoformat(), f"{since:%H:%M}-{until:%H:%M}") for since, until, _state in found]
    assert days[:2] == [("2026-11-09", "09:00-12:00"), ("2026-11-09", "14:00-18:00")]
    assert "2026-11-11" not in dict(days), "Armistice"
    assert len(days) == 8


@pytest.mark.parametrize(
    "expression",
    [
        "24/7",
        "Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00; PH off",
        "Mo,We,Fr 08:30-12:30",
        "Jul-Aug: Mo-Sa 10:00-19:00",
        "Jan 02-Jun 30 Tu 14:00-17:00",
        "week 01-53/2 Th 09:00-12:00",
        "We[1,3] 14:00-16:30",
        'Mo-Fr 09:00-12:00 "sur rendez-vous"',
        "Fr 18:00-25:30",
    ],
)
def test_what_a_directory_needs_may_be_written(expression: str) -> None:
    validate_hours(expression)


@pytest.mark.parametrize(
    "expression",
    ["", "9h-12h", "lundi au vendredi", "Mo-Fr 9:00-12:00", "Mo-Fr 09:00-12:00;", "Mo-Fr 25", "Mo-Fr 09:00", "<b>"],
)
def test_anything_else_is_refused_with_an_example(expression: str) -> None:
    with pytest.raises(ValidationError, match="Exemple"):
        validate_hours(expression)


def test_a_row_that_only_the_database_can_read_is_unknown_rather_than_an_error() -> None:
    assert re.search(HOURS_PATTERN, "Mo 24:00-00:00")
    assert opening("Mo 24:00-00:00", at("2026-11-23 10:00")) == UNKNOWN


DAYS = st.sampled_from(["Mo", "Tu-Fr", "Mo,We", "Sa-Su", "PH", "Mo-Fr", "We[1]", "Th[-1]"])
CLOCK = st.builds(lambda hour, minute: f"{hour:02}:{minute:02}", st.integers(0, 29), st.integers(0, 64))
SPAN = st.builds(lambda a, b: f"{a}-{b}", CLOCK, CLOCK)
DATES = st.sampled_from(["", "Jul-Aug: ", "Jan 02-Jun 30 ", "week 1-10 ", "2026 Dec 24: "])
STATE = st.sampled_from(["", " off", " closed", ' "sur rendez-vous"', " open"])
RULE = st.builds(
    lambda dates, days, spans, state: f"{dates}{days} {','.join(spans)}{state}",
    DATES,
    DAYS,
    st.lists(SPAN, min_size=1, max_size=3),
    STATE,
)
WRITTEN = st.builds(
    lambda rules, sep: sep.join(rules), st.lists(RULE, min_size=1, max_size=3), st.sampled_from(["; ", ", "])
)
MOMENT = st.builds(lambda minutes: at("2011-01-01") + timedelta(minutes=minutes), st.integers(0, 25 * 365 * 1440))
GARBAGE = st.text(alphabet="MoTuSaPH 0123456789:-;,/|[]\"offé\n\\'", max_size=40)


def database_reads(expression: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text ~ %s::text", [expression, HOURS_PATTERN])
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db
@settings(max_examples=150, deadline=None)
@given(WRITTEN | GARBAGE)
def test_the_form_accepts_nothing_that_the_database_refuses(expression: str) -> None:
    try:
        validate_hours(expression)
    except ValidationError:
        return
    assert database_reads(expression)


@settings(max_examples=150, deadline=None)
@given(WRITTEN, MOMENT)
def test_hours_that_were_accepted_always_have_an_answer(expression: str, moment: datetime) -> None:
    try:
        validate_hours(expression)
    except ValidationError:
        return
    found = opening(expression, moment)
    assert found.state in {"open", "closed", "unknown"}
    assert found.next_change is None or found.next_change > moment.replace(second=0, microsecond=0)


@pytest.mark.django_db
@settings(max_examples=200, deadline=None)
@given(WRITTEN | GARBAGE)
def test_the_database_and_python_read_one_pattern_the_same_way(expression: str) -> None:
    assert database_reads(expression) == (re.search(HOURS_PATTERN, expression) is not None)
