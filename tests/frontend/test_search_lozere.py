"""Communes of Lozère without a place, and those of before: what the page and the API say of them."""

import re

import pytest
from django.test import Client

from frontend.home.around import around_texts
from frontend.home.unsaid import unsaid_texts
from frontend.site.texts import hours_texts
from places.search.said import reading_in_words, search_texts
from places.search.terms import Reading, Spot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lozere")]

# What is typed, and what is said of it; none where places speak of it themselves.
SAID = {
    "Allenc": "Aucun lieu à Allenc ; les plus proches :",
    "48003": "Aucun lieu à Allenc ; les plus proches :",
    "Quézac": "Aucun lieu à Quézac (aujourd’hui Gorges du Tarn Causses) ; les plus proches :",
    "48122": "Aucun lieu à Quézac (aujourd’hui Gorges du Tarn Causses) ; les plus proches :",
    "ste colombe de peyre": "Aucun lieu à Sainte-Colombe-de-Peyre (aujourd’hui Peyre en Aubrac) ; les plus proches :",
    "Saint-Privat": (
        "Une autre commune a ce nom : Saint-Privat-de-Vallongue. Aucun lieu à Saint-Privat-du-Fau ; les plus proches :"
    ),
    "permis de conduire": "",
    "gorges du tarn cause": "Résultats pour « gorges tarn Causses ».",
    # Short as people write it, of a commune that has places.
    "St Chély d’Apcher": "",
    "48061": "Résultats pour « Florac Trois Rivières ».",
    "Mende": "",
}


def said_on(page: str) -> str:
    found = re.search(r'id="understood"[^>]*>([^<]*)<', page)
    assert found
    return found[1].replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").replace("&#x27;", "'")


@pytest.mark.parametrize(("text", "said"), SAID.items())
def test_a_commune_without_a_place_leads_to_the_nearest(client: Client, text: str, said: str) -> None:
    page = client.get("/", {"q": text}).content.decode()
    assert said_on(page) == said
    if "proches" in said:
        assert re.search(r'class="[^"]*distance[^"]*">\s*à', page)


def test_it_is_said_in_english_too(client: Client) -> None:
    assert said_on(client.get("/en/", {"q": "Allenc"}).content.decode()) == "No place in Allenc; the nearest:"


@pytest.mark.parametrize(("name", "at"), [("Le Bleymard", "au Bleymard"), ("Les Vignes", "aux Vignes")])
def test_articles_are_contracted(name: str, at: str) -> None:
    spot = Spot("48195", name, (3.2, 44.3), today="Massegros Causses Gorges", is_rough=True)
    (said,) = reading_in_words(Reading(around=spot))
    told = f"Aucun lieu {at} (aujourd’hui Massegros Causses Gorges) ; les plus proches de Massegros Causses Gorges :"
    assert said.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") == told


def test_the_api_sorts_from_there_and_says_so(client: Client) -> None:
    answer = client.get("/api/v1/places/?q=Qu%C3%A9zac&limit=5").json()
    assert answer["around"] == {
        "code": "48122",
        "name": "Quézac",
        "today": "Gorges du Tarn Causses",
        "point": [3.524454, 44.371382],
        "also": [],
    }
    assert (answer["understood"], answer["left_out"]) == (None, [])
    metres = [place["distance"] for place in answer["results"]]
    assert metres == sorted(metres)
    assert 0 < metres[0] < 5000
    second = client.get(answer["next"]).json()
    assert second["results"][0]["distance"] >= metres[-1]


@pytest.mark.parametrize("form", ["geojson", "csv", "xlsx"])
def test_answers_that_come_whole_say_it_in_their_headers(client: Client, form: str) -> None:
    headers = client.get("/api/v1/places/", {"q": "coworkign Quézac zzyzx", "format": form}).headers
    assert headers["Croisee-Around"] == "48122 Qu%C3%A9zac"
    assert headers["Croisee-Understood"] == "coworking"
    assert headers["Croisee-Left-Out"] == "zzyzx"
    assert "Croisee-Around" not in client.get("/api/v1/places/", {"q": "Mende", "format": form}).headers


def test_a_point_that_is_asked_stays_the_one_that_is_measured_from(client: Client) -> None:
    answer = client.get("/api/v1/places/?q=Qu%C3%A9zac&near=3.8549,44.7263&limit=1").json()
    assert (answer["around"]["code"], answer["results"][0]["commune"]["name"]) == ("48122", "Langogne")


def test_no_text_of_the_browser_takes_the_place_of_another() -> None:
    keys = [*search_texts(), *around_texts(), *unsaid_texts(), *hours_texts()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("address", ["/embed/", "/imprimer/"])
def test_the_frame_and_the_paper_say_it_too(client: Client, address: str) -> None:
    told = client.get(address, {"q": "Allenc"}).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "Aucun lieu à Allenc ; les plus proches :" in told.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "Aucun lieu à" not in client.get(address, {"q": "Mende"}).content.decode()


def test_paper_holds_the_nearest_alone(client: Client) -> None:
    assert client.get("/imprimer/", {"q": "Allenc"}).context["count"] == 20
