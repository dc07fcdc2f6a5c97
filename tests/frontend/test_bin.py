"""What was deleted is listed with who did it, and comes back in one press with what went with it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from network.models import Membership, Network, NetworkedPlace, User, Verification
from network.services import merge_places, verify
from places.choices import Door
from places.models import Place
from places.services import delete, delete_place
from tests.budget import hold, statements
from tests.factories import make_membership, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db(transaction=True)
ClientOf = Callable[[User | None], Client]
BIN = "/espace/corbeille/"
HERE: dict[str, Any] = {"by": None, "door": Door.CONSOLE}


@pytest.fixture
def claire() -> User:
    user = make_user("claire-m", first_name="Claire")
    make_post(user, make_network("France services", "mediation"))
    return user


@pytest.fixture
def client(client_of: ClientOf, claire: User) -> Client:
    return client_of(claire)


@pytest.fixture
def chief(client_of: ClientOf) -> Client:
    return client_of(make_user("chef", is_superuser=True))


def make_member(name: str, network: str = "France services") -> NetworkedPlace:
    place = make_place(name)
    make_membership(place, make_network(network, "mediation"), "2020-01-01")
    return place


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " ").replace("\u202f", " "))


def restore_first(client: Client) -> str:
    number = client.get(BIN).context["lines"][0].number
    return words(client.post(f"{BIN}{number}/restaurer/", follow=True))


def test_a_listing_comes_back_with_what_went_with_it(client: Client, claire: User) -> None:
    place = make_member("La <b>Pompe")
    verify(places=[place.pk], by=claire, door=Door.WORKSPACE)
    delete_place(place=place, by=claire, door=Door.WORKSPACE)
    text = words(client.get(BIN))
    assert "La &lt;b&gt;Pompe" in text
    assert "Claire · espace des réseaux" in text
    assert "Reviendra avec : France services, depuis le 1er janvier 2020 ; 1 vérification" in text
    assert "« La &lt;b&gt;Pompe » est de nouveau là." in restore_first(client)
    assert (Place.objects.count(), Membership.objects.count(), Verification.objects.count()) == (1, 1, 1)
    assert "La corbeille est vide." in words(client.get(BIN))


def test_of_memberships_hers_alone_come_back_and_the_others_wait_for_theirs(client: Client, chief: Client) -> None:
    place = make_member("La Pompe")
    make_membership(place, make_network("SoLozère"), "2020-01-01")
    delete_place(place=place, **HERE)
    restore_first(client)
    assert [stay.network.name for stay in Membership.objects.all()] == ["France services"]
    assert "La corbeille est vide." in words(client.get(BIN))
    assert "SoLozère, depuis le 1er janvier 2020" in words(chief.get(BIN))
    restore_first(chief)
    assert Membership.objects.count() == 2


def test_an_administrator_finds_all_and_the_networks_too(client: Client, chief: Client) -> None:
    delete(make_network("Vide"), **HERE)
    delete_place(place=make_place("De personne"), **HERE)
    assert client.get(BIN).context["lines"] == []
    assert [line.name for line in chief.get(BIN).context["lines"]] == ["De personne", "Vide"]
    restore_first(chief)
    restore_first(chief)
    assert Network.objects.filter(slug="vide").exists()
    assert Place.objects.filter(slug="de-personne").exists()


def test_what_is_of_another_network_is_not_hers_to_bring_back(client: Client, chief: Client) -> None:
    delete_place(place=make_member("La Pompe", "SoLozère"), **HERE)
    number = chief.get(BIN).context["lines"][0].number
    assert client.post(f"{BIN}{number}/restaurer/").status_code == 404
    assert client.post(f"{BIN}{number + 10**9}/restaurer/").status_code == 404
    assert not Place.objects.exists()


def test_a_stay_that_overlaps_one_of_today_is_refused_in_words(client: Client) -> None:
    place = make_member("La Pompe")
    delete(Membership.objects.get(), **HERE)
    make_membership(place, make_network("France services", "mediation"), "2021-01-01")
    assert "Ce lieu est déjà dans ce réseau pendant une partie de cette période." in restore_first(client)
    assert Membership.objects.count() == 1


def test_what_a_merge_united_is_not_in_the_bin(client: Client, chief: Client) -> None:
    merge_places(kept=make_member("La Forge"), other=make_member("Forge"), **HERE)
    assert client.get(BIN).context["lines"] == chief.get(BIN).context["lines"] == []


def test_what_was_deleted_twice_is_there_once(client: Client) -> None:
    delete_place(place=make_member("La Pompe"), **HERE)
    restore_first(client)
    delete_place(place=Place.objects.get(), **HERE)
    assert len(client.get(BIN).context["lines"]) == 1


def test_the_bin_takes_as_many_queries_for_many(client: Client) -> None:
    delete_place(place=make_member("Lieu"), **HERE)
    with statements() as few:
        client.get(BIN)
    for count in range(6):
        delete_place(place=make_member(f"Lieu {count}"), **HERE)
    with statements() as many:
        client.get(BIN)
    hold(few, many, habit=13)
