"""Places around a commune: on the page, in its links, in a frame, on paper and in the API."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from frontend.home.question import Asked
from places.around import of_commune
from places.choices import Precision
from places.forms.commune import CommuneField
from places.models import Commune
from tests.factories import found_or_made, make_commune, make_place, point_in, square

TABLE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "cases" / "communes.json").read_text(encoding="utf-8"))
pytestmark = pytest.mark.django_db
FLORAC_10 = {"near_commune": "48061", "radius": "10000"}


def words(html: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest.fixture
def _places() -> None:
    make_place("La Pompe", "Florac Trois Rivières")
    make_place("Au bord", "Florac Trois Rivières", point=point_in("Florac Trois Rivières", north=0.04))
    make_place("Quelque part", "Florac Trois Rivières", precision=Precision.COMMUNE)
    make_place("POLeN", "Mende")


@pytest.mark.parametrize(("typed", "codes"), TABLE["typed"])
def test_a_commune_is_read_as_the_browser_does(typed: str, codes: list[str]) -> None:
    territory = make_commune().territory
    for code, name in TABLE["communes"]:
        values = {"name": name, "territory": territory, "postcodes": ["48000"], "boundary": square(3.5, 44.5)}
        found_or_made(Commune, "code", code=code, **values)
    field = CommuneField(required=False)
    if len(codes) == 1:
        found = field.clean(typed)
        assert found
        assert found.code == codes[0]
    elif not typed:
        assert field.clean(typed) is None
    else:
        with pytest.raises(ValidationError) as refusal:
            field.clean(typed)
        assert (refusal.value.code == "several") is bool(codes)
        assert all(code in str(refusal.value) for code in codes)


@pytest.mark.parametrize(("name", "said"), TABLE["of"])
def test_a_name_follows_de_as_in_the_browser(name: str, said: str) -> None:
    assert of_commune(name) == said
    with translation.override("en"):
        assert of_commune(name) == f"of {name}"


@pytest.mark.usefixtures("_places")
def test_the_list_is_of_what_is_within_the_distance_the_nearest_first_and_says_so(client: Client) -> None:
    page = client.get("/", FLORAC_10).content.decode().partition("<template")[0]
    said = words(page)
    order = [said.index(name) for name in ("La Pompe", "Au bord", "Quelque part")]
    assert order == sorted(order)
    assert "POLeN" not in said
    assert "À moins de 10 km de Florac Trois Rivières Ne plus chercher autour" in said
    assert "à vol d’oiseau depuis la mairie" in said
    assert "position approximative" in said
    assert 'value="Florac Trois Rivières"' in page
    assert '<option value="10000" selected>à moins de 10\u00a0km</option>' in page


@pytest.mark.usefixtures("_places")
def test_a_commune_alone_sorts_and_a_distance_that_no_one_offers_is_shown(client: Client) -> None:
    assert "Autour de Florac Trois Rivières" in words(client.get("/?near_commune=48061").content.decode())
    page = client.get("/?near_commune=48061&radius=8500").content.decode()
    assert "À moins de 8,5 km de Florac Trois Rivières" in words(page)
    assert '<option value="8500" selected>à moins de 8,5\u00a0km</option>' in page


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize("path", ["/", "/en/", "/embed/"])
def test_a_name_that_a_form_sends_leads_to_the_address_of_its_code(client: Client, path: str) -> None:
    answer = client.get(path, {"q": "", "near": "", "near_commune": "florac", "radius": "10000", "kind": "coworking"})
    assert answer.status_code == 302
    assert answer["Location"] == f"{path}?near_commune=48061&radius=10000&kind=coworking"
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.usefixtures("_places")
def test_the_links_of_the_list_ask_the_same_of_paper_and_of_the_api(client: Client) -> None:
    page = client.get("/", FLORAC_10).content.decode()
    assert "/api/v1/places/?near_commune=48061&amp;radius=10000&amp;format=xlsx" in page
    paper = words(client.get("/imprimer/", FLORAC_10).content.decode())
    assert "à moins de 10 km de Florac Trois Rivières" in paper
    assert "POLeN" not in paper
    found = client.get("/api/v1/places/", FLORAC_10).json()["results"]
    assert [place["name"] for place in found] == ["La Pompe", "Quelque part", "Au bord"]
    assert [round(place["distance"], -2) for place in found] == [0, 0, 4400]


@pytest.mark.usefixtures("_places")
def test_in_english_too(client: Client) -> None:
    assert "Within 10 km of Florac Trois Rivières" in words(client.get("/en/", FLORAC_10).content.decode())


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize(
    ("commune", "said"),
    [
        ("Paris", "« Paris » n’est pas connu"),
        ("99999", "« 99999 » n’est pas connu"),
        ("rivieres", "Mende des Rivières ("),
    ],
)
def test_a_commune_that_is_none_or_several_is_told_and_left_aside(client: Client, commune: str, said: str) -> None:
    make_commune("Langogne", name="Mende des Rivières")
    answer = client.get("/", {"near_commune": commune, "radius": "10000"})
    assert answer.status_code == 400
    assert said in words(answer.content.decode())
    assert Asked(QueryDict(f"near_commune={commune}&radius=10000")).is_everything


def test_a_distance_from_nowhere_is_what_a_form_sends_of_itself(client: Client) -> None:
    make_place("POLeN", "Mende")
    asked = Asked(QueryDict("radius=10000&near_commune=&near="))
    assert asked.refused() == []
    assert asked.is_everything
    assert (asked.query, asked.folded) == ("", 0)
    assert '<option value="10000" selected>' in client.get("/").content.decode()


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"near_commune": "48061", "near": "3.5,44.5"}, {"near_commune": "Un point ou une commune, pas les deux."}),
        ({"near_commune": "48999"}, {"near_commune": "Aucune commune de l’annuaire n’a ce code."}),
        ({"near_commune": "Florac"}, {"near_commune": "Aucune commune de l’annuaire n’a ce code."}),
        ({"radius": "10"}, {"radius": "Ce paramètre demande « near » ou « near_commune »."}),
        (
            {"near_commune": "48061", "radius": "99999999"},
            {"radius": "Une distance se donne en mètres : 20037508 au plus."},
        ),
        ({"near_commune": "48061", "radius": "-1"}, {"radius": "Une distance se donne en mètres : 0 au moins."}),
    ],
)
def test_the_api_refuses_what_makes_no_sense_and_says_in_which_unit(
    client: Client, asked: dict[str, str], told: dict[str, str]
) -> None:
    answer = client.get("/api/v1/places/", asked)
    assert answer.status_code == 400
    errors = answer.json()["errors"]
    assert {error["parameter"]: error["detail"].replace("\u00a0", " ") for error in errors} == told
    if "radius" in told and "near_commune" in asked:
        assert errors[0]["allowed"] == "une distance en mètres, de 0 à 20037508, soit 20\u00a0037\u00a0km"


def test_the_radius_of_the_overlap_is_refused_in_its_unit_too(client: Client) -> None:
    asked = {"level": "commune", "rule": "distance", "radius": "60000"}
    (error,) = client.get("/api/v1/overlap/", asked).json()["errors"]
    assert error["detail"] == "Une distance se donne en mètres\u00a0: 50000 au plus."
    assert error["allowed"] == "une distance en mètres, de 0 à 50000, soit 50\u00a0km"
