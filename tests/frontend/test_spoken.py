"""What is read aloud of the real territory: each word and each number can be defended."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client

from places.models import Commune, Intercommunality, Place
from tests.catalogues import catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lozere")]

# An apostrophe of typewriters, where French has its own.
STRAIGHT = re.compile(r"[^\W\d_]'[^\W\d_]")
PAGES = [
    "/",
    "/?overlap=nope&match=all",
    "/croisements/",
    "/croisements/?on=2022-04-27&from=2019-07-01&rule=distance&radius=7500&confirmed=true",
    "/croisements/?a=bibliotheques&a=france-services&a=msap&a=conseillers-numeriques&radius=-1",
    "/croisements/reunion/?rule=distance",
    "/reseaux/",
    "/reseaux/france-services/",
    "/reseaux/solozere/",
    "/lieux/la-pompe/",
    "/lieux/nowhere/",
    "/donnees/",
    "/imprimer/",
    "/embed/",
    "/hors-ligne/",
    "/nulle-part/",
]
REFUSED = [
    "places/?limit=0",
    "places/?near=nope&open=hier&nope=1",
    "places/nowhere/",
    "communes/?limit=many",
    "overlap/?on=hier&rule=distance&level=place&radius=-1",
    "overlap/changes/?from=2200-01-01&to=2019-01-01",
    "overlap/?format=shapefile",
    "nope/",
]
# What stood in their place once, and was hard to read aloud or untrue.
STIFF = (
    r"réuni(?:t|ssent)\b",
    r"\d\s000\sm\b",
    r"le côté [AB] \(",
    r"à qui il manque",
    r"[Mm]ontrer seul\b",
    r"les lobes",
    r">Touches<",
    r"attend le réseau",
    r"demande le réseau",
    r"à défaut de la",
)


def spoken(client: Client, path: str) -> str:
    """What a page says, without its tags."""
    html = client.get(path).content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_communes_that_have_both_and_places_that_are_both_are_two_numbers(client: Client) -> None:
    said = spoken(client, "/croisements/?on=2022-04-27")
    assert "4 communes sur 152 ont à la fois un lieu de médiation numérique et un lieu d’appui aux entreprises" in said
    assert "1 lieu est les deux à la fois." in said


def straight_in(text: str) -> list[str]:
    """The words of a text that are written with a straight apostrophe, scripts and styles aside."""
    bare = re.sub(r"<(script|style)(?![^>]*json).*?</\1>", "", text, flags=re.DOTALL)
    return re.findall(r"\w*" + STRAIGHT.pattern + r"\w*", unescape(bare))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_kind_of_apostrophe_and_no_stiff_french(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    assert straight_in(html) == []
    assert [shape for shape in STIFF if re.search(shape, html)] == []


@pytest.mark.parametrize("path", REFUSED)
def test_the_api_refuses_in_french_with_the_same_apostrophes(client: Client, path: str) -> None:
    answer = client.get(f"/api/v1/{path}", headers={"Accept-Language": "fr"})
    assert 400 <= answer.status_code < 500
    assert straight_in(answer.content.decode()) == []


def test_the_api_is_described_with_the_same_apostrophes(client: Client) -> None:
    described = client.get("/api/v1/schema/?lang=fr").content.decode()
    assert len(described) > 10_000
    assert straight_in(described) == []


@pytest.mark.parametrize("room", ["places", "network", "api", "frontend"])
def test_every_text_has_the_same_apostrophes(room: str) -> None:
    entries = catalogue(settings.BASE_DIR / room / "locale/fr/LC_MESSAGES/django.po")
    assert [said for entry in entries for _text, said in entry.forms if STRAIGHT.search(said)] == []


def test_every_name_has_the_same_apostrophes() -> None:
    for model in (Place, Commune, Intercommunality):
        assert [name for name in model.objects.values_list("name", flat=True) if STRAIGHT.search(name)] == []


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_a_name_is_found_by_either_apostrophe(client: Client, apostrophe: str) -> None:
    found = client.get("/api/v1/communes/", {"q": f"Saint-Chély-d{apostrophe}Apcher"}).json()["results"]
    assert found[0]["name"] == "Saint-Chély-d’Apcher"
