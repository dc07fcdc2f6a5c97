"""The lexicon in which slips are looked for learns by triggers, and forgets when it is swept."""

from io import StringIO

import pytest
from django.core.management import call_command

from network.models import NetworkedPlace
from places.choices import Tier
from places.models import Place, SearchWord
from places.services import sweep_words
from tests.factories import make_place

pytestmark = pytest.mark.django_db


def tiers() -> dict[str, int]:
    return dict(SearchWord.objects.values_list("word", "tier"))


def test_words_that_nobody_writes_any_more_are_forgotten() -> None:
    place = make_place("Le Pétassou", description="Étoffes anciennes", address="Rue du Chastel")
    make_place("La Pompe", description="Étoffes")
    known = tiers()
    assert {"petassou", "etoffes", "anciennes", "chastel", "mende", "pompe"} <= set(known)
    assert sweep_words() == 0
    assert tiers() == known
    Place.objects.filter(pk=place.pk).update(name="La Boutique", description="Tissus")
    assert set(known) < set(tiers())
    assert sweep_words() == 2
    assert set(tiers()) == {*known, "boutique", "tissus"} - {"petassou", "anciennes"}


def test_a_word_that_has_left_names_is_one_of_texts() -> None:
    place = make_place("Le Pétassou")
    assert tiers()["petassou"] == Tier.NAME
    Place.objects.filter(pk=place.pk).update(name="La Boutique", description="Au Pétassou")
    sweep_words()
    assert tiers()["petassou"] == Tier.TEXT


def test_a_slip_is_taken_for_no_word_that_is_gone() -> None:
    place = make_place("Le Pétassou")
    assert NetworkedPlace.objects.matching("petasou").reading.understood == "Pétassou"
    place.delete()
    make_place("La Pompe")
    told = StringIO()
    call_command("sweep_words", stdout=told)
    assert told.getvalue() == "1 words forgotten.\n"
    assert "petassou" not in tiers()
