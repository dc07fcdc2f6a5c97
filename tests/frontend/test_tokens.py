"""A facilitator makes a token for a program, sees its secret once, and takes it back."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from network.models import Network, Token, User
from network.services import bearer_of, issue
from tests.factories import make_network, make_place, make_post, make_steward, make_user

pytestmark = pytest.mark.django_db
PAGE = "/espace/jetons/"


@pytest.fixture
def network() -> Network:
    return make_network("France services", "mediation")


@pytest.fixture
def person(network: Network) -> User:
    user = make_user("claire")
    make_post(user, network)
    return user


@pytest.fixture
def client(person: User, client_of: Callable[[User | None], Client]) -> Client:
    return client_of(person)


def made(client: Client, network: Network, **given: object) -> str:
    sent = {"name": "Tableur", "networks": network.pk, "lasts": "90"} | given
    return str(client.post(PAGE, sent).content.decode())


def test_a_secret_is_shown_once(client: Client, network: Network, person: User) -> None:
    page = made(client, network)
    secret = re.findall(r'value="(croisee_[^"]+)"', page)[0]
    token = bearer_of(secret)
    assert token is not None
    assert (token.person, token.networks) == (person, [network.pk])
    again = client.get(PAGE)
    assert secret not in again.content.decode()
    assert "Tableur" in again.content.decode()
    assert "no-store" in again.headers["Cache-Control"]


def test_a_token_opens_only_what_is_hers_and_something(client: Client, network: Network) -> None:
    other = make_network("SoLozère")
    assert "Cochez au moins un réseau." in made(client, network, networks=[])
    assert made(client, network, networks=other.pk).count("croisee_") == 0
    assert made(client, network, lasts="9999").count("croisee_") == 0
    assert "SoLozère" not in client.get(PAGE).content.decode()
    assert not Token.objects.exists()


def test_a_stewards_token_opens_her_place_and_no_more(client_of: Callable[[User | None], Client]) -> None:
    place, other = make_place("La Forge"), make_place("Ailleurs", "Langogne")
    steward = make_user("ines")
    make_steward(steward, place)
    page = str(client_of(steward).post(PAGE, {"name": "Agenda", "lasts": "30"}).content.decode())
    secret = re.findall(r'croisee_[^"]+', page)[0]
    program = Client(headers={"Authorization": f"Bearer {secret}", "If-Match": "*"})
    for asked, status in ((place, 200), (other, 403)):
        answer = program.patch(f"/api/v1/places/{asked.slug}/", "{}", content_type="application/json")
        assert answer.status_code == status


def test_a_token_is_taken_back(client: Client, network: Network, person: User) -> None:
    token, secret = issue(person=person, name="Vieux", networks=[network], lasts=timedelta(days=9))
    answer = client.post(f"{PAGE}{token.pk}/revoquer/", follow=True).content.decode()
    assert "n’ouvre plus rien." in answer
    assert "Vous n’avez aucun jeton." in answer
    assert bearer_of(secret) is None


def test_nobody_heaps_them_up(client: Client, network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontend.workspace.tokens.MOST", 1)
    made(client, network)
    assert "Vous avez déjà beaucoup de jetons" in made(client, network)
    assert Token.objects.count() == 1


def test_the_page_is_in_english_too(client: Client) -> None:
    assert "Your tokens" in client.get(f"/en{PAGE}").content.decode()
