"""How opening hours are said, in both languages."""

from datetime import date

import pytest
from django.utils.translation import override

from places.hours import parse
from places.hours.words import exceptions_in_words, hours_in_words

TODAY = date(2026, 11, 28)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("hours", "french", "english"),
    [
        (
            "Mo-Fr 09:00-12:00,14:00-18:30; Sa 09:00-12:00; PH off",
            "Du lundi au vendredi 9 h – 12 h, 14 h – 18 h 30 ; samedi 9 h – 12 h ; fermé les jours fériés",
            "Monday to Friday 9:00 – 12:00, 14:00 – 18:30; Saturday 9:00 – 12:00; closed on public holidays",
        ),
        (
            "Tu,Th 09:00-12:00; Sa[1] 10:00-12:00; Aug off",
            "Mardi et jeudi 9 h – 12 h ; le 1er samedi du mois 10 h – 12 h ; fermé en août",
            "Tuesday and Thursday 9:00 – 12:00; the 1st Saturday of the month 10:00 – 12:00; closed in August",
        ),
        ("24/7", "Tous les jours, à toute heure", "Every day, at any hour"),
        ('Aug 03-17 off "travaux"', "Fermé du 3 au 17 août : travaux", "Closed from 3 to 17 August: travaux"),
        (
            '2026 Nov 30-Dec 05 off "travaux"',
            "Fermé du 30 novembre au 5 décembre 2026 : travaux",
            "Closed from 30 November to 5 December 2026: travaux",
        ),
        ('Sa "sur rendez-vous"', "Samedi : sur rendez-vous", "Saturday: sur rendez-vous"),
        ('"sur rendez-vous"', "Sur rendez-vous", "Sur rendez-vous"),
        (
            'Mo-Fr 09:00-12:00 || "sur rendez-vous"',
            "Du lundi au vendredi 9 h – 12 h ; le reste du temps : sur rendez-vous",
            "Monday to Friday 9:00 – 12:00; the rest of the time: sur rendez-vous",
        ),
        ("week 01-53/2 Th 09:00-12:00", "Jeudi les semaines impaires 9 h – 12 h", "Thursday in odd weeks 9:00 – 12:00"),
        (
            "SH Mo-Fr 10:00-12:00",
            "Du lundi au vendredi pendant les vacances scolaires 10 h – 12 h",
            "Monday to Friday during school holidays 10:00 – 12:00",
        ),
        (
            "Jul-Aug Mo-Sa 10:00-19:00",
            "Du lundi au samedi en juillet et août 10 h – 19 h",
            "Monday to Saturday in July and August 10:00 – 19:00",
        ),
        ("Dec 25 off", "Fermé le 25 décembre", "Closed on 25 December"),
        (
            "We[2,-1] 14:00-24:00",
            "Le 2e et le dernier mercredi du mois 14 h – minuit",
            "The 2nd and the last Wednesday of the month 14:00 – midnight",
        ),
        ("Mo unknown", "Lundi (à confirmer)", "Monday (to be confirmed)"),
        (
            "2026 Dec 20-2027 Jan 05 off",
            "Fermé du 20 décembre 2026 au 5 janvier 2027",
            "Closed from 20 December 2026 to 5 January 2027",
        ),
    ],
)
def test_hours_are_said_as_people_say_them(hours: str, french: str, english: str) -> None:
    assert plain(hours_in_words(parse(hours))) == french
    with override("en"):
        assert plain(hours_in_words(parse(hours))) == english


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        ("Mo-Fr 09:00-12:00; Sa 10:00-12:00", []),
        ("Mo-Fr 09:00-12:00; Sa[1] 10:00-12:00; Aug off", ["Le 1er samedi du mois 10 h – 12 h", "Fermé en août"]),
        ("Mo-Fr 09:00-12:00; 2026 Aug 03-17 off; 2026 Dec 24 off", ["Fermé le 24 décembre 2026"]),
        ('Mo-Fr 09:00-12:00; Sa "sur rendez-vous"', []),
        ('Mo-Fr 09:00-12:00 || "sur rendez-vous"', ["Le reste du temps : sur rendez-vous"]),
    ],
)
def test_what_a_plain_week_does_not_show_is_told_under_it(hours: str, told: list[str]) -> None:
    assert [plain(text) for text in exceptions_in_words(parse(hours), TODAY)] == told
