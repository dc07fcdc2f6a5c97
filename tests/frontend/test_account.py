"""One's own account, and the second thing that an administrator shows."""

import re
from collections.abc import Callable
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from time_machine import TimeMachineFixture

from api.writing import views as writing
from frontend.workspace import doors
from network.accounts import site
from network.accounts.browsers import said_of
from network.accounts.fresh import TO_PRESS, TO_SHOW, is_sure
from network.accounts.second_factor import has_shown
from network.mail.sending import send_due
from network.models import Attempts, Invitation, Mail, Network, Organisation, Post, SignedIn, Stewardship, Token, User
from network.services import entrust, give_opening_code
from places.choices import Door
from tests.factories import make_membership, make_network, make_organisation, make_place, make_post, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
MINE, SECOND, CONFIRM = "/espace/compte/", "/connexion/second-facteur/", "/connexion/confirmer/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _really_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for the second factor here: elsewhere, tests of the admin have shown it."""
    monkeypatch.setattr(site, "has_shown", has_shown)
    for door in (doors, site, writing):
        monkeypatch.setattr(door, "is_sure", is_sure)


# Where one is signed in ------------------------------------------------------------------------------


def test_who_signs_in_sees_where_and_ends_the_others(client_of: ClientOf, stranger: User) -> None:
    here, there = client_of(stranger), client_of(stranger)
    page = here.get(MINE).content.decode()
    assert page.count("Fermer</button>") == 2
    here.post(f"{MINE}sessions/autres/fermer/")
    assert there.get(MINE).status_code == 302
    assert here.get(MINE).status_code == 200
    assert SignedIn.objects.count() == 1


def test_one_session_is_ended_and_ones_own_signs_out(client_of: ClientOf, stranger: User) -> None:
    here, there = client_of(stranger), client_of(stranger)
    own = SignedIn.objects.get(session=here.session.session_key)
    assert there.post(f"{MINE}sessions/{own.pk}/fermer/")["Location"] == MINE
    assert here.get(MINE).status_code == 302
    last = SignedIn.objects.get()
    assert there.post(f"{MINE}sessions/{last.pk}/fermer/")["Location"] == "/"
    assert not SignedIn.objects.exists()


def test_nobody_ends_or_sees_the_session_of_another(client_of: ClientOf, stranger: User) -> None:
    client_of(stranger)
    other = client_of(make_user("autre"))
    own = SignedIn.objects.get(person=stranger)
    assert other.post(f"{MINE}sessions/{own.pk}/fermer/").status_code == 404
    other.post(f"{MINE}sessions/autres/fermer/")
    assert SignedIn.objects.filter(person=stranger).exists()


def test_no_key_of_a_session_is_on_the_page(client_of: ClientOf, stranger: User) -> None:
    client = client_of(stranger)
    assert str(client.session.session_key) not in client.get(MINE).content.decode()


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0", "Edge, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_without_its_address(agent: str, said: str) -> None:
    assert said_of(agent) == said


def test_these_pages_are_for_who_signed_in_and_kept_by_nobody(
    client: Client, client_of: ClientOf, stranger: User
) -> None:
    assert client.get(MINE)["Location"] == f"/connexion/?next={MINE}"
    for way in ("cles/", "cles/1/retirer/", "sessions/1/fermer/", "sessions/autres/fermer/"):
        assert client.post(f"{MINE}{way}")["Location"].startswith("/connexion/")
    assert "no-store" in client_of(stranger).get(MINE)["Cache-Control"]


# Keys ------------------------------------------------------------------------------------------------


def key_of(person: User) -> Authenticator:
    return Authenticator.objects.create(user=person, type="webauthn", data={"name": "Portable", "credential": {}})


