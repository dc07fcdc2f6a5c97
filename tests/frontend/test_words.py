"""Dates, hours and periods, as people say them."""

from datetime import date, datetime, time

import pytest
from django.utils.timezone import make_aware
from django.utils.translation import override

from frontend.site.words import (
    NBSP,
    dates_in_words,
    day_in_words,
    distance_in_words,
    now_in_words,
    period_in_words,
    time_in_words,
    week_in_words,
)
from network.models import Membership
from tests.factories import period

# A Monday, at ten in the morning.
MONDAY = make_aware(datetime(2026, 11, 23, 10, 0))  # noqa: DTZ001


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("day", "words"), [(date(2020, 1, 1), "1er janvier 2020"), (date(2020, 8, 31), "31 août 2020")]
)
def test_a_date(day: date, words: str) -> None:
    assert plain(day_in_words(day)) == words


@pytest.mark.parametrize(("moment", "words"), [(time(9), "9 h"), (time(9, 5), "9 h 05"), (time(0), "0 h")])
def test_a_time(moment: time, words: str) -> None:
    assert plain(time_in_words(moment)) == words


@pytest.mark.parametrize(
    ("hours", "state", "words"),
    [
        (None, "unknown", "Horaires non renseignés"),
        ("Mo-Fr 09:00-18:00", "open", "Ouvert, ferme à 18 h"),
        ("Mo 14:00-18:00", "closed", "Fermé, ouvre à 14 h"),
        ("Tu 09:30-12:00", "closed", "Fermé, ouvre demain à 9 h 30"),
        ("Th 09:00-12:00", "closed", "Fermé, ouvre jeudi à 9 h"),
        ("Mar 01 09:00-12:00; PH off", "closed", "Fermé, ouvre le 1er mars 2027 à 9 h"),
        ("Mar 01 09:00-12:00", "closed", "Fermé, ouvre le 1er mars 2027 à 9 h"),
        ("24/7", "open", "Ouvert"),
        ("Mo 09:00-12:00 unknown", "unknown", "Horaires à confirmer"),
    ],
)
def test_what_is_open_now(hours: str | None, state: str, words: str) -> None:
    now = now_in_words(hours, MONDAY)
    assert (now.state, plain(now.words)) == (state, words)


def test_a_week_starts_today_and_closed_days_have_no_hours() -> None:
    week = week_in_words("Mo 09:00-12:00,14:00-18:30; Tu 09:00-12:00 unknown", MONDAY) or []
    assert [(day.name, day.is_today) for day in week][:2] == [("lundi", True), ("mardi", False)]
    assert [plain(" ".join(day.hours)) for day in week][:3] == [
        "9 h – 12 h 14 h – 18 h 30",
        "9 h – 12 h (à confirmer)",
        "",
    ]
    assert len(week) == 7


def test_a_day_that_never_closes() -> None:
    assert [day.hours for day in week_in_words("24/7", MONDAY) or []] == [["toute la journée"]] * 7


@pytest.mark.parametrize(
    ("start", "end", "is_exact", "words"),
    [
        ("2020-01-01", None, True, "depuis le 1er janvier 2020"),
        ("2020-01-01", None, False, "au moins depuis le 1er janvier 2020"),
        (None, None, False, "début non renseigné"),
        ("2020-01-01", "2021-07-01", True, "du 1er janvier 2020 au 30 juin 2021"),
        ("2020-01-01", "2021-07-01", False, "au moins du 1er janvier 2020 au 30 juin 2021"),
        (None, "2021-07-01", False, "jusqu’au 30 juin 2021 (début non renseigné)"),
    ],
)
def test_a_period(start: str | None, end: str | None, is_exact: bool, words: str) -> None:
    assert plain(period_in_words(Membership(period=period(start, end), is_start_exact=is_exact))) == words


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (date(2011, 10, 1), None, "depuis le 1er octobre 2011"),
        (date(2011, 10, 1), date(2022, 4, 26), "du 1er octobre 2011 au 25 avril 2022"),
        (None, date(2022, 4, 26), "jusqu’au 25 avril 2022"),
        (None, None, None),
    ],
)
def test_dates(since: date | None, until: date | None, words: str | None) -> None:
    said = dates_in_words(since, until)
    assert (said and plain(said)) == words


def test_hours_that_cannot_be_read_have_no_week() -> None:
    assert week_in_words("Mo 24:00-00:00", MONDAY) is None


@pytest.mark.parametrize(
    ("metres", "is_rough", "words"),
    [
        (0, False, "à 0 m"),
        (447, False, "à 450 m"),
        (996, False, "à 1,0 km"),
        (3_240, False, "à 3,2 km"),
        (12_400, False, "à 12 km"),
        (1_234_400, False, "à 1 234 km"),
        (900, True, "tout près"),
        (3_240, True, "à environ 3 km"),
        (1_234_400, True, "à environ 1 234 km"),
    ],
)
def test_a_distance_is_said_as_people_say_it(metres: float, is_rough: bool, words: str) -> None:
    assert distance_in_words(metres, is_rough=is_rough).replace(NBSP, " ") == words


def test_the_same_in_english() -> None:
    with override("en"):
        assert plain(day_in_words(date(2020, 1, 1))) == "1 January 2020"
        assert [time_in_words(moment) for moment in (time(9), time(9, 5), time(0))] == ["9:00", "9:05", "0:00"]
        assert now_in_words("Tu 09:30-12:00", MONDAY).words == "Closed, opens tomorrow at 9:30"
        assert (
            plain(now_in_words("Mar 01 09:00-12:00; PH off", MONDAY).words) == "Closed, opens on 1 March 2027 at 9:00"
        )
        assert plain(period_in_words(Membership(period=period("2020-01-01"), is_start_exact=False))) == (
            "since at least 1 January 2020"
        )
        assert plain(distance_in_words(3240, is_rough=False)) == "3.2 km away"
        assert plain(distance_in_words(1_234_400, is_rough=False)) == "1,234 km away"
