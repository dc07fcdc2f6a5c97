"""A facilitator says that her network stands for its listings: for one, for many, for those that a list cites."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from network.models import Membership, Network, NetworkedPlace, User, Vouch
from network.services import leave, vouch
from places.choices import Door
from places.services import edit, version_of
from tests.budget import hold, statements
from tests.factories import make_membership, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PAGE = "/espace/reseaux/rhinocc/"
LISTED = {"day": "2026-11-01", "evidence": "Liste des membres", "source": "Région", "source_url": ""}


@pytest.fixture
def rhinocc() -> Network:
    return make_network("RhinOcc")


@pytest.fixture
def claire(rhinocc: Network) -> User:
    user = make_user("claire-m", first_name="Claire")
    make_post(user, rhinocc)
    return user


@pytest.fixture
def stays(rhinocc: Network) -> list[Membership]:
    return [make_membership(make_place(name), rhinocc, "2020-01-01") for name in ("Abeille", "Belette", "Cigale")]


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def press(client: Client, **sent: Any) -> str:
    """Press a button of the page that she has before her."""
    seen = client.get(PAGE).context["seen"]
    return said(client.post(f"{PAGE}garant/", {"seen": seen} | sent, follow=True))


def test_one_tap_for_one_member(client_of: ClientOf, claire: User, stays: list[Membership]) -> None:
    client = client_of(claire)
    assert said(client.get(PAGE)).count("Fiche pas encore vue par le réseau") == 3
    text = press(client, one=stays[1].pk)
    assert "Le réseau se porte garant de 1 fiche." in text
    assert "1 fiche dont le réseau se porte garant telle qu’elle est" in text
    made = Vouch.objects.get()
    assert (made.place_id, made.person, made.version) == (stays[1].place_id, claire, version_of(made.place))
    assert f"Fiche vue le 23 novembre 2026, révision {made.version}" in text


def test_for_those_that_are_ticked_and_for_nobody_without_a_tick(
    client_of: ClientOf, claire: User, stays: list[Membership]
) -> None:
    client = client_of(claire)
    assert "Cochez d’abord" in press(client)
    assert "Le réseau se porte garant de 2 fiches." in press(client, member=[stays[0].pk, stays[2].pk])
    assert client.get(f"{PAGE}?cocher=a-revoir").context["ticked"] == [stays[1].pk]
    assert client.get(f"{PAGE}?cocher=tous").context["ticked"] == [stay.pk for stay in stays]


def test_for_those_that_a_list_cites_if_she_says_so(client_of: ClientOf, claire: User, stays: list[Membership]) -> None:
    client = client_of(claire)
    client.post(f"{PAGE}vus/", LISTED | {"member": stays[0].pk})
    assert not Vouch.objects.exists(), "a list of names says nothing of hours"
    text = said(
        client.post(f"{PAGE}vus/", LISTED | {"member": [stays[0].pk, stays[1].pk], "stands": "on"}, follow=True)
    )
    assert "Le réseau se porte garant de 2 fiches." in text
    assert "2 lieux vus le 1er novembre 2026." in text
    assert {made.day for made in Vouch.objects.all()} == {date(2026, 11, 23)}, "the day of the gesture"
    stays[0].refresh_from_db()
    assert (stays[0].last_seen_on, stays[0].place.verified_on) == (date(2026, 11, 1), None)


def test_what_changed_while_she_read_is_left_out_and_named(
    client_of: ClientOf, claire: User, stays: list[Membership]
) -> None:
    client = client_of(claire)
    seen = client.get(PAGE).context["seen"]
    edit(stays[0].place, changes={"phone": "+33466111111"}, by=None, door=Door.CONSOLE)
    sent = {"seen": seen, "member": [stay.pk for stay in stays]}
    text = said(client.post(f"{PAGE}garant/", sent, follow=True))
    assert "Le réseau se porte garant de 2 fiches." in text
    assert "à relire d’abord : Abeille." in text
    assert not Vouch.objects.filter(place=stays[0].place).exists()


@pytest.mark.parametrize("seen", ["", "x", "1.2.3 -4.5 9999999999999999999999.1", "\x00"])
def test_what_no_page_sends_breaks_nothing(
    client_of: ClientOf, claire: User, stays: list[Membership], seen: str
) -> None:
    sent = {"seen": seen, "one": ["x", "0", "9" * 30]}
    assert "Cochez d’abord" in said(client_of(claire).post(f"{PAGE}garant/", sent, follow=True))
    sent = {"seen": seen, "one": [str(stays[0].pk)]}
    assert "garant de 1 fiche" in said(client_of(claire).post(f"{PAGE}garant/", sent, follow=True))


def test_what_another_network_counts_is_not_hers_to_stand_for(
    client_of: ClientOf, claire: User, stays: list[Membership]
) -> None:
    elsewhere = make_membership(make_place("Ailleurs"), make_network("SoLozère"), "2020-01-01")
    gone = make_membership(make_place("Parti"), stays[0].network, "2019-01-01", "2021-01-01")
    assert "Cochez d’abord" in press(client_of(claire), member=[elsewhere.pk, gone.pk])
    assert not Vouch.objects.exists()


def test_it_is_taken_back_today_by_her_who_said_it(client_of: ClientOf, claire: User, stays: list[Membership]) -> None:
    press(client_of(claire), one=stays[0].pk)
    marc, made = make_user("marc"), Vouch.objects.get()
    make_post(marc, stays[0].network)
    way = f"{PAGE}garant/{made.pk}/annuler/"
    assert way in said(client_of(claire).get(PAGE))
    assert way not in said(client_of(marc).get(PAGE))
    assert client_of(marc).post(way).status_code == 404
    assert "Le réseau ne se porte plus garant" in said(client_of(claire).post(way, follow=True))
    assert not Vouch.objects.exists()


def test_the_page_of_the_place_says_who_stands_for_it_and_what_changed_since(
    client: Client, rhinocc: Network, stays: list[Membership]
) -> None:
    place = NetworkedPlace.objects.get(slug="abeille")
    page = "/lieux/abeille/"
    assert "se porte garant" not in said(client.get(page))
    version = version_of(place)
    vouch(network=rhinocc, places=[place.pk], by=None, door=Door.CONSOLE)
    sentence = f"Le réseau se porte garant de cette fiche : vue le 23 novembre 2026, révision {version}"
    assert sentence in said(client.get(page))
    edit(place, changes={"phone": "+33466111111"}, by=None, door=Door.CONSOLE)
    assert f"{sentence} · changé depuis : téléphone" in said(client.get(page))
    assert "The network stands for this listing" in said(client.get(f"/en{page}"))
    leave(membership=stays[0], on=date(2026, 11, 1), by=None, door=Door.CONSOLE)
    assert "se porte garant" not in said(client.get(page)), "of a place that has left"


def test_the_page_asks_as_much_for_a_hundred_members(
    client_of: ClientOf, claire: User, stays: list[Membership], rhinocc: Network
) -> None:
    client = client_of(claire)
    vouch(network=rhinocc, places=[stays[0].place_id], by=claire, door=Door.CONSOLE)
    with statements() as few:
        client.get(PAGE)
    for number in range(20):
        place = make_place(f"Lieu {number}")
        make_membership(place, rhinocc, "2020-01-01")
        vouch(network=rhinocc, places=[place.pk], by=claire, door=Door.CONSOLE)
        edit(place, changes={"desks": number + 1}, by=None, door=Door.CONSOLE)
    with statements() as many:
        client.get(PAGE)
    hold(few, many)