def test_a_key_is_removed_by_its_owner_alone(client_of: ClientOf, stranger: User) -> None:
    key, other = key_of(stranger), client_of(make_user("autre"))
    assert other.post(f"{MINE}cles/{key.pk}/retirer/").status_code == 404
    assert "Portable" not in other.get(MINE).content.decode()
    hers = client_of(stranger)
    assert "Portable" in hers.get(MINE).content.decode()
    hers.post(f"{MINE}cles/{key.pk}/retirer/")
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("sent", ["", "{}", "[]", "null", "x", '{"id": 1}', '{"response": {"userHandle": "AAAA"}}'])
def test_what_is_no_key_opens_nothing(client_of: ClientOf, stranger: User, administrator: User, sent: str) -> None:
    hers = client_of(stranger)
    hers.get(f"{MINE}cles/")
    assert hers.post(f"{MINE}cles/", {"credential": sent}).status_code == 302
    anyone = Client()
    anyone.get("/connexion/cle/", headers={"Accept": "application/json"})
    assert anyone.post("/connexion/cle/", {"credential": sent})["Location"] == "/connexion/"
    assert "_auth_user_id" not in anyone.session
    chief = client_of(administrator)
    chief.get(SECOND, headers={"Accept": "application/json"})
    assert chief.post(SECOND, {"credential": sent}).status_code == 200
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    ("address", "is_signed_in"), [("/connexion/cle/", False), (f"{MINE}cles/", True), (SECOND, True)]
)
def test_a_device_is_given_what_it_signs_and_what_it_makes(
    client_of: ClientOf, stranger: User, administrator: User, address: str, is_signed_in: bool
) -> None:
    who = administrator if address == SECOND else stranger
    client = opened(client_of, who) if address == SECOND else client_of(who if is_signed_in else None)
    asked = client.get(address, headers={"Accept": "application/json"}).json()
    assert len(asked["publicKey"]["challenge"]) >= 22
    assert "rp" in asked["publicKey"] or asked["publicKey"]["userVerification"] == "required"


GIVES_A_WAY_IN = [
    f"{MINE}cles/",
    f"{MINE}cles/1/retirer/",
    f"{MINE}sessions/autres/fermer/",
    "/espace/invitations/",
    "/espace/invitations/1/renvoyer/",
    "/espace/jetons/",
]
SENT = {"email": "x@example.org", "gift": "site", "name": "Essai", "lasts": "30"}


def nothing_was_given(person: User, key: Authenticator) -> bool:
    given = Invitation.objects.exists() or Token.objects.exists()
    return not given and list(Authenticator.objects.filter(user=person)) == [key]


@pytest.mark.parametrize("way", GIVES_A_WAY_IN)
def test_an_administrator_gives_no_way_in_by_her_mail_alone(client_of: ClientOf, administrator: User, way: str) -> None:
    key, other, client = key_of(administrator), client_of(administrator), client_of(administrator)
    page = client.post(way, SENT, follow=True)
    assert [address.split("?")[0] for address, _status in page.redirect_chain] == [CONFIRM, SECOND]
    assert nothing_was_given(administrator, key)
    assert other.get(MINE).status_code == 200


@pytest.fixture
def claire(facilitator: User) -> User:
    """Someone who runs a network."""
    make_post(facilitator, make_network("France services"))
    return facilitator


@pytest.mark.parametrize("way", GIVES_A_WAY_IN)
def test_nobody_gives_a_way_in_from_a_browser_that_was_left_open(
    client_of: ClientOf, claire: User, time_machine: TimeMachineFixture, way: str
) -> None:
    key, other, client = key_of(claire), client_of(claire), client_of(claire)
    time_machine.shift(TO_PRESS + 1)
    answer = client.post(way, SENT, HTTP_REFERER=f"http://testserver{MINE}")
    assert answer["Location"] == f"{CONFIRM}?next={MINE}"
    assert nothing_was_given(claire, key)
    assert other.get(MINE).status_code == 200


