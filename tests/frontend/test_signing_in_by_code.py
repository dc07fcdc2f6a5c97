"""Signing in by a code that comes by e-mail: once, for a while, where it was asked for; nobody learns who is there."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from time_machine import TimeMachineFixture

from network.accounts.attempts import COOKIE, OF_CODES
from network.choices import Stream
from network.mail.letters import Letter
from network.mail.sending import send_due
from network.models import Attempts, Mail, Network, User
from network.services import queue_mail
from tests.factories import make_membership, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
ASK, ENTER = "/connexion/", "/connexion/code/"
TO_QUEUE = "/espace/jamais-verifiees/"


@pytest.fixture
def claire() -> User:
    user = make_user("claire-m", email="Claire.M@example.org", first_name="Claire", last_name="Mendras")
    make_post(user, make_network("France services", "mediation"))
    return user


def ask(client: Client, email: str = "claire.m@example.org", **more: str) -> Any:
    return client.post(ASK, {"email": email, **more})


def code() -> str:
    """The code of the last letter."""
    send_due()
    found = re.search(r"\d{3} \d{3}", str(mail.outbox[-1].body))
    assert found
    return found[0]


def enter(client: Client, typed: str, **more: str) -> Any:
    return client.post(ENTER, {"code": typed, **more})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# From the address to the workspace -------------------------------------------------------------------


def test_an_address_and_its_code_lead_where_she_was_going(client: Client, claire: User) -> None:
    page = client.get(TO_QUEUE, follow=True)
    assert page.redirect_chain == [(f"/connexion/?next={TO_QUEUE}", 302)]
    asked = ask(client, next=TO_QUEUE)
    assert asked["Location"] == "/connexion/code/?next=%2Fespace%2Fjamais-verifiees%2F"
    said = client.get(asked["Location"]).content.decode()
    assert "claire.m@example.org" in said
    assert 'autocomplete="one-time-code"' in said
    assert 'inputmode="numeric"' in said
    answer = enter(client, code(), next=TO_QUEUE)
    assert (answer.status_code, answer["Location"]) == (302, TO_QUEUE)
    assert is_signed_in(client)


def test_the_letter_is_short_and_in_the_language_of_the_page(client: Client, claire: User) -> None:
    ask(client)
    send_due()
    (letter,) = mail.outbox
    assert letter.to == ["claire.m@example.org"]
    assert letter.subject == f"{code()} : votre code Croisée".replace(" :", "\N{NO-BREAK SPACE}:")
    assert "Vous n’avez rien demandé" in str(letter.body)
    client.post("/en/connexion/", {"email": "claire.m@example.org"})
    send_due()
    assert mail.outbox[1].subject == f"{code()} is your Croisée code"


@pytest.mark.parametrize("written", ["{0}{1}", "{0} {1}", " {0}-{1} ", "{0}.{1}"])
def test_a_code_may_be_typed_with_spaces_or_without(client: Client, claire: User, written: str) -> None:
    ask(client)
    assert enter(client, written.format(*code().split())).status_code == 302
    assert is_signed_in(client)


@pytest.mark.parametrize("wanted", ["https://example.org/", "//example.org/", "http://[", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(client: Client, claire: User, wanted: str) -> None:
    assert client.get(ASK, {"next": wanted}).status_code == 200
    ask(client, next=wanted)
    assert enter(client, code(), next=wanted)["Location"] == "/espace/"


def test_a_button_pressed_after_the_session_ended_leads_back_to_its_page(client: Client) -> None:
    """What was typed on it waits in the browser: see `frontend/src/workspace/draft.ts`."""
    answer = client.post("/espace/annuler/1/", HTTP_REFERER="http://testserver/espace/lieux/la-pompe/?file=x")
    assert answer["Location"] == "/connexion/?next=/espace/lieux/la-pompe/%3Ffile%3Dx"


@pytest.mark.parametrize("page", ["https://example.org/espace/", "", "http://testserver.example/x", "http://["])
def test_a_button_of_another_site_leads_nowhere_else(client: Client, page: str) -> None:
    assert client.post("/espace/annuler/1/", HTTP_REFERER=page)["Location"] == "/connexion/?next=/espace/annuler/1/"


def test_who_is_there_already_goes_on(client_of: ClientOf, claire: User) -> None:
    assert client_of(claire).get(f"{ASK}?next={TO_QUEUE}")["Location"] == TO_QUEUE


# What a code is good for -----------------------------------------------------------------------------


def test_a_code_serves_once(client: Client, claire: User) -> None:
    ask(client)
    used = code()
    enter(client, used)
    client.post("/espace/deconnexion/")
    assert enter(client, used)["Location"] == ASK
    ask(client)
    if code() != used:
        assert enter(client, used).status_code == 200
        assert not is_signed_in(client)


def test_a_code_serves_in_the_browser_that_asked_alone(client: Client, claire: User) -> None:
    ask(client)
    other = Client()
    assert enter(other, code())["Location"] == ASK
    ask(other, "nobody@example.org")
    assert enter(other, code()).status_code == 200
    assert not is_signed_in(other)


def test_another_code_ends_the_one_before(client: Client, claire: User) -> None:
    ask(client)
    first = code()
    ask(client)
    if first != code():
        assert enter(client, first).status_code == 200
    assert enter(client, code()).status_code == 302


@pytest.mark.parametrize(("minutes", "is_in"), [(19, True), (21, False)])
def test_a_code_is_good_for_twenty_minutes(
    client: Client, claire: User, time_machine: TimeMachineFixture, minutes: int, is_in: bool
) -> None:
    ask(client)
    received = code()
    time_machine.move_to(timezone.now() + timedelta(minutes=minutes))
    answer = enter(client, received)
    assert is_signed_in(client) == is_in
    assert answer["Location"] == ("/espace/" if is_in else ASK)


def test_five_wrong_codes_end_it(client: Client, claire: User) -> None:
    ask(client)
    wrong = "000000" if code() != "000 000" else "111111"
    said = enter(client, wrong).content.decode()
    assert "Ce n’est pas ce code." in said
    for _try in range(3):
        enter(client, wrong)
        Attempts.objects.all().delete()
    assert enter(client, wrong)["Location"] == ASK
    assert enter(client, code())["Location"] == ASK
    assert not is_signed_in(client)


def test_an_account_that_is_closed_is_sent_nothing_and_let_in_by_no_code_sent_before(
    client: Client, claire: User
) -> None:
    ask(client)
    claire.is_active = False
    claire.save()
    enter(client, code())
    assert not is_signed_in(client)
    Mail.objects.all().delete()
    ask(client)
    assert not Mail.objects.exists()


# Nobody learns who is there --------------------------------------------------------------------------


def shown(client: Client, email: str) -> list[str]:
    """What someone sees who types an address, then a wrong code; without what differs at each moment."""
    asked = ask(client, email)
    pages = [client.get(asked["Location"]), enter(client, "abc")]
    bodies = [re.sub(r'value="\w{64}"|data-at="[^"]+"', "", page.content.decode()) for page in pages]
    return [f"{asked.status_code} {asked['Location']}", *bodies]


def test_an_unknown_address_is_answered_as_a_known_one(claire: User) -> None:
    known = shown(Client(), "claire.m@example.org")
    unknown = shown(Client(), "claire.x@example.org")
    assert [part.replace("claire.x", "claire.m") for part in unknown] == known
    assert [letter.to for letter in Mail.objects.all()] == ["claire.m@example.org"]


def test_an_unknown_address_costs_what_a_known_one_does(claire: User) -> None:
    """How long an answer takes would tell who has an account: the database is asked as much, and no server of mail."""
    asked = []
    for email in ("claire.m@example.org", "claire.x@example.org"):
        client = Client()
        with CaptureQueriesContext(connection) as first:
            ask(client, email)
        with CaptureQueriesContext(connection) as second:
            enter(client, "abc")
        asked.append(Counter(query["sql"][:50] for query in [*first, *second] if "SAVEPOINT" not in query["sql"]))
    known, unknown = asked
    assert [sql.split()[0] for sql in (unknown - known).elements()] == ["DELETE"]
    assert not known - unknown
    assert [written.to for written in Mail.objects.all()] == ["claire.m@example.org"]
    assert mail.outbox == []


def test_an_address_that_looks_alike_is_another(client: Client) -> None:
    """PostgreSQL takes the dotless i for an I: the code would go to whoever owns the other address."""
    make_user("ines", email="ines@example.org")
    ask(client, "ınes@example.org")
    assert not Mail.objects.exists()


def test_a_code_leaves_before_all_else_and_never_too_late(
    client: Client, claire: User, time_machine: TimeMachineFixture
) -> None:
    letter = Letter("Rappel", "Bonjour", "<p>Bonjour</p>")
    queue_mail(to="claire@example.org", stream=Stream.REMINDER, letter=letter)
    ask(client)
    send_due()
    assert [letter.to for letter in mail.outbox] == [["claire.m@example.org"]], "outside production, codes alone leave"
    ask(client)
    time_machine.shift(21 * 60)
    send_due()
    assert len(mail.outbox) == 1


# Slowed down, never locked out ----------------------------------------------------------------------


def test_codes_asked_for_again_and_again_are_slowed_down_in_words(client: Client, claire: User) -> None:
    for _time in range(OF_CODES.free + 1):
        assert ask(client).status_code == 302
    Attempts.objects.update(level=20)
    answer = ask(client)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= OF_CODES.longest
    assert "Votre compte n’est pas bloqué." in answer.content.decode()
    assert Mail.objects.count() == OF_CODES.free + 1


def test_wrong_codes_count_too_and_the_right_one_waits_like_the_others(client: Client, claire: User) -> None:
    ask(client)
    Attempts.objects.update(level=20, at=timezone.now() + timedelta(days=3650))
    answer = enter(client, code())
    assert answer.status_code == 429
    assert not is_signed_in(client)


def test_a_room_of_thirty_behind_one_address_signs_in(claire: User) -> None:
    for number in range(30):
        make_user(f"personne{number}")
    for number in range(30):
        client = Client()
        assert ask(client, f"personne{number}@example.org").status_code == 302
        assert enter(client, "000000" if code() != "000 000" else "1").status_code == 200
        assert enter(client, code()).status_code == 302
        assert is_signed_in(client)


def test_a_stranger_who_asks_for_hundreds_does_not_make_the_owner_wait_where_she_has_signed_in(claire: User) -> None:
    hers = Client()
    ask(hers)
    enter(hers, code())
    hers.post("/espace/deconnexion/")
    assert COOKIE in hers.cookies
    ask(Client())
    Attempts.objects.update(level=20, at=timezone.now() + timedelta(days=3650))
    assert ask(Client()).status_code == 429
    assert ask(hers).status_code == 302


def test_the_right_code_forgives_what_was_counted(client: Client, claire: User) -> None:
    ask(client)
    enter(client, code())
    assert not Attempts.objects.filter(level__gt=1).exists()
    assert Attempts.objects.count() <= 1  # the address's


# Kept by nobody, open to nobody ----------------------------------------------------------------------


@pytest.mark.parametrize("address", [ASK, "/connexion/mot-de-passe/", "/en/connexion/"])
def test_these_pages_are_kept_by_nobody(client: Client, address: str) -> None:
    assert "no-store" in client.get(address)["Cache-Control"]


def test_there_is_no_way_to_make_oneself_an_account(client: Client) -> None:
    for address in ("/connexion/inscription/", "/accounts/signup/", "/signup/"):
        assert client.get(address).status_code == 404
    ask(client, "new@example.org")
    enter(client, "000000")
    assert not User.objects.exists()


def test_a_signed_in_facilitator_still_finds_her_card(client: Client, claire: User) -> None:
    make_membership(make_place("Abeille"), Network.objects.get(), "2020-01-01")
    ask(client, next=TO_QUEUE)
    assert "Abeille" in client.get(enter(client, code(), next=TO_QUEUE)["Location"]).content.decode()


def test_each_name_that_allauth_leads_to_is_ours() -> None:
    assert reverse("account_login") == reverse("account_request_login_code") == ASK
    assert reverse("account_confirm_login_code") == ENTER
