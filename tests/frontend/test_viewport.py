"""What is in view of a country: its places where they are few, else how many are where, in each state."""

from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from pytest_django import Settings

from frontend.home.viewport import InView
from frontend.management.commands.describe_answers import shape_of
from network.models import NetworkedPlace
from places.choices import Status
from tests.budget import hold, statements
from tests.factories import make_both_families, make_membership, make_network, make_place, point_in

pytestmark = pytest.mark.django_db

LOZERE = "box=3,44,4.2,45&zoom=7"
MENDE = "box=3.4,44.4,3.6,44.6&zoom=11"


@pytest.fixture(autouse=True)
def _little(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have two places be few, and a page of more tell two."""
    settings.WHOLE_DIRECTORY = 3
    monkeypatch.setattr("frontend.home.viewport.FEW", 2)
    monkeypatch.setattr("frontend.home.viewport.CARDS", 2)


def make_country() -> None:
    for number in range(4):
        make_place(f"Mende {number}", "Mende", point=point_in("Mende", east=number / 1000))
    make_both_families(NetworkedPlace.objects.get(slug="mende-0"))
    make_membership(NetworkedPlace.objects.get(slug="mende-1"), make_network("France services", "mediation"))
    make_place("Langogne", "Langogne")
    make_place("Brouillon", "Langogne", status=Status.DRAFT)
    make_place("Florac", "Florac Trois Rivières")


def ask(client: Client, query: str) -> dict[str, Any]:
    told: dict[str, Any] = client.get(f"/vue/?{query}").json()
    assert [error.message for error in Draft202012Validator(shape_of(InView)).iter_errors(told)] == []
    return told


def test_few_places_are_told_one_by_one(client: Client) -> None:
    make_country()
    told = ask(client, "box=3.8,44.6,3.9,44.8&zoom=11")
    assert [place["slug"] for place in told["places"]] == ["langogne"]
    assert (told["crowds"], told["total"], told["isReckoned"], told["next"]) == (None, 1, False, "")


def test_more_are_told_as_crowds_that_hold_the_four_states(client: Client) -> None:
    make_country()
    told = ask(client, MENDE)
    (crowd,) = told["crowds"]
    assert (crowd["count"], crowd["counts"]) == (4, {"a": 1, "b": 0, "both": 1, "neither": 2})
    assert (crowd["commune"], crowd["isAlone"]) == ("Mende", not told["isReckoned"])
    assert crowd["isReckoned"] == told["isReckoned"]
    south, west, north, east = crowd["box"]
    assert south <= crowd["at"][0] <= north
    assert west < crowd["at"][1] < east
    assert (told["total"], told["isReckoned"]) == (4, True)
    assert told["counts"] == {"a": 1, "b": 0, "both": 1, "neither": 2}


def test_the_list_is_the_twin_of_the_map_and_comes_in_pages(client: Client) -> None:
    make_country()
    first = ask(client, MENDE)
    second = ask(client, f"{MENDE}&page={first['next']}")
    assert [place["slug"] for place in (*first["places"], *second["places"])] == [f"mende-{n}" for n in range(4)]
    assert (second["crowds"], second["next"]) == (None, "")


def test_crowds_far_apart_are_told_apart(client: Client) -> None:
    make_country()
    crowds = ask(client, "box=3,44,4.2,45&zoom=9")["crowds"]
    assert sorted(crowd["count"] for crowd in crowds) == [1, 1, 4]


def test_filters_and_states_ask_the_same_of_a_view(client: Client) -> None:
    make_country()
    both = ask(client, f"{MENDE}&overlap=both")
    assert [crowd["counts"] for crowd in both["crowds"]] == [{"a": 0, "b": 0, "both": 1, "neither": 0}]
    assert [place["slug"] for place in both["places"]] == ["mende-0"]
    # What is shown is known exactly once the list ends; each state is still counted.
    assert (both["total"], both["isReckoned"], both["counts"]["neither"]) == (1, False, 2)
    assert ask(client, f"{LOZERE}&q=langogne")["total"] == 1


def test_where_nothing_is_in_view_the_nearest_elsewhere_is_told(client: Client) -> None:
    make_country()
    told = ask(client, "box=0,44,0.1,45&zoom=9")
    assert (told["total"], told["places"], told["crowds"]) == (0, [], None)
    assert told["nearest"] == [44.518, 3.4983]
    assert ask(client, "box=0,44,0.1,45&zoom=9&q=langogne")["nearest"] == [44.7263, 3.8549]
    assert ask(client, "box=0,44,0.1,45&zoom=9&open=now")["nearest"] is None


@pytest.mark.parametrize(
    "query",
    [
        "",
        "zoom=3",
        "box=1,2,3&zoom=3",
        "box=1,5,3,4&zoom=3",
        "box=1,2,3,nan&zoom=3",
        "box=1,2,3,4",
        "box=1,2,3,4&zoom=99",
        "box=1,2,3,4&zoom=%00",
    ],
)
def test_what_is_no_view_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/vue/?{query}").status_code == 400


def test_a_view_costs_the_same_whatever_it_holds(client: Client) -> None:
    def queries(query: str) -> list[str]:
        with statements() as asked:
            client.get(f"/vue/?{query}")
        return asked

    make_country()
    few, crowded = queries("box=3.8,44.6,3.9,44.8&zoom=11"), queries(MENDE)
    for number in range(4, 12):
        make_place(f"Mende {number}", "Mende", point=point_in("Mende", east=number / 1000))
    hold(crowded, queries(MENDE), habit=22)
    hold(few, habit=17)