@pytest.mark.parametrize("address", [MINE, "/espace/invitations/", "/espace/jetons/"])
def test_a_page_shows_no_button_that_would_not_work_and_leaves_time_to_press_one_that_does(
    client_of: ClientOf, claire: User, time_machine: TimeMachineFixture, address: str
) -> None:
    client_of(claire)
    client = client_of(claire)
    forms = client.get(address).content.decode().partition("<main")[2].count("<form")
    time_machine.shift(TO_SHOW + 1)
    later = client.get(address).content.decode().partition("<main")[2]
    assert f'href="{CONFIRM}?next={address}"' in later
    assert later.count("<form") < forms
    assert client.post("/espace/jetons/", SENT).status_code == 200


# It is me --------------------------------------------------------------------------------------------


@pytest.fixture
def later(client_of: ClientOf, claire: User, time_machine: TimeMachineFixture) -> Client:
    """A browser that someone signed in with an hour ago."""
    client = client_of(claire)
    time_machine.shift(3600)
    return client


def is_sure_now(client: Client) -> bool:
    return CONFIRM not in client.get("/espace/jetons/").content.decode()


def test_a_code_that_her_address_receives_confirms_it(later: Client, claire: User) -> None:
    assert later.post(CONFIRM, {"send": "1", "next": MINE})["Location"] == f"{CONFIRM}?next={MINE}"
    send_due()
    (letter,) = mail.outbox
    assert letter.to == [claire.email]
    found = re.search(r"\d{3}.\d{3}", str(letter.subject))
    assert found
    wrong = later.post(CONFIRM, {"code": "000000" if found[0] != "000 000" else "1", "next": MINE})
    assert "Ce n’est pas ce code" in wrong.content.decode()
    assert not is_sure_now(later)
    assert later.post(CONFIRM, {"code": found[0], "next": MINE})["Location"] == MINE
    assert is_sure_now(later)
    assert later.post(CONFIRM, {"code": found[0]})["Location"] == MINE, "who is sure is asked no more"


def test_five_wrong_codes_end_it(later: Client) -> None:
    later.post(CONFIRM, {"send": "1"})
    for _time in range(5):
        later.post(CONFIRM, {"code": "abc"})
        Attempts.objects.all().delete()
    send_due()
    right = re.search(r"\d{3} \d{3}", str(mail.outbox[-1].subject))
    assert right
    later.post(CONFIRM, {"code": right[0]})
    assert not is_sure_now(later)


def test_a_password_confirms_it_where_there_is_one(later: Client, claire: User) -> None:
    assert "password" not in later.get(CONFIRM).content.decode().partition("<main")[2]
    claire.set_password("pluie tambour ficelle")
    claire.save()
    later.force_login(claire)
    session = later.session
    session["proved"] = {"person": claire.pk, "at": 0}
    session.save()
    assert later.post(CONFIRM, {"password": "x"}).status_code == 200
    assert later.post(CONFIRM, {"password": "pluie tambour ficelle"})["Location"] == MINE


@pytest.mark.parametrize("sent", [{}, {"code": "123456"}, {"password": "x"}, {"credential": "{}"}, {"credential": "x"}])
def test_nothing_else_does(later: Client, claire: User, sent: dict[str, str]) -> None:
    key_of(claire)
    assert later.post(CONFIRM, sent).status_code == 200
    assert not is_sure_now(later)


def test_tries_are_slowed_down(later: Client) -> None:
    later.post(CONFIRM, {"send": "1"})
    Attempts.objects.update(level=20)
    assert "Trop d’essais" in later.post(CONFIRM, {"code": "1"}).content.decode()
    assert "Trop d’essais" in later.post(CONFIRM, {"send": "1"}, follow=True).content.decode()
    assert Mail.objects.count() == 1


def test_it_leads_to_no_other_site(later: Client, claire: User) -> None:
    assert later.get(f"{CONFIRM}?next=https://example.org/").status_code == 200
    later.force_login(claire)
    assert later.get(f"{CONFIRM}?next=https://example.org/")["Location"] == MINE


