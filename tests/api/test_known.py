"""The directory as it was known at a position of the log: through edits, a deletion and an undo."""

import json
from typing import Any

import pytest
from django.test import Client

from network.overlap.figures import last_position
from places.choices import Door, Status
from places.models import Change, Place
from places.services import delete, edit, undo
from tests.api.support import V1, Api, JSONObject
from tests.factories import make_membership, make_network, make_place

HERE: Any = {"by": None, "door": Door.CONSOLE}


def known(position: int, query: str = "") -> dict[str, JSONObject]:
    """The places that were known, by their slugs."""
    told = Client().get(f"{V1}/known/{position}/places/{query}")
    assert told.status_code == 200, told.content
    assert told.json()["position"] <= position
    return {place["slug"]: place for place in told.json()["results"]}


@pytest.mark.django_db(transaction=True)
def test_each_position_tells_what_was_known_there_and_never_what_came_later() -> None:
    before = last_position().number
    place = make_place("La Forge", kinds=["coworking"], phone="+33466000000")
    stay = make_membership(place, make_network("Réseau des forges"), "2020-01-01")
    made = last_position().number
    edit(place, changes={"name": "La Grande Forge"}, **HERE)
    renamed = last_position().number
    delete(stay, **HERE)
    delete(place, **HERE)
    gone, deletion = last_position().number, Change.objects.committed().newest_first().first()
    assert deletion
    undo(events=deletion.events(), **HERE)
    back = last_position().number
    slug = place.slug
    assert not before or slug not in known(before)
    assert (known(made)[slug]["name"], known(renamed)[slug]["name"]) == ("La Forge", "La Grande Forge")
    assert [stay["start"] for stay in known(made)[slug]["memberships"]] == ["2020-01-01"]
    assert known(renamed)[slug]["memberships"] != []
    assert slug not in known(gone)
    assert known(back)[slug]["memberships"] == []
    assert known(back)[slug]["longitude"] is not None
    edit(Place.objects.get(slug=slug), changes={"status": Status.DRAFT}, **HERE)
    told = known(made)[slug]
    assert (told["name"], told["longitude"], told["is_still_listed"]) == ("La Forge", None, False)
    assert "+33466000000" not in json.dumps(told)


def test_what_is_known_at_the_end_is_what_is_published(api: Api) -> None:
    position = last_position().number
    told = known(position)
    listed = {place["slug"]: place for place in api.json("places", {"limit": 5000})["results"]}
    assert told.keys() == listed.keys()
    for slug, place in told.items():
        for name in ("id", "name", "kinds", "services", "opened_on", "longitude", "latitude"):
            assert place[name] == listed[slug][name], (slug, name)


def test_it_comes_page_by_page_and_as_a_map(api: Api) -> None:
    position = last_position().number
    whole, slugs = known(position), []
    url: str | None = f"{V1}/known/{position}/places/?limit=50"
    while url:
        page = Client().get(url)
        slugs += [place["slug"] for place in page.json()["results"]]
        url = page.json()["next"]
    assert slugs == [*whole]
    drawn = Client().get(f"{V1}/known/{position}/places/?format=geojson&limit=50")
    assert 'rel="next"' in drawn["Link"]
    assert {feature["geometry"]["type"] for feature in drawn.json()["features"] if feature["geometry"]} == {"Point"}
    table = Client().get(f"{V1}/known/{position}/places/?format=csv")
    assert len(table.text.splitlines()) == len(whole) + 1


@pytest.mark.parametrize("position", ["0", "x", "-1", "9" * 18, "9" * 60])
def test_beyond_the_log_there_is_nothing(position: str) -> None:
    answer = Client().get(f"{V1}/known/{position}/places/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("most", [5, 50])
def test_a_page_is_one_question_however_long_it_is(most: int, django_assert_num_queries: Any) -> None:
    position = last_position().number
    with django_assert_num_queries(3):
        known(position, f"?limit={most}")
