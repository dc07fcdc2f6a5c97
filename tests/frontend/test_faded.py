"""What nobody has found right for two years, or whose contact is silent, fades, and says so in words everywhere."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from frontend.place.freshness import SILENT, doubt_of
from network.models import Reminder
from tests.factories import make_place

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def silent(**given: Any) -> None:
    place = make_place("Muet", email="muet@example.org", **given)
    now = timezone.now()
    Reminder.objects.create(place=place, address="0", asked_on=TODAY - timedelta(days=1), bounced_at=now)


@pytest.mark.parametrize(
    ("verified_on", "is_silent", "doubt"),
    [
        (None, False, None),
        (None, True, SILENT),
        (date(2026, 11, 23), False, None),
        (date(2024, 11, 24), False, None),
        (date(2024, 11, 23), False, 2),
        (date(2024, 2, 29), True, 2),
        (date(2019, 1, 1), False, 7),
        (date(2025, 1, 1), True, SILENT),
    ],
)
def test_two_years_fade_and_what_was_never_verified_does_not(
    verified_on: date | None, is_silent: bool, doubt: int | None
) -> None:
    assert doubt_of(verified_on, is_silent=is_silent, today=TODAY) == doubt


def test_a_card_a_page_and_what_is_near_fade_in_words_too(client: Client) -> None:
    make_place("Vieux", verified_on=date(2024, 3, 1))
    make_place("Frais", verified_on=date(2026, 3, 1))
    make_place("Jamais vu")
    cards = dict(re.findall(r'<li class="card" data-slug="(\w[\w-]*)">(.*?)</li>', words(client.get("/"))))
    assert "pas vérifié depuis 2 ans" in cards["vieux"]
    assert 'class="venn faded"' in cards["vieux"]
    for fresh in ("frais", "jamais-vu"):
        assert "faded" not in cards[fresh]
        assert "vérifié" not in cards[fresh]
    assert "Pas vérifié depuis 2 ans" in words(client.get("/lieux/vieux/"))
    assert "pas vérifié depuis 2 ans" in words(client.get("/lieux/frais/")), "said of the neighbour"
    assert "not verified for 2 years" in words(client.get("/en/"))


def test_a_contact_who_does_not_answer_is_said_not_to(client: Client) -> None:
    silent()
    assert "son contact ne répond plus" in words(client.get("/"))
    assert "Son contact ne répond plus" in words(client.get("/lieux/muet/"))


def test_the_browser_is_told_what_fades_and_nothing_of_the_rest(client: Client) -> None:
    make_place("Vieux", verified_on=date(2023, 3, 1))
    make_place("Frais", verified_on=date(2026, 3, 1))
    make_place("Jamais vu")
    silent()
    told = {place["slug"]: place.get("doubt") for place in client.get("/annuaire.json").json()["places"]}
    assert told == {"vieux": 3, "muet": SILENT, "frais": None, "jamais-vu": None}