def test_her_account_leads_there_first_and_shows_no_button_that_would_not_work(
    client_of: ClientOf, administrator: User
) -> None:
    key_of(administrator)
    page = client_of(administrator).get(MINE).content.decode()
    assert f'href="{CONFIRM}?next={MINE}"' in page
    assert "Portable" in page
    assert "cles/" not in page


def test_a_second_factor_is_asked_for_again_too(
    client_of: ClientOf, administrator: User, time_machine: TimeMachineFixture
) -> None:
    chief = opened(client_of, administrator)
    chief.post(SECOND, {"code": code(chief)})
    assert CONFIRM not in chief.get("/espace/jetons/").content.decode()
    time_machine.shift(TO_PRESS + 1)
    assert chief.get("/admin/").status_code == 200
    assert chief.post("/espace/jetons/", SENT)["Location"].startswith(CONFIRM)
    assert chief.get(SECOND).status_code == 200


# The second factor -----------------------------------------------------------------------------------


def opened(client_of: ClientOf, administrator: User) -> Client:
    """A browser in which she may choose a second factor: she typed the code that she was told."""
    told = give_opening_code(administrator, by=None)
    client = client_of(administrator)
    client.post(SECOND, {"opening": told})
    client.get(SECOND)
    return client


def code(client: Client, secret: str | None = None) -> str:
    """The code that an application would show now."""
    secret = secret or client.session[totp.SECRET_SESSION_KEY]
    counter = next(totp.yield_hotp_counters_from_time())
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


def test_an_administrator_chooses_it_when_she_first_comes_in(client_of: ClientOf, administrator: User) -> None:
    chief = opened(client_of, administrator)
    page = chief.get("/admin/places/place/", follow=True)
    assert page.redirect_chain[-1][0] == f"{SECOND}?next=/admin/places/place/"
    assert 'class="qr"' in page.content.decode()
    wrong = chief.post(SECOND, {"code": "1", "next": "/admin/places/place/"})
    assert "Ce n’est pas ce code" in wrong.content.decode()
    answer = chief.post(SECOND, {"code": code(chief), "next": "/admin/places/place/"})
    assert answer["Location"] == "/admin/places/place/"
    assert chief.get("/admin/places/place/").status_code == 200


def test_she_shows_it_again_in_each_session(client_of: ClientOf, administrator: User) -> None:
    first = opened(client_of, administrator)
    secret = first.session[totp.SECRET_SESSION_KEY]
    first.post(SECOND, {"code": code(first)})
    again = client_of(administrator)
    assert again.get("/admin/").status_code == 302
    page = again.get(SECOND).content.decode()
    assert "qr" not in page.partition("<main")[2]
    assert secret not in page
    assert again.post(SECOND, {"code": "000000"}).status_code == 200
    assert again.get("/admin/").status_code == 302


def test_one_that_is_there_is_replaced_by_no_other(client_of: ClientOf, administrator: User) -> None:
    """Who has the password alone would make one of her own."""
    totp.TOTP.activate(administrator, totp.generate_totp_secret())
    thief = client_of(administrator)
    thief.get(SECOND)
    session = thief.session
    session[totp.SECRET_SESSION_KEY] = secret = totp.generate_totp_secret()
    session.save()
    assert thief.post(SECOND, {"code": code(thief, secret)}).status_code == 200
    assert thief.get("/admin/").status_code == 302
    assert Authenticator.objects.count() == 1


def test_wrong_codes_are_slowed_down(client_of: ClientOf, administrator: User) -> None:
    chief = opened(client_of, administrator)
    chief.post(SECOND, {"code": "1"})
    Attempts.objects.update(level=20)
    assert "Trop d’essais" in chief.post(SECOND, {"code": code(chief)}).content.decode()
    assert chief.get("/admin/").status_code == 302


