"""Of a country, the territories that are asked for are a directory of their own, where a browser could hold it."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from frontend.home.held import held
from places.models import Place
from tests.factories import make_ardeche, make_place

pytestmark = pytest.mark.django_db

OPTIONS = re.compile(r'id="map-options"[^>]*>(.*?)</script>')


@pytest.fixture(autouse=True)
def _two_territories(settings: Settings) -> None:
    """Have a browser hold three places, of four in one territory and two in another."""
    settings.WHOLE_DIRECTORY = 3
    town = make_ardeche().name
    for number in range(4):
        make_place(f"Lieu {number}", "Mende")
    for number in range(2):
        make_place(f"Loin {number}", town)


def page(client: Client, address: str) -> tuple[str, dict[str, Any]]:
    html = client.get(address).content.decode()
    return html, json.loads(OPTIONS.search(html)[1])  # type: ignore[index]


def slugs(client: Client, address: str) -> list[str]:
    return [place["slug"] for place in client.get(address).json()["places"]]


def test_what_a_browser_holds_follows_from_how_many_there_are(settings: Settings) -> None:
    assert held(["07"]) == ["07"]
    assert held(["07", "07"]) == ["07"]
    assert held(["48"]) is None
    assert held(["07", "48"]) is None
    assert held([]) is None
    settings.WHOLE_DIRECTORY = 6
    assert held(["48"]) == held([]) == []


def test_the_page_of_a_territory_counts_its_places_and_holds_them(client: Client) -> None:
    html, options = page(client, "/?territory=07")
    assert "home.js" in html
    assert re.search(r'id="shown"[^>]*>2\s+lieux<', html)
    assert "Les nombres sont estimés" not in html
    assert options["territories"] == ["07"]
    assert "view" not in options
    assert f'href="{options["directoryUrl"]}"' in html, "it is on its way before the script"
    assert slugs(client, options["directoryUrl"]) == ["loin-0", "loin-1"]


def test_the_page_of_more_than_it_could_hold_asks_for_what_is_in_sight(client: Client) -> None:
    for address, territories in (("/", []), ("/?territory=48", ["48"]), ("/?territory=48&territory=07", ["07", "48"])):
        html, options = page(client, address)
        assert "country.js" in html
        assert options["territories"] == territories
        assert options["view"]["url"]


def test_a_small_directory_is_held_whole_whatever_is_asked(client: Client, settings: Settings) -> None:
    settings.WHOLE_DIRECTORY = 6
    _html, options = page(client, "/?territory=07")
    assert options["directoryUrl"] == "/annuaire.json"
    assert "territories" not in options
    assert len(slugs(client, "/annuaire.json")) == 6


def test_its_directory_knows_its_own_communes(client: Client) -> None:
    communes = client.get("/annuaire.json?territory=07").json()["vocabulary"]["communes"]
    assert [code[:2] for code, *_rest in communes] == ["07"]
    assert client.get("/annuaire.json?territory=nulle-part").json()["places"] == []
    assert client.get("/annuaire.json?territory=%00").status_code == 200


def test_what_moves_beyond_it_does_not_come_into_it(client: Client) -> None:
    keys = {place.slug: place.uuid for place in Place.objects.all()}
    asked = f"lieu={keys['lieu-0']}&lieu={keys['loin-1']}"
    moved = client.get(f"/annuaire/changes.json?territory=07&{asked}").json()
    assert [(step["place"]["slug"], step["after"]) for step in moved["into"]] == [("loin-1", "loin-0")]
    moved = client.get(f"/annuaire/changes.json?{asked}").json()
    assert {step["place"]["slug"] for step in moved["into"]} == {"lieu-0", "loin-1"}


@pytest.mark.parametrize(
    ("query", "script"),
    [("", "country-embed.js"), ("?territory=48", "country-embed.js"), ("?territory=07", "/embed.js")],
)
def test_a_frame_holds_what_its_page_would(client: Client, query: str, script: str) -> None:
    html, options = page(client, f"/embed/{query}")
    assert script in html
    assert ("view" in options) is (script != "/embed.js")


def test_the_frame_of_a_place_holds_its_territory(client: Client) -> None:
    html, options = page(client, "/embed/?place=loin-1")
    assert "/embed.js" in html
    assert options["directoryUrl"] == "/annuaire.json?territory=07"
    assert re.findall(r'class="count">([^<]+)<', html) == ["0", "0", "0", "2"], "and counts no other"
