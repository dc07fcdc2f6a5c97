"""What a cell says is read, mended by a name, or refused by one."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from network.importing.repairs import Refusal, Repair
from network.importing.values import Refused, Said, numbers, texts
from network.importing.values.hours import hours, week
from network.importing.values.numbers import Box, position

LAND = Box(2.98, 44.11, 4.0, 44.98)
day = partial(numbers.day, today=date(2026, 11, 23))


@pytest.mark.parametrize(
    ("read", "text", "value", "repairs"),
    [
        (texts.cleaned, "  La \u00a0Forge ", "La Forge", []),
        (texts.cleaned, "Non renseigné", None, [Repair.UNKNOWN]),
        (texts.cleaned, "#N/D", None, [Repair.UNKNOWN]),
        (texts.cleaned, "@", None, [Repair.UNKNOWN]),
        (texts.cleaned, "MÃ©diathÃ¨que", "Médiathèque", [Repair.MOJIBAKE]),
        (texts.cleaned, "Caf&eacute; &amp; th&#233;", "Café & thé", [Repair.ENTITY]),
        (texts.phone, "04 66 00 00 01", "+33466000001", []),
        (texts.phone, "+33 (0)4 66 00 00 01", "+33466000001", []),
        (texts.phone, "466000001", "+33466000001", [Repair.PHONE_ZERO]),
        (texts.phone, "04 66 00 00 01 / 04 66 00 00 02", "+33466000001", [Repair.PHONE_FIRST]),
        (texts.phone, "0954 882 757", "+33954882757", []),
        (texts.phone, "Contact demandeur d'emploi : 3949", "3949", [Repair.PHONE_WORDS]),
        (texts.phone, "39 49 (numéro payant)", "3949", [Repair.PHONE_WORDS]),
        (texts.email, "a@mende.fr ; b@mende.fr", "a@mende.fr", [Repair.FIRST_OF_SEVERAL]),
        (texts.email, "Contact pour les entreprises : b@mende.fr", "b@mende.fr", [Repair.MAILBOX_WORDS]),
        (texts.web, "polen-mende.com", "https://polen-mende.com", [Repair.SCHEME]),
        (texts.web, "HTTPS://Polen.fr/a | http://b.fr", "https://Polen.fr/a", [Repair.FIRST_OF_SEVERAL]),
        (texts.mended_key, "8724.0", "8724", [Repair.KEY_AS_NUMBER]),
        (numbers.postcode, "1000", "01000", [Repair.POSTCODE_ZERO]),
        (numbers.postcode, "00000", None, [Repair.POSTCODE_NOUGHT]),
        (numbers.postcode, "48 000", "48000", []),
        (numbers.insee, "1033", "01033", [Repair.INSEE_ZERO]),
        (numbers.insee, "2a004", "2A004", []),
        (numbers.siret, "214 800 955 00004", "21480095500004", []),
        (numbers.siret, "21480095500004.0", "21480095500004", []),
        (numbers.siret, "00000000000000", None, [Repair.UNKNOWN]),
        (numbers.siret, "W482000123", None, []),
        (numbers.coordinate, "44,518", 44.518, [Repair.DECIMAL_COMMA]),
        (numbers.amount, "12,50 €", 12.5, [Repair.DECIMAL_COMMA]),
        (numbers.count, "3 salles", 3, []),
        (numbers.answer, "Oui", True, []),
        (numbers.itinerance, "Fixe", False, []),
        (numbers.itinerance, "Itinérant", True, []),
        (day, "2024-08-01", "2024-08-01", []),
        (day, "01/08/2024", "2024-08-01", [Repair.DATE_FRENCH]),
        (day, "1er août 2024", "2024-08-01", [Repair.DATE_FRENCH]),
        (day, "Décembre 2019", "2019-12", [Repair.DATE_OF_MONTH]),
        (day, "2018", "2018", [Repair.DATE_OF_MONTH]),
        (day, "03/2018", "2018-03", [Repair.DATE_OF_MONTH]),
        (day, "2018-03", "2018-03", [Repair.DATE_OF_MONTH]),
        (day, "juil-22", "2022-07", [Repair.DATE_OF_MONTH]),
        (day, "44300", "2021-04-14", [Repair.DATE_AS_NUMBER]),
        (day, "1970-01-01", None, [Repair.EPOCH]),
        (hours, "Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00", []),
        (hours, "mardi et jeudi 9h-12h", "Tu,Th 09:00-12:00", [Repair.HOURS_SPOKEN]),
    ],
)
def test_a_cell_is_read_and_what_was_mended_has_a_name(
    read: Callable[[str], Said], text: str, value: object, repairs: list[Repair]
) -> None:
    assert read(text) == (value, tuple(repairs))


@pytest.mark.parametrize(
    ("read", "text", "reason"),
    [
        (texts.cleaned, "=HYPERLINK(1)", Refusal.FORMULA),
        (texts.cleaned, "#REF!", Refusal.ERROR_CELL),
        (texts.name, "x" * 201, Refusal.TOO_LONG),
        (texts.phone, "04 68 23 67", Refusal.NO_PHONE),
        (texts.email, "epn@blanzy71 fr", Refusal.NO_EMAIL),
        (texts.web, "voir la page", Refusal.NO_ADDRESS),
        (texts.web, "https://claire:secret@mende.fr", Refusal.NO_ADDRESS),
        (texts.mended_key, "2,13E+13", Refusal.ROUNDED_KEY),
        (numbers.postcode, "Mende", Refusal.NO_POSTCODE),
        (numbers.insee, "20004", Refusal.NO_INSEE),
        (numbers.siret, "21480095500005", Refusal.NO_SIRET),
        (numbers.siret, "2.14801E+13", Refusal.NO_SIRET),
        (numbers.siret, "2,14801E+13", Refusal.NO_SIRET),
        (numbers.coordinate, "au bourg", Refusal.NO_NUMBER),
        (numbers.answer, "limité", Refusal.NO_ANSWER),
        (day, "31/02/2024", Refusal.NO_DATE),
        (day, "2027-01-01", Refusal.TO_COME),
        (hours, "quand il fait beau", Refusal.NO_HOURS),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(read: Callable[[str], Said], text: str, reason: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        read(text)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("lat", "lon", "point", "repairs"),
    [
        (44.518, 3.4983, [3.4983, 44.518], []),
        (3.4983, 44.518, [3.4983, 44.518], [Repair.SWAPPED]),
        (-0.58, 44.84, [-0.58, 44.84], [Repair.SWAPPED]),
        (0, 0, None, [Repair.NULL_ISLAND]),
        (6_380_000, 739_500, [3.4970, 44.5179], [Repair.LAMBERT_93]),
        (739_500, 6_380_000, [3.4970, 44.5179], [Repair.LAMBERT_93, Repair.SWAPPED]),
    ],
)
def test_coordinates_are_put_in_their_place(
    lat: float, lon: float, point: list[float] | None, repairs: list[Repair]
) -> None:
    read = position(lat, lon, LAND)
    assert (read.value and [round(each, 4) for each in read.value], list(read.repairs)) == (point, repairs)


def test_lambert_93_is_the_igns() -> None:
    """Example of the IGN's note 71: Paris, at its origin of longitudes, and the projection's own origin."""
    assert numbers.from_lambert_93(700_000, 6_600_000) == (3, 46.5)


def test_days_make_a_week_and_days_alike_are_said_at_once() -> None:
    halves = [(at, text) for at in range(5) for text in ("9h-12h", "13h30-17h")]
    read = week((*halves, (5, "9h12h")))
    assert read.value == "Mo-Fr 09:00-12:00,13:30-17:00; Sa 09:00-12:00"
    assert Repair.HOURS_HYPHEN in read.repairs


@pytest.mark.parametrize(
    "text",
    [
        "09:00 - 12:00 / 14:00 - 17:00",
        "de 09h00 à 12h00 de 14h00 à 17h00",
        "9h-12h et 14h-17h",
        "9h/12h 14h/17h",
        "9 h – 12 h & 14 h – 17 h 00",
        "9h-12 et 14h-17h",
    ],
)
def test_a_day_is_read_in_the_ways_that_files_write_it(text: str) -> None:
    assert week(((1, text),)).value == "Tu 09:00-12:00,14:00-17:00"


def test_a_day_that_cannot_be_read_spoils_the_week() -> None:
    """Half of a timetable would say that the place is closed on the other days."""
    with pytest.raises(Refused) as refused:
        week(((0, "9h-12h"), (1, "souscondition")))
    assert refused.value.what == "souscondition"
    with pytest.raises(Refused):
        week(((0, "14h-12h"),))


def test_a_week_of_crosses_says_nothing() -> None:
    assert week(((0, "x"), (1, "Fermé"), (2, "-"))).value is None
