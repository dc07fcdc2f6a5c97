"""Each page is in French at its address and in English under /en/, whatever the browser prefers."""

import re

import pytest
from django.test import Client

from tests.conftest import Fill
from tests.factories import make_kind, make_membership, make_network, make_place

pytestmark = pytest.mark.django_db
PATHS = (
    "/",
    "/lieux/polen/",
    "/reseaux/",
    "/reseaux/solozere/",
    "/croisements/",
    "/croisements/reunion/",
    "/donnees/",
    "/imprimer/",
)


@pytest.fixture(scope="module", autouse=True)
def _a_place_and_a_network(fill: Fill) -> None:
    fill(lambda: (make_place("POLeN"), make_network()))


@pytest.mark.walk
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("preferred", ["fr", "en", "de, en;q=0.5", "", "*"])
@pytest.mark.parametrize(("tongue", "language"), [("", "fr"), ("/en", "en")])
def test_the_address_alone_says_the_language(
    client: Client, path: str, preferred: str, tongue: str, language: str
) -> None:
    client.cookies["django_language"] = "en" if language == "fr" else "fr"
    answer = client.get(f"{tongue}{path}", headers={"Accept-Language": preferred})
    assert answer.status_code == 200
    assert answer["Content-Language"] == language
    assert "Accept-Language" not in answer.get("Vary", "")
    assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("tongue", ["", "/en"])
def test_every_link_to_a_page_stays_in_its_language(client: Client, path: str, tongue: str) -> None:
    html = client.get(f"{tongue}{path}").content.decode()
    links = re.findall(r'<(?:a|form)\b(?![^>]*hreflang)[^>]*(?:href|action)="(/[^"#?]*)', html)
    neutral = ("/admin/", "/api/", "/ogc", "/qr.svg", "/donnees/catalogue.jsonld", "/croisements/chiffres.json")
    pages = [link for link in links if not link.startswith(neutral)]
    assert pages
    assert {link.startswith("/en/") for link in pages} == {tongue == "/en"}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("tongue", ["", "/en"])
def test_a_page_names_itself_in_every_language(client: Client, path: str, tongue: str) -> None:
    html = client.get(f"{tongue}{path}?overlap=both").content.decode()
    french, english = f"http://testserver{path}", f"http://testserver/en{path}"
    assert f'<link rel="canonical" href="{english if tongue else french}">' in html
    alternates = re.findall(r'<link rel="alternate"\s+hreflang="([^"]+)"\s+href="([^"]+)">', html)
    assert alternates == [("fr", french), ("en", english), ("x-default", french)]


@pytest.mark.parametrize("path", [*PATHS, "/lieux/nowhere/"])
def test_the_switch_leads_to_the_same_page_with_the_same_question(client: Client, path: str) -> None:
    asked = "?overlap=both&overlap=neither&q=%C3%A9cole"
    for here, there, language, name in (("", "/en", "en", "English"), ("/en", "", "fr", "Français")):
        html = client.get(f"{here}{path}{asked}").content.decode()
        link = re.search(r'<a class="language"\s+href="([^"]+)"\s+lang="(\w+)"\s+hreflang="(\w+)">(.+?)</a>', html)
        assert link
        assert link.groups() == (f"{there}{path}{asked.replace('&', '&amp;')}", language, language, name)


@pytest.mark.parametrize(("tongue", "language"), [("", "fr"), ("/en", "en")])
def test_a_page_that_is_not_there_is_told_in_the_language_of_its_address(
    client: Client, tongue: str, language: str
) -> None:
    for path in ("/nowhere", "/lieux/nowhere/"):
        html = client.get(f"{tongue}{path}").content.decode()
        assert f'<html lang="{language}"' in html
        assert f'href="{tongue}/#liste"' in html
        assert "canonical" not in html


def test_what_speaks_no_language_has_one_address(client: Client) -> None:
    for path in ("/robots.txt", "/sitemap.xml", "/annuaire.json", "/fond-de-carte.geojson"):
        assert client.get(path).status_code == 200
        assert client.get(f"/en{path}").status_code == 404


def test_the_admin_stays_in_french(client: Client) -> None:
    html = client.get("/admin/login/", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="fr"' in html
    assert "Mot de passe" in html


def test_what_people_wrote_is_marked_as_french(client: Client) -> None:
    words = {"description": "Un lieu partagé.", "access_note": "Sonnez deux fois.", "source": "Recensement"}
    place = make_place("La Pompe", licence="Fait cité, page publique", **words)
    make_membership(place, make_network(), evidence="Liste du réseau", source="Site du réseau")
    html = client.get("/en/lieux/la-pompe/").content.decode()
    for text in (*words.values(), "Liste du réseau", "Site du réseau"):
        assert re.search(rf'lang="fr">\s*{text}', html), text
    assert "Cited fact, public page" in html
    assert "Un lieu partagé." not in html.partition("</head>")[0].partition("application/ld+json")[0]


def test_english_names_what_the_directory_has_in_both_languages(client: Client) -> None:
    make_kind("library", "Bibliothèque", label_en="Library")
    make_place("École", kinds=["library"], phone="+33466000000", day_price=12)
    html = client.get("/en/lieux/ecole/").content.decode()
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
    assert "Library" in said
    assert "All places in Lozère" in said
    assert "+33 4 66 00 00 00" in said
    assert "€12" in said


@pytest.mark.parametrize(("tongue", "language"), [("", "fr"), ("/en", "en")])
def test_a_breakdown_is_told_in_the_language_of_the_address(
    monkeypatch: pytest.MonkeyPatch, tongue: str, language: str
) -> None:
    monkeypatch.setattr("frontend.data.views.territory_in_words", lambda: 1 / 0)
    answer = Client(raise_request_exception=False).get(f"{tongue}/donnees/")
    assert answer.status_code == 500
    assert f'<html lang="{language}"' in answer.content.decode()
    assert ("out of order" in answer.content.decode()) == (language == "en")
