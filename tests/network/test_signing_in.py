"""Signing in: slowed down and never locked out, for everyone alike, without a name in any store."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, identify_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.utils.translation import override

from network.accounts import attempts
from network.accounts.attempts import (
    COOKIE,
    OF_ACCOUNT,
    OF_ADDRESS,
    WAIT,
    Attempt,
    Pace,
    TooSoonError,
    count,
    origin_of,
)
from network.accounts.forms import wait_in_words
from network.models import Attempts, User
from tests.factories import make_commune, make_network, make_user

LOGIN = "/admin/login/?next=/admin/"
RIGHT = "pluie tambour ficelle"


@pytest.fixture
def claire(db: None) -> User:
    user = make_user("claire", is_staff=True)
    user.set_password(RIGHT)
    user.save()
    return user


def sign_in(client: Client, password: str = "wrong", username: str = "claire", **more: Any) -> Any:
    return client.post(LOGIN, {"username": username, "password": password}, **more)


def fail(client: Client, times: int, **more: Any) -> list[int]:
    return [sign_in(client, **more).status_code for _ in range(times)]


def run(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)  # type: ignore[arg-type]


def later(seconds: float) -> None:
    """Let time pass: what was counted was counted earlier."""
    run("UPDATE network_attempts SET at = at - make_interval(secs => %s)", seconds)


def exhaust(client: Client, **more: Any) -> None:
    """Fail until the next try has minutes to wait, however slow the machine is."""
    sign_in(client, **more)
    run("UPDATE network_attempts SET level = 20, at = clock_timestamp() WHERE level < 20")


# Slower and slower -----------------------------------------------------------------------------------


def test_wrong_passwords_are_slowed_downwait_in_words(client: Client, claire: User) -> None:
    assert fail(client, OF_ACCOUNT.free + 1) == [200] * (OF_ACCOUNT.free + 1)
    exhaust(client)
    answer = sign_in(client)
    wait = int(answer["Retry-After"])
    assert answer.status_code == 429
    assert 0 < wait <= OF_ACCOUNT.longest
    html = answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert f"Trop d’essais de suite : réessayez dans {wait} secondes. Votre compte n’est pas bloqué." in html
    assert 'value="claire"' in html


def test_a_wait_is_told_in_english_too(claire: User) -> None:
    with override("en"):
        assert wait_in_words(1) == "Too many attempts at once: try again in 1 second. Your account is not locked."
        assert wait_in_words(8) == "Too many attempts in a row: try again in 8 seconds. Your account is not locked."


@pytest.mark.parametrize("pace", [OF_ACCOUNT, OF_ADDRESS])
def test_each_further_failure_doubles_the_wait_to_its_longest(db: None, pace: Pace) -> None:
    levels = [pace.free, *(pace.free + more for more in range(1, 6)), pace.free + 1000]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {WAIT} FROM unnest(%(levels)s) AS known (level)", {**asdict(pace), "levels": levels})
        assert [row[0] for row in cursor] == [0, 1, 2, 4, 8, 16, pace.longest]


def test_failures_add_up_and_are_forgotten_with_time(client: Client, claire: User) -> None:
    fail(client, 3)
    (account,) = Attempt.of(RequestFactory().post(LOGIN), "claire").paces.keys() - {_address()}
    assert Attempts.objects.get(key=account).level == pytest.approx(3, abs=0.5)
    later(OF_ACCOUNT.memory * 2)
    fail(client, 1)
    assert Attempts.objects.get(key=account).level == pytest.approx(2, abs=0.5)


def _address() -> str:
    return attempts._hashed("address", "127.0.0.1")


def test_who_is_refused_too_early_does_not_wait_longer(client: Client, claire: User) -> None:
    exhaust(client)
    fail(client, 20)
    later(OF_ACCOUNT.longest)
    assert sign_in(client, RIGHT).status_code == 302


def test_a_refused_try_costs_no_hash(client: Client, claire: User, monkeypatch: pytest.MonkeyPatch) -> None:
    exhaust(client)
    monkeypatch.setattr("django.contrib.auth.forms.authenticate", lambda *_a, **_k: pytest.fail("one was hashed"))
    assert sign_in(client, RIGHT).status_code == 429


def test_a_success_clears_the_account(client: Client, claire: User) -> None:
    fail(client, OF_ACCOUNT.free)
    assert sign_in(client, RIGHT).status_code == 302
    assert list(Attempts.objects.values_list("key", flat=True)) == [_address()]


def test_an_account_that_does_not_exist_is_slowed_down_alike(client: Client, db: None) -> None:
    exhaust(client, username="nobody")
    assert sign_in(client, username="nobody").status_code == 429


def test_an_account_has_one_tally_however_it_is_written(client: Client, claire: User) -> None:
    for name in ("claire", "CLAIRE", " claire "):
        sign_in(client, username=name)
    assert Attempts.objects.count() == 2  # the account's, and the address's


# Neither a lock nor a weapon -------------------------------------------------------------------------


def test_many_addresses_do_not_add_to_what_an_account_may_be_tried(claire: User) -> None:
    exhaust(Client(), REMOTE_ADDR="192.0.2.1")
    assert sign_in(Client(), REMOTE_ADDR="198.51.100.1").status_code == 429


def test_a_stranger_who_hammers_does_not_make_the_owner_wait_where_she_has_signed_in_before(claire: User) -> None:
    hers = Client()
    sign_in(hers, RIGHT)
    del hers.cookies["sessionid"]
    exhaust(Client())
    assert sign_in(Client(), RIGHT).status_code == 429
    assert sign_in(hers, RIGHT).status_code == 302


def test_a_browser_that_is_known_is_slowed_down_by_itself(claire: User) -> None:
    hers = Client()
    sign_in(hers, RIGHT)
    exhaust(hers)
    assert sign_in(hers).status_code == 429
    assert sign_in(Client(), RIGHT).status_code == 302


@pytest.mark.parametrize("forged", ["", "x", "WyJhIiwiYiJd:1:2", "%00"])
def test_a_forged_or_foreign_browser_is_not_known(claire: User, forged: str) -> None:
    other = make_user("jean", is_staff=True)
    other.set_password(RIGHT)
    other.save()
    johns = Client()
    sign_in(johns, RIGHT, "jean")
    exhaust(Client())
    assert sign_in(johns).status_code == 429
    johns.cookies[COOKIE] = forged
    assert sign_in(johns).status_code == 429


def test_the_cookie_of_a_browser_names_nobody_and_is_out_of_reach_of_scripts(client: Client, claire: User) -> None:
    cookie = sign_in(client, RIGHT).cookies[COOKIE]
    assert "claire" not in cookie.value
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert COOKIE not in sign_in(Client()).cookies


def test_a_room_of_thirty_behind_one_address_signs_in(db: None) -> None:
    for number in range(30):
        assert sign_in(Client(), username=f"claire{number}").status_code == 200
        assert sign_in(Client(), username=f"claire{number}").status_code == 200 if number < 15 else True


def test_an_address_that_tries_many_accounts_is_slowed_down(client: Client, db: None) -> None:
    sign_in(client, username="claire0")
    run(
        "UPDATE network_attempts SET level = %s, at = clock_timestamp() WHERE key = %s", OF_ADDRESS.free + 9, _address()
    )
    assert sign_in(client, username="claire1").status_code == 429
    assert sign_in(client, username="claire1", REMOTE_ADDR="192.0.2.1").status_code == 200


def test_a_try_that_one_tally_refuses_is_counted_in_none(client: Client, claire: User) -> None:
    exhaust(client)
    before = sorted(Attempts.objects.values_list("key", "level"))
    fail(client, 3)
    assert sorted(Attempts.objects.values_list("key", "level")) == before


# All processes together ------------------------------------------------------------------------------


def test_who_began_a_moment_before_the_last_that_was_counted_does_not_wait_either(db: None) -> None:
    pace = Pace(free=2, longest=60, memory=600)
    count({"room": pace})
    later(-0.5)
    count({"room": pace})
    assert Attempts.objects.get().level == pytest.approx(2, abs=0.01)
    count({"room": pace})
    with pytest.raises(TooSoonError):
        count({"room": pace})


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    yield
    Attempts.objects.all().delete()


def test_tries_at_once_are_counted_one_by_one(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    attempt = Attempt.of(RequestFactory().post(LOGIN), "claire")

    def one(_number: int) -> bool:
        try:
            count(attempt.paces)
        except TooSoonError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        admitted = list(pool.map(one, range(40)))
    # One more when a second has passed meanwhile, and not one for each that saw the tally as it was.
    assert OF_ACCOUNT.free < sum(admitted) <= OF_ACCOUNT.free + 3


def test_sixteen_right_passwords_at_once_are_all_let_in(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "_PATIENCE", 60)  # however busy the machine is
    for number in range(16):
        user = make_user(f"claire{number}", is_staff=True)
        user.set_password(RIGHT)
        user.save()

    def one(number: int) -> int:
        try:
            return int(sign_in(Client(), RIGHT, f"claire{number}").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(one, range(16))) == [302] * 16


def test_few_passwords_are_hashed_at_once_and_nobody_waits_long_for_a_turn(
    client: Client, claire: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "_PATIENCE", 0.01)
    with attempts._hashing:
        answer = sign_in(client, RIGHT)
    assert (answer.status_code, answer["Retry-After"]) == (429, "1")
    assert not Attempts.objects.exists()
    assert sign_in(client, RIGHT).status_code == 302


def test_what_is_a_day_old_goes(client: Client, claire: User) -> None:
    sign_in(client, username="someone-else")
    later(25 * 3600)
    sign_in(client)
    assert Attempts.objects.count() == 2  # the account's, and the address's


def test_the_shared_cache_is_in_the_database(db: None) -> None:
    caches["default"].set("seen", "by all", 60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM shared_cache")
        assert cursor.fetchone() == (":1:seen",)


# Nobody is named -------------------------------------------------------------------------------------


def test_no_name_address_or_password_is_stored_or_logged(
    client: Client, claire: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        exhaust(client, username="claire@example.org", REMOTE_ADDR="192.0.2.77")
        sign_in(client, username="claire@example.org", REMOTE_ADDR="192.0.2.77")
        sign_in(client, RIGHT)
        client.post("/admin/login/?token=s3cret", {"username": "claire@example.org", "password": "s3cret"})
    stored = " ".join(Attempts.objects.values_list("key", flat=True))
    told = " ".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    for secret in ("claire", "192.0.2", "s3cret", RIGHT):
        assert secret not in stored
        assert secret not in told


@pytest.mark.parametrize(
    ("meta", "origin"),
    [
        ({"REMOTE_ADDR": "192.0.2.1"}, "192.0.2.1"),
        ({"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, "192.0.2.1"),
        ({"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::/64"),
        ({"REMOTE_ADDR": "::ffff:192.0.2.1"}, "192.0.2.1"),
        ({"REMOTE_ADDR": ""}, ""),
    ],
)
def test_an_origin_is_the_address_that_connects(meta: dict[str, str], origin: str) -> None:
    assert origin_of(RequestFactory().get("/", **meta)) == origin  # type: ignore[arg-type]


@pytest.mark.parametrize("told", ["203.0.113.9", "6.6.6.6, 203.0.113.9", " 203.0.113.9 "])
def test_behind_a_proxy_an_origin_is_what_the_proxy_adds(told: str) -> None:
    with override_settings(HTTPS=True):
        assert origin_of(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=told)) == "203.0.113.9"


# Passwords -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "password",
    [
        *("48230917", "annuaire", "lozere48", "482309174823", "annuaire2026!", "Lozère-Lozère-48", "mende-florac48"),
        *("Azertyuiop123", "motdepasse2026", "aaaaaaaaaaaaa", "claire@example.org", "France services", "abcabcabcabc"),
    ],
)
def test_a_password_that_anyone_would_try_is_refusedwait_in_words(claire: User, password: str) -> None:
    for town in ("Mende", "Florac Trois Rivières"):
        make_commune(town)
    make_network("France services")
    with pytest.raises(ValidationError) as refused:
        validate_password(password, claire)
    assert all(refused.value.messages)


@pytest.mark.parametrize(
    "password", [RIGHT, "7$9!x2@4#8qW", "тихий дождь идёт", "une vache bleue à Mende", "xk3vTq9mLwZ2"]
)
def test_a_password_that_nobody_guesses_is_taken(claire: User, password: str) -> None:
    make_commune("Mende")
    validate_password(password, claire)


def test_an_administrator_made_by_a_command_has_a_good_password(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def make() -> None:
        call_command("createsuperuser", interactive=False, username="chef", email="chef@example.org", verbosity=0)

    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "lozere48")
    with pytest.raises(CommandError, match="12 caractères"):
        make()
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", RIGHT)
    make()
    assert User.objects.get(username="chef").check_password(RIGHT)


def test_an_older_hash_is_renewed_when_its_owner_signs_in(client: Client, claire: User) -> None:
    claire.password = PBKDF2PasswordHasher().encode(RIGHT, "salt", 1000)
    claire.save()
    assert sign_in(client, RIGHT).status_code == 302
    claire.refresh_from_db()
    assert identify_hasher(claire.password).algorithm == "argon2"
    assert "$m=19456,t=2,p=1$" in claire.password
