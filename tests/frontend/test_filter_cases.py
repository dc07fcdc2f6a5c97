"""The server answers each question of the table as the browser does, on its page and in its API."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.http import QueryDict
from django.test import Client

from frontend.home.question import Asked
from network.filters import DirectoryFilters
from places.choices import Precision
from places.filters import AnswersFilter
from places.models import Kind, Service
from tests.factories import make_kind, make_membership, make_network, make_place, make_service

pytestmark = pytest.mark.django_db
TABLE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "cases" / "filters.json").read_text(encoding="utf-8"))
NOW = datetime.fromisoformat(TABLE["moment"])


@pytest.fixture(autouse=True)
def _places() -> None:
    labels = TABLE["labels"]
    for slug, label in labels["kinds"].items():
        make_kind(slug, label, label_en=label)
    for slug, label in labels["services"].items():
        make_service(slug, label, label_en=label)
    for row in TABLE["places"]:
        _make(row)


def _make(row: dict[str, Any]) -> None:
    told = {name: row.get(name) for name in ("slug", "kinds", "services", "opening_hours", "phone")}
    known: dict[str, Any] = {DirectoryFilters.base_filters[name].fact: True for name in row["facts"]}
    spot = _spot(row["position"]) | ({"precision": Precision.COMMUNE} if row.get("is_rough") else {})
    place = make_place(row["name"], row["commune"], **told, **known, **spot)
    for slug in row["networks"]:
        make_membership(place, make_network(TABLE["labels"]["networks"][slug], TABLE["families"][slug]))


def _spot(position: list[float] | None) -> dict[str, Any]:
    if position is None:
        return {"point": None}
    lat, lon = position
    return {"point": Point(lon, lat, srid=4326)}


def test_the_table_says_of_the_places_what_the_server_finds(client: Client) -> None:
    told = {place["slug"]: place for place in client.get("/annuaire.json").json()["places"]}
    for row in TABLE["places"]:
        place = told[row["slug"]]
        assert {name: place[name] for name in ("kinds", "services", "overlap")} == {
            name: row[name] for name in ("kinds", "services", "overlap")
        }
        assert place["position"] == row["position"]
        assert place.get("needs") == row.get("needs")
        assert place["isRough"] == row.get("is_rough", row["position"] is None)
    assert list(told) == [row["slug"] for row in TABLE["places"]], "the browser goes by the order of the directory"
    assert Kind.objects.count() + Service.objects.count() == 7, "no word that the browser was not told of"


@pytest.mark.parametrize(("query", "slugs"), TABLE["cases"])
def test_the_page_answers_as_the_browser(query: str, slugs: list[str]) -> None:
    asked = Asked(QueryDict(query))
    assert asked.refused() == []
    assert [place.slug for place in asked.listed(asked.places(NOW))] == slugs


@pytest.mark.parametrize(("query", "slugs"), [case for case in TABLE["cases"] if "near=" not in case[0]])
def test_the_api_answers_as_the_browser(client: Client, query: str, slugs: list[str]) -> None:
    query = query.replace("open=now", "open=2026-11-23T10:00")
    answer = client.get(f"/api/v1/places/?{query}")
    assert {place["slug"] for place in answer.json()["results"]} == set(slugs)


def test_a_fact_is_one_declaration_for_the_page_the_directory_and_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    wifi = AnswersFilter("has_wifi", label="Internet sans fil", phrase="avec internet sans fil", example=["yes"])
    monkeypatch.setitem(DirectoryFilters.base_filters, "wifi", wifi)
    make_place("Avec", "Langogne", has_wifi=True)
    make_place("Sans", "Langogne", has_wifi=False)
    asked = Asked(QueryDict("wifi=yes"))
    assert [place.slug for place in asked.listed(asked.places(NOW))] == ["avec"]
    assert asked.in_words() == ["avec internet sans fil"]
    assert not asked.is_everything
    assert 'name="wifi"' in client.get("/?wifi=yes").content.decode()
    assert Asked(QueryDict("wifi=no")).refused()
    facts = {place["slug"]: place.get("facts") for place in client.get("/annuaire.json").json()["places"]}
    assert (facts["avec"], facts["sans"], facts["la-pompe"]) == (["wifi"], None, None)
