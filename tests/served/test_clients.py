"""Clients that are slow, that leave, or that say who they are not: none of them disturbs the others."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from socket import socket
from threading import Event, Thread
from time import monotonic

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.bench.database import conninfo
from tests.served.conftest import PATIENCE, Site, served, url_of_tests

pytestmark = pytest.mark.walk

# The server has two processes of two threads.
SLOW = 50


def silent(site: Site) -> socket:
    return site.connect()


def of_slow_words(site: Site) -> socket:
    wire = site.connect()
    wire.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
    return wire


def of_a_slow_form(site: Site) -> socket:
    wire = site.connect()
    token = b"a" * 32
    head = b"POST /served/believed/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken=" + token + b"\r\n"
    kind = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"
    wire.sendall(head + kind + b"csrfmiddlewaretoken=" + token)
    return wire


def who_reads_slowly(site: Site) -> socket:
    wire = site.connect(received=4096)
    wire.sendall(b"GET /served/long/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    wire.recv(1)
    return wire


def who_stays(site: Site) -> socket:
    wire = site.connect()
    wire.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    wire.recv(1)
    return wire


@pytest.mark.parametrize("client", [silent, of_slow_words, of_a_slow_form, who_reads_slowly, who_stays])
def test_fifty_slow_clients_leave_the_threads_to_the_others(site: Site, client: Callable[[Site], socket]) -> None:
    with ExitStack() as open_ones:
        for _one in range(SLOW):
            open_ones.enter_context(client(site))
        assert [site.get("/healthz")[0] for _again in range(8)] == [200] * 8


class Insistent(Thread):
    """A client that keeps its connection, and asks again as soon as it is answered, until all have been answered."""

    def __init__(self, site: Site, done: Event) -> None:
        super().__init__(daemon=True)
        self.site, self.done = site, done
        self.answered = Event()

    def run(self) -> None:
        wire = HTTPConnection("127.0.0.1", self.site.port, timeout=PATIENCE)
        while not self.done.is_set():
            wire.request("GET", "/served/busy/")
            wire.getresponse().read()
            self.answered.set()
        wire.close()


def test_those_who_ask_without_a_pause_do_not_keep_the_door_shut(site: Site) -> None:
    done = Event()
    clients = [Insistent(site, done) for _one in range(16)]
    for client in clients:
        client.start()
    try:
        assert all(client.answered.wait(PATIENCE) for client in clients)
        assert site.get("/healthz")[0] == 200
    finally:
        done.set()
        for client in clients:
            client.join(PATIENCE)


@pytest.fixture
def watcher(site: Site) -> Iterator["psycopg.Connection[tuple[int]]"]:
    with psycopg.connect(conninfo(connection.settings_dict), autocommit=True) as watcher:
        yield watcher


def wait_until(watcher: "psycopg.Connection[tuple[int]]", asleep: int) -> None:
    """Look at the database until this many of its questions sleep."""
    look = (
        "SELECT count(*), pg_sleep(0.02) FROM pg_stat_activity"
        " WHERE datname = current_database() AND state = 'active' AND query LIKE 'SELECT pg_sleep(60) /* served */'"
    )
    for _look in range(PATIENCE * 50):
        row = watcher.execute(look).fetchone()
        if row and row[0] == asleep:
            return
    raise AssertionError(f"Never {asleep} questions asleep.")


def test_a_client_that_leaves_takes_its_question_along(site: Site, watcher: "psycopg.Connection[tuple[int]]") -> None:
    wires = [site.connect() for _one in range(2)]
    for wire in wires:
        wire.sendall(b"GET /served/sleep/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    wait_until(watcher, asleep=2)
    for wire in wires:
        wire.close()
    wait_until(watcher, asleep=0)
    assert site.get("/served/limits/")[0] == 200


def test_a_connection_of_the_server_has_its_limits(site: Site) -> None:
    assert json.loads(site.get("/served/limits/")[2]) == {**settings.DATABASE_LIMITS, "statement_timeout": "10min"}


@pytest.mark.parametrize(
    "said",
    [
        {"SCRIPT_NAME": "/zzz"},
        {"Script-Name": "/zzz"},
        {"PATH_INFO": "/zzz"},
        {"X-Forwarded-Ssl": "on"},
        {"X-Forwarded-Protocol": "ssl"},
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-Host": "elsewhere.example"},
        {"Forwarded": "proto=https;host=elsewhere.example"},
    ],
    ids=lambda said: next(iter(said)),
)
def test_nobody_is_believed_about_where_the_site_is(site: Site, said: dict[str, str]) -> None:
    status, _headers, body = site.get("/served/believed/", said)
    assert status == 200
    assert json.loads(body)["address"] == f"http://127.0.0.1:{site.port}/served/believed/"


def test_the_server_does_not_tell_its_name(site: Site) -> None:
    assert "Server" not in site.get("/healthz")[1]


@pytest.mark.parametrize(("size", "status"), [(20_000, 200), (60_000, 431)])
def test_a_head_that_is_too_long_is_refused(site: Site, size: int, status: int) -> None:
    assert site.get("/healthz", {"X-Long": "x" * size})[0] == status


def test_the_site_starts_with_nothing_said_but_where_its_database_is(django_db_setup: None) -> None:
    with served(url_of_tests()) as site:
        assert site.get("/readyz")[0] == 200


def test_what_browsers_keep_is_written_beside_the_requests(site: Site) -> None:
    """Ten clients ask and hang up; the others are answered, and the pages come."""
    for _client in range(10):
        with site.connect() as wire:
            wire.sendall(b"GET /hors-ligne.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert site.get("/healthz")[0] == 200
    told, end = 204, monotonic() + 2 * PATIENCE
    while told == 204 and monotonic() < end:
        told, _headers, body = site.get("/hors-ligne.json")
    assert told == 200
    assert "/" in json.loads(body)["pages"]
