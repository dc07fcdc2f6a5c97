"""The server answers each question of the table as the browser does, on its page and in its API."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.http import QueryDict
from django.test import Client

from frontend.home.amounts import Count
from frontend.home.question import Asked
from frontend.home.unsaid import unsaid_counts, unsaid_in_words
from network.filters import DirectoryFilters
from places.choices import Precision
from places.filters import AnswersFilter
from places.models import Kind, Service
from tests.conftest import Fill
from tests.factories import make_kind, make_membership, make_network, make_place, make_service

pytestmark = pytest.mark.django_db
TABLE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "cases" / "filters.json").read_text(encoding="utf-8"))
NOW = datetime.fromisoformat(TABLE["moment"])


@pytest.fixture(scope="module", autouse=True)
def _places(fill: Fill) -> None:
    fill(_make_places)


def _make_places() -> None:
    labels = TABLE["labels"]
    for slug, label in labels["kinds"].items():
        make_kind(slug, label, label_en=label)
    for slug, label in labels["services"].items():
        make_service(slug, label, label_en=label)
    for row in TABLE["places"]:
        _make(row)


def _make(row: dict[str, Any]) -> None:
    told = {name: row.get(name) for name in ("slug", "kinds", "services", "opening_hours", "phone")}
    said = dict.fromkeys(row["facts"], True) | dict.fromkeys(row.get("lacks", []), False)
    known: dict[str, Any] = {DirectoryFilters.base_filters[name].column: value for name, value in said.items()}
    if "wheelchair" in known:
        known["wheelchair"] = "yes" if known["wheelchair"] else "no"
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
    assert {code: spot for code, *spot in client.get("/annuaire.json").json()["vocabulary"]["communes"]} == {
        code: spot for code, *spot in TABLE["communes"]
    }
    assert Kind.objects.count() + Service.objects.count() == 7, "no word that the browser was not told of"


@pytest.mark.parametrize(("query", "slugs"), [case[:2] for case in TABLE["cases"]])
def test_the_page_answers_as_the_browser(query: str, slugs: list[str]) -> None:
    asked = Asked(QueryDict(query))
    assert asked.refused() == []
    assert [place.slug for place in asked.listed(asked.places(NOW))] == slugs


@pytest.mark.parametrize(("query", "slugs", "unsaid"), [case for case in TABLE["cases"] if len(case) > 2])
def test_the_page_counts_what_is_not_known_as_the_browser(query: str, slugs: list[str], unsaid: list[int]) -> None:
    asked = Asked(QueryDict(query))
    assert [count.number for count in unsaid_counts(asked, NOW, is_country=False)] == unsaid
    if sum(unsaid):
        others = Asked(QueryDict(f"{query}&unknown=only"))
        assert others.listed(others.places(NOW)).count() == sum(unsaid), "as many as it promises"


def is_for_api(query: str) -> bool:
    """Whether the API answers the same: it keeps what has a point alone, and refuses a distance from nowhere."""
    centres = {"near", "near_commune"} & QueryDict(query).keys()
    radius = float(QueryDict(query).get("radius", 0))
    return (len(centres) == 1 and radius > 0) or (not centres and not radius)


@pytest.mark.parametrize(("query", "slugs"), [case[:2] for case in TABLE["cases"] if is_for_api(case[0])])
def test_the_api_answers_as_the_browser(client: Client, query: str, slugs: list[str]) -> None:
    query = query.replace("open=now", "open=2026-11-23T10:00")
    answer = client.get(f"/api/v1/places/?{query}")
    assert {place["slug"] for place in answer.json()["results"]} == set(slugs)


def test_a_fact_is_one_declaration_for_the_page_the_directory_and_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sockets = AnswersFilter("has_sockets", label="Prises", phrase="avec des prises", example=["yes"])
    monkeypatch.setitem(DirectoryFilters.base_filters, "sockets", sockets)
    make_place("Avec", "Langogne", has_sockets=True)
    make_place("Sans", "Langogne", has_sockets=False)
    asked = Asked(QueryDict("sockets=yes"))
    assert [place.slug for place in asked.listed(asked.places(NOW))] == ["avec"]
    assert asked.in_words() == ["avec des prises"]
    assert not asked.is_everything
    assert asked.folded == 1
    assert 'name="sockets"' in client.get("/?sockets=yes").content.decode()
    assert Asked(QueryDict("sockets=no")).refused()
    told = {place["slug"]: place for place in client.get("/annuaire.json").json()["places"]}
    assert (told["avec"]["facts"], told["sans"]["lacks"]) == (["sockets"], ["sockets"])
    assert not {"facts", "lacks"} & told["pepiniere"].keys()


def test_the_browser_is_told_what_each_place_says(client: Client) -> None:
    told = {place["slug"]: place for place in client.get("/annuaire.json").json()["places"]}
    for row in TABLE["places"]:
        assert told[row["slug"]].get("facts", []) == row["facts"]
        assert told[row["slug"]].get("lacks", []) == row.get("lacks", [])


def test_a_service_or_a_number_tell_of_a_meeting_room(client: Client) -> None:
    make_place("Au service", "Langogne", services=["meeting-room"])
    make_place("Au service, sans nombre", "Langogne", services=["meeting-room"], meeting_rooms=0)
    make_place("Deux", "Langogne", meeting_rooms=2)
    make_place("Aucune", "Langogne", meeting_rooms=0)
    make_place("Autre service", "Langogne", services=["printing"])
    said = {answer: rooms(client, answer) for answer in ("yes", "no", "unknown")}
    assert said["yes"] == {"au-service", "au-service-sans-nombre", "deux"}
    assert said["no"] == {"aucune"}
    assert said["unknown"] == {"autre-service"} | {row["slug"] for row in TABLE["places"]}
    told = {place["slug"]: place for place in client.get("/annuaire.json").json()["places"]}
    assert {slug for slug, place in told.items() if "meeting_room" in place.get("facts", [])} == said["yes"]
    assert {slug for slug, place in told.items() if "meeting_room" in place.get("lacks", [])} == said["no"]


def rooms(client: Client, answer: str) -> set[str]:
    found = client.get(f"/api/v1/places/?meeting_room={answer}").json()["results"]
    return {place["slug"] for place in found}


def test_hours_that_leave_a_doubt_are_to_be_confirmed_and_told_apart_from_none() -> None:
    make_place("Sur rendez-vous", "Langogne", opening_hours='Mo 09:00-12:00 "sur rendez-vous"')
    make_place("Fermé pour de bon", "Langogne", closed_on=date(2026, 1, 1))
    asked = Asked(QueryDict("open=now"))
    counts = unsaid_counts(asked, NOW, is_country=False)
    assert counts == (Count(3), Count(1))
    assert unsaid_in_words(asked, counts) == (
        "Non renseigné pour 3\u00a0lieux\u00a0: horaires. "
        "Horaires à confirmer pour 1\u00a0lieu (jour férié, rendez-vous…)."
    )
    others = Asked(QueryDict("open=now&unknown=only"))
    assert "sur-rendez-vous" in {place.slug for place in others.places(NOW)}
    assert others.in_words() == ["ouverts maintenant", "non renseigné ou à confirmer"]


def test_the_page_says_what_nobody_told_and_leads_there_and_back(client: Client) -> None:
    page = client.get("/?wifi=yes&need=work").content.decode()
    assert "Non renseigné pour 1\u00a0lieu\u00a0: Wi\u2011Fi." in page
    assert 'href="?wifi=yes&amp;need=work&amp;unknown=only"' in page
    back = client.get("/?wifi=yes&need=work&unknown=only").content.decode()
    assert "Ce que vous cherchez n’y est pas renseigné" in back
    assert 'href="?wifi=yes&amp;need=work"' in back
    assert "Non renseigné pour" not in visible(client.get("/?need=work").content.decode())


def visible(page: str) -> str:
    return page.split("<script", 1)[0]


@pytest.mark.parametrize("hour", ["2026-11-22T23:59", "2026-12-08T00:00", "2026-13-01T10:00", "tomorrow"])
def test_a_page_takes_an_hour_of_the_days_whose_hours_the_browser_holds_and_no_other(hour: str) -> None:
    asked = Asked(QueryDict(f"open={hour}"))
    assert asked.refused() == [
        f"Ouvert le… à…\u00a0: «\u00a0{hour}\u00a0» n’est pas connu, ce filtre est laissé de côté."
    ]
    assert asked.is_everything


def test_an_hour_to_come_is_asked_in_the_panel_and_said_in_words(client: Client) -> None:
    asked = Asked(QueryDict("open=now&open=2026-12-07T23:30"))
    assert asked.in_words() == ["ouverts le 7\u00a0décembre 2026 à 23\u00a0h\u00a030"]
    assert (asked.hour, asked.folded, [tick.is_ticked for tick in asked.quick_ticks()]) == (
        "2026-12-07T23:30",
        1,
        [False],
    )
    assert 'value="2026-12-07T23:30"' in client.get("/?open=2026-12-07T23:30").content.decode()
    assert Asked(QueryDict("open=now")).hour == ""


def test_a_card_tells_of_the_hour_that_is_asked_and_not_of_now(client: Client) -> None:
    def cards(address: str) -> str:
        html = client.get(address).content.decode().replace("\u00a0", " ")
        return html.partition('<ul class="cards"')[2].partition("</ul>")[0]

    make_place("Le mardi", "Langogne", opening_hours="Tu 09:00-12:00")
    told = cards("/?open=2026-11-24T10:00")
    assert '<span class="now now-open">Demain à 10 h : ouvert, ferme à 12 h</span>' in told
    assert "Fermé" not in told
    assert "Tomorrow at 10:00: open, closes at 12:00" in cards("/en/?open=2026-11-24T10:00")
    assert "Horaires non renseignés" in cards("/?open=2026-11-24T23:00&unknown=only")
    assert "Fermé, ouvre demain à 9 h" in cards("/?q=mardi")
