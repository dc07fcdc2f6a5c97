"""The scripts that give a database its part among several, beside programs that say what one likes."""

import os
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

SCRIPTS = settings.BASE_DIR / "docker" / "db"
PRIMARY, REPLICA = "f", "t"
# Says for each machine whether it is in recovery, its timeline, and how far it is; nothing for one that is away.
PSQL = """#!/bin/sh
where=here; case "$*" in *host=*) where=$(echo "$*" | sed 's/.*host=\\([a-z0-9]*\\) .*/\\1/') ;; esac
[ -d "$SAID/$where" ] || exit 2
case "$*" in
    *pg_is_in_recovery*) cat "$SAID/$where/recovery" ;;
    *timeline_id*) cat "$SAID/$where/timeline" ;;
    *greatest*) cat "$SAID/$where/position" ;;
    *CHECKPOINT*) ;;
esac
"""
DID = """#!/bin/sh
echo "${0##*/} $*" >>"$SAID/did"
case "$*" in *PGDATA.new*|*data.new*) mkdir -p "$PGDATA.new" ;; esac
"""
CONTROL = """#!/bin/sh
echo "Latest checkpoint's TimeLineID:       1"
"""


class Machine:
    """One of three, db1, and what it is told of the others."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        programs = folder / "programs"
        programs.mkdir()
        stubs = {"psql": PSQL, "pg_ctl": DID, "pg_basebackup": DID, "postgres": DID, "pg_controldata": CONTROL}
        for name, text in stubs.items():
            (programs / name).write_text(text)
            (programs / name).chmod(0o755)
        self.environment = {
            "PATH": f"{programs}:{SCRIPTS}:{os.environ['PATH']}",
            "PGDATA": str(self.data),
            "SAID": str(folder),
            "NODES": "db1 db2 db3",
            "NODE": "db1",
            "POSTGRES_PASSWORD": "secret",
        }

    def hears(self, where: str, recovery: str, *, timeline: int = 1, position: int = 100) -> None:
        (self.folder / where).mkdir()
        for name, said in (("recovery", recovery), ("timeline", timeline), ("position", position)):
            (self.folder / where / name).write_text(f"{said}\n")

    def promotes(self, *how: str) -> tuple[int, str]:
        return self._run("promote.sh", *how)

    def takes_part(self) -> tuple[int, str]:
        """Begin, up to where it would make or open a cluster of its own."""
        script = 'set -eu; serve() { exec postgres "$@"; }; . node.sh; take_part; echo "the primary"'
        return self._run("sh", "-c", script)

    @property
    def did(self) -> str:
        told = self.folder / "did"
        return told.read_text() if told.exists() else ""

    def _run(self, *command: str) -> tuple[int, str]:
        ran = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=60)
        return ran.returncode, ran.stdout + ran.stderr


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_replica_is_promoted_where_nobody_is_the_primary_and_nobody_has_more(machine: Machine) -> None:
    machine.hears("here", REPLICA, position=100)
    machine.hears("db3", REPLICA, position=100)
    status, said = machine.promotes()
    assert (status, said) == (0, "db1 is the primary.\n")
    assert machine.did.startswith("pg_ctl promote")


@pytest.mark.parametrize(
    ("recovery", "position", "why"),
    [(PRIMARY, 100, "db2 is the primary, and answers: stop it first."), (REPLICA, 101, "db2 has more: promote it.")],
)
def test_a_replica_is_not_promoted_beside_a_primary_or_before_one_that_has_more(
    machine: Machine, recovery: str, position: int, why: str
) -> None:
    machine.hears("here", REPLICA, position=100)
    machine.hears("db2", recovery, position=position)
    assert machine.promotes() == (1, f"{why}\n")
    assert machine.did == ""


def test_where_another_replica_is_away_too_a_person_has_to_say_that_it_is_lost(machine: Machine) -> None:
    machine.hears("here", REPLICA)
    status, said = machine.promotes()
    assert (status, machine.did) == (1, "")
    assert said.startswith("Of db2 db3, one may have more.")
    assert machine.promotes("anyway") == (0, "db1 is the primary.\n")


def test_the_primary_is_left_as_it_is(machine: Machine) -> None:
    machine.hears("here", PRIMARY)
    assert machine.promotes() == (0, "db1 is the primary.\n")
    assert machine.did == ""


def test_the_first_of_all_begins_and_the_primary_goes_on(machine: Machine) -> None:
    assert machine.takes_part() == (0, "the primary\n")
    machine.data.mkdir()
    machine.hears("db2", REPLICA)
    assert machine.takes_part() == (0, "the primary\n")
    assert machine.did == ""


def test_a_new_machine_copies_the_primary_and_follows_it(machine: Machine) -> None:
    machine.hears("db3", PRIMARY)
    status, said = machine.takes_part()
    assert (status, said) == (0, "Copying the database of db3.\n")
    copied, served = machine.did.splitlines()
    assert copied.endswith("-d host=db3 user=croisee_copy")
    assert "synchronous_standby_names=ANY 1 (db1,db2,db3)" in served
    assert "host=db1,db2,db3" in served
    assert "secret" not in machine.did
    assert (machine.data / "standby.signal").exists()


def test_one_that_comes_back_after_a_promotion_puts_its_own_aside_and_follows(machine: Machine) -> None:
    machine.data.mkdir()
    machine.hears("db2", PRIMARY, timeline=2)
    assert machine.takes_part() == (0, "Copying the database of db2.\n")
    assert (machine.data.with_suffix(".before")).is_dir()


@pytest.mark.parametrize("timeline", [1, 0])
def test_one_that_comes_back_does_not_follow_who_was_not_promoted_since(machine: Machine, timeline: int) -> None:
    machine.data.mkdir()
    machine.hears("db2", PRIMARY, timeline=timeline)
    status, said = machine.takes_part()
    assert status == 1
    assert "has not been promoted since" in said
    assert machine.did == ""
    assert machine.data.is_dir()


def test_with_none_to_wait_for_a_commit_waits_for_none(machine: Machine) -> None:
    machine.environment["SYNCHRONOUS"] = "0"
    machine.hears("db3", PRIMARY)
    machine.takes_part()
    assert "synchronous_standby_names" not in machine.did
