"""Open pages are told what moved, by a hub beside the site; and the site is whole where there is none."""

import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from subprocess import DEVNULL, Popen
from time import sleep
from typing import Any, NamedTuple
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from time_machine import TimeMachineFixture

from config.live.hub import BEAT
from network.live.tickets import write_ticket
from tests.bench.database import conninfo
from tests.served.conftest import PATIENCE, Site, served, url_of_tests

pytestmark = pytest.mark.walk
TOPIC = "workshop:ABCDEF"
SECRET = "of the site and of its hub"


# Says in the topic of these tests that something moved, as a commit of its own.
Stir = Callable[[str], object]


class Frame(NamedTuple):
    """An event of a stream."""

    event: str
    id: str
    data: dict[str, Any]


class Stream:
    """A page that follows: what it is told, and the last that it saw."""

    def __init__(self, site: Site, query: str, last_id: str = "") -> None:
        self.wire = site.connect()
        self.lines = self.wire.makefile("r", encoding="utf-8", newline="\n")
        self.last = last_id
        seen = f"Last-Event-ID: {last_id}\r\n" if last_id else ""
        asked = f"GET /live/?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n{seen}\r\n"
        try:
            self.wire.sendall(asked.encode())
            self.status = int(self.lines.readline().split()[1])
        except (OSError, ValueError, IndexError):
            self.close()
            raise

    def close(self) -> None:
        """Hang up."""
        self.lines.close()
        self.wire.close()

    def next(self, *events: str) -> Frame:
        """Read on to the next frame of these sorts.

        What other tests still write, in any database of the same cluster, holds news back meanwhile.
        """
        beats = 0
        while beats * BEAT < PATIENCE:
            said = dict(line.split(": ", 1) for line in iter(self._line, ""))
            if said.get("event") in events:
                self.last = said["id"]
                return Frame(said["event"], said["id"], json.loads(said["data"]))
            beats += said.get("event") == "beat"
        raise TimeoutError(events)

    def hear(self, *names: str) -> None:
        """Read on until all of these were told."""
        left = set(names)
        while left:
            left -= set(self.next("change").data["topics"][TOPIC])

    def _line(self) -> str:
        line = self.lines.readline()
        if not line:
            raise EOFError
        return line.strip()


class Hub:
    """The process beside the site, which may be killed and started again."""

    def __init__(self, path: Path, database: str) -> None:
        self.path, self.database = path, database
        self.start()

    def start(self) -> None:
        env = os.environ | {"LIVE_SOCKET": str(self.path), "DATABASE_URL": self.database, "SECRET_KEY": SECRET}
        command = [sys.executable, "-m", "config.live", "--beside", str(os.getpid())]
        self.process = Popen(command, cwd=settings.BASE_DIR, env=env, stdout=DEVNULL, stderr=DEVNULL)
        self.wait()

    def wait(self) -> None:
        for _attempt in range(PATIENCE * 10):
            with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as way:
                way.connect(str(self.path))
                return
            sleep(0.1)
        raise RuntimeError("The hub did not start.")

    def kill(self, sent: int = signal.SIGKILL) -> None:
        self.process.send_signal(sent)
        self.process.wait(PATIENCE)


@contextmanager
def with_hub(folder: Path, database: str) -> Iterator[tuple[Site, Hub]]:
    hub = Hub(folder / "live", database)
    try:
        with served(database, LIVE_SOCKET=str(hub.path), SECRET_KEY=SECRET) as site:
            yield site, hub
    finally:
        hub.kill()


@pytest.fixture(scope="module")
def both(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Hub]]:
    with with_hub(tmp_path_factory.mktemp("live"), url_of_tests()) as both:
        yield both


@pytest.fixture(scope="module")
def stir(django_db_setup: None) -> Iterator[Stir]:
    """Say in the topic of these tests that something moved, as a commit of its own."""
    with psycopg.connect(conninfo(connection.settings_dict), autocommit=True) as session:
        yield lambda name: session.execute("SELECT stir(%s, %s)", [TOPIC, name])
        session.execute("DELETE FROM network_signal")


class Pages:
    """Opens pages on the site, and closes them all in the end."""

    def __init__(self, site: Site, hub: Hub) -> None:
        self.site, self.hub = site, hub
        self._open: list[Stream] = []

    def open(self, query: str = f"topic={TOPIC}", last_id: str = "") -> Stream:
        self._open.append(Stream(self.site, query, last_id))
        return self._open[-1]

    def close(self) -> None:
        for page in self._open:
            page.lines.close()
            page.wire.close()


@pytest.fixture
def pages(both: tuple[Site, Hub]) -> Iterator[Pages]:
    pages = Pages(*both)
    yield pages
    pages.close()


