"""Programs that keep a copy: what each commit did is told in order, and a copy is what the directory is."""

import json
import random
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from api.changes import records, waiting
from api.changes.cursor import Cursor
from network.models import Membership, Network, NetworkedPlace, Organisation
from network.services import entrust, merge_places
from places.choices import Door, Status
from places.models import Kind, Place
from places.services import signed
from tests.api.support import V1, problem_of
from tests.factories import (
    make_commune,
    make_kind,
    make_membership,
    make_network,
    make_organisation,
    make_place,
    make_user,
    period,
)

HERE: Any = {"by": None, "door": Door.CONSOLE}
Copy = dict[tuple[str, Any], dict[str, Any]]
committing = pytest.mark.django_db(transaction=True)


class Follower:
    """A program that keeps a copy, and knows of the directory only what it was told."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client()
        self.cursor = "0"
        self.copy: Copy = {}

    def ask(self, **asked: Any) -> dict[str, Any]:
        response = self.client.get(f"{V1}/changes/", {"since": self.cursor, **asked})
        assert response.status_code == 200, response.content
        told: dict[str, Any] = response.json()
        return told

    def catch_up(self, **asked: Any) -> Iterator[str]:
        """Apply what is new, change by change, and tell the cursor after each that was told whole."""
        told: dict[str, Any] = {"has_more": True}
        while told["has_more"]:
            told = self.ask(**asked)
            for change in told["changes"]:
                self.apply(change["items"])
                self.cursor = change["cursor"]
                if change["is_whole"]:
                    yield self.cursor
            self.cursor = told["cursor"]

    def apply(self, items: list[dict[str, Any]]) -> None:
        for item in items:
            key = (item["sort"], item["id"])
            if item["record"] is None:
                self.copy.pop(key, None)  # it may be gone before one ever heard of it
            else:
                self.copy[key] = item["record"]

    def keep_up(self, **asked: Any) -> Copy:
        """Apply all that is new."""
        for _cursor in self.catch_up(**asked):
            pass
        return self.copy


def ours() -> Copy:
    """The directory, read from its tables and not from the log: what a copy has to say."""
    copy: Copy = {}
    for kind in Kind.objects.all():
        copy["kind", kind.slug] = {"slug": kind.slug, "label": kind.label, "needs": kind.needs}
    for organisation in Organisation.objects.all():
        copy["organisation", organisation.pk] = {"id": organisation.pk, "name": organisation.name}
    for network in Network.objects.all():
        runs = sorted(network.organisations.values_list("pk", flat=True))
        copy["network", network.pk] = {"slug": network.slug, "family": network.family_id, "organisations": runs}
    for place in Place.objects.filter(status=Status.PUBLISHED):
        stays = [
            {"id": stay.pk, "network": stay.network_id, "start": day(stay.period.lower), "end": day(stay.period.upper)}
            for stay in Membership.objects.filter(place=place.pk)
        ]
        said = {name: getattr(place, name) for name in ("slug", "name", "kinds", "phone", "services")}
        copy["place", str(place.uuid)] = {**said, "commune": place.commune_id, "memberships": by_id(stays)}
    return copy


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def by_id(stays: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {stay["id"]: stay for stay in stays}


def like(copy: Copy, other: Copy) -> Copy:
    """Keep of a copy the sorts, and of each record the members, that another one has."""
    kept: Copy = {}
    for key, record in copy.items():
        if key[0] in ("service", "family"):
            continue
        wanted = other.get(key, record)
        kept[key] = {name: record[name] for name in wanted}
        if "memberships" in record:
            names = ("id", "network", "start", "end")
            kept[key]["memberships"] = by_id([{name: stay[name] for name in names} for stay in record["memberships"]])
    return kept


def assert_same(copy: Copy) -> None:
    there = ours()
    assert like(copy, there) == there


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


# Copies


class Edits:
    """Someone who writes in the directory at random, the same way for the same seed: each edit is one commit."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.made = 0

    def edit(self) -> None:
        """Make one of the edits that there are."""
        made = self.random.choice([self.create, self.rename, self.show, self.join, self.move, self.end, self.delete])
        with transaction.atomic():
            made()
            if self.random.random() < 0.2:
                self.rename()
            if self.random.random() < 0.1:
                self.entrust()

    def create(self) -> None:
        self.made += 1
        make_place(f"Lieu {self.made}", status=self.random.choice([Status.DRAFT, Status.PUBLISHED]))

    def rename(self) -> None:
        if place := self._any(Place):
            Place.objects.filter(pk=place).update(name=f"Nom {self.random.random()}", phone=None)

    def show(self) -> None:
        if place := self._any(Place):
            Place.objects.filter(pk=place).update(status=self.random.choice(Status.values))

    def join(self) -> None:
        place, network = self._any(Place), self._any(Network)
        if place and network and not Membership.objects.filter(place=place, network=network).exists():
            make_membership(Place(pk=place), Network.objects.get(pk=network), "2020-01-01")

    def move(self) -> None:
        stay, place = self._any(Membership), self._any(Place)
        if stay and place:
            network = Membership.objects.get(pk=stay).network_id
            if not Membership.objects.filter(place=place, network=network).exists():
                Membership.objects.filter(pk=stay).update(place=place)

    def end(self) -> None:
        if stay := self._any(Membership):
            Membership.objects.filter(pk=stay).update(period=period("2020-01-01", "2021-01-01"))

    def entrust(self) -> None:
        if network := self._any(Network):
            make_organisation("RhinOcc")
            some = [pk for pk in Organisation.objects.values_list("pk", flat=True) if self.random.random() < 0.5]
            entrust(network=Network.objects.get(pk=network), organisations=some, **HERE)

    def delete(self) -> None:
        model = self.random.choice([Membership, Place])
        if (key := self._any(model)) and self.random.random() < 0.5:
            model._default_manager.filter(pk=key).delete()

    def _any(self, model: Any) -> Any:
        keys = sorted(model._default_manager.values_list("pk", flat=True))
        return self.random.choice(keys) if keys else None


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
