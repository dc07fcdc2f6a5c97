"""The number of queries depends on the question, never on how many places answer it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from network.models import NetworkedPlace, User
from tests.api.support import V1, Api
from tests.budget import hold, statements
from tests.factories import make_membership, make_network

QUESTIONS: dict[str, dict[str, Any]] = {
    "everything": {},
    "nearest": {"near": "3.4961,44.5202"},
    "words": {"q": "mende"},
    "open": {"open": "2026-03-11T10:30"},
    "overlap": {"overlap": ["both", "neither"], "on": "2019-07-01"},
    "bbox": {"bbox": "3,44,4,45", "ordering": "name"},
}


def queries(api: Api, address: str, **asked: Any) -> list[str]:
    with statements() as captured:
        response = api.get(address, asked)
    assert response.status_code == 200, response.content.decode()
    return captured


@pytest.mark.parametrize("form", ["json", "geojson", "csv"])
@pytest.mark.parametrize("asked", QUESTIONS.values(), ids=QUESTIONS)
def test_one_place_costs_as_many_queries_as_a_hundred(api: Api, asked: dict[str, Any], form: str) -> None:
    runs = [queries(api, "places", format=form, limit=limit, **asked) for limit in (1, 10, 100)]
    # What words mean, among communes too, and which of them some place has, is found before places are asked; so are
    # the members of a network that is called so, where they are few. The words of the index that begin so are
    # asked for, and PostgreSQL how many places it expects (ADR 0058).
    # A feature is told with its commune, which a process reads once (ADR 0081).
    hold(*runs, habit=2 + (form == "geojson") + ("open" in asked) + 9 * ("q" in asked))


def test_a_place_costs_the_same_with_one_membership_or_many(api: Api) -> None:
    before = queries(api, "places/la-pompe")
    place = NetworkedPlace.objects.get(slug="la-pompe")
    for number in range(10):
        network = make_network(f"Réseau {number}", "mediation")
        make_membership(place, network, "2019-01-01")
    assert len(api.json("places/la-pompe")["memberships"]) >= 10
    hold(before, queries(api, "places/la-pompe"), habit=2)


@pytest.mark.parametrize("form", ["json", "geojson", "csv"])
def test_communes_cost_one_query(api: Api, form: str) -> None:
    hold(*[queries(api, "communes", format=form, limit=limit) for limit in (1, 10, 100)], habit=1)
    hold(queries(api, "communes/48095", format=form), habit=1)


def test_networks_and_words_cost_the_same_however_many(api: Api) -> None:
    habits = {"networks": 2, "territories": 1, "kinds": 1, "services": 1, "families": 1}
    before = {address: queries(api, address) for address in habits}
    for number in range(20):
        make_network(f"Réseau {number}", "mediation")
    for address, habit in habits.items():
        hold(before[address], queries(api, address), habit=habit)


def test_nothing_is_counted_for_a_page(api: Api) -> None:
    assert not [sql for sql in queries(api, "places", limit=1) if "COUNT(" in sql.upper()]


def test_a_reader_without_account_costs_no_query_for_it(
    api: Api, administrator: User, client_of: Callable[[User | None], Client]
) -> None:
    signed_in = client_of(administrator)
    with statements() as captured:
        signed_in.get(f"{V1}/places/", {"limit": 1})
    hold(captured, habit=len(queries(api, "places", limit=1)) + 2)
