"""The first second factor of an administrator, as someone tries for it who reads her mail and nothing else."""

from collections.abc import Callable
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.management import call_command
from django.test import Client
from time_machine import TimeMachineFixture

from frontend.workspace import doors
from network.accounts import site
from network.accounts.fresh import TO_PRESS, is_sure
from network.accounts.second_factor import has_shown, note_shown
from network.accounts.ways import Way, note_way
from network.models import Attempts, Mail, OpeningCode, User
from network.models.opening import GOOD_FOR
from network.services import Offer, accept_invitation, give_opening_code, invite
from tests.factories import make_network, make_post, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
SECOND, CODES = "/connexion/second-facteur/", "/espace/administrateurs/"
PASSWORD = "pluie tambour ficelle"


@pytest.fixture(autouse=True)
def _really_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "has_shown", has_shown)
    for door in (doors, site):
        monkeypatch.setattr(door, "is_sure", is_sure)


@pytest.fixture
def chief() -> User:
    """An administrator who has a password, and nothing else yet."""
    return make_user("chef", email="chef@example.org", is_superuser=True, is_staff=True, password=PASSWORD)


def typed(code: str) -> str:
    """The code that an application would show now."""
    return str(totp.format_hotp_value(totp.hotp_value(code, next(totp.yield_hotp_counters_from_time()))))


def may_choose(client: Client) -> bool:
    """Tell whether this browser is shown the secret of an application, and whether a device is asked for a key."""
    is_shown = 'class="qr"' in client.get(SECOND).content.decode()
    asked = client.get(SECOND, headers={"Accept": "application/json"})
    assert is_shown == asked["Content-Type"].startswith("application/json")
    return is_shown


def mailed(client: Client, email: str = "chef@example.org") -> Client:
    """Sign in by a code that her mailbox received."""
    client.post("/connexion/", {"email": email})
    answer = client.post("/connexion/code/", {"code": received(email)})
    assert answer["Location"] == "/espace/"
    return client


def received(email: str = "chef@example.org") -> str:
    return str(Mail.objects.filter(to=email).latest("pk").subject[:7])


def test_her_mailbox_alone_chooses_nothing(chief: User) -> None:
    thief = mailed(Client())
    assert thief.get("/admin/")["Location"].startswith("/admin/login/")
    assert not may_choose(thief)
    session = thief.session
    session[totp.SECRET_SESSION_KEY] = secret = totp.generate_totp_secret()
    session.save()
    for sent in ({"code": typed(secret)}, {"credential": "{}"}, {"opening": ""}, {"opening": "ACDE-FGHJ-KLMN"}):
        assert thief.post(SECOND, sent).status_code == 200
    thief.post("/espace/compte/cles/", {"credential": "{}"})
    assert thief.post("/espace/jetons/", {"name": "x", "lasts": "30"})["Location"].startswith("/connexion/")
    assert not Authenticator.objects.exists()
    assert thief.get("/admin/").status_code == 302


def test_a_second_code_of_the_same_mailbox_is_no_more(chief: User) -> None:
    thief = mailed(Client())
    thief.post(SECOND, {"send": "1"})
    thief.post(SECOND, {"code": received()})
    assert not may_choose(thief)


def test_her_password_alone_chooses_nothing_and_with_a_code_it_does(chief: User) -> None:
    client = Client()
    client.post("/connexion/mot-de-passe/", {"username": "chef", "password": PASSWORD})
    assert not may_choose(client)
    assert "c’est fait" in client.get(SECOND).content.decode()
    client.post(SECOND, {"send": "1"})
    client.post(SECOND, {"code": received()})
    assert may_choose(client)


def test_who_came_in_by_a_code_shows_her_password(chief: User) -> None:
    client = mailed(Client())
    wrong = client.post(SECOND, {"password": "soleil tambour ficelle"})
    assert 'class="notice" role="alert"' in wrong.content.decode()
    assert not may_choose(client)
    answer = client.post(SECOND, {"password": PASSWORD, "next": "/admin/places/place/"})
    assert answer["Location"] == f"{SECOND}?next=/admin/places/place/"
    assert may_choose(client)


def test_what_was_shown_is_forgotten_after_a_while(
    chief: User, client_of: ClientOf, time_machine: TimeMachineFixture
) -> None:
    client = mailed(Client())
    client.post(SECOND, {"password": PASSWORD})
    time_machine.shift(TO_PRESS + 1)
    assert not may_choose(client)


