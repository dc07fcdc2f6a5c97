"""Programs that keep a copy: what each commit did is told in order, and a copy is what the directory is."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from api.changes import records, waiting
from api.changes.cursor import Cursor
from network.models import Membership, NetworkedPlace
from network.services import Finding, merge_places, unsay, verify, vouch
from places.choices import Door, Section, Status
from places.models import Photo, Place
from places.services import signed, version_of
from tests.api.following import HERE, Edits, Follower, assert_same
from tests.api.support import V1, problem_of
from tests.factories import (
    made,
    make_commune,
    make_kind,
    make_membership,
    make_network,
    make_place,
    make_user,
)

committing = pytest.mark.django_db(transaction=True)


# What is told


def test_from_the_beginning_one_is_told_the_whole_of_lozere() -> None:
    follower = Follower()
    follower.keep_up(limit=3)
    places = {record["slug"]: record for (sort, _id), record in follower.copy.items() if sort == "place"}
    assert len(places) == NetworkedPlace.objects.published().count() > 100
    slugs = {key: record["slug"] for (sort, key), record in follower.copy.items() if sort == "network"}
    client = Client()
    for slug in ("la-pompe", "france-services-florac", "mediatheque-de-mende"):
        if slug not in places:
            continue
        known = client.get(f"{V1}/places/{slug}/").json()
        told = places[slug]
        assert {stay["id"]: slugs[stay["network"]] for stay in told["memberships"]} == {
            stay["id"]: stay["network"]["slug"] for stay in known["memberships"]
        }
        assert told["commune"] == known["commune"]["code"]
        alike = told.keys() - {"commune", "memberships", "created_at", "updated_at"}
        assert {name: told[name] for name in alike} == {name: known[name] for name in alike}
    assert_same(follower.copy)


def test_an_answer_ends_in_the_midst_of_a_long_change_and_goes_on_there(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Follower().keep_up()
    monkeypatch.setattr("api.changes.views.page_after", pages_of(7))
    follower = Follower()
    told = follower.ask()
    while told["changes"][-1]["is_whole"]:
        follower.apply([item for change in told["changes"] for item in change["items"]])
        follower.cursor = told["cursor"]
        told = follower.ask()
    assert (told["has_more"], "." in told["cursor"]) == (True, True)
    assert sum(len(change["items"]) for change in told["changes"]) <= 7
    assert follower.keep_up() == whole


def pages_of(most: int) -> Callable[..., records.Page]:
    return lambda cursor, limit: records.page_after(cursor, limit=limit, most_records=most)


@committing
def test_a_draft_is_nobodys_business_until_it_is_published_and_then_comes_whole() -> None:
    follower = Follower()
    place = make_place("La Forge", status=Status.DRAFT)
    stay = make_membership(place, make_network(), "2020-01-01")
    follower.keep_up()
    assert ("place", str(place.uuid)) not in follower.copy
    Place.objects.filter(pk=place.pk).update(status=Status.PUBLISHED)
    told = follower.keep_up()["place", str(place.uuid)]
    assert [each["id"] for each in told["memberships"]] == [stay.pk]


@committing
def test_what_is_gone_is_told_and_where_a_merged_listing_went() -> None:
    kept, other, third = make_place("La Forge"), make_place("Forge", slug="forge"), make_place("La Pompe")
    stay = make_membership(other, make_network(), "2020-01-01")
    follower = Follower()
    follower.keep_up()
    merge_places(kept=kept, other=other, **HERE)
    Place.objects.filter(pk=third.pk).delete()
    gone = [item for change in follower.ask()["changes"] for item in change["items"] if item["record"] is None]
    assert gone == [
        {"sort": "place", "id": str(other.uuid), "moved_to": str(kept.uuid), "record": None},
        {"sort": "place", "id": str(third.uuid), "record": None},
    ]
    told = follower.keep_up()["place", str(kept.uuid)]
    assert [each["id"] for each in told["memberships"]] == [stay.pk]
    assert_same(follower.copy)


@committing
def test_one_commit_is_one_change_with_its_door_and_the_land() -> None:
    network, start = make_network(), Follower()
    make_place()
    start.keep_up()
    with signed(by=None, door=Door.CONSOLE):
        make_membership(make_place("La Forge", "Langogne"), network, "2020-01-01")
    (change,) = start.ask()["changes"]
    assert (change["door"], change["land"], change["is_whole"]) == ("console", True, True)
    sorts = [item["sort"] for item in change["items"]]
    assert sorts == sorted(sorts, key=[sort.name for sort in records.SORTS].index)
    assert sorts.count("place") == 1


@committing
def test_who_did_it_is_not_told() -> None:
    with signed(by=make_user("claire"), door=Door.WORKSPACE):
        make_place()
    told = json.dumps(Follower().ask())
    assert "workspace" in told
    assert "claire" not in told


# What hangs on a listing


def told_of(follower: Follower, place: Place) -> Any:
    return follower.keep_up()["place", str(place.uuid)]


@committing
def test_a_photo_comes_with_its_listing_and_goes_from_it() -> None:
    place, follower = make_place("La Forge"), Follower()
    said = {"width": 960, "height": 640, "credit": "Mairie", "licence": "etalab-2.0", "alt": "La salle"}
    first, second = (made(Photo, place=Place(pk=place.pk), file=each * 64, rank=1, **said) for each in "ab")
    assert [each["id"] for each in told_of(follower, place)["photos"]] == [first.pk, second.pk]
    shown = told_of(follower, place)["photos"][0]
    assert shown["url"] == f"http://testserver/photos/{'a' * 64}-960.webp"
    assert (shown["alt"], shown["credit"], shown["licence"]) == ("La salle", "Mairie", "etalab-2.0")
    Photo.objects.filter(pk=second.pk).update(rank=0)
    assert [each["id"] for each in told_of(follower, place)["photos"]] == [second.pk, first.pk]
    Photo.objects.filter(pk=first.pk).delete()
    assert [each["id"] for each in told_of(follower, place)["photos"]] == [second.pk]
    assert "a" * 64 not in json.dumps(Follower().ask(limit=500)), "what was taken off is not told to who comes later"
    assert_same(follower.copy)


@committing
def test_a_photo_of_a_draft_is_nobodys_business() -> None:
    place = make_place("La Forge", status=Status.DRAFT)
    said = {"width": 960, "height": 640, "credit": "Mairie", "licence": "etalab-2.0", "alt": "La salle"}
    made(Photo, place=Place(pk=place.pk), file="a" * 64, **said)
    assert "a" * 64 not in json.dumps(Follower().ask(limit=500))


@committing
def test_who_stands_for_a_listing_is_told_with_what_was_written_since_and_unsaid() -> None:
    place, network, follower = make_place("La Forge"), make_network(), Follower()
    make_membership(place, network, "2020-01-01")
    said = vouch(network=network, places=[place.pk], by=make_user("claire"), door=Door.WORKSPACE).made[0]
    version = version_of(place)
    day = said.day.isoformat()
    assert told_of(follower, place)["vouches"] == [
        {"network": network.pk, "on": day, "version": version, "changed": []}
    ]
    Place.objects.filter(pk=place.pk).update(phone="+33466000000")
    assert told_of(follower, place)["vouches"][0]["changed"] == ["phone"]
    assert "claire" not in json.dumps(Follower().ask(limit=500))
    unsay(vouch=said, **HERE)
    assert told_of(follower, place)["vouches"] == []


@committing
def test_a_section_found_right_is_told_though_no_word_of_the_listing_changed() -> None:
    place, follower = make_place("La Forge"), Follower()
    assert set(told_of(follower, place)["sections_verified_on"].values()) == {None}
    finding = Finding(date(2026, 11, 2), note="Vue avec Mme Durand", sections=[Section.WHEN])
    verify(places=[place.pk], finding=finding, by=make_user("claire"), door=Door.WORKSPACE)
    told = told_of(follower, place)["sections_verified_on"]
    assert {name for name, day in told.items() if day} == {"when"}
    later = json.dumps(Follower().ask(limit=500), ensure_ascii=False)
    assert "Durand" not in later
    assert "claire" not in later


# What is tracked and not told, each for a reason.
NOT_TOLD = {
    "network.Post": "a person's",
    "network.Stewardship": "a person's",
    "places.Synonym": "how people here call things, for the search of this site alone",
    "places.NotSame": "an opinion of whoever tidies, on the way to a merge, which is told",
}


def test_each_thing_that_is_tracked_is_told_or_left_out_for_a_reason() -> None:
    logs = {sort.log for sort in records.SORTS} | {tie.ties for sort in records.SORTS for tie in sort.ties}
    models: list[Any] = [model for model in apps.get_models() if hasattr(model, "pgh_event_model")]
    untold = {model._meta.label for model in models if model.pgh_event_model._meta.db_table not in logs}
    assert untold == set(NOT_TOLD)


# Copies


@pytest.mark.walk
@committing
@pytest.mark.parametrize("seed", [1, 2])
def test_a_copy_is_the_directory_whenever_it_has_caught_up(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    make_commune()
    make_kind()
    for name, family in (("SoLozère", "business_support"), ("France services", "mediation")):
        make_network(name, family)
    monkeypatch.setattr("api.changes.views.page_after", pages_of(3))
    edits, close, slow, late = Edits(seed), Follower(), Follower(), Follower()
    for number in range(60):
        edits.edit()
        assert_same(close.keep_up(limit=4))
        if number % 7 == 0:
            assert_same(slow.keep_up(limit=4))
    assert_same(late.keep_up(limit=4))
    assert close.copy == slow.keep_up() == late.copy


@committing
def test_what_was_taken_off_a_listing_is_not_told_to_who_comes_later() -> None:
    place = make_place("La Forge", phone="+33600000001")
    stay = make_membership(place, make_network(), "2020-01-01", evidence="Chez Mme Durand")
    Place.objects.filter(pk=place.pk).update(phone=None)
    Membership.objects.filter(pk=stay.pk).update(evidence="Liste du réseau")
    told = json.dumps([Follower().ask(limit=500), Follower().ask(limit=1)], ensure_ascii=False)
    assert "La Forge" in told
    assert "+33600000001" not in told
    assert "Durand" not in told


@committing
def test_a_listing_whose_member_was_moved_on_twice_is_told_once_and_as_it_is() -> None:
    first, second, third = make_place("Un"), make_place("Deux"), make_place("Trois")
    stay = make_membership(first, make_network(), "2020-01-01")
    for place in (second, third):
        Membership.objects.filter(pk=stay.pk).update(place=place)
    follower = Follower()
    told = [item["id"] for change in follower.ask(limit=500)["changes"] for item in change["items"]]
    for place in (first, second, third):
        assert told.count(str(place.uuid)) == 1
    assert_same(follower.keep_up())


# Asking


@pytest.mark.parametrize("since", ["x", "-1", "1.", "1.2.3", "9" * 19, "٣", "1e3"])
def test_what_is_no_cursor_is_refused(client: Client, since: str) -> None:
    problem_of(client.get(f"{V1}/changes/", {"since": since}), 400)


def test_a_cursor_that_lies_ahead_brings_nothing_and_stays(client: Client) -> None:
    told = client.get(f"{V1}/changes/", {"since": "999999999"}).json()
    assert told == {"cursor": "999999999", "has_more": False, "changes": []}


def test_a_page_takes_as_many_questions_whatever_it_holds(django_assert_max_num_queries: Any) -> None:
    client = Client()
    with django_assert_max_num_queries(2 + len(records.SORTS)):
        client.get(f"{V1}/changes/", {"limit": 500})


@committing
def test_who_asks_to_wait_is_answered_when_something_comes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_place()
    follower = Follower(client)
    follower.keep_up()

    def something_comes(_seconds: float) -> None:
        make_place("La Pompe")

    monkeypatch.setattr(waiting, "sleep", something_comes)
    address = f"{V1}/changes/?since={follower.cursor}"
    answer = client.get(address, headers={"Prefer": "respond-async, wait=600"})
    assert [item["record"]["name"] for item in answer.json()["changes"][0]["items"]] == ["La Pompe"]
    assert answer.headers["Preference-Applied"] == "wait=30"


def test_where_there_is_no_room_to_wait_one_is_answered_at_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_seats", None)
    monkeypatch.setattr(waiting, "sleep", pytest.fail)
    answer = client.get(f"{V1}/changes/?since=999999999", headers={"Prefer": "wait=30"})
    assert answer.json()["changes"] == []
    assert "Preference-Applied" not in answer.headers


def test_a_seat_is_given_back_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_cursor: Cursor) -> bool:
        raise RuntimeError

    monkeypatch.setattr(waiting, "is_behind", fails)
    for _each in range(3):
        with pytest.raises(RuntimeError):
            waiting.wait_for_news(Cursor(1), 1)
    monkeypatch.setattr(waiting, "is_behind", lambda _cursor: True)
    assert waiting.wait_for_news(Cursor(1), 1)