def test_a_key_that_was_lost_is_forgotten_from_the_command_line(client_of: ClientOf, administrator: User) -> None:
    totp.TOTP.activate(administrator, totp.generate_totp_secret())
    call_command("forget_second_factor", "chef", stdout=(said := StringIO()))
    chief = client_of(administrator)
    assert 'class="qr"' not in chief.get(SECOND).content.decode()
    told = chief.post(SECOND, {"opening": said.getvalue().split()[-1]}, follow=True)
    assert 'class="qr"' in told.content.decode()
    make_user("quelquun")
    with pytest.raises(CommandError, match="no administrator"):
        call_command("forget_second_factor", "quelquun")
    with pytest.raises(CommandError, match="There is no account 'x'"):
        call_command("forget_second_factor", "x")


def test_others_have_nothing_to_show_and_no_admin(client_of: ClientOf, facilitator: User) -> None:
    client = client_of(facilitator)
    assert client.get(SECOND).status_code == 404
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0] == "/espace/"


def test_nobody_is_led_to_another_site(client_of: ClientOf, administrator: User) -> None:
    chief = opened(client_of, administrator)
    sent = {"code": code(chief), "next": "https://example.org/"}
    assert chief.post(SECOND, sent)["Location"] == "/admin/"


# To try the site -------------------------------------------------------------------------------------


def test_an_account_of_each_role_is_made_once() -> None:
    for name, network in (("Une", "France services"), ("Autre", "SoLozère")):
        run = make_network(network)
        make_membership(make_place(f"Lieu de {name}"), run, "2020-01-01")
        entrust(network=run, organisations=[make_organisation(name).pk], by=None, door=Door.CONSOLE)
    for _time in range(2):
        call_command("demo_accounts", stdout=StringIO())
    assert User.objects.count() == 5
    assert User.objects.filter(is_superuser=True).count() == 1
    assert (Post.objects.count(), Stewardship.objects.count()) == (2, 1)
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert Organisation.objects.count() == Network.objects.count() == 2


def test_no_demo_account_is_made_where_others_come() -> None:
    with override_settings(IS_PUBLIC=True), pytest.raises(CommandError, match="public host"):
        call_command("demo_accounts")
    assert not User.objects.exists()


# The last administrator ------------------------------------------------------------------------------


def leave(administrator: User, way: str) -> None:
    if way == "deleted":
        administrator.delete()
    else:
        User.objects.filter(pk=administrator.pk).update(**{way: False})


@pytest.mark.parametrize("way", ["deleted", "is_active", "is_superuser"])
def test_the_last_administrator_stays_whichever_way_she_would_go(administrator: User, way: str) -> None:
    make_user("ancien", is_superuser=True, is_active=False)
    with pytest.raises(IntegrityError, match="account_administrator_stays"), transaction.atomic():
        leave(administrator, way)
    make_user("autre", is_superuser=True)
    leave(administrator, way)


def test_two_do_not_go_at_once(administrator: User) -> None:
    make_user("autre", is_superuser=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(is_superuser=True).update(is_active=False)


@pytest.mark.parametrize("way", ["delete", "change", "action"])
def test_the_admin_says_so_in_words(
    client_of: ClientOf, administrator: User, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(site, "has_shown", lambda _request: True)
    monkeypatch.setattr(site, "is_sure", lambda _request, _within: True)
    chief, own = client_of(administrator), f"/admin/network/user/{administrator.pk}/"
    sent: dict[str, tuple[str, dict[str, object]]] = {
        "delete": (f"{own}delete/", {"post": "yes"}),
        "change": (f"{own}change/", {"username": "chef", "date_joined_0": "2026-01-01", "date_joined_1": "10:00"}),
        "action": (
            "/admin/network/user/",
            {"action": "delete_selected", "_selected_action": administrator.pk, "post": "yes"},
        ),
    }
    address, fields = sent[way]
    page = chief.post(address, fields, follow=True)
    assert "Il faut qu’il reste un administrateur" in page.content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active
