"""SIRET: every spelling is understood, one is stored, and what INSEE gave to nobody is refused."""

import pytest
from django.core.exceptions import ValidationError

from places import siret
from places.choices import Door
from places.fields import SiretField
from places.models import Place
from places.services import edit
from tests.factories import make_place

MENDE = "21480095500004"


@pytest.mark.parametrize("written", ["214 800 955 00004", "214800955-00004", "214.800.955 00004", f" {MENDE} "])
def test_a_siret_is_read_however_it_is_written(written: str) -> None:
    assert siret.normalise(written) == MENDE
    assert siret.normalise(siret.said(MENDE)) == MENDE
    assert siret.said(MENDE).replace("\u00a0", " ") == "214 800 955 00004"


@pytest.mark.parametrize(
    "digits",
    [
        MENDE,
        "73282932000074",
        "35600000049837",  # a post office, by the sum of its digits
        "35600000000048",  # the head office of La Poste, by the key of everyone
    ],
)
def test_those_that_insee_gave_are_known_by_their_key(digits: str) -> None:
    assert siret.is_siret(digits)


@pytest.mark.parametrize(
    "digits",
    [
        "21480095500005",  # a slip
        "12480095500004",  # two that changed places
        "35600000049838",
        "00000000000000",
        "2148009550000",
        "214800955000041",
        "W482000123",
        "٢١٤٨٠٠٩٥٥٠٠٠٠٤",
        "",
    ],
)
def test_what_is_none_is_refused(digits: str) -> None:
    assert not siret.is_siret(digits)


@pytest.mark.django_db
def test_a_place_keeps_its_digits_and_refuses_others_in_words() -> None:
    place = make_place()
    edit(place, changes={"siret": "214 800 955 00004"}, by=None, door=Door.CONSOLE)
    assert Place.objects.get().siret == MENDE
    with pytest.raises(ValidationError, match="Ce n’est pas un SIRET"):
        edit(place, changes={"siret": "21480095500005"}, by=None, door=Door.CONSOLE)
    edit(place, changes={"siret": ""}, by=None, door=Door.CONSOLE)
    assert Place.objects.get().siret is None


def test_a_form_shows_it_as_it_is_said() -> None:
    field = SiretField().formfield()
    assert field.prepare_value(MENDE).replace("\u00a0", " ") == "214 800 955 00004"
    assert field.clean("214 800 955 00004") == MENDE
