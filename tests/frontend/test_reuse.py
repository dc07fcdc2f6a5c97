"""What others may take: files, sources, and the addresses that search engines read."""

import re
from datetime import date
from html import unescape
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils.timezone import localtime

from frontend.templatetags.croisee import weight_in_words
from places.choices import Status
from places.log.change import last_written_at
from places.words import day_in_words
from tests.budget import hold
from tests.factories import make_membership, make_network, make_place
from tests.frontend.test_pages import HOSTILE, queries

pytestmark = pytest.mark.django_db


def test_every_download_and_every_page_of_the_api_answers(client: Client) -> None:
    make_place("POLeN")
    html = client.get("/donnees/").content.decode()
    addresses = [unescape(address) for address in re.findall(r'href="(/api/[^"]+)"', html)]
    assert len(addresses) == 14
    assert [client.get(address).status_code for address in addresses] == [200] * 14


def test_the_files_are_those_of_what_is_asked(client: Client) -> None:
    make_membership(make_place("POLeN"), make_network())
    make_place("La Pompe")
    html = client.get("/donnees/?network=solozere&page=2").content.decode()
    assert "1 lieu : SoLozère" in html.replace("\N{NO-BREAK SPACE}", " ")
    addresses = [unescape(address) for address in re.findall(r'href="(/api/v1/places/[^"]+)"', html)]
    assert len(addresses) == 9
    for address in addresses:
        text = client.get(address).content
        assert address.startswith("/api/v1/places/?network=solozere&format=")
        # A workbook is packed, and nothing is told of what they offer.
        is_told = not address.endswith(("xlsx", "services"))
        assert not is_told or (b"POLeN" in text and b"La Pompe" not in text)


def test_no_file_is_offered_that_would_be_empty(client: Client) -> None:
    make_network()
    html = client.get("/donnees/?network=solozere").content.decode()
    assert "Aucun lieu ne répond à ce qui est demandé (SoLozère)" in html
    assert 'href="/api/v1/places/' not in html


def test_what_cannot_be_read_is_told_and_asks_nothing(client: Client) -> None:
    make_place("POLeN")
    answer = client.get("/donnees/?network=atlantide")
    assert answer.status_code == 400
    assert "« atlantide » n’est pas connu" in answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert 'href="/api/v1/places/?format=csv"' in answer.content.decode()


def test_what_the_national_standard_lacks_is_said_beside_its_file(client: Client) -> None:
    make_place("POLeN", address="Place du Foirail", postcode="48000")
    make_place("La Pompe", postcode="48000")
    make_place("Mairie", address="Place du Foirail", postcode="48000", siret="21480095500004")
    make_place("Brouillon", status=Status.DRAFT)
    html = client.get("/donnees/").content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "y est vide : SIRET ou RNA (2 lieux), adresse (1 lieu)." in html
    assert "SIRET ou RNA (1 lieu)." in client.get("/donnees/?q=foirail").content.decode()


@pytest.mark.django_db(transaction=True)  # the moment of a change is that of its commit
def test_each_file_says_how_heavy_it_is_and_when_the_directory_changed(client: Client) -> None:
    caches["process"].clear()
    make_place("POLeN")
    html = re.sub(r"\s+", " ", client.get("/donnees/").content.decode().replace("\N{NO-BREAK SPACE}", " "))
    weight = len(client.get("/api/v1/places/?format=geojson").content)
    assert f"Pour une carte · environ {weight_in_words(weight)}".replace("\N{NO-BREAK SPACE}", " ") in html
    written = last_written_at()  # by the clock of the database
    assert written
    assert f"l’annuaire : le {day_in_words(localtime(written))} à ".replace("\N{NO-BREAK SPACE}", " ") in html
    assert html.count("environ ") == 11


@pytest.mark.parametrize(
    ("size", "said"), [(10, "1 ko"), (42_600, "43 ko"), (999_600, "1,0 Mo"), (1_234_567, "1,2 Mo")]
)
def test_a_weight_is_said_as_people_do(size: int, said: str) -> None:
    assert weight_in_words(size).replace("\N{NO-BREAK SPACE}", " ") == said