def now() -> datetime:
    """Tell the moment of the processes that serve: that of the tests is another."""
    with psycopg.connect(conninfo(connection.settings_dict)) as session:
        (moment,) = session.execute("SELECT now()").fetchone() or ()
    assert isinstance(moment, datetime)
    return moment


def ask(site: Site, query: str) -> dict[str, Any]:
    status, _headers, body = site.get(f"/live/?{query}")
    assert status == 200
    return dict(json.loads(body))


def ask_until_told(site: Site, since: str) -> dict[str, Any]:
    """Ask again while nothing is told: others still write (see `Stream.next`)."""
    for _attempt in range(PATIENCE * 10):
        told = ask(site, f"topic={TOPIC}&since={since}")
        if told["topics"]:
            break
        sleep(0.1)
    return told


def test_who_follows_is_told_and_who_comes_back_is_told_what_she_missed(pages: Pages, stir: Stir) -> None:
    page, other = pages.open(f"topic={TOPIC}&topic=directory"), pages.open("topic=workshop:GHIJKL")
    hello = page.next("hello")
    stir("scene:1")
    told = page.next("change")
    assert told.data == {"before": hello.id, "topics": {TOPIC: ["scene:1"]}}
    page.wire.close()
    stir("scene:2")
    stir("scene:3")
    back = pages.open(last_id=page.last)
    assert back.next("hello").id == told.id
    back.hear("scene:2", "scene:3")
    # What it does not follow it hears nothing of, and that all is well it hears.
    assert other.next("hello", "change").event == "hello"
    while (beat := other.next("beat", "change")).id != back.last:
        assert beat.event == "beat"


def test_the_page_begins_where_it_was_written(pages: Pages, stir: Stir) -> None:
    stir("scene:4")
    pages.open(f"topic={TOPIC}&at={quote(now().isoformat())}").hear("scene:4")
    since = ask(pages.site, f"topic={TOPIC}&at=2020-01-01T00:00:00%2B01:00")
    assert since["reset"] or "scene:4" in since["topics"][TOPIC], "a copy of years ago"


@pytest.mark.parametrize("unknown", ["999999-abc", "0-1", "1-1"])
def test_an_id_that_was_never_told_is_met_with_a_reset(pages: Pages, stir: Stir, unknown: str) -> None:
    stir("scene:5")
    page = pages.open(last_id=unknown)
    reset = page.next("reset", "change")
    assert reset.event == "reset"
    stir("scene:6")
    told = page.next("change")
    assert told.data["before"] == reset.id
    assert "scene:6" in told.data["topics"][TOPIC]
    assert ask(pages.site, f"topic={TOPIC}&since={unknown}")["reset"]


def test_one_answer_is_held_until_something_moves(pages: Pages, stir: Stir) -> None:
    start = ask(pages.site, f"topic={TOPIC}")
    assert start["topics"] == {}
    stir("scene:7")
    for _time in range(PATIENCE // 25):
        told = ask(pages.site, f"topic={TOPIC}&since={start['id']}&wait=25")
        if told["topics"]:
            break
    assert told["topics"] == {TOPIC: ["scene:7"]}
    assert ask(pages.site, f"topic={TOPIC}&since={told['id']}&wait=1")["topics"] == {}


def test_nobody_follows_what_she_has_no_ticket_for(pages: Pages, time_machine: TimeMachineFixture) -> None:
    assert pages.open("topic=queues").status == 403
    time_machine.move_to(now())
    ticket = write_ticket(["queues"], secret=SECRET)
    assert pages.open(f"topic=queues&ticket={ticket}").next("hello").data["stream"]


@pytest.mark.parametrize(
    "query",
    ["", "topic=", "topic=%C3%A9", "topic=a&other=1", "topic=a&since=x", "topic=a&at=x", "topic=directory&wait=x"],
)
def test_what_is_no_question_is_refused_with_and_without_a_hub(pages: Pages, query: str) -> None:
    assert pages.site.get(f"/live/?{query}")[0] in {400, 403}


def test_a_hub_that_is_killed_leaves_the_site_whole_and_who_comes_back_misses_nothing(pages: Pages, stir: Stir) -> None:
    page = pages.open()
    page.next("hello")
    pages.hub.kill()
    with pytest.raises(EOFError):
        page.next("change")
    stir("scene:8")
    assert pages.open(last_id=page.last).status == 204
    told = ask_until_told(pages.site, page.last)
    assert told["topics"] == {TOPIC: ["scene:8"]}
    assert not told["stream"]
    assert pages.site.get("/healthz")[0] == 200
    pages.hub.start()
    stir("scene:9")
    back = pages.open(last_id=page.last)
    back.hear("scene:8", "scene:9")
