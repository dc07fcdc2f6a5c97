"""The pages, asked for by a client that reads HTML: what they say, what they refuse, what they cost."""

import json
import re
from datetime import date
from html import escape

import pytest
from django.test import Client
from django.urls import reverse

from places.choices import Precision, Status
from tests.budget import hold, statements
from tests.factories import make_both_families, make_commune, make_membership, make_network, make_place, make_river

pytestmark = pytest.mark.django_db
HOSTILE = "</script><img src=x onerror=alert(1)>"
MORE = ("/reseaux/", "/reseaux/solozere/", "/croisements/", "/donnees/", "/robots.txt", "/sitemap.xml")


def shown_cards(html: str) -> list[str]:
    """The slugs of the cards of the list."""
    return re.findall(r'<li class="card" data-slug="([^"]+)"', html.partition("<template")[0])


def home(client: Client, **query: str) -> str:
    return client.get(reverse("frontend:home"), query).content.decode()


def test_an_empty_directory_is_a_page(client: Client) -> None:
    html = home(client)
    assert "0\xa0lieu" in html
    assert "Aucun lieu ne correspond à ces choix." in html


def test_the_list_holds_published_places_only(client: Client) -> None:
    make_place("POLeN")
    make_place("Brouillon", status=Status.DRAFT)
    make_place("Archive", status=Status.ARCHIVED)
    assert shown_cards(home(client)) == ["polen"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["la-pompe", "aide", "ecole", "pepiniere"]),
        ({"overlap": ""}, ["la-pompe", "aide", "ecole", "pepiniere"]),
        ({"overlap": "both"}, ["la-pompe"]),
        ({"overlap": "a"}, ["aide"]),
        ({"overlap": "b"}, ["pepiniere"]),
        ({"overlap": "neither"}, ["ecole"]),
    ],
)
def test_the_list_and_its_counts_follow_the_state_of_overlap(
    client: Client, query: dict[str, str], expected: list[str]
) -> None:
    make_both_families(make_place("La Pompe", "Florac Trois Rivières"))
    make_membership(make_place("Aide"), make_network("France services", "mediation"))
    make_membership(make_place("Pépinière"), make_network("SoLozère"))
    make_place("École")
    html = home(client, **query)
    assert shown_cards(html) == expected
    assert re.findall(r'class="count">(\d+)<', html) == ["1", "1", "1", "1"]


