"""Cards read by a program of others, vobject, which calendars and address books in Python read with."""

import json
from pathlib import Path

import pytest
from django.test import Client

from network.models import NetworkedPlace
from tests.clients import environment

pytestmark = [pytest.mark.walk, pytest.mark.django_db, pytest.mark.usefixtures("lozere")]
READ = """
import json, sys, vobject

cards = list(vobject.readComponents(open(sys.argv[1], newline="", encoding="utf-8").read()))
print(json.dumps([[card.fn.value, card.adr.value.city, card.tel.value if hasattr(card, "tel") else None]
    for card in cards]))
"""


def test_every_card_is_read_with_its_name_town_and_telephone(tmp_path: Path) -> None:
    (tmp_path / "places.vcf").write_bytes(Client().get("/api/v1/places/", {"format": "vcf"}).content)
    read = json.loads(environment.run(READ, tmp_path / "places.vcf"))
    places = NetworkedPlace.objects.published().select_related("commune").order_by("pk")
    assert read == [[place.name, place.commune.name, place.phone] for place in places]
