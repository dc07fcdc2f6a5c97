"""Dates, hours and periods, as people say them."""

from datetime import date, datetime, time

import pytest
from django.utils.timezone import make_aware
from django.utils.translation import override

from frontend.site.words import (
    closing_in_words,
    dates_in_words,
    distance_in_words,
    network_dates_in_words,
    now_in_words,
    period_in_words,
    rules_in_words,
    week_in_words,
)
from network.models import Membership, Network
from places.choices import DatePrecision
from places.hours import Schedule
from places.models import Place
from places.words import NBSP, Dated, day_in_words, time_in_words
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
        ("Mo unknown; Tu 09:00-12:00", "unknown", "Horaires à confirmer ; ouverture prévue demain à 9 h"),
        ('Mo 09:00-12:00 "sur rendez-vous"', "unknown", "À confirmer : sur rendez-vous"),
        ('Mo 09:00-12:00 open "sonnez"', "open", "Ouvert (sonnez), ferme à 12 h"),
        ('2026 Nov 23 off "travaux", Tu 09:00-12:00', "closed", "Fermé (travaux), ouvre demain à 9 h"),
        ("Mo 14:00-16:00 unknown; Tu 09:00-12:00", "closed", "Fermé ; ouverture prévue demain à 9 h"),
        ("Mo 09:00-12:00, Mo 12:00-14:00 unknown", "open", "Ouvert"),
    ],
)
def test_what_is_open_now(hours: str | None, state: str, words: str) -> None:
    now = now_in_words(Schedule(hours), MONDAY)
    assert (now.state, plain(now.words)) == (state, words)


def test_a_holiday_that_nobody_thought_of_is_said_to_be_one() -> None:
    christmas = make_aware(datetime(2026, 12, 25, 10, 0))  # noqa: DTZ001
    words = now_in_words(Schedule("Mo-Fr 09:00-12:00"), christmas).words
    assert plain(words) == "Jour férié, horaires à confirmer ; ouverture prévue lundi à 9 h"


def test_a_week_starts_today_and_closed_days_have_no_hours() -> None:
    week = week_in_words(Schedule("Mo 09:00-12:00,14:00-18:30; Tu 09:00-12:00 unknown"), MONDAY)
    assert [(day.name, day.is_today) for day in week][:2] == [("lundi", True), ("mardi", False)]
    assert [plain(" ".join(day.hours)) for day in week][:3] == [
        "9 h – 12 h 14 h – 18 h 30",
        "9 h – 12 h (à confirmer)",
        "",
    ]
    assert len(week) == 7


def test_a_day_that_never_closes() -> None:
    assert [day.hours for day in week_in_words(Schedule("24/7"), MONDAY)] == [["toute la journée"]] * 7


DAY, MONTH, YEAR = DatePrecision
SOLOZERE = Network(started_on=date(2011, 10, 1), ended_on=date(2022, 4, 26), is_end_exact=False)


@pytest.mark.parametrize(
    ("start", "end", "is_exact", "precision", "words"),
    [
        ("2020-01-01", None, True, DAY, "depuis le 1er janvier 2020"),
        ("2020-01-01", None, False, DAY, "au moins depuis le 1er janvier 2020"),
        ("2019-10-01", None, False, MONTH, "au moins depuis octobre 2019"),
        ("2019-01-01", None, False, YEAR, "au moins depuis 2019"),
        (None, None, False, DAY, "début non renseigné"),
        ("2020-01-01", "2021-07-01", True, DAY, "du 1er janvier 2020 au 30 juin 2021"),
        ("2020-01-01", "2021-07-01", False, DAY, "au moins du 1er janvier 2020 au 30 juin 2021"),
        ("2019-10-01", "2021-07-01", False, MONTH, "au moins d’octobre 2019 au 30 juin 2021"),
        ("2019-01-01", "2021-07-01", True, YEAR, "de 2019 au 30 juin 2021"),
        (None, "2021-07-01", False, DAY, "jusqu’au 30 juin 2021 (début non renseigné)"),
        ("2019-01-01", "2022-04-26", False, YEAR, "au moins depuis 2019, jusqu’au 25 avril 2022 au plus tard"),
        (None, "2022-04-26", False, DAY, "jusqu’au 25 avril 2022 au plus tard (début non renseigné)"),
    ],
)
def test_a_period(start: str | None, end: str | None, is_exact: bool, precision: str, words: str) -> None:
    days = period(start, end)
    stay = Membership(network=SOLOZERE, place=Place(), period=days, is_start_exact=is_exact, start_precision=precision)
    assert plain(period_in_words(stay)) == words


@pytest.mark.parametrize(
    ("start", "end", "french", "english"),
    [
        (("2011-10-01", DAY), None, "depuis le 1er octobre 2011", "since 1 October 2011"),
        (("2011-10-01", MONTH), None, "depuis octobre 2011", "since October 2011"),
        (("2011-01-01", YEAR), None, "depuis 2011", "since 2011"),
        (
            ("2011-10-01", DAY),
            ("2022-04-26", DAY),
            "du 1er octobre 2011 au 25 avril 2022",
            "from 1 October 2011 to 25 April 2022",
        ),
        (
            ("2011-10-01", DAY),
            ("2022-04-01", MONTH),
            "du 1er octobre 2011 à avril 2022",
            "from 1 October 2011 to April 2022",
        ),
        (("2011-08-01", MONTH), ("2022-01-01", YEAR), "d’août 2011 à 2022", "from August 2011 to 2022"),
        (
            ("2011-03-01", MONTH),
            ("2022-04-26", DAY),
            "de mars 2011 au 25 avril 2022",
            "from March 2011 to 25 April 2022",
        ),
        (None, ("2022-04-26", DAY), "jusqu’au 25 avril 2022", "until 25 April 2022"),
        (None, ("2022-04-01", MONTH), "jusqu’en avril 2022", "until April 2022"),
        (None, None, None, None),
    ],
)
def test_dates_say_what_is_known(
    start: tuple[str, str] | None, end: tuple[str, str] | None, french: str | None, english: str | None
) -> None:
    known = [one and Dated(date.fromisoformat(one[0]), one[1]) for one in (start, end)]
    for language, words in (("fr", french), ("en", english)):
        with override(language):
            said = dates_in_words(*known)
            assert (said and plain(said)) == words


