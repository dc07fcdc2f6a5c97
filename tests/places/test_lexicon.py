"""The lexicon in which slips are looked for learns by triggers, and forgets when it is swept."""

from io import StringIO

import pytest
from django.core.management import call_command

from network.models import NetworkedPlace
from places.choices import Tier
from places.models import IndexWord, Place, SearchWord
from places.search import lexicon
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


def of_the_index() -> set[str]:
    return set(IndexWord.objects.values_list("word", flat=True))


def test_the_words_of_the_index_follow_what_is_written() -> None:
    place = make_place("L’Atelier des Tiers-Lieux", address="12 rue du Chastel", phone="+33466493665")
    assert {"atelier", "tier", "tiers", "tierslieu", "chastel"} <= of_the_index()
    assert all(word[0].isalpha() for word in of_the_index())
    Place.objects.filter(pk=place.pk).update(description="Étoffes")
    assert "etoffes" in of_the_index()


def test_what_triggers_missed_is_noted_when_words_are_swept() -> None:
    make_place("Le Pétassou")
    known = of_the_index()
    IndexWord.objects.all().delete()
    sweep_words()
    assert of_the_index() == known


@pytest.mark.parametrize("text", ["atel par", "atelier boutique", "ateliers pet", "atelier mend", "par mend"])
def test_words_written_out_find_what_beginnings_do(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    for name in ("Atelier partagé", "Ateliers du parc", "Atelier-boutique du Pétassou", "Atelles", "Parc de Mende"):
        make_place(name)
    each = []
    for most in (lexicon._WRITTEN_OUT, -1):
        monkeypatch.setattr(lexicon, "_WRITTEN_OUT", most)
        each.append(sorted(NetworkedPlace.objects.matching(text).values_list("name", flat=True)))
    assert each[0] == each[1] != []