def test_who_was_invited_is_told_a_code_by_a_colleague_who_showed_hers(
    chief: User, client_of: ClientOf, time_machine: TimeMachineFixture
) -> None:
    _made, link = invite(offer=Offer("ines@example.org"), by=chief)
    ines = Client()
    ines.post(f"/invitations/{link}/", {"first_name": "Inès", "last_name": "Roux"})
    new = User.objects.get(email="ines@example.org")
    assert new.is_superuser
    assert not may_choose(ines)
    told = give_opening_code(chief, by=None)
    giver = client_of(chief)
    assert giver.post(f"{CODES}{new.pk}/code/")["Location"].startswith("/connexion/confirmer/")
    giver.post(SECOND, {"opening": told})
    giver.get(SECOND)
    giver.post(SECOND, {"code": typed(giver.session[totp.SECRET_SESSION_KEY])})
    page = giver.post(f"{CODES}{new.pk}/code/").content.decode()
    code = page.partition("<code>")[2].partition("</code>")[0]
    letter = Mail.objects.get(to="ines@example.org")
    assert code not in letter.text + (letter.html or "")
    assert code not in giver.get(CODES).content.decode()
    ines = mailed(Client(), "ines@example.org")
    ines.post(SECOND, {"opening": code.lower().replace("-", " ")})
    assert may_choose(ines)
    ines.post(SECOND, {"code": typed(ines.session[totp.SECRET_SESSION_KEY])})
    assert ines.get("/admin/").status_code == 200
    assert Mail.objects.filter(to="ines@example.org", subject__startswith="Une deuxième preuve").exists()


def test_a_code_serves_once_for_a_day_and_for_her_alone(
    chief: User, client_of: ClientOf, time_machine: TimeMachineFixture
) -> None:
    other = make_user("autre", is_superuser=True)
    told = give_opening_code(chief, by=None)
    assert "Ce n’est pas ce code" in client_of(other).post(SECOND, {"opening": told}).content.decode()
    hers = client_of(chief)
    assert hers.post(SECOND, {"opening": told}).status_code == 302
    assert "Ce n’est pas ce code" in client_of(chief).post(SECOND, {"opening": told}).content.decode()
    first, told = give_opening_code(chief, by=None), give_opening_code(chief, by=None)
    assert not may_choose(hers)
    late = client_of(chief)
    assert late.post(SECOND, {"opening": first}).status_code == 200
    time_machine.shift(GOOD_FOR.total_seconds() + 1)
    assert client_of(chief).post(SECOND, {"opening": told}).status_code == 200


def test_a_code_replaces_no_factor_that_is_there(chief: User, client_of: ClientOf) -> None:
    OpeningCode.objects.create(person=chief, key="0" * 64)
    totp.TOTP.activate(chief, totp.generate_totp_secret())
    client = client_of(chief)
    client.post(SECOND, {"opening": "ACDE-FGHJ-KLMN"})
    assert not may_choose_anew(client)


def may_choose_anew(client: Client) -> bool:
    return 'class="qr"' in client.get(SECOND).content.decode()


def test_wrong_codes_are_slowed_down(chief: User, client_of: ClientOf) -> None:
    told = give_opening_code(chief, by=None)
    client = client_of(chief)
    client.post(SECOND, {"opening": "x"})
    Attempts.objects.update(level=20)
    assert "Trop d’essais" in client.post(SECOND, {"opening": told}).content.decode()
    assert not may_choose(client)


def test_nobody_gives_herself_a_code(chief: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "is_sure", lambda _request, _within: True)
    assert client_of(chief).post(f"{CODES}{chief.pk}/code/").status_code == 404
    assert client_of(chief).post(f"{CODES}{make_user('x').pk}/code/").status_code == 404
    assert not OpeningCode.objects.exists()


def test_a_key_that_a_facilitator_had_is_no_second_factor_of_the_administrator_she_becomes(chief: User) -> None:
    """Whoever read her mail may have added it, long before."""
    ines = make_user("ines", email="ines@example.org")
    make_post(ines, make_network("France services"))
    Authenticator.objects.create(user=ines, type="webauthn", data={"name": "Voleur", "credential": {}})
    thief = mailed(Client(), "ines@example.org")
    request = thief.get("/espace/").wsgi_request
    note_shown(request, ines)
    request.session.save()
    _made, link = invite(offer=Offer("ines@example.org"), by=chief)
    accept_invitation(token=link, newcomer=None)
    assert not Authenticator.objects.filter(user=ines).exists()
    assert thief.get("/admin/").status_code == 302
    assert not may_choose(thief)


def test_an_administrator_who_is_invited_again_keeps_hers(chief: User) -> None:
    totp.TOTP.activate(chief, totp.generate_totp_secret())
    _made, link = invite(offer=Offer("chef@example.org"), by=chief)
    accept_invitation(token=link, newcomer=None)
    assert Authenticator.objects.filter(user=chief).exists()


def test_what_one_person_showed_is_not_anothers(chief: User, client_of: ClientOf) -> None:
    client = client_of(chief)
    request = client.get(SECOND).wsgi_request
    note_way(request, make_user("autre"), Way.TOLD)
    request.session.save()
    assert not may_choose(client)


def test_the_first_account_is_made_with_its_code(monkeypatch: pytest.MonkeyPatch, client_of: ClientOf) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    said = StringIO()
    call_command("createsuperuser", interactive=False, username="premiere", email="", stdout=said)
    client = client_of(User.objects.get(username="premiere"))
    assert not may_choose(client)
    assert "Ou votre mot de passe" not in client.get(SECOND).content.decode()
    client.post(SECOND, {"opening": said.getvalue().split()[-1]})
    assert may_choose(client)