def test_portals_harvest_a_catalogue_of_the_files(client: Client) -> None:
    make_place("POLeN")
    told = client.get("/donnees/catalogue.jsonld")
    assert told.headers["Content-Type"] == "application/ld+json; charset=utf-8"
    assert [len(each["dcat:distribution"]) for each in told.json()["dcat:dataset"]] == [9, 2]
    addresses = [
        file["dcat:downloadURL"]["@id"] for each in told.json()["dcat:dataset"] for file in each["dcat:distribution"]
    ]
    assert [client.get(address.removeprefix("http://testserver")).status_code for address in addresses] == [200] * 11
    assert 'href="/donnees/catalogue.jsonld"' in client.get("/donnees/").content.decode()


def test_the_list_and_a_network_lead_to_their_files(client: Client) -> None:
    make_membership(make_place("POLeN"), make_network())
    assert 'href="/donnees/?network=solozere"' in client.get("/reseaux/solozere/").content.decode()
    assert 'href="/donnees/?q=polen"' in client.get("/?q=polen&page=1").content.decode()


def test_sources_are_told_with_their_licence_date_and_count(client: Client) -> None:
    census: dict[str, Any] = {
        "source": "Recensement",
        "licence": "Licence Ouverte 2.0",
        "source_date": date(2019, 1, 1),
    }
    make_place("POLeN", **census)
    make_place("La Pompe", **census)
    make_place("École")
    make_place("Brouillon", status=Status.DRAFT, **census)
    html = client.get("/donnees/").content.decode()
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
    assert "2 lieux Recensement Licence Ouverte 2.0 · en date du 1er janvier 2019" in said
    assert "1 lieu Source non renseignée Licence non renseignée" in said
    assert said.index("Recensement") < said.index("Source non renseignée")


def test_data_of_an_empty_directory_is_a_page(client: Client) -> None:
    assert "ne contient encore aucun lieu" in client.get("/donnees/").content.decode()


def test_the_page_costs_the_same_whatever_the_number_of_sources(client: Client) -> None:
    make_place("Lieu", source="Source")
    client.get("/donnees/")  # weighs the files, once a day
    few = queries(client, "/donnees/")
    for number in range(5):
        make_place(f"Lieu {number}", source=f"Source {number}")
    hold(few, queries(client, "/donnees/"), habit=12)


def test_a_hostile_source_stays_text(client: Client) -> None:
    make_place("POLeN", source=HOSTILE, licence=HOSTILE)
    assert "<img src=x" not in client.get("/donnees/").content.decode()


def test_search_engines_may_read_everything_but_the_admin(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.content.decode().splitlines() == [
        "User-agent: *",
        "Allow: /",
        "Disallow: /admin/",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def test_the_site_map_lists_published_pages_and_when_places_changed(client: Client) -> None:
    place = make_place("POLeN")
    make_place("Brouillon", status=Status.DRAFT)
    make_network()
    names = {"": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    urls = ET.fromstring(client.get("/sitemap.xml").content).findall("url", names)
    found = {url.findtext("loc", None, names): url.findtext("lastmod", None, names) for url in urls}
    about = ("/contact/", "/mentions-legales/", "/accessibilite/", "/vie-privee/")
    paths = ("/", "/reseaux/", "/croisements/", "/donnees/", *about, "/reseaux/solozere/", "/lieux/polen/")
    assert {*found} == {f"http://testserver{tongue}{path}" for tongue in ("", "/en") for path in paths}
    place.refresh_from_db()
    assert found["http://testserver/lieux/polen/"] == place.updated_at.astimezone().isoformat()


def test_the_site_map_names_each_page_in_every_language(client: Client) -> None:
    make_place("POLeN")
    links = re.findall(r'hreflang="([^"]+)" href="([^"]+/lieux/polen/)"', client.get("/sitemap.xml").content.decode())
    here, there = "http://testserver/lieux/polen/", "http://testserver/en/lieux/polen/"
    assert links == [("fr", here), ("en", there), ("x-default", here)] * 2


def test_the_site_map_costs_the_same_whatever_its_length(client: Client) -> None:
    make_place("Lieu")
    make_network()
    few = queries(client, "/sitemap.xml")
    for number in range(5):
        make_place(f"Lieu {number}")
        make_network(f"Réseau {number}")
    hold(few, queries(client, "/sitemap.xml"), habit=2)
