"""A facilitator looks at two listings that may be of one place, and says once that they are two."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from network.models import NetworkedPlace, User
from places.models import NotSame, Place
from tests.budget import hold, statements
from tests.factories import make_membership, make_network, make_place, make_post, make_user, point_in

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PAGE = "/espace/doublons/"
LAW = 8  # queries, as of each queue


@pytest.fixture
def claire() -> User:
    user = make_user("claire-m", first_name="Claire")
    make_post(user, make_network("France services", "mediation"))
    return user


@pytest.fixture
def client(client_of: ClientOf, claire: User) -> Client:
    return client_of(claire)


def make_member(name: str, slug: str, **given: Any) -> NetworkedPlace:
    place = make_place(name, slug=slug, **given)
    make_membership(place, make_network("France services", "mediation"), "2020-01-01")
    return place


@pytest.fixture
def forges() -> tuple[NetworkedPlace, NetworkedPlace]:
    """One of hers, and one that nobody has."""
    first = make_member("La Forge", "la-forge", phone="+33466000000", opening_hours="Mo-Fr 09:00-12:00")
    return first, make_place("La Forge <b>", slug="la-forge-2", phone="+33466000000", address="3 rue Basse")


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " ").replace("\u202f", " "))


def told_apart(client: Client, places: tuple[NetworkedPlace, NetworkedPlace], way: str = PAGE) -> Any:
    one, other = places
    return client.post(way, {"one": one.pk, "other": other.pk}, follow=True)


@pytest.mark.usefixtures("forges")
def test_the_first_page_counts_the_pairs(client: Client) -> None:
    assert "<strong>1</strong> <span>Doublons possibles</span>" in words(client.get("/espace/"))


@pytest.mark.usefixtures("forges")
def test_a_pair_is_shown_side_by_side_with_what_speaks_for_it(client: Client) -> None:
    text = words(client.get(PAGE))
    assert "1 paire à regarder" in text
    assert "Noms voisins · à 0 m l’un de l’autre · même téléphone" in text
    assert "La Forge &lt;b&gt;" in text
    assert '<th scope="row">Adresse</th> <td>—</td> <td>3 rue Basse</td>' in text
    assert "9 h – 12 h" in text
    assert "04 66 00 00 00" in text
    assert "France services, depuis" in text or "France services, au moins depuis" in text


def test_they_are_told_apart_once_and_that_is_taken_back(
    client: Client, forges: tuple[NetworkedPlace, NetworkedPlace]
) -> None:
    text = words(told_apart(client, forges))
    assert "« La Forge » et « La Forge &lt;b&gt; » sont deux lieux" in text
    assert "Rien n’attend ici" in text
    said = NotSame.objects.get()
    text = words(client.post(f"{PAGE}{said.pk}/annuler/", follow=True))
    assert "Ces deux fiches sont de nouveau proposées." in text
    assert "1 paire à regarder" in text


def test_who_passes_pairs_goes_on_from_the_next_one(client: Client) -> None:
    for count in range(3):
        make_member("La Forge", f"la-forge-{count}", point=point_in("Mende", north=count / 500))
    first = client.get(PAGE)
    second = client.get(f"{PAGE}?apres={first.context['after']}")
    assert second.context["after"] != first.context["after"]
    one, other = (NetworkedPlace.objects.get(pk=key) for key in second.context["after"].split("-"))
    after = told_apart(client, (one, other), f"{PAGE}?apres={first.context['after']}")
    assert after.context["after"] not in {first.context["after"], second.context["after"]}
    end = client.get(f"{PAGE}?apres={after.context['after']}")
    assert "Vous avez passé toutes les paires." in words(end)


def test_pairs_of_others_are_neither_hers_to_see_nor_to_tell_apart(client: Client) -> None:
    places = make_place("La Forge"), make_place("La Forge", slug="la-forge-2")
    assert "Rien n’attend ici" in words(client.get(PAGE))
    assert told_apart(client, places).status_code == 404
    assert not NotSame.objects.exists()


def test_a_listing_is_not_told_apart_from_itself_nor_from_nothing(
    client: Client, forges: tuple[NetworkedPlace, NetworkedPlace]
) -> None:
    assert client.post(PAGE, {"one": forges[0].pk, "other": 0}).status_code == 404
    assert client.post(PAGE, {"one": forges[0].pk, "other": forges[0].pk}).status_code == 404
    assert client.post(PAGE, {"one": "x", "other": ""}).status_code == 404


def test_a_pair_takes_as_many_queries_among_many(client: Client) -> None:
    make_member("La Forge", "la-forge-0")
    make_member("La Forge", "la-forge-1")
    with statements() as few:
        client.get(PAGE)
    for count in range(2, 8):
        make_member("La Forge", f"la-forge-{count}")
    with statements() as many:
        client.get(PAGE)
    hold(few, many)
    assert len(many) <= LAW, "\n".join(many)
    assert Place.objects.count() == 8


# Two people ------------------------------------------------------------------------------------------


def shown(answer: Any) -> str | None:
    """The pair that a page shows."""
    found: str | None = answer.context.get("after")
    return found


@pytest.fixture
def colleague(client_of: ClientOf) -> Client:
    user = make_user("marc")
    make_post(user, make_network("France services", "mediation"))
    return client_of(user)


def test_two_people_never_get_the_same_pair_nor_two_that_share_a_listing(
    client: Client, colleague: Client, forges: tuple[NetworkedPlace, NetworkedPlace]
) -> None:
    make_member("La Pompe", "la-pompe", phone="+33466111111"), make_member("Pompe", "pompe", phone="+33466111111")
    hers, his = shown(client.get(PAGE)), shown(colleague.get(PAGE))
    assert hers
    assert his
    assert not {*hers.split("-")} & {*his.split("-")}
    assert shown(client.get(PAGE)) == hers, "loading a page again changes nothing"


def test_who_finds_all_pairs_in_the_hands_of_others_is_told_so_and_gets_what_is_put_down(
    client: Client, colleague: Client, forges: tuple[NetworkedPlace, NetworkedPlace]
) -> None:
    pair = shown(client.get(PAGE))
    assert "Quelqu’un regarde déjà ce qui reste" in words(colleague.get(PAGE))
    assert "Vous avez passé toutes les paires" in words(client.get(f"{PAGE}?apres={pair}"))
    assert shown(colleague.get(PAGE)) == pair


@pytest.mark.parametrize("passed", ["x", "1", "1-x", "9999999999999999999999-1", "1-2-3", "\x00-1"])
def test_a_pair_that_nobody_wrote_is_none(client: Client, passed: str) -> None:
    assert client.get(PAGE, {"apres": passed}).status_code == 200