def test_a_state_that_does_not_exist_is_told_and_everything_shown(client: Client) -> None:
    make_place("POLeN")
    answer = client.get(reverse("frontend:home"), {"overlap": HOSTILE})
    assert answer.status_code == 400
    assert HOSTILE not in answer.content.decode()
    assert escape(HOSTILE) in answer.content.decode()
    assert shown_cards(answer.content.decode()) == ["polen"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("address", ["/", "/lieux/polen/", "/fond-de-carte.geojson", "/healthz", "/readyz", *MORE])
def test_pages_are_read_only(client: Client, address: str, method: str) -> None:
    make_place("POLeN")
    assert getattr(client, method)(address).status_code == 405


def queries(client: Client, address: str) -> list[str]:
    with statements() as asked:
        assert client.get(address).status_code == 200
    return asked


def test_the_list_costs_the_same_whatever_its_length(client: Client) -> None:
    make_both_families(make_place("La Pompe"))
    few = queries(client, "/")
    for number in range(5):
        make_both_families(make_place(f"Lieu {number}", "Marvejols"))
    # Two of them read the networks, and how far the sources of the four counts go; one, the territories to choose from.
    hold(few, queries(client, "/"), habit=14)


def test_a_page_costs_the_same_whatever_it_tells(client: Client) -> None:
    place = make_place("La Pompe", services=["printing"])
    client.get("/lieux/la-pompe/")
    few = queries(client, "/lieux/la-pompe/")
    for number in range(5):
        make_membership(place, make_network(f"Réseau {number}"))
    place.services = ["printing", "scanning"]
    hold(few, queries(client, "/lieux/la-pompe/"), habit=9)


def test_a_hostile_name_stays_text_everywhere(client: Client) -> None:
    place = make_place(HOSTILE, description=HOSTILE, slug="hostile")
    make_membership(place, make_network(HOSTILE), evidence=HOSTILE, source=HOSTILE)
    for address in ("/", "/lieux/hostile/"):
        html = client.get(address).content.decode()
        assert "<img src=x" not in html
        assert "&lt;/script&gt;&lt;img" in html


def test_the_page_says_everything_that_is_known(client: Client) -> None:
    place = make_place(
        "La Pompe",
        address="1 rue du Pont",
        postcode="48000",
        phone="+33466000000",
        website="https://www.lapompe.example/",
        opening_hours="Mo-Su 09:00-12:30",
        desks=4,
        download_mbps="812.50",
        speed_measured_on=date(2024, 3, 1),
        day_price="12",
        has_wifi=True,
        has_call_booth=False,
        verified_on=date(2025, 1, 1),
        source="Enquête",
        licence="Licence Ouverte 2.0",
    )
    html = client.get(f"/lieux/{place.slug}/").content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
    for words in (
        "1 rue du Pont",
        "04 66 00 00 00",
        "lapompe.example",
        "9 h – 12 h 30",
        "Postes de travail 4",
        "812,5 Mb/s",
        "mesuré le 1er mars 2024",
        "Une journée 12 €",
        "Internet sans fil oui",
        "Cabine d’appel non",
        "le 1er janvier 2025",
        "Licence Ouverte 2.0",
    ):
        assert words in text
    assert 'href="geo:44.518000,3.498300"' in html


def test_a_place_nobody_can_locate_has_a_page(client: Client) -> None:
    make_place("Nulle part", point=None, precision=Precision.UNKNOWN)
    html = client.get("/lieux/nulle-part/").content.decode()
    assert "geo:" not in html
    assert "non renseigné" in html


@pytest.mark.parametrize("slug", ["inconnu", "brouillon"])
def test_a_place_that_is_not_public_is_not_found_and_the_page_helps(client: Client, slug: str) -> None:
    make_place("Brouillon", status=Status.DRAFT)
    answer = client.get(f"/lieux/{slug}/")
    assert answer.status_code == 404
    assert 'href="/#carte"' in answer.content.decode()


def test_the_basemap_holds_land_borders_and_names(client: Client) -> None:
    make_commune("Mende", population=12000)
    make_commune("Marvejols", population=4800)
    make_river("Lot")
    answer = client.get("/fond-de-carte.geojson")
    features = json.loads(answer.content)["features"]
    assert answer["Content-Type"] == "application/geo+json"
    assert [feature["properties"]["role"] for feature in features] == [
        "territory",
        "borders",
        "river",
        "commune",
        "commune",
    ]
    assert [feature["properties"].get("name") for feature in features] == ["Lozère", None, "Lot", "Mende", "Marvejols"]


def test_a_basemap_already_held_is_not_sent_again(client: Client) -> None:
    make_commune("Mende")
    first = client.get("/fond-de-carte.geojson")
    held = {"If-None-Match": first["ETag"]}
    assert "public" in first["Cache-Control"]
    assert client.get("/fond-de-carte.geojson", headers=held).status_code == 304
    make_river("Lot")
    changed = client.get("/fond-de-carte.geojson", headers=held)
    assert changed.status_code == 200
    make_commune("Marvejols")
    assert client.get("/fond-de-carte.geojson", headers={"If-None-Match": changed["ETag"]}).status_code == 200


def test_the_basemap_of_no_territory_is_empty(client: Client) -> None:
    assert json.loads(client.get("/fond-de-carte.geojson").content)["features"] == []


def test_map_options_come_from_the_data(client: Client) -> None:
    make_commune("Mende")
    options = json.loads(re.search(r'id="map-options"[^>]*>(.*?)</script>', home(client))[1])  # type: ignore[index]
    assert options["bounds"] == [
        [pytest.approx(44.468), pytest.approx(3.4483)],
        [pytest.approx(44.568), pytest.approx(3.5483)],
    ]
    assert options["directoryUrl"] == "/annuaire.json"
    assert options["djoptions"]["layers"] == []
    assert {tile["name"] for tile in options["tiles"]} == {"Plan IGN", "OpenStreetMap"}


@pytest.mark.parametrize(
    "path", ["/", "/croisements/?on=2020-01-01&from=2019-01-01", "/reseaux/", "/imprimer/", "/admin/"]
)
def test_no_page_sends_the_indentation_of_its_template(client: Client, path: str) -> None:
    make_place("Polen")
    html = client.get(path, follow=True).content.decode()
    lines = html.split("\n")
    assert len(lines) > 50
    assert [line for line in lines if line.startswith((" ", "\t")) and line.strip()] == []
