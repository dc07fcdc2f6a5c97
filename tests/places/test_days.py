"""A day, a month or a year as people say it, and what is said of a text that is none."""

from datetime import date

import pytest
from django.utils.translation import override

from places.choices import DatePrecision
from places.dates import known_of, written_out
from places.days import Unreadable, read_day
from places.words import Dated

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("12 mars 2026", "2026-03-12"),
        ("12\u00a0mars\u00a02026", "2026-03-12"),
        ("1er août 2024", "2024-08-01"),
        ("jeudi 12 mars 2026", "2026-03-12"),
        ("le 3 mai 2020", "2020-05-03"),
        ("12 mars 26", "2026-03-12"),
        ("12/03/2026", "2026-03-12"),
        ("12.3.26", "2026-03-12"),
        ("12 03 2026", "2026-03-12"),
        ("12-mars-2026", "2026-03-12"),
        ("12 March 2026", "2026-03-12"),
        ("March 12th, 2026", "2026-03-12"),
        ("2026-03-12", "2026-03-12"),
        ("2026-03-12T00:00:00", "2026-03-12"),
        ("01/08/2024 10:30", "2024-08-01"),
        ("hier", "2026-11-28"),
        ("aujourd’hui", "2026-11-29"),
        ("tomorrow", "2026-11-30"),
        ("mars 2026", "2026-03"),
        ("depuis sept. 2021", "2021-09"),
        ("en Fév 2026", "2026-02"),
        ("juil-22", "2022-07"),
        ("03/2018", "2018-03"),
        ("2018-03", "2018-03"),
        ("2018", "2018"),
        ("courant 2018", "2018"),
        ("29 février 2024", "2024-02-29"),
    ],
)
def test_what_people_write_is_read_as_far_as_it_goes(text: str, known: str) -> None:
    assert read_day(text, today=TODAY).iso == known


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lundi 12 mars 2026", "Le 12 mars 2026 est un jeudi."),
        ("31 février 2026", "Il n’y a pas de 31 en février 2026 : ce mois a 28 jours."),
        ("0 mars 2026", "Il n’y a pas de 0 en mars 2026"),
        ("03/12/0024", "Les dates vont de 1900 à 2200."),
        ("12/13/2026", "Il n’y a pas de mois 13"),
        ("12 mars", "Il manque l’année : « 12 mars 2026 » ?"),
        ("mars", "Il manque l’année : « mars 2026 » ?"),
        ("printemps 2018", "De « printemps 2018 », seule l’année se lit"),
        ("2018-2019", "Cette date ne se lit pas."),
        ("mars 26", "Cette date ne se lit pas."),
        ("jui 2020", "seule l’année se lit"),
        ("bientôt", "Cette date ne se lit pas."),
        ("", "Cette date ne se lit pas."),
    ],
)
def test_what_is_no_date_is_refused_with_what_was_understood(text: str, said: str) -> None:
    with override("fr"), pytest.raises(Unreadable) as refusal:
        read_day(text, today=TODAY)
    assert said in str(refusal.value).replace("\u00a0", " ").replace("\u202f", " ")


def test_a_file_does_not_speak_of_yesterday() -> None:
    with pytest.raises(Unreadable):
        read_day("hier")


def test_a_date_of_iso_is_known_as_far_as_it_goes() -> None:
    assert known_of("2018") == Dated(date(2018, 1, 1), DatePrecision.YEAR)
    assert known_of("2018-03") == Dated(date(2018, 3, 1), DatePrecision.MONTH)
    assert known_of("2018-03-12") == Dated(date(2018, 3, 12))
    for wrong in ("2018-13", "18", "mars 2018"):
        with pytest.raises(ValueError, match=r"."):
            known_of(wrong)


@pytest.mark.parametrize(
    ("changes", "written"),
    [
        ({"opened_on": "2018"}, {"opened_on": date(2018, 1, 1), "opened_precision": "year"}),
        ({"opened_on": "2018", "opened_precision": "day"}, {"opened_on": date(2018, 1, 1), "opened_precision": "year"}),
        ({"opened_on": "2018-03-01"}, {"opened_on": date(2018, 3, 1), "opened_precision": "day"}),
        (
            {"opened_on": "2018-03-01", "opened_precision": "month"},
            {"opened_on": date(2018, 3, 1), "opened_precision": "month"},
        ),
        ({"opened_on": None, "opened_precision": "year"}, {"opened_on": None, "opened_precision": "day"}),
        ({"name": "La Forge"}, {"name": "La Forge"}),
    ],
)
def test_a_date_is_written_with_how_much_of_it_is_known(changes: dict[str, object], written: dict[str, object]) -> None:
    assert written_out(changes) == written
