"""Telephones: every spelling is understood, one is stored, and it is said as people say it."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from places import phones
from places.models import Place
from tests.factories import make_place

# What is written, what is stored and dialled, what is said in French, and to someone who reads English.
CASES = [
    ("04 66 49 36 65", "+33466493665", "04 66 49 36 65", "+33 4 66 49 36 65"),
    ("0466493665", "+33466493665", "04 66 49 36 65", "+33 4 66 49 36 65"),
    ("04.66.49.36.65", "+33466493665", "04 66 49 36 65", "+33 4 66 49 36 65"),
    ("04-66-49-36-65", "+33466493665", "04 66 49 36 65", "+33 4 66 49 36 65"),
    ("04\u00a066\u202f49 36 65", "+33466493665", "04 66 49 36 65", "+33 4 66 49 36 65"),
    ("+33 4 66 49 36 65", "+33466493665", "04 66 49 36 65", "+33 4 66 49 36 65"),
    ("+33466493665", "+33466493665", "04 66 49 36 65", "+33 4 66 49 36 65"),
    ("+33 (0)4 66 49 36 65", "+33466493665", "04 66 49 36 65", "+33 4 66 49 36 65"),
    ("+33 (0) 4 66 49 36 65", "+33466493665", "04 66 49 36 65", "+33 4 66 49 36 65"),
    ("+33 04 66 49 36 65", "+33466493665", "04 66 49 36 65", "+33 4 66 49 36 65"),
    ("0033 4 66 49 36 65", "+33466493665", "04 66 49 36 65", "+33 4 66 49 36 65"),
    (" 06 12 34 56 78 ", "+33612345678", "06 12 34 56 78", "+33 6 12 34 56 78"),
    ("0 800 940 939", "+33800940939", "08 00 94 09 39", "+33 8 00 94 09 39"),
    ("0262 90 00 00", "+262262900000", "02 62 90 00 00", "+262 2 62 90 00 00"),
    ("0692 12 34 56", "+262692123456", "06 92 12 34 56", "+262 6 92 12 34 56"),
    ("3949", "3949", "39 49", "39 49"),
    ("39 49", "3949", "39 49", "39 49"),
    ("36.46", "3646", "36 46", "36 46"),
    ("115", "115", "115", "115"),
    ("116 006", "116006", "116006", "116006"),
    ("+41 22 730 11 11", "+41227301111", "+41227301111", "+41227301111"),
    ("0041 22 730 11 11", "+41227301111", "+41227301111", "+41227301111"),
]
REFUSED = ["04 66 49 36", "04 66 49 36 65 87", "abc", "04 66 49 36 65 ou 06 12 34 56 78", "9999", "+33", "0000000000"]


@pytest.mark.parametrize(("written", "stored", "french", "english"), CASES)
def test_a_telephone_is_understood_and_said(written: str, stored: str, french: str, english: str) -> None:
    assert phones.normalise(written) == stored
    assert phones.normalise(stored) == stored
    for language, said in (("fr", french), ("en", english)):
        with override(language):
            assert phones.said(stored).replace("\u00a0", " ") == said
            assert phones.normalise(phones.said(stored)) == stored


@pytest.mark.django_db
@pytest.mark.parametrize(("written", "stored", "_french", "_english"), CASES)
def test_a_place_stores_what_is_dialled(written: str, stored: str, _french: str, _english: str) -> None:
    place = make_place()
    place.phone = written
    place.full_clean()
    place.save()
    place.refresh_from_db()
    assert place.phone == stored


@pytest.mark.django_db
@pytest.mark.parametrize("written", REFUSED)
def test_what_is_no_telephone_is_refused_in_a_sentence(written: str) -> None:
    place = make_place()
    place.phone = written
    with pytest.raises(ValidationError, match="Ce n’est pas un numéro"):
        place.full_clean()


def test_a_form_shows_it_as_it_is_said_and_takes_another_spelling_for_no_change() -> None:
    field = Place._meta.get_field("phone").formfield()
    assert field is not None
    assert field.prepare_value("+33466493665").replace("\u00a0", " ") == "04 66 49 36 65"
    assert field.clean("0466493665") == "+33466493665"
    assert not field.has_changed("+33466493665", "04.66.49.36.65")
    assert field.has_changed("+33466493665", "04 66 49 36 66")
    assert field.clean("  ") is None
