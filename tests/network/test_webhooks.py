"""Addresses that are called: what changed, by names, signed as the standard has it, tried again, turned off, told."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError
from time_machine import TimeMachineFixture

from network.accounts.sealing import unseal
from network.choices import Sent, Stream
from network.importing import fetching
from network.importing.fetching import Unfetched, judge, post
from network.models import Delivery, Mail, Network, User, Webhook
from network.rights import Action, allowed
from network.services.webhooks import deliver_again, make_webhook, ping, rotate, turn_on
from network.webhooks.sending import DELAYS, forget_deliveries, secrets_of, tell_webhooks
from places.choices import Door, Status
from places.models import Place
from places.services import delete, edit
from tests.factories import make_membership, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db(transaction=True)
HERE: Any = {"by": None, "door": Door.CONSOLE}
ADDRESS = "http://programme.example/hook"
ClientOf = Callable[[User | None], Client]


class Program:
    """A program that is called: what it got, and what it answers."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], str]] = []
        self.answers = 204

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.got]


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """A site of the web: this machine, taken for outside under one name alone."""
    program = Program()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            program.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(program.answers)
            self.send_header("Location", "http://127.0.0.1/")
            self.end_headers()
            if program.answers != 204:
                self.wfile.write(b"<b>non</b>\x00")

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    port, resolve, inside = server.server_address[1], socket.getaddrinfo, fetching._is_inside

    def known(host: str, *rest: Any, **more: Any) -> Any:
        return resolve("127.0.0.1" if host == "programme.example" else host, *rest, **more)

    monkeypatch.setattr(fetching, "_PORTS", {"http": port, "https": 443})
    monkeypatch.setattr(fetching, "_CALLED", {"http", "https"})
    monkeypatch.setattr(socket, "getaddrinfo", known)
    monkeypatch.setattr(fetching, "_is_inside", lambda address: address != "127.0.0.1" and inside(address))
    yield program
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def claire() -> User:
    user = make_user("claire-w")
    make_post(user, make_network())
    return user


def called(claire: User, network: Network | None) -> tuple[Webhook, str]:
    return make_webhook(network=network, name="Le site", url=ADDRESS, by=claire)


def ids(message: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(item["sort"], item["id"]) for item in message["data"]["items"]]


def test_a_change_is_told_once_and_signed(program: Program, claire: User) -> None:
    hook, secret = called(claire, None)
    place = make_place("La Forge")
    tell_webhooks()
    tell_webhooks()
    ((headers, body),) = program.got
    told = Verifier(secret).verify(body, headers)
    assert told["type"] == "directory.changed"
    assert ("place", str(place.uuid)) in ids(told)
    assert told["data"]["changes"].endswith(f"/api/v1/changes/?since={told['data']['since']}")
    assert int(told["data"]["cursor"]) > int(told["data"]["since"])
    assert hook.deliveries.get().state == Sent.TAKEN
    with pytest.raises(WebhookVerificationError):
        Verifier(secret).verify(body.replace("place", "lieux"), headers)


def test_what_a_listing_says_is_not_in_the_message(program: Program, claire: User) -> None:
    called(claire, None)
    make_place("La Forge", phone="+33466000000")
    make_place("Brouillon", status=Status.DRAFT)
    tell_webhooks()
    ((_headers, body),) = program.got
    assert "Forge" not in body
    assert "466" not in body
    assert [sort for sort, _id in ids(json.loads(body))].count("place") == 1, "a draft is nobody's business"


def test_a_network_hears_of_its_own_places_and_of_one_that_left(program: Program, claire: User) -> None:
    network, other = make_network(), make_network("France services", "mediation")
    called(claire, network)
    place = make_place("La Forge")
    make_membership(make_place("La Pompe"), other, "2020-01-01")
    tell_webhooks()
    assert program.got == [], "none of it is its business"
    stay = make_membership(place, network, "2020-01-01")
    tell_webhooks()
    assert ("place", str(place.uuid)) in ids(program.messages[-1])
    delete(stay, **HERE)
    tell_webhooks()
    assert ("place", str(place.uuid)) in ids(program.messages[-1])
    assert program.messages[-1]["data"]["network"] == "solozere"


