"""The map in another site's page: who may frame what, and what oEmbed answers."""

import json
import re
from datetime import date
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from django.http import HttpResponse
from django.test import Client

from places.choices import Status
from tests.budget import hold
from tests.factories import make_both_families, make_membership, make_network, make_place
from tests.frontend.test_pages import HOSTILE, queries

pytestmark = pytest.mark.django_db
OURS = "http://testserver"
FETCHED = ["/annuaire.json", "/fond-de-carte.geojson", "/communes.geojson", "/healthz"]


def asked(client: Client, url: str, **more: str) -> HttpResponse:
    answer: HttpResponse = client.get("/oembed", {"url": url, **more})  # type: ignore[assignment]
    return answer


def options(html: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(re.search(r'id="map-options"[^>]*>(.*?)</script>', html)[1])  # type: ignore[index]
    return found


@pytest.mark.parametrize("path", ["/embed/", "/en/embed/", "/embed/?overlap=both", "/embed/?place=inconnu"])
def test_the_frame_may_stand_in_any_site_and_remembers_nothing(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "frame-ancestors" not in answer["Content-Security-Policy"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert not answer.cookies


@pytest.mark.parametrize("path", ["/", "/croisements/"])
def test_what_a_workshop_shows_may_be_framed_by_this_site_alone(client: Client, path: str) -> None:
    answer = client.get(path)
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("path", ["/lieux/polen/", "/imprimer/", "/donnees/", "/reseaux/", "/oembed"])
def test_no_other_page_may_be_framed(client: Client, path: str) -> None:
    make_place("POLeN")
    answer = client.get(path)
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_the_frame_leads_back_to_what_it_shows_and_opens_beside(client: Client) -> None:
    make_both_families(make_place("La Pompe"))
    html = client.get("/embed/", {"overlap": "both", "map": "9/44.5/3.5"}).content.decode()
    assert 'id="back" href="/?overlap=both&amp;map=9%2F44.5%2F3.5"' in html
    assert '<base target="_blank">' in html
    assert re.search(r'<strong class="count">1</strong>\s*<span class="embed-label">\s*Les deux', html)
    assert 'class="masthead"' not in html
    assert 'class="card"' not in html


def test_the_frame_opens_on_a_published_place(client: Client) -> None:
    make_place("La Pompe")
    make_place("Brouillon", status=Status.DRAFT)
    html = client.get("/embed/", {"place": "la-pompe"}).content.decode()
    assert options(html)["place"] == "la-pompe"
    assert 'id="back" href="/lieux/la-pompe/"' in html
    for slug in ("brouillon", "inconnu", HOSTILE, "a" * 10_000, "\x00"):
        html = client.get("/embed/", {"place": slug}).content.decode()
        assert options(html)["place"] is None
        assert HOSTILE not in html


def test_the_frame_says_in_its_corner_how_far_the_sources_of_its_counts_go(client: Client) -> None:
    make_membership(make_place("POLeN"), make_network(), "2020-01-01", last_seen_on=date(2021, 3, 4))
    html = client.get("/embed/").content.decode()
    texts = json.loads(re.findall(r'id="map-texts" type="application/json">(.*?)</script>', html)[0])
    assert texts["attribution"].replace("\xa0", " ") == (
        '<a href="/#credit">Sources jusqu’au 4 mars 2021, prolongées ensuite</a> · Leaflet'
    )


def test_a_frame_costs_the_same_whatever_it_shows(client: Client) -> None:
    make_place("Lieu")
    few = queries(client, "/embed/?place=lieu")
    for number in range(5):
        make_place(f"Lieu {number}")
    hold(few, queries(client, "/embed/?place=lieu"))


@pytest.mark.parametrize(
    ("path", "frame", "title"),
    [
        ("/lieux/polen/", "/embed/?place=polen", "POLeN, Mende"),
        ("/lieux/polen/?utm=a", "/embed/?place=polen", "POLeN, Mende"),
        ("/en/lieux/polen/", "/en/embed/?place=polen", "POLeN, Mende"),
        ("/reseaux/solozere/", "/embed/?network=solozere", "SoLozère"),
        ("/", "/embed/", "Croisée, l’annuaire et la carte des tiers-lieux et lieux ressources en Lozère"),
        ("/?overlap=both&map=9/44/3", "/embed/?overlap=both&map=9/44/3", "Croisée, l’annuaire et la carte"),
        ("/embed/?q=a", "/embed/?q=a", "Croisée, l’annuaire et la carte"),
    ],
)
def test_another_site_is_told_how_to_show_a_page(client: Client, path: str, frame: str, title: str) -> None:
    make_place("POLeN")
    make_network()
    answer = asked(client, f"{OURS}{path}", format="json")
    told = json.loads(answer.content)
    assert answer.status_code == 200
    assert told["version"] == "1.0"
    assert told["type"] == "rich"
    assert told["provider_name"] == "Croisée"
    assert told["title"].startswith(title)
    assert f'src="{OURS}{frame}"' in unescape(told["html"])
    assert (told["width"], told["height"]) == (800, 500)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/croisements/?on=2019-07-01", "Où les réseaux se croisent en Lozère"),
        ("/en/croisements/", "Where networks meet in Lozère"),
        ("/reseaux/", "Les réseaux"),
    ],
)
def test_what_no_frame_shows_is_a_link_under_its_title(client: Client, path: str, title: str) -> None:
    make_place("POLeN")
    told = json.loads(asked(client, f"{OURS}{path}").content)
    assert told["type"] == "link"
    assert told["title"].replace("\xa0", " ").startswith(title)
    assert "html" not in told


@pytest.mark.parametrize("path", ["/", "/lieux/polen/", "/croisements/"])
def test_the_same_is_told_in_xml(client: Client, path: str) -> None:
    make_place("POLeN & <Compagnie>", slug="polen")
    answer = asked(client, f"{OURS}{path}", format="xml")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "oembed"
    told = json.loads(asked(client, f"{OURS}{path}", format="json").content)
    assert {element.tag: element.text for element in root} == {name: str(value) for name, value in told.items()}


@pytest.mark.parametrize("path", [*FETCHED, "/static/frontend/fit.svg", "/static/frontend/embed.js"])
def test_what_a_frame_fetches_may_be_fetched_by_the_origin_of_nobody(client: Client, path: str) -> None:
    make_place("POLeN")
    answer = client.get(path, headers={"Origin": "null"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    answer.close()


def test_any_site_may_ask_from_a_browser(client: Client) -> None:
    make_place("POLeN")
    answer = client.get("/oembed", {"url": f"{OURS}/"}, headers={"Origin": "https://autre.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_frame_is_no_larger_than_was_asked(client: Client) -> None:
    make_place("POLeN")
    told = json.loads(asked(client, f"{OURS}/", maxwidth="300", maxheight="9000").content)
    assert (told["width"], told["height"]) == (300, 500)
    assert 'width="300" height="500"' in told["html"]


@pytest.mark.parametrize("name", ["maxwidth", "maxheight"])
@pytest.mark.parametrize("size", ["0", "-1", "large", "1.5", "1e9"])
def test_a_size_that_is_none_is_refused(client: Client, name: str, size: str) -> None:
    assert asked(client, f"{OURS}/", **{name: size}).status_code == 400


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/lieux/polen/",
        f"{OURS}/lieux/brouillon/",
        f"{OURS}/lieux/inconnu/",
        f"{OURS}/reseaux/inconnu/",
        f"{OURS}/donnees/",
        f"{OURS}/admin/",
        f"{OURS}/api/v1/places/",
        f"{OURS}//evil.example/",
        f"{OURS}@evil.example/lieux/polen/",
        f"{OURS}.evil.example/lieux/polen/",
        "http://evil.example/lieux/polen/",
        "//testserver/lieux/polen/",
        "ftp://testserver/lieux/polen/",
        "javascript:alert(1)//testserver/",
        "http://[::1/",
        f"{OURS}/?q=" + "a" * 10_000,
    ],
)
def test_what_is_not_ours_to_show_is_not_found(client: Client, url: str) -> None:
    make_place("POLeN")
    make_place("Brouillon", status=Status.DRAFT)
    answer = asked(client, url)
    assert answer.status_code == 404
    assert "error" in json.loads(answer.content)


@pytest.mark.parametrize("form", ["html", ""])
def test_a_format_other_than_json_and_xml_is_not_implemented(client: Client, form: str) -> None:
    assert asked(client, f"{OURS}/", format=form).status_code == 501


def test_a_hostile_name_stays_text_in_the_frame_and_in_the_answer(client: Client) -> None:
    make_place(HOSTILE, slug="hostile")
    told = json.loads(asked(client, f"{OURS}/lieux/hostile/").content)
    assert HOSTILE not in told["html"]
    assert HOSTILE not in client.get("/embed/", {"place": "hostile"}).content.decode()
    hostile = json.loads(asked(client, f'{OURS}/?q="><script>').content)["html"]
    assert "<script" not in hostile


@pytest.mark.parametrize(
    "path", ["/", "/?overlap=both", "/lieux/polen/", "/reseaux/solozere/", "/croisements/?on=2019-07-01"]
)
def test_a_page_tells_where_to_ask(client: Client, path: str) -> None:
    make_place("POLeN")
    make_network()
    html = client.get(path).content.decode()
    found = re.search(r'type="application/json\+oembed"\s+title="[^"]+"\s+href="([^"]+)"', html)
    assert found
    answer = client.get(unescape(found[1]))
    assert answer.status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("path", ["/embed/", "/oembed"])
def test_both_are_read_only(client: Client, path: str, method: str) -> None:
    assert getattr(client, method)(path).status_code == 405
