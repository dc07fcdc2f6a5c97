"""Of a country, the territories that are asked for are a directory of their own, where a browser could hold it."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from frontend.home.held import held
from frontend.offline import keeping
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
    assert client.get("/annuaire.json?territory=%00").status_code == 400, "it asks for none, which is for all"


@pytest.mark.parametrize("query", ["", "?territory=48", "?territory=07&territory=48"])
def test_a_directory_that_would_be_cut_is_refused_with_where_its_parts_are(client: Client, query: str) -> None:
    answer = client.get(f"/annuaire.json{query}")
    assert answer.status_code == 400
    told = answer.json()
    assert re.search(r"plus de 3\slieux", told["detail"])
    assert told["territories"]["07"] == "/annuaire.json?territory=07"
    assert client.get(told["territories"]["07"]).status_code == client.get(told["api"]).status_code == 200


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


def kept(client: Client, territory: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/hors-ligne.json?territory={territory}").json()
    return found


def test_a_territory_of_a_country_is_a_copy_of_its_own(client: Client) -> None:
    whole, part = client.get("/hors-ligne.json").json(), kept(client, "07")
    assert "/?territory=07" not in whole["pages"]
    assert {"/?territory=07", "/croisements/?territory=07", "/lieux/loin-0/", "/hors-ligne/"} <= set(part["pages"])
    assert "/lieux/lieu-0/" not in part["pages"]
    assert {"/annuaire.json?territory=07", "/communes.geojson?territory=07"} <= set(part["files"])
    assert (part["name"], part["home"]) == ("Ardèche", "/?territory=07")
    assert 'data-url="/hors-ligne.json?territory=07"' in part["pages"]["/?territory=07"]
    for address in (file for file in part["files"] if not file.startswith("/static/")):
        assert client.get(address).status_code == 200, address
        assert address.replace("&", "\\u0026") in "".join(part["pages"].values()), "it is what the pages ask for"


def test_listings_of_a_territory_beyond_a_number_are_kept_where_they_were_seen(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_PLACES_OF_TERRITORY", 1)
    assert not [path for path in kept(client, "07")["pages"] if path.startswith("/lieux/")]


@pytest.mark.parametrize("query", ["territory=48", "territory=nulle-part", "territory=07&territory=48"])
def test_only_what_a_browser_could_hold_is_kept(client: Client, query: str) -> None:
    assert client.get(f"/hors-ligne.json?{query}").status_code == 404
    assert 'id="keep-territory"' not in client.get(f"/?{query}").text


def test_a_small_directory_is_kept_whole_and_offers_no_part(client: Client, settings: Settings) -> None:
    settings.WHOLE_DIRECTORY = 6
    assert client.get("/hors-ligne.json?territory=07").status_code == 404
    assert 'id="keep-territory"' not in client.get("/?territory=07").text


def test_who_has_a_copy_of_a_territory_is_told_so_without_reading_it(client: Client) -> None:
    held = client.get("/hors-ligne.json?territory=07")
    with CaptureQueriesContext(connection) as queries:
        same = client.get("/hors-ligne.json?territory=07", headers={"If-None-Match": held["ETag"]})
    assert same.status_code == 304
    assert not [query for query in queries if "places_place" in query["sql"] and "slug" in query["sql"]]


def test_what_keeping_weighs_is_said_before_and_after_it_was_written(client: Client) -> None:
    assert "environ" in re.search(r'id="keep".*?</button>', client.get("/?territory=07").text, re.S)[0]  # type: ignore[index]
    weight = keeping.weight_of("07")
    kept(client, "07")
    assert keeping.weight_of("07") != weight
