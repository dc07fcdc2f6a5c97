"""The server understands each question of the table as the browser does: the verb, the page and the API."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from frontend.home.question import Asked, in_order
from network.models import NetworkedPlace, User
from places.models import FormerCommune, Synonym
from places.search.folding import distance, fold, lexemes
from tests.conftest import Fill
from tests.factories import made, make_commune, make_kind, make_membership, make_network, make_place, make_service
from tests.randomly import dealt

pytestmark = pytest.mark.django_db
TABLE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "cases" / "search.json").read_text(encoding="utf-8"))
CASES = [(case[0], case[1], *[*case[2:], None, None, None, None][:4]) for case in TABLE["cases"]]
# Words are read in both languages on any page: a fifth of the table shows that the language of the page moves nothing.
ASKED = [*(("fr", *case) for case in CASES), *(("en", *case) for case in dealt(CASES, 0, 5))]


@pytest.fixture(scope="module")
def _places(fill: Fill) -> None:
    fill(_make_places)


def _make_places() -> None:
    for kind in TABLE["kinds"]:
        make_kind(kind["slug"], kind["label"], label_en=kind["label_en"])
    for service in TABLE["services"]:
        make_service(service["slug"], service["label"], label_en=service["label_en"])
    for number, expressions in enumerate(TABLE["synonyms"]):
        made(Synonym, slug=f"s{number}", expressions=expressions)
    for _code, name, _longitude, _latitude in TABLE["communes"]:
        make_commune(name)
    for code, name, commune, hall in TABLE["former"]:
        point = hall and Point(hall, srid=4326)
        made(FormerCommune, code=code, name=name, commune_id=commune, town_hall=point)
    networks = {row["slug"]: make_network(row["name"], row["family"]) for row in TABLE["networks"]}
    for row in TABLE["places"]:
        told = {name: row[name] for name in ("slug", "kinds", "services", "address", "postcode", "description")}
        told |= {name: row.get(name) for name in ("phone", "siret")}
        place = make_place(row["name"], row["commune"], **told)
        for slug in row["networks"]:
            make_membership(place, networks[slug])


@pytest.mark.parametrize(("text", "folded"), TABLE["folded"])
def test_text_is_folded_alike_in_python_and_in_postgresql(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert _ask("SELECT search_fold(%s)", text) == folded


@pytest.mark.parametrize(("text", "found"), TABLE["lexemes"])
def test_text_is_cut_alike_in_python_and_in_postgresql(text: str, found: list[str]) -> None:
    assert sorted(lexemes(text)) == found
    assert _ask("SELECT search_lexemes(%s)", text) == found


@pytest.mark.parametrize(("one", "other", "slips"), TABLE["distances"])
def test_slips_are_counted_alike(one: str, other: str, slips: int) -> None:
    assert distance(one, other) == distance(other, one) == slips


@pytest.mark.usefixtures("_places")
def test_the_browser_is_told_the_words_that_do_not_count(client: Client) -> None:
    told = client.get("/annuaire.json").json()["vocabulary"]
    for words in ("little", "asking", "everywhere"):
        assert told[words] == TABLE[words]
    assert sorted(told["synonyms"]) == sorted("|".join(expressions) for expressions in TABLE["synonyms"])


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize(("language", "text", "found", "understood", "left_out", "around", "also"), ASKED)
def test_the_page_understands_as_the_browser(  # noqa: PLR0917  a row of the table
    language: str,
    text: str,
    found: list[str],
    understood: str | None,
    left_out: list[str] | None,
    around: str | None,
    also: list[str] | None,
) -> None:
    with override(language):
        asked = Asked(QueryDict(urlencode({"q": text})))
        places = asked.places(timezone.localtime())
        assert [place.slug for place in asked.listed(places)] == _slugs(found)
    reading = places.reading
    assert (reading.understood, list(reading.left_out)) == (understood, left_out or [])
    assert (reading.around and reading.around.name) == around
    assert list(reading.around.also if reading.around else ()) == (also or [])


def _slugs(found: list[str] | str) -> list[str]:
    everything = in_order(NetworkedPlace.objects.published()).values_list("slug", flat=True)
    return list(everything if found == "all" else found)


def _ask(sql: str, *params: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return (cursor.fetchone() or [None])[0]


@pytest.mark.usefixtures("_places")
def test_synonyms_that_an_administrator_writes_are_understood_at_once(
    administrator: User, facilitator: User, client_of: Callable[[User | None], Client]
) -> None:
    told = {"slug": "phare", "expressions": "Le Phare, POLeN", "_save": "1"}
    address = reverse("admin:places_synonym_add")
    assert client_of(facilitator).post(address, told).status_code == 302
    assert not NetworkedPlace.objects.matching("phare").exists()
    assert client_of(administrator).post(address, told).status_code == 302
    assert [place.slug for place in NetworkedPlace.objects.matching("phare")] == ["polen"]
    tracked: Any = Synonym
    assert tracked.pgh_event_model.objects.filter(pgh_obj_id="phare").count() == 1


def test_one_expression_is_no_synonym(administrator: User, client_of: Callable[[User | None], Client]) -> None:
    answer = client_of(administrator).post(reverse("admin:places_synonym_add"), {"slug": "x", "expressions": "X"})
    assert "Des synonymes sont au moins deux" in answer.content.decode()
