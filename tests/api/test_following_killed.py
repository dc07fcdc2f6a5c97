"""Whoever writes here and whoever keeps a copy may die at any moment: the copy is the directory all the same."""

import json
import logging
import multiprocessing
import random
import sqlite3
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from django.db import connections

from tests.api.following import Edits, Follower, assert_same
from tests.factories import make_commune, make_kind, make_network

# They begin with what this process knows, the database of the tests included.
_FORK = multiprocessing.get_context("fork")


class KeptFollower(Follower):
    """A program that keeps its copy in a file, where each change and its cursor are written together."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.file = sqlite3.connect(path, isolation_level=None)
        self.file.execute("CREATE TABLE IF NOT EXISTS copy (sort, id, record, PRIMARY KEY (sort, id))")
        self.file.execute("CREATE TABLE IF NOT EXISTS stand (one PRIMARY KEY, cursor)")
        for sort, key, record in self.file.execute("SELECT sort, id, record FROM copy"):
            self.copy[sort, json.loads(key)] = json.loads(record)
        self.cursor = (self.file.execute("SELECT cursor FROM stand").fetchone() or ["0"])[0]

    def follow(self, limit: int = 5) -> None:
        """Apply what is new, each change as a whole."""
        told: dict[str, Any] = {"has_more": True}
        while told["has_more"]:
            told = self.ask(limit=limit)
            for change in told["changes"]:
                self.take(change)

    def take(self, change: dict[str, Any]) -> None:
        self.file.execute("BEGIN IMMEDIATE")
        self.apply(change["items"])
        for item in change["items"]:
            key = item["sort"], json.dumps(item["id"])
            self.file.execute("DELETE FROM copy WHERE (sort, id) = (?, ?)", key)
            if item["record"] is not None:
                self.file.execute("INSERT INTO copy VALUES (?, ?, ?)", (*key, json.dumps(item["record"])))
        self.file.execute("INSERT OR REPLACE INTO stand VALUES (1, ?)", (change["cursor"],))
        self.file.execute("COMMIT")
        self.cursor = change["cursor"]


def write_on(seed: int, committed: Any) -> None:
    """Write at random until one dies; tell how many were committed."""
    edits = Edits(seed)
    while True:
        edits.edit()
        with committed.get_lock():
            committed.value += 1


def follow_on(path: Path) -> None:
    """Follow until one dies."""
    follower = KeptFollower(path)
    while True:
        follower.follow()


def kill(process: BaseProcess) -> None:
    process.kill()
    process.join()
    process.close()


class Life:
    """A process that is started, killed, and started again."""

    def __init__(self, work: Callable[[], BaseProcess]) -> None:
        self._work, self._process, self.deaths = work, work(), 0
        self._process.start()

    def die(self) -> None:
        kill(self._process)
        self._process = self._work()
        self._process.start()
        self.deaths += 1

    def end(self) -> None:
        kill(self._process)


def some_lives(most: int, committed: Any, path: Path, chance: random.Random) -> int:
    """Have someone write, and someone follow, until so many edits are committed; tell how often one of them died."""
    connections.close_all()  # whoever is forked has none of ours to speak over
    writer = Life(lambda: _FORK.Process(target=write_on, args=(chance.getrandbits(32), committed)))
    reader = Life(lambda: _FORK.Process(target=follow_on, args=(path,)))
    while committed.value < most:
        sleep(chance.uniform(0.05, 0.05 + most**0.5 / 30))
        chance.choice([writer, reader]).die()
    for each in (writer, reader):
        each.end()
    return writer.deaths + reader.deaths + 2


def keep_a_copy(most: int, path: Path, parts: int) -> None:
    """Compare the copy with the directory after each part of so many edits, and with a copy that begins then."""
    make_commune()
    make_kind()
    for name, family in (("SoLozère", "business_support"), ("France services", "mediation")):
        make_network(name, family)
    committed, chance, deaths = _FORK.Value("i", 0), random.Random(14), 0
    for part in range(1, parts + 1):
        deaths += some_lives(most * part // parts, committed, path, chance)
        follower = KeptFollower(path)
        follower.follow()
        follower.file.close()
        assert_same(follower.copy)
    assert Follower().keep_up(limit=500) == follower.copy, "whoever begins today holds the same"
    held = committed.value, deaths, len(follower.copy)
    logging.getLogger(__name__).info("%d edits committed, %d processes killed, %d records held", *held)


@pytest.mark.django_db(transaction=True)
def test_a_copy_is_the_directory_though_both_were_killed(tmp_path: Path) -> None:
    keep_a_copy(20, tmp_path / "copy.sqlite", parts=1)


@pytest.mark.walk
@pytest.mark.django_db(transaction=True)
def test_a_copy_is_the_directory_however_often_both_are_killed(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    keep_a_copy(int(pytestconfig.getoption("--edits")), tmp_path / "copy.sqlite", parts=5)