def test_who_does_not_answer_is_called_later_then_told_all(
    program: Program, claire: User, time_machine: TimeMachineFixture
) -> None:
    hook, secret = called(claire, None)
    program.answers = 500
    make_place("La Forge")
    tell_webhooks()
    tell_webhooks()
    assert len(program.got) == 1, "not before its time"
    make_place("La Pompe")
    time_machine.shift(DELAYS[0] + timedelta(seconds=1))
    program.answers = 204
    tell_webhooks()
    tell_webhooks()
    assert [headers["webhook-id"] for headers, _body in program.got[:2]] == [program.got[0][0]["webhook-id"]] * 2
    assert program.got[0][1] == program.got[1][1], "the same words under the same name"
    assert len(program.got) == 3
    assert program.messages[1]["data"]["cursor"] == program.messages[2]["data"]["since"], "nothing between them"
    assert {each.state for each in hook.deliveries.all()} == {Sent.TAKEN}
    Verifier(secret).verify(program.got[1][1], program.got[1][0])


def test_after_the_last_try_it_is_turned_off_and_its_owner_told_once(
    program: Program, claire: User, time_machine: TimeMachineFixture
) -> None:
    hook, _secret = called(claire, make_network())
    program.answers = 503
    make_membership(make_place("La Forge"), make_network(), "2020-01-01")
    for delay in [*DELAYS, timedelta(days=1), timedelta(days=1)]:
        tell_webhooks()
        time_machine.shift(delay + timedelta(seconds=1))
    hook.refresh_from_db()
    assert hook.why_off
    assert len(program.got) == len(DELAYS) + 1
    mail = Mail.objects.get(stream=Stream.WEBHOOK)
    assert mail.to == claire.email
    assert f"/espace/appels/{hook.pk}/" in mail.text
    make_place("La Pompe")
    program.answers = 204
    turn_on(webhook=hook)
    deliver_again(delivery=hook.deliveries.get())
    tell_webhooks()
    assert len(program.got) == len(DELAYS) + 2
    assert hook.deliveries.get().state == Sent.TAKEN


def test_one_that_says_that_it_is_gone_is_called_no_more(program: Program, claire: User) -> None:
    hook, _secret = called(claire, None)
    program.answers = 410
    make_place("La Forge")
    tell_webhooks()
    hook.refresh_from_db()
    assert "410" in (hook.why_off or "")


def test_another_address_is_not_followed(program: Program, claire: User) -> None:
    hook, _secret = called(claire, None)
    program.answers = 302
    ping(webhook=hook)
    tell_webhooks()
    delivery = hook.deliveries.get()
    assert (delivery.status, delivery.state) == (302, Sent.WAITING)
    assert "\x00" not in delivery.said


def test_a_process_that_died_while_it_called_loses_nothing(
    program: Program, claire: User, monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture
) -> None:
    called(claire, None)
    make_place("La Forge")

    def dies(*_given: Any, **_more: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("network.webhooks.sending.post", dies)
        with pytest.raises(KeyboardInterrupt):
            tell_webhooks()
    tell_webhooks()
    assert program.got == [], "it may still be on its way"
    time_machine.shift(timedelta(minutes=3))
    tell_webhooks()
    assert len(program.got) == 1


def test_two_secrets_sign_for_a_day(program: Program, claire: User, time_machine: TimeMachineFixture) -> None:
    hook, before = called(claire, None)
    after = rotate(webhook=hook)
    hook.refresh_from_db()
    ping(webhook=hook)
    tell_webhooks()
    headers, body = program.got[0]
    for secret in (before, after):
        assert Verifier(secret).verify(body, headers)["type"] == "ping"
    time_machine.shift(timedelta(days=1, minutes=1))
    assert secrets_of(hook) == [after]


def test_a_secret_is_sealed_and_sealed_again(claire: User, program: Program, settings: Settings) -> None:
    hook, secret = called(claire, None)
    assert secret.startswith("whsec_")
    assert secret not in hook.secret
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, long enough to be one, of this test alone"
    call_command("seal_again")
    settings.SECRET_KEY_FALLBACKS = []
    hook.refresh_from_db()
    assert unseal(hook.secret) == secret


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://127.0.0.1/",
        "https://10.0.0.1/hook",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://name:word@example.org/",
        "https://example.org:8443/",
        "ftp://example.org/",
        "https://",
    ],
)
def test_an_inside_or_strange_address_is_refused(claire: User, url: str) -> None:
    with pytest.raises(ValidationError):
        make_webhook(network=None, name="x", url=url, by=claire)
    with pytest.raises(Unfetched):
        post(url, b"", {})


