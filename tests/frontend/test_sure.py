"""What gives rights, or ends what does not come back, asks again who is there: in the admin, by the API, for keys."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.management import call_command
from django.test import Client
from time_machine import TimeMachineFixture

from api.writing import views as writing
from frontend.workspace import doors
from network.accounts import site
from network.accounts.fresh import TO_PRESS, TO_SHOW, is_sure
from network.accounts.second_factor import has_shown
from network.models import SignedIn, Token, User
from network.services import Offer, accept_invitation, bearer_of, give_opening_code, invite, issue
from places.models import Change, Place
from tests.factories import make_network, make_organisation, make_place, make_post, make_steward, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
MINE, SECOND = "/espace/compte/", "/connexion/second-facteur/"


@pytest.fixture(autouse=True)
def _really_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "has_shown", has_shown)
    for door in (doors, site, writing):
        monkeypatch.setattr(door, "is_sure", is_sure)


def code(secret: str) -> str:
    counter = next(totp.yield_hotp_counters_from_time())
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


def key_of(person: User, name: str = "Portable") -> Authenticator:
    return Authenticator.objects.create(user=person, type="webauthn", data={"name": name, "credential": {}})


@pytest.fixture
def chief(client_of: ClientOf, administrator: User) -> Client:
    """An administrator who has just shown her second factor."""
    opening = give_opening_code(administrator, by=None)
    client = client_of(administrator)
    client.post(SECOND, {"opening": opening})
    client.get(SECOND)
    client.post(SECOND, {"code": code(client.session[totp.SECRET_SESSION_KEY])})
    return client


# The admin -------------------------------------------------------------------------------------------

GRAVE = [
    "network/user/add/",
    "network/user/{user}/change/",
    "network/user/{user}/password/",
    "network/user/{user}/delete/",
    "network/organisation/add/",
    "network/organisation/{organisation}/change/",
    "network/stewardship/add/",
    "network/network/{network}/change/",
    "places/place/{place}/delete/",
    "places/place/undo/{change}/",
]
QUIET = ["", "places/place/", "places/place/add/", "places/place/{place}/change/", "network/user/", "network/network/"]


@pytest.fixture
def addresses(administrator: User) -> Callable[[str], str]:
    place, network, organisation = make_place(), make_network(), make_organisation()
    change = Change.objects.latest("pk").pk
    keys = {"user": administrator.pk, "place": place.pk, "network": network.pk, "organisation": organisation.pk}
    return lambda path: "/admin/" + path.format(change=change, **keys)


@pytest.mark.parametrize("path", GRAVE)
def test_what_gives_rights_or_deletes_asks_again_before_the_form_and_before_the_button(
    chief: Client, addresses: Callable[[str], str], time_machine: TimeMachineFixture, path: str
) -> None:
    address = addresses(path)
    assert chief.get(address).status_code == 200
    time_machine.shift(TO_SHOW + 1)
    assert chief.get(address)["Location"] == f"{SECOND}?next={address}"
    assert SECOND not in chief.post(address, {"pressed": "in time"}).get("Location", "")


@pytest.mark.parametrize("path", GRAVE)
def test_an_administrators_browser_that_was_left_open_gives_and_deletes_nothing(
    chief: Client, addresses: Callable[[str], str], time_machine: TimeMachineFixture, path: str
) -> None:
    address, before = addresses(path), (User.objects.count(), Place.objects.count(), Change.objects.count())
    time_machine.shift(TO_PRESS + 1)
    assert chief.post(address, {"post": "yes"})["Location"] == f"{SECOND}?next={address}"
    assert (User.objects.count(), Place.objects.count(), Change.objects.count()) == before


@pytest.mark.parametrize("path", QUIET)
def test_the_rest_of_the_admin_stays_open_as_long_as_the_session(
    chief: Client, addresses: Callable[[str], str], time_machine: TimeMachineFixture, path: str
) -> None:
    time_machine.shift(TO_PRESS + 1)
    assert chief.get(addresses(path)).status_code == 200


@pytest.mark.parametrize(("action", "is_asked"), [("delete_selected", True), ("x", False)])
def test_an_action_that_deletes_what_was_chosen_asks_too(
    chief: Client, time_machine: TimeMachineFixture, action: str, is_asked: bool
) -> None:
    chosen = {"action": action, "_selected_action": make_place().pk, "post": "yes"}
    time_machine.shift(TO_PRESS + 1)
    answer = chief.post("/admin/places/place/", chosen)
    assert (SECOND in answer.get("Location", "")) is is_asked
    assert Place.objects.count() == 1


def test_to_look_at_the_page_that_asks_is_not_to_answer_it(chief: Client, time_machine: TimeMachineFixture) -> None:
    """A browser that was left open would stay sure for ever."""
    for _time in range(5):
        time_machine.shift(TO_SHOW - 60)
        chief.get(SECOND)
    assert chief.get("/admin/network/user/add/").status_code == 302


# Keys and sessions -----------------------------------------------------------------------------------


def test_the_last_second_factor_of_an_administrator_stays(chief: Client, administrator: User) -> None:
    """Who reads her mail alone would choose the next."""
    Authenticator.objects.all().delete()
    key = key_of(administrator)
    page = chief.post(f"{MINE}cles/{key.pk}/retirer/", follow=True).content.decode()
    assert "votre dernière deuxième preuve" in page
    other = key_of(administrator, "Téléphone")
    chief.post(f"{MINE}cles/{key.pk}/retirer/")
    assert list(Authenticator.objects.all()) == [other]


def test_a_key_that_goes_takes_along_the_sessions_that_it_may_have_opened(client_of: ClientOf, stranger: User) -> None:
    key, there, here = key_of(stranger), client_of(stranger), client_of(stranger)
    page = here.post(f"{MINE}cles/{key.pk}/retirer/", follow=True).content.decode()
    assert "Les autres sessions" in page
    assert there.get(MINE).status_code == 302
    assert SignedIn.objects.count() == 1


def test_who_found_the_telephone_of_an_administrator_is_signed_out(chief: Client, administrator: User) -> None:
    call_command("forget_second_factor", administrator.username)
    assert chief.get("/admin/")["Location"].startswith("/admin/login/")


# Tokens ----------------------------------------------------------------------------------------------


def token_of(person: User) -> str:
    return issue(person=person, name="Tableur", networks=None, lasts=timedelta(days=300))[1]


def test_the_token_of_a_steward_does_not_become_that_of_an_administrator(administrator: User) -> None:
    ines = make_user("ines", email="ines@example.org")
    make_steward(ines, make_place())
    secret = token_of(ines)
    assert bearer_of(secret)
    _made, link = invite(offer=Offer("ines@example.org"), by=administrator)
    accept_invitation(token=link, newcomer=None)
    ines.refresh_from_db()
    assert ines.is_superuser
    assert bearer_of(secret) is None


def test_nor_when_the_admin_makes_her_one(chief: Client) -> None:
    ines = make_user("ines", email="ines@example.org")
    secret = token_of(ines)
    sent = {"username": "ines", "email": "ines@example.org", "is_active": "on", "is_superuser": "on", "is_staff": "on"}
    sent |= {"date_joined_0": "2026-01-01", "date_joined_1": "10:00"}
    assert chief.post(f"/admin/network/user/{ines.pk}/change/", sent).status_code == 302
    ines.refresh_from_db()
    assert ines.is_superuser
    assert bearer_of(secret) is None
    assert Token.objects.count() == 1


# The API ---------------------------------------------------------------------------------------------


def test_a_session_deletes_no_place_by_the_api_unless_it_was_proved_of_late(
    chief: Client, time_machine: TimeMachineFixture
) -> None:
    place = make_place("La Pompe")
    address, more = f"/api/v1/places/{place.slug}/", {"If-Match": "*"}
    time_machine.shift(TO_PRESS + 1)
    answer: Any = chief.delete(address, headers=more)
    assert (answer.status_code, "qui vous êtes" in answer.json()["detail"]) == (403, True)
    assert Place.objects.exists()
    time_machine.shift(-TO_PRESS)
    assert chief.delete(address, headers=more).status_code == 204


def test_a_facilitators_own_session_writes_on_by_the_api(client_of: ClientOf, time_machine: TimeMachineFixture) -> None:
    claire = make_user("claire-m")
    make_post(claire, make_network())
    client = client_of(claire)
    time_machine.shift(TO_PRESS + 1)
    assert client.get("/api/v1/me/").status_code == 200
