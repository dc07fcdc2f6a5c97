"""What is read aloud of the real territory: each word and each number can be defended."""

import re
from html import unescape

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lozere")]


def spoken(client: Client, path: str) -> str:
    """What a page says, without its tags."""
    html = client.get(path).content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_communes_that_have_both_and_places_that_are_both_are_two_numbers(client: Client) -> None:
    said = spoken(client, "/croisements/?on=2022-04-27")
    assert "4 communes sur 152 ont à la fois un lieu de médiation numérique et un lieu d’appui aux entreprises" in said
    assert "1 lieu est les deux à la fois." in said
