"""Commits that overlap, a hub that is killed, a database that hangs up: every screen ends equal to the database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import Random
from threading import Event
from time import monotonic, sleep
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.bench.database import conninfo
from tests.served.conftest import PATIENCE, Site, url_of_tests
from tests.served.test_live import Hub, Stream, with_hub

pytestmark = pytest.mark.walk
TOPIC = "workshop:ENSEMB"
SCREENS, WRITERS, COMMITS = 12, 4, 25
_HELD = "SELECT name FROM network_signal WHERE topic = %s AND position IS NOT NULL"
# As far as the hub can tell, the database has died.
_HANG_UP = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'croisee live'"


def session() -> "psycopg.Connection[Any]":
    return psycopg.connect(conninfo(connection.settings_dict))


class Screen:
    """A page that shows what was told, comes back when it is cut, and looks at all of it when nobody knows."""

    def __init__(self, site: Site) -> None:
        self.site, self.shown = site, set[str]()
        self.last = ""
        self.resets = 0

    def follow(self, over: Event) -> None:
        """Show what moves until it is over, or everything is shown."""
        while not over.is_set():
            with suppress(OSError, EOFError, ValueError, TimeoutError, IndexError):
                self._listen(over)
            sleep(0.1)

    def _listen(self, over: Event) -> None:
        page = Stream(self.site, f"topic={TOPIC}", self.last)
        page.wire.settimeout(5)
        try:
            while page.status == 200 and not over.is_set():
                self._hear(page)
        finally:
            page.close()

    def _hear(self, page: Stream) -> None:
        frame = page.next("hello", "change", "reset", "beat")
        if frame.event == "change":
            self.shown |= set(frame.data["topics"].get(TOPIC) or self._all())
        elif frame.event == "reset" or not self.last:
            self.resets += 1
            self.shown = self._all()
        self.last = frame.id

    def _all(self) -> set[str]:
        with session() as asking:
            return {name for (name,) in asking.execute(_HELD, [TOPIC])}


class Writer:
    """Writes in transactions that overlap with those of others, and takes some of them back."""

    def __init__(self, number: int) -> None:
        self.number, self.chance = number, Random(number)

    def write(self) -> None:
        with session() as writing:
            for commit in range(COMMITS):
                for part in range(self.chance.randint(1, 3)):
                    writing.execute("SELECT stir(%s, %s)", [TOPIC, f"mot:{self.number}-{commit}-{part}"])
                    sleep(self.chance.random() / 20)
                writing.rollback() if self.chance.random() < 0.2 else writing.commit()


@pytest.fixture
def both(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Hub]]:
    with with_hub(tmp_path_factory.mktemp("live"), url_of_tests()) as both:
        yield both
    with session() as tidying:
        tidying.execute("DELETE FROM network_signal")


def test_every_screen_ends_equal_to_the_database(both: tuple[Site, Hub]) -> None:
    site, hub = both
    screens, over = [Screen(site) for _screen in range(SCREENS)], Event()
    with ThreadPoolExecutor(SCREENS + WRITERS) as pool:
        following = [pool.submit(screen.follow, over) for screen in screens]
        writing = [pool.submit(Writer(number).write) for number in range(WRITERS)]
        for _time in range(2):
            sleep(0.7)
            hub.kill()
            sleep(0.3)
            hub.start()
        with session() as hanging_up:
            hanging_up.execute(_HANG_UP)
        for task in writing:
            task.result(PATIENCE)
        wait_for(screens, screens[0]._all())
        over.set()
        for task in following:
            task.result(PATIENCE)
    held = screens[0]._all()
    assert len(held) > WRITERS * COMMITS
    assert [screen.shown ^ held for screen in screens] == [set()] * SCREENS


def wait_for(screens: list[Screen], held: set[str]) -> None:
    end = monotonic() + PATIENCE
    while any(screen.shown != held for screen in screens) and monotonic() < end:
        sleep(0.1)
