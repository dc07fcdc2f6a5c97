"""A replica that is one: the site reads there, leaves it out while it is late or away, and writes to the primary."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory
from time import monotonic, sleep

import psycopg
import pytest
from django.conf import settings

from tests.bench.database import conninfo
from tests.served.conftest import PATIENCE, TRYING, Site, served

pytestmark = pytest.mark.walk

# A cluster as bin/serve makes it, and a copy of it that follows, at another port of the same folder.
CLUSTERS = """
set -euo pipefail
. bin/lib/all.sh
COPY=$PWD/copy
stop_copy() { as_cluster_user "$PG_BIN/pg_ctl" stop -s -m immediate -D "$COPY"; }
trap 'stop_copy || true; stop_cluster; rm -rf "$CLUSTER" "$SOCKET" "$COPY"' EXIT
make_state
need_database
write_as_cluster_user "$DATA/pg_hba.conf" "$(printf 'local %s all peer map=owner\\n' all replication)"
as_administrator -q -c "ALTER SYSTEM SET wal_level = replica" -c "ALTER SYSTEM SET max_wal_senders = 4"
stop_cluster
start_cluster
is_root && install -d -o postgres -m 700 "$COPY"
as_cluster_user "$PG_BIN/pg_basebackup" -h "$SOCKET" -U postgres -R -X stream -c fast -D "$COPY"
unlocked_pg_ctl start --wait -D "$COPY" -o "-p 5433 -k '$SOCKET'" -l "$COPY/log"
printf '%s\\n' "$DATABASE_URL" "$SOCKET"
while read -r word; do stop_copy && echo "$word"; done
"""


class Clusters:
    """Where both are, and how to be rid of the replica."""

    def __init__(self, shell: "Popen[str]") -> None:
        assert shell.stdin
        assert shell.stdout
        self._in, self._out = shell.stdin, shell.stdout
        self.url, self.socket = (self._out.readline().strip() for _line in range(2))
        assert self.socket, "The clusters did not start."
        self.replica = f"{self.url}?port=5433"

    def stop_replica(self) -> None:
        self._in.write("stop\n")
        self._in.flush()
        assert self._out.readline() == "stop\n"

    @contextmanager
    def asking(self, port: int, user: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
        place = {"HOST": self.socket, "PORT": port, "USER": user, "NAME": "croisee"}
        with psycopg.connect(conninfo(place), autocommit=True) as asking:
            yield asking


@pytest.fixture(scope="module")
def clusters() -> Iterator[Clusters]:
    alone = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    # Not among the folders of pytest, which are of one user alone: whoever runs the cluster comes by here.
    with TemporaryDirectory() as checkout:
        Path(checkout).chmod(0o755)
        copytree(settings.BASE_DIR / "bin", Path(checkout, "bin"))
        Path(checkout, ".venv").symlink_to(settings.BASE_DIR / ".venv")
        with Popen(["bash", "-c", CLUSTERS], cwd=checkout, env=alone, stdin=PIPE, stdout=PIPE, text=True) as shell:
            yield Clusters(shell)
            shell.communicate(timeout=PATIENCE)


@pytest.fixture
def site(clusters: Clusters) -> Iterator[Site]:
    with served(clusters.url, **TRYING, DATABASE_REPLICAS=clusters.replica) as site:
        yield site


def who_answers(site: Site, path: str = "answering", headers: dict[str, str] | None = None) -> str:
    status, _headers, body = site.get(f"/served/{path}/", headers)
    assert status == 200
    return body.decode()


def wait_until(site: Site, who: str) -> None:
    """Ask until the processes say so, six times in a row, however long that takes; every answer is good."""
    in_a_row, end = 0, monotonic() + 4 * PATIENCE
    while in_a_row < 6 and monotonic() < end:
        in_a_row = in_a_row + 1 if who_answers(site) == who else 0
        sleep(0.05)
    assert in_a_row == 6


def test_the_replica_answers_who_reads_and_is_left_out_while_it_is_late_or_away(clusters: Clusters, site: Site) -> None:
    wait_until(site, "a replica")
    assert who_answers(site, headers={"Cookie": "sessionid=x"}) == "the primary"
    assert who_answers(site, "writing") == "the primary"
    with clusters.asking(5433, "postgres") as replica, clusters.asking(5432, "croisee") as primary:
        replica.execute("SELECT pg_wal_replay_pause()")
        primary.execute("CREATE TABLE written (here int)")
        wait_until(site, "the primary")
        replica.execute("SELECT pg_wal_replay_resume()")
        wait_until(site, "a replica")
    clusters.stop_replica()
    wait_until(site, "the primary")
