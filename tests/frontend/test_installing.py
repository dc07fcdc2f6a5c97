"""The site among a telephone's applications."""

import struct

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests.factories import make_commune

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("folder", "language"), [("", "fr"), ("/en", "en")])
def test_the_manifest_speaks_the_language_of_its_address(client: Client, folder: str, language: str) -> None:
    make_commune()
    answer = client.get(f"{folder}/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    told = answer.json()
    assert (told["name"], told["lang"], told["display"]) == ("Croisée", language, "standalone")
    assert told["start_url"] == told["id"] == f"{folder}/"
    assert told["scope"] == "/"
    assert "Lozère" in told["description"]


def test_the_icons_are_there_in_the_sizes_that_are_told(client: Client) -> None:
    icons = client.get("/manifest.webmanifest").json()["icons"]
    assert {(icon["sizes"], icon["purpose"]) for icon in icons} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for icon in icons:
        assert size_of(icon["src"]) == icon["sizes"]
    assert size_of("/static/frontend/apple-touch-icon.png") == "180x180"


def size_of(address: str) -> str:
    """Read the size of a PNG in its head."""
    found = finders.find(address.removeprefix(settings.STATIC_URL))
    assert found, address
    with open(found, "rb") as image:  # noqa: PTH123  a path as the finders give it
        width, height = struct.unpack(">II", image.read(24)[16:])
    return f"{width}x{height}"


def test_the_shortcuts_lead_to_pages(client: Client) -> None:
    for shortcut in client.get("/manifest.webmanifest").json()["shortcuts"]:
        assert client.get(shortcut["url"]).status_code == 200


def test_pages_lead_to_the_manifest_of_their_language(client: Client) -> None:
    html = client.get("/en/reseaux/").text
    assert '<link rel="manifest" href="/en/manifest.webmanifest">' in html
