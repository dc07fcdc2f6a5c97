"""What each person may do in the workspace is what `docs/rights.md` says: every cell of its table is tried."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.test import Client

from frontend.urls import workspace
from network.models import NetworkedPlace, User, Verification
from network.rights import Action, may
from network.services import verify
from places.choices import Door
from places.services import version_of
from tests.factories import make_membership, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db
Answer = Any  # what the client of the tests gives
ROLES = ["anonymous", "stranger", "of another network", "facilitator", "administrator"]
QUEUE = "/espace/jamais-verifiees/"


class Scene(NamedTuple):
    """A place in a network, who asks, and what was said of the place before."""

    place: NetworkedPlace
    client: Client
    own: Verification
    others: Verification

    def say(self, **more: str | int) -> Answer:
        card = {"place": self.place.pk, "version": version_of(self.place), "how": "phone"}
        return self.client.post(QUEUE, card | more)


# Each action of the table, as it is done.
ACTIONS: dict[str, Callable[[Scene], Answer]] = {
    "read the directory": lambda scene: scene.client.get("/"),
    "open the workspace": lambda scene: scene.client.get("/espace/"),
    "open a queue": lambda scene: scene.client.get(QUEUE),
    "say that a listing is right": lambda scene: scene.say(),
    "pass a card over": lambda scene: scene.say(**{"pass": ""}),
    "take back one’s own verification": lambda scene: scene.client.post(f"/espace/annuler/{scene.own.pk}/"),
    "take back someone else’s": lambda scene: scene.client.post(f"/espace/annuler/{scene.others.pk}/"),
}


def table() -> dict[tuple[str, str], str]:
    """Read each cell of the table, by action and role."""
    text = (settings.BASE_DIR / "docs/rights.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\|(.*)\|$", text, re.MULTILINE)
    head, _rule, *actions = [[cell.strip() for cell in line.split("|")] for line in lines]
    return {(row[0], role): cell for row in actions for role, cell in zip(head[1:], row[1:], strict=True)}


def someone(role: str) -> User | None:
    if role == "anonymous":
        return None
    user = make_user("quelquun", is_superuser=role == "administrator", is_staff=role == "administrator")
    if role in {"facilitator", "of another network"}:
        make_post(user, make_network("France services" if role == "facilitator" else "SoLozère", "mediation"))
    return user


@pytest.fixture
def scene_of(client_of: Callable[[User | None], Client]) -> Callable[[str], Scene]:
    def scene(role: str) -> Scene:
        place, network = make_place("La Pompe"), make_network("France services", "mediation")
        make_membership(place, network, "2020-01-01")
        make_membership(make_place("Ailleurs"), make_network("SoLozère"), "2020-01-01")
        user, colleague = someone(role), make_user("collegue")
        (theirs,) = verify(places=[place.pk], by=colleague, door=Door.WORKSPACE)
        # Whose own it would be, were they let in.
        mine = user if user and role in {"facilitator", "administrator"} else colleague
        (own,) = verify(places=[place.pk], by=mine, door=Door.WORKSPACE)
        return Scene(place, client_of(user), own, theirs)

    return scene


def test_the_table_and_the_actions_are_those_of_today() -> None:
    assert set(table()) == {(action, role) for action in ACTIONS for role in ROLES}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
def test_each_may_do_what_the_table_says(scene_of: Callable[[str], Scene], action: str, role: str) -> None:
    scene = scene_of(role)
    before = set(Verification.objects.values_list("pk", flat=True))
    answer = ACTIONS[action](scene)
    said = table()[action, role]
    if said == "yes":
        assert answer.status_code in {200, 302}
        assert not answer.headers.get("Location", "").startswith("/espace/connexion/")
        return
    assert set(Verification.objects.values_list("pk", flat=True)) == before
    if said == "sign in":
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/espace/connexion/?next=/espace/")
    else:
        assert answer.status_code == 404
        assert "La Pompe" not in answer.content.decode()


def test_every_address_of_the_workspace_is_in_the_table() -> None:
    """One that is added without a line there fails here."""
    assert {pattern.name for pattern in workspace[0]} == {"home", "sign-in", "sign-out", "take-back", "queue"}


@pytest.mark.parametrize("role", ROLES[1:])
def test_what_the_workspace_says_is_kept_by_nobody(scene_of: Callable[[str], Scene], role: str) -> None:
    client = scene_of(role).client
    for address in ("/espace/", QUEUE, "/espace/connexion/", "/en/espace/"):
        assert "no-store" in client.get(address)["Cache-Control"], address


def test_the_page_that_signs_in_is_kept_by_nobody_either(client: Client) -> None:
    assert "no-store" in client.get("/espace/connexion/")["Cache-Control"]


def test_a_post_that_ended_opens_nothing(client_of: Callable[[User | None], Client]) -> None:
    user = make_user("ancienne")
    make_post(user, make_network("France services", "mediation"), "2020-01-01", "2026-11-23")
    assert client_of(user).get("/espace/").status_code == 404


def test_an_account_that_was_closed_may_nothing() -> None:
    user = make_user("fermee", is_superuser=True, is_active=False)
    assert not may(Action.VERIFY, user, make_place())
