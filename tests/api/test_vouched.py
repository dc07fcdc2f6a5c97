"""`vouched_by`: each place as a network saw it, whatever was written since, in every format."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.contrib.gis.geos import Point

from network.models import Network, NetworkedPlace, User, Vouch
from network.services import leave, vouch
from places.choices import Door
from places.services import edit, version_of
from tests.api.program import Program, pointers, secret_of
from tests.api.support import Api, problem_of
from tests.budget import hold, statements
from tests.factories import make_membership, make_network, make_place, make_post, make_user

HERE: dict[str, Any] = {"by": None, "door": Door.CONSOLE}


@pytest.fixture
def seen(network: Network, place: NetworkedPlace) -> int:
    """The version that the network saw: a telephone, hours and a point that are others today."""
    before = {"phone": "+33466000000", "opening_hours": "24/7", "point": Point(3.4983, 44.518, srid=4326)}
    edit(place, changes={"name": "La Forge", **before}, **HERE)
    vouch(network=network, places=[place.pk], **HERE)
    after = {"phone": "+33466111111", "opening_hours": "Mo-Su off", "point": Point(3.4984, 44.5181, srid=4326)}
    edit(place, changes={"name": "La Forge neuve", "slug": "la-forge-neuve", **after}, **HERE)
    return Vouch.objects.get().version


def test_a_list_tells_the_members_that_the_network_stands_for_as_it_saw_them(
    api: Api, network: Network, seen: int
) -> None:
    make_membership(make_place("Sans un mot"), network, "2020-01-01")
    (record,) = api.results("places", vouched_by=network.slug)
    assert (record["name"], record["phone"], record["opening"]["state"]) == ("La Forge", "+33466000000", "open")
    assert record["vouched"] == {"network": network.slug, "on": "2026-11-23", "version": seen}
    assert record["url"].endswith("/lieux/la-forge-neuve/"), "its page is where it is today"
    assert network.slug in record["networks"]
    (today,) = (row for row in api.results("places", network=network.slug) if row["slug"] == "la-forge-neuve")
    assert (today["phone"], today["opening"]["state"]) == ("+33466111111", "closed")
    assert "vouched" not in today


@pytest.mark.usefixtures("seen")
def test_a_telephone_that_was_taken_off_since_is_not_told_again(
    api: Api, network: Network, place: NetworkedPlace
) -> None:
    edit(place, changes={"phone": None, "email": None}, **HERE)
    (record,) = api.results("places", vouched_by=network.slug)
    assert (record["name"], record["phone"], record["email"]) == ("La Forge", None, None)
    (feature,) = api.features("places", vouched_by=network.slug)
    assert not feature["properties"].get("phone")


def test_so_do_a_map_and_a_table(api: Api, network: Network, seen: int) -> None:
    (feature,) = api.features("places", vouched_by=network.slug)
    assert feature["geometry"]["coordinates"] == [3.4983, 44.518]
    assert feature["properties"]["phone"] == "+33466000000"
    assert feature["properties"]["commune"]["code"]
    assert feature["properties"]["vouched"]["version"] == seen
    table = api.get("places", {"vouched_by": network.slug, "format": "csv"})
    text = b"".join(table) if table.streaming else table.content
    (row,) = csv.DictReader(io.StringIO(text.decode("utf-8-sig")))
    assert (row["name"], row["vouched_version"]) == ("La Forge", str(seen))
    assert api.get("places", {"vouched_by": network.slug, "format": "xlsx"}).status_code == 200


def test_a_place_tells_who_stands_for_it_and_what_changed_and_shows_itself_as_it_was_seen(
    api: Api, network: Network, seen: int
) -> None:
    record = api.json("places/la-forge-neuve")
    changed = ["name", "point", "opening_hours", "phone"]
    said = {"network": network.slug, "on": "2026-11-23", "version": seen}
    assert record["vouches"] == [said | {"changed": changed}]
    answer = api.get("places/la-forge-neuve", {"vouched_by": network.slug})
    then = json.loads(answer.content)
    assert (then["phone"], then["version"], then["vouched"]) == ("+33466000000", seen, said)
    assert then["memberships"] == record["memberships"]
    assert not answer.headers.get("ETag", "").startswith(f'"{record["version"]}.'), "nobody writes on it"
    feature = api.json("places/la-forge-neuve", {"vouched_by": network.slug, "format": "geojson"})
    assert feature["geometry"]["coordinates"] == [3.4983, 44.518]


def test_a_network_that_does_not_stand_for_it_shows_nothing(
    api: Api, network: Network, place: NetworkedPlace, seen: int
) -> None:
    other = make_network("Un autre réseau")
    assert api.results("places", vouched_by=other.slug) == []
    problem_of(api.get("places/la-forge-neuve", {"vouched_by": other.slug}), 404)
    for wrong in ("personne", "\x00", "x" * 200):
        problem_of(api.get("places", {"vouched_by": wrong}), 400)
        problem_of(api.get("places/la-forge-neuve", {"vouched_by": wrong}), 400)
    problem_of(api.get("places", [("vouched_by", network.slug), ("vouched_by", other.slug)]), 400)
    (stay,) = place.memberships.filter(network=network)
    leave(membership=stay, on=date(2026, 11, 20), **HERE)
    assert api.results("places", vouched_by=network.slug) == []
    assert len(api.results("places", vouched_by=network.slug, on="2026-11-19")) == 1


def test_it_takes_as_many_questions_for_many(api: Api, network: Network, seen: int) -> None:
    with statements() as few:
        assert len(api.results("places", vouched_by=network.slug)) == 1
    for number in range(10):
        place = make_place(f"Lieu {number}")
        make_membership(place, network, "2020-01-01")
        vouch(network=network, places=[place.pk], **HERE)
    with statements() as many:
        assert len(api.results("places", vouched_by=network.slug)) == 11
    hold(few, many)


def test_a_program_stands_for_a_listing_as_it_was_read_and_takes_that_back(
    program: Program, network: Network, place: NetworkedPlace
) -> None:
    address = f"places/{place.slug}/vouches/"
    tag = program.get(f"places/{place.slug}/").headers["ETag"]
    made = program.post(address, {"network": network.slug}, If_Match=tag)
    assert made.status_code == 201, made.content
    assert made.json()["version"] == version_of(place)
    edit(place, changes={"desks": 9}, **HERE)
    problem_of(program.post(address, {"network": network.slug}, If_Match=tag), 412)
    assert pointers(program.post(address, {"network": "personne"}, If_Match="*")) == ["#/network"]
    assert pointers(program.post(address, {}, If_Match="*")) == ["#/network"]
    problem_of(program.post(address, {"network": make_network("Un autre").slug}, If_Match="*"), 403)
    own = f"vouches/{made.json()['id']}/"
    colleague = make_user("collegue")
    make_post(colleague, network)
    problem_of(Program(secret_of(colleague)).delete(own), 404)
    assert program.delete(own).status_code == 204
    assert not Vouch.objects.exists()


def test_a_network_does_not_stand_for_a_place_that_is_not_its_own(program: Program, network: Network) -> None:
    stranger = make_place("Hors du réseau")
    answer = program.post(f"places/{stranger.slug}/vouches/", {"network": network.slug}, If_Match="*")
    assert problem_of(answer, 422)
    assert not Vouch.objects.exists()


def test_a_token_of_another_network_may_not(person: User, network: Network, place: NetworkedPlace) -> None:
    other = make_network("SoLozère bis")
    make_post(person, other)
    answer = Program(secret_of(person, other)).post(
        f"places/{place.slug}/vouches/", {"network": network.slug}, If_Match="*"
    )
    problem_of(answer, 403)
