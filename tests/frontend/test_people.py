"""Who works with her and who keeps her listings: seen, and ended outside the admin; and who is before a listing now."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from network.models import NetworkedPlace, Post, Presence, Stewardship, User
from network.services.presence import GONE_AFTER
from places.choices import Door
from places.services import edit, version_of
from tests.factories import make_membership, make_network, make_place, make_post, make_steward, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PEOPLE = "/espace/personnes/"
PUMP = "/espace/lieux/la-pompe/"


@pytest.fixture
def claire() -> User:
    user = make_user("claire-m", first_name="Claire", last_name="Mendras")
    make_post(user, make_network("France services", "mediation"))
    return user


@pytest.fixture
def pump(claire: User) -> NetworkedPlace:
    place = make_place("La Pompe", phone="+33466000000")
    make_membership(place, make_network("France services", "mediation"), "2020-01-01")
    return place


def colleague(start: str = "2021-01-01", end: str | None = None) -> Post:
    user = make_user("jean-r", first_name="Jean", last_name="Roux")
    return make_post(user, make_network("France services", "mediation"), start, end)


# Ended from here -------------------------------------------------------------------------------------


def test_a_colleague_who_leaves_opens_nothing_from_today(client_of: ClientOf, claire: User) -> None:
    post = colleague()
    his, hers = client_of(post.person), client_of(claire)
    assert his.get("/espace/").status_code == 200
    page = hers.get(PEOPLE).content.decode()
    assert "Jean Roux" in page
    assert "Mettre fin : Jean Roux, Qui anime France services" in page.replace("\u00a0", " ")
    assert (
        "C’est terminé pour Jean Roux" in hers.post(f"{PEOPLE}poste/{post.pk}/terminer/", follow=True).content.decode()
    )
    assert his.get("/espace/").status_code == 404
    post.refresh_from_db()
    assert post.period.upper == date(2026, 11, 23)
    assert "Jean Roux" not in hers.get(PEOPLE).content.decode().partition("Postes")[2]
    assert hers.post(f"{PEOPLE}poste/{post.pk}/terminer/").status_code == 404


@pytest.mark.parametrize("start", ["2026-11-23", "2026-12-01"])
def test_a_post_that_has_not_begun_yesterday_is_taken_off(client_of: ClientOf, claire: User, start: str) -> None:
    post = colleague(start)
    client_of(claire).post(f"{PEOPLE}poste/{post.pk}/terminer/")
    assert not Post.objects.filter(pk=post.pk).exists()


def test_a_steward_is_relieved_and_gives_up_by_herself(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    ines, kim = (make_steward(make_user(name, first_name=name), pump) for name in ("ines", "kim"))
    page = client_of(claire).get(PEOPLE).content.decode()
    assert "La Pompe, Mende" in page
    client_of(claire).post(f"{PEOPLE}fiche/{ines.pk}/terminer/")
    own = client_of(kim.person)
    assert "kim" in own.get(PEOPLE).content.decode()
    own.post(f"{PEOPLE}fiche/{kim.pk}/terminer/")
    assert own.get(PUMP).status_code == 404
    assert not Stewardship.objects.filter(period__contains=date(2026, 11, 23)).exists()


def test_nobody_ends_what_is_not_hers_to_give(client_of: ClientOf, claire: User) -> None:
    elsewhere = make_post(make_user("loin"), make_network("SoLozère"))
    client = client_of(claire)
    assert client.post(f"{PEOPLE}poste/{elsewhere.pk}/terminer/").status_code == 404
    assert client.post(f"{PEOPLE}autre/{elsewhere.pk}/terminer/").status_code == 404
    assert "loin" not in client.get(PEOPLE).content.decode()


def test_a_steward_sees_her_own_listing_alone(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    ines = make_steward(make_user("ines"), pump)
    make_steward(make_user("kim", first_name="Kim"), pump)
    page = client_of(ines.person).get(PEOPLE).content.decode()
    assert "Kim" not in page
    assert "Mendras" not in page


# Before a listing at this moment ---------------------------------------------------------------------


def asked(client: Client, place: NetworkedPlace, version: int | None = None) -> Any:
    return client.post(f"{PUMP}presence/", {"version": version or version_of(place)}).json()


def test_two_before_one_listing_know_of_each_other_within_seconds(
    client_of: ClientOf, claire: User, pump: NetworkedPlace, time_machine: TimeMachineFixture
) -> None:
    jean = colleague().person
    his, hers = client_of(jean), client_of(claire)
    assert asked(hers, pump) == {"here": "", "saved": ""}
    assert "Claire Mendras (Qui anime France services) a aussi cette fiche ouverte" in asked(his, pump)["here"]
    assert "Jean Roux" in asked(hers, pump)["here"]
    time_machine.shift(GONE_AFTER)
    assert asked(his, pump) == {"here": "", "saved": ""}


def test_what_a_colleague_saves_is_told_while_one_types(
    client_of: ClientOf, claire: User, pump: NetworkedPlace
) -> None:
    jean, seen = colleague().person, version_of(pump)
    edit(pump, changes={"phone": "+33466111111"}, by=jean, door=Door.WORKSPACE)
    said = asked(client_of(claire), pump, seen)["saved"]
    assert "Jean Roux" in said
    assert "sera ajouté en enregistrant" in said


def test_a_version_that_is_none_says_nothing(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    client = client_of(claire)
    for version in ("", "x", "0"):
        assert client.post(f"{PUMP}presence/", {"version": version}).json() == {"here": "", "saved": ""}
    assert client.get(f"{PUMP}presence/").status_code == 405


def test_who_was_there_an_hour_ago_is_forgotten(
    client_of: ClientOf, claire: User, pump: NetworkedPlace, time_machine: TimeMachineFixture
) -> None:
    asked(client_of(claire), pump)
    jean = client_of(colleague().person)
    time_machine.shift(3700)
    asked(jean, pump)
    assert [each.person.username for each in Presence.objects.all()] == ["jean-r"]


def test_someone_who_took_the_card_in_hand_is_told_too(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    client_of(colleague().person).get(PUMP)
    assert "Jean Roux" in asked(client_of(claire), pump)["here"]
