"""The server understands each question of the table as the browser does: the verb, the page and the API."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import override

from frontend.home.question import Asked, in_order
from network.models import NetworkedPlace
from places.search.folding import distance, fold, lexemes
from tests.factories import make_kind, make_membership, make_network, make_place, make_service

pytestmark = pytest.mark.django_db
TABLE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "cases" / "search.json").read_text(encoding="utf-8"))
CASES = [(case[0], case[1], *[*case[2:], None, None][:2]) for case in TABLE["cases"]]


@pytest.fixture
def _places() -> None:
    for kind in TABLE["kinds"]:
        make_kind(kind["slug"], kind["label"], label_en=kind["label_en"])
    for service in TABLE["services"]:
        make_service(service["slug"], service["label"], label_en=service["label_en"])
    networks = {row["slug"]: make_network(row["name"], row["family"]) for row in TABLE["networks"]}
    for row in TABLE["places"]:
        told = {name: row[name] for name in ("slug", "kinds", "services", "address", "postcode", "description")}
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
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("text", "found", "understood", "left_out"), CASES)
def test_the_page_understands_as_the_browser(
    language: str, text: str, found: list[str], understood: str | None, left_out: list[str] | None
) -> None:
    with override(language):
        asked = Asked(QueryDict(urlencode({"q": text})))
        places = asked.places(timezone.localtime())
        assert [place.slug for place in asked.listed(places)] == _slugs(found)
    assert (places.reading.understood, list(places.reading.left_out)) == (understood, left_out or [])


def _slugs(found: list[str] | str) -> list[str]:
    everything = in_order(NetworkedPlace.objects.published()).values_list("slug", flat=True)
    return list(everything if found == "all" else found)


def _ask(sql: str, *params: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return (cursor.fetchone() or [None])[0]