@pytest.mark.parametrize(
    ("day", "precision", "french", "english"),
    [
        ("2026-11-23", DAY, "Fermé depuis le 23 novembre 2026", "Closed since 23 November 2026"),
        ("2026-11-24", DAY, "Ferme définitivement le 24 novembre 2026", "Closes for good on 24 November 2026"),
        ("2026-10-01", MONTH, "Fermé depuis octobre 2026", "Closed since October 2026"),
        ("2026-11-01", MONTH, "Fermeture définitive en novembre 2026", "Closing for good in November 2026"),
        ("2026-01-01", YEAR, "Fermeture définitive en 2026", "Closing for good in 2026"),
        ("2027-01-01", YEAR, "Ferme définitivement en 2027", "Closes for good in 2027"),
    ],
)
def test_when_a_place_closes_for_good(day: str, precision: str, french: str, english: str) -> None:
    place, today = Place(closed_on=date.fromisoformat(day), closed_precision=precision), date(2026, 11, 23)
    assert plain(closing_in_words(place, today)) == french
    with override("en"):
        assert plain(closing_in_words(place, today)) == english


@pytest.mark.parametrize(
    ("day", "precision", "words"),
    [
        (date(2019, 10, 2), DAY, "en date du 2 octobre 2019"),
        (date(2019, 10, 1), MONTH, "en date d’octobre 2019"),
        (date(2019, 5, 1), MONTH, "en date de mai 2019"),
        (date(2023, 1, 1), YEAR, "en date de 2023"),
    ],
)
def test_a_source_is_dated_as_far_as_is_known(day: date, precision: str, words: str) -> None:
    assert plain(Dated(day, precision).dated) == words


def test_the_end_of_a_network_may_be_one_at_the_latest() -> None:
    network = Network(started_on=date(2011, 10, 1), started_precision=MONTH, ended_on=date(2022, 4, 26))
    assert plain(network_dates_in_words(network) or "") == "d’octobre 2011 au 25 avril 2022"
    network.is_end_exact = False
    assert plain(network_dates_in_words(network) or "") == "depuis octobre 2011, jusqu’au 25 avril 2022 au plus tard"


@pytest.mark.parametrize(
    ("precision", "iso", "when"), [(DAY, "2011-10-01", "le 1er octobre 2011"), (MONTH, "2011-10", "en octobre 2011")]
)
def test_a_date_for_machines_and_in_a_sentence(precision: str, iso: str, when: str) -> None:
    known = Dated(date(2011, 10, 1), precision)
    assert (known.iso, plain(known.when)) == (iso, when)


@pytest.mark.parametrize("hours", [None, "Mo 24:00-00:00", '"sur rendez-vous"', 'off "travaux"'])
def test_hours_without_times_have_no_week(hours: str | None) -> None:
    assert week_in_words(Schedule(hours), MONDAY) == []


def test_a_week_tells_remarks_reasons_and_nights_on_the_day_they_begin() -> None:
    hours = '2026 Nov 24 off "travaux", Mo 18:00-02:00; We 09:00-12:00 "sur rendez-vous"; Th "sur rendez-vous"'
    week = week_in_words(Schedule(hours), MONDAY)
    assert [(plain(" ".join(day.hours)), day.reason) for day in week][:4] == [
        ("18 h – 2 h", None),
        ("", "travaux"),
        ("9 h – 12 h : sur rendez-vous", None),
        ("sur rendez-vous", None),
    ]


def test_what_a_week_does_not_show_is_told_beside_it() -> None:
    schedule = Schedule("Tu,Th 09:00-12:00; Sa[1] 10:00-12:00; Aug off")
    assert [plain(rule) for rule in rules_in_words(schedule, MONDAY)] == [
        "Le 1er samedi du mois 10 h – 12 h",
        "Fermé en août",
    ]


def test_a_place_that_closed_for_good_is_closed_even_if_its_hours_were_never_known() -> None:
    assert now_in_words(Schedule(None, closed_on=date(2025, 1, 1)), MONDAY).words == "Fermé"


@pytest.mark.parametrize(
    ("metres", "is_rough", "words"),
    [
        (0, False, "à 0 m"),
        (447, False, "à 450 m"),
        (996, False, "à 1,0 km"),
        (3_240, False, "à 3,2 km"),
        (12_400, False, "à 12 km"),
        (1_234_400, False, "à 1 234 km"),
        (900, True, "position approximative"),
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
        assert now_in_words(Schedule("Tu 09:30-12:00"), MONDAY).words == "Closed, opens tomorrow at 9:30"
        in_march = now_in_words(Schedule("Mar 01 09:00-12:00; PH off"), MONDAY).words
        assert plain(in_march) == "Closed, opens on 1 March 2027 at 9:00"
        stay = Membership(network=SOLOZERE, place=Place(), period=period("2020-01-01"), is_start_exact=False)
        assert plain(period_in_words(stay)) == "at least since 1 January 2020"
        assert plain(distance_in_words(3240, is_rough=False)) == "3.2 km away"
        assert plain(distance_in_words(1_234_400, is_rough=False)) == "1,234 km away"
