"""Secrets of applications that make codes: sealed in the database, and under another key when the site's changes."""

from importlib import import_module
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings

from frontend.workspace import doors
from network.accounts.fresh import is_sure
from network.accounts.sealing import BrokenSealError, seal, unseal
from network.choices import Stream
from network.mail.reminding import is_contact, to_ask
from network.models import OptOut, Reminder, User
from network.models.reminder import stand_in
from network.services import give_opening_code, opt_out
from tests.factories import make_place, make_user

SECOND = "/connexion/second-facteur/"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _really_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for the second factor here: elsewhere, it has been shown."""
    monkeypatch.setattr(doors, "is_sure", is_sure)


@pytest.fixture
def chief(db: None) -> User:
    user = make_user("chef", is_superuser=True, is_staff=True)
    totp.TOTP.activate(user, SECRET)
    return user


def stored() -> str:
    """What a copy of the database shows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        return str(cursor.fetchone()[0])


def seal_again() -> str:
    said = StringIO()
    call_command("seal_again", stdout=said)
    return said.getvalue()


def code() -> str:
    counter = next(totp.yield_hotp_counters_from_time())
    return str(totp.format_hotp_value(totp.hotp_value(SECRET, counter)))


def test_a_copy_of_the_database_shows_no_secret(chief: User) -> None:
    assert SECRET not in stored()
    assert unseal(Authenticator.objects.get().data["secret"]) == SECRET


def test_nothing_sealed_looks_like_another(db: None) -> None:
    assert seal(SECRET) != seal(SECRET)


@pytest.mark.parametrize("sealed", [SECRET, "", "gAAAAAB", seal(SECRET)[:-4] + "AAA="])
def test_what_is_not_ours_or_was_altered_is_not_read(sealed: str) -> None:
    with pytest.raises(BrokenSealError):
        unseal(sealed)


@pytest.mark.usefixtures("chief")
def test_a_key_that_changes_is_followed_in_two_steps() -> None:
    former = settings.SECRET_KEY
    lost = pytest.raises(CommandError, match="not known any more: chef")
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=["neither"]), lost:
        seal_again()
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[former]):
        assert seal_again() == "1 sealed under the SECRET_KEY of today.\n"
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[]):
        assert Authenticator.objects.get().wrap().validate_code(code())


def test_who_comes_in_after_the_key_was_lost_is_told_what_to_do(client: Client, chief: User) -> None:
    client.force_login(chief)
    with override_settings(SECRET_KEY="another"):
        client.force_login(chief)
        page = client.post(SECOND, {"code": code()})
    assert "ne peut plus être vérifié ici" in page.content.decode()
    assert "forget_second_factor" in page.content.decode()


def test_the_secret_of_a_new_application_does_not_stay_in_the_session(client: Client, db: None) -> None:
    chief = make_user("chef", is_superuser=True, is_staff=True)
    told = give_opening_code(chief, by=None)
    client.force_login(chief)
    client.post(SECOND, {"opening": told})
    client.get(SECOND)
    session = client.session
    session[totp.SECRET_SESSION_KEY] = SECRET
    session.save()
    assert client.post(SECOND, {"code": code()}).status_code == 302
    assert totp.SECRET_SESSION_KEY not in client.session
    assert SECRET not in stored()


def test_secrets_kept_before_are_sealed_and_given_back(chief: User) -> None:
    Authenticator.objects.update(data={"secret": SECRET})
    migration = import_module("network.migrations.0029_sealed_secrets")
    migration.seal_all(apps, None)
    assert SECRET not in stored()
    migration.unseal_all(apps, None)
    assert SECRET in stored()


def test_who_left_has_still_left_under_another_key(db: None) -> None:
    """The row of who wants no mails bears no address: what stands for it is made with the key."""
    place = make_place("POLeN", email="Contact@polen.example")
    opt_out(address=stand_in("contact@polen.example"), stream=Stream.REMINDER)
    asked = Reminder.objects.create(place=place, address=stand_in("contact@polen.example"), asked_on="2026-11-01")
    assert to_ask() == []
    Reminder.objects.update(asked_on="2026-01-01")
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert to_ask() == []
        assert is_contact(asked)
        assert "2 rows about addresses" in seal_again()
        assert "rows about addresses" not in seal_again()
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[]):
        assert to_ask() == []
        asked.refresh_from_db()
        assert is_contact(asked)
        OptOut.objects.all().delete()
        assert [each.to for each in to_ask()] == ["contact@polen.example"]
