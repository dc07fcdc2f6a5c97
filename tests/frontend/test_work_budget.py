"""What a card of a queue and the page of a listing cost: eight queries and 100 kB at most, however much there is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from network.models import NetworkedPlace, User
from network.services import Finding, be_here, verify
from places.choices import Door, Section
from places.services import edit
from tests.budget import hold, statements
from tests.factories import make_kind, make_membership, make_network, make_place, make_post, make_service, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
EDIT, QUEUE = "/espace/lieux/la-pompe/", "/espace/sans-horaires/"
LAW, HEAVIEST = 8, 100_000


@pytest.fixture
def claire() -> User:
    user = make_user("claire-m", first_name="Claire")
    make_post(user, make_network("France services", "mediation"))
    return user


@pytest.fixture
def pump() -> NetworkedPlace:
    given: dict[str, Any] = {"phone": "+33466000000", "services": ["printing"], "desks": 4}
    place = make_place("La Pompe", **given)
    make_membership(place, make_network("France services", "mediation"), "2020-01-01")
    return place


def fill(place: NetworkedPlace, claire: User) -> None:
    """Have much said of a place, by many, in many networks, with others before it, and others like it."""
    for count in range(20):
        edit(place, changes={"desks": count}, by=None, door=Door.CONSOLE)
        make_membership(place, make_network(f"Réseau {count}"), "2020-01-01")
        make_membership(make_place(f"Lieu {count}"), make_network("France services", "mediation"), "2020-01-01")
        make_kind(f"kind-{count}")
        make_service(f"service-{count}")
    for section in Section:
        verify(places=[place.pk], finding=Finding(sections=[section]), by=claire, door=Door.CONSOLE)
    for count in range(6):
        colleague = make_user(f"collegue-{count}")
        make_post(colleague, make_network("France services", "mediation"))
        be_here(place=place, by=colleague)


@pytest.mark.parametrize("address", [EDIT, QUEUE])
@pytest.mark.parametrize("is_administrator", [False, True])
def test_a_page_takes_eight_queries_at_most_however_much_there_is_to_say(
    client_of: ClientOf, claire: User, pump: NetworkedPlace, address: str, is_administrator: bool
) -> None:
    client = client_of(make_user("chef-2", is_superuser=True) if is_administrator else claire)
    verify(places=[pump.pk], finding=Finding(sections=[Section.WHEN]), by=claire, door=Door.CONSOLE)
    client.get(address)
    with statements() as few:
        client.get(address)
    fill(pump, claire)
    client.get(address)
    with statements() as many:
        page = client.get(address)
    assert page.status_code == 200
    assert "La Pompe" in page.content.decode()
    hold(few, many)
    assert len(many) <= LAW, "\n".join(many)
    assert len(page.content) < HEAVIEST


@pytest.mark.parametrize("address", [EDIT, QUEUE])
def test_who_keeps_nothing_is_told_so(client_of: ClientOf, stranger: User, pump: NetworkedPlace, address: str) -> None:
    page = client_of(stranger).get(address)
    assert page.status_code == 404
    assert "pages/workspace/nothing.html" in [template.name for template in page.templates]