def test_a_name_that_leads_inside_later_is_refused_then(
    claire: User, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook, _secret = called(claire, None)
    monkeypatch.setattr(fetching, "_is_inside", lambda _address: True)
    ping(webhook=hook)
    tell_webhooks()
    assert program.got == []
    assert "public" in hook.deliveries.get().said


def test_there_are_five_of_a_network_at_most(claire: User, program: Program) -> None:
    for _each in range(5):
        called(claire, make_network())
    with pytest.raises(ValidationError):
        called(claire, make_network())


def test_what_was_told_long_ago_is_forgotten(program: Program, claire: User, time_machine: TimeMachineFixture) -> None:
    hook, _secret = called(claire, None)
    ping(webhook=hook)
    tell_webhooks()
    time_machine.shift(timedelta(days=31))
    ping(webhook=hook)
    assert forget_deliveries() == 1
    assert hook.deliveries.get().state == Sent.WAITING


def test_the_address_of_a_restored_listing_is_asked_again(program: Program, claire: User) -> None:
    called(claire, None)
    place = make_place("La Forge")
    tell_webhooks()
    edit(Place.objects.get(pk=place.pk), changes={"status": Status.ARCHIVED}, **HERE)
    tell_webhooks()
    assert ("place", str(place.uuid)) in ids(program.messages[-1]), "it is gone: the changes say so"


# The pages


def sent(client: Client, **said: Any) -> Any:
    return client.post("/espace/appels/", {"name": "Le site", "url": ADDRESS, **said})


def test_she_makes_one_tries_it_and_reads_what_it_answered(program: Program, claire: User, client_of: ClientOf) -> None:
    client, network = client_of(claire), make_network()
    page = sent(client, network=network.pk).content.decode()
    hook = Webhook.objects.get()
    assert "whsec_" in page
    assert "whsec_" not in client.get("/espace/appels/").content.decode(), "it is shown once"
    path = f"/espace/appels/{hook.pk}/"
    assert client.post(f"{path}dire/", {"do": "ping"}).status_code == 302
    program.answers = 500
    tell_webhooks()
    page = client.get(path).content.decode()
    assert "500" in page
    assert "&lt;b&gt;non" in page, "what others say is escaped"
    program.answers = 204
    assert client.post(f"{path}{hook.deliveries.get().pk}/").status_code == 302
    tell_webhooks()
    assert hook.deliveries.get().state == Sent.TAKEN
    assert "whsec_" in client.post(f"{path}secret/").content.decode()
    client.post(f"{path}dire/", {"do": "stop"})
    assert "Il n’est plus appelé" in client.get(path).content.decode()
    assert not Mail.objects.exists(), "she did it herself"
    client.post(f"{path}dire/", {"do": "go"})
    assert client.post(f"{path}dire/", {"do": "x"}).status_code == 404
    client.post(f"{path}dire/", {"do": "delete"})
    assert not Webhook.objects.exists()
    assert not Delivery.objects.exists()


def test_all_of_the_directory_is_for_administrators(
    program: Program, claire: User, administrator: User, client_of: ClientOf
) -> None:
    assert "Choisissez un réseau" in sent(client_of(claire)).content.decode()
    assert not Webhook.objects.exists()
    sent(client_of(administrator))
    hook = Webhook.objects.get()
    assert hook.network is None
    assert client_of(claire).get(f"/espace/appels/{hook.pk}/").status_code == 404
    assert not Webhook.objects.filter(allowed(Action.CALL, claire)).exists()


def test_an_address_inside_is_refused_in_words(claire: User, client_of: ClientOf) -> None:
    page = sent(client_of(claire), url="https://127.0.0.1/", network=make_network().pk).content.decode()
    assert "pas sur le web public" in page
    with pytest.raises(Unfetched):
        judge("https://localhost/")


def test_who_runs_the_network_no_more_sees_it_no_more(program: Program, claire: User, client_of: ClientOf) -> None:
    hook, _secret = called(claire, make_network())
    claire.posts.all().delete()
    make_post(claire, make_network("Autre", "mediation"))
    assert client_of(claire).get(f"/espace/appels/{hook.pk}/").status_code == 404
    assert hook.made_at <= timezone.now()
