"""The database dies, and the site neither breaks nor needs anyone: on a private cluster of this test's own."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from shutil import copytree
from subprocess import PIPE, Popen
from time import monotonic, sleep

import psycopg
import pytest
from django.conf import settings

from tests.bench.database import conninfo
from tests.served.conftest import PATIENCE, TRYING, Site, served

pytestmark = pytest.mark.walk

# As bin/serve does: a cluster, and a watch over it. It ends when its standard input does.
CLUSTER = """
set -euo pipefail
. bin/lib/all.sh
trap 'stop_cluster; rm -rf "$CLUSTER" "$SOCKET"' EXIT
make_state
need_database
watch_cluster $$ &
printf '%s\\n' "$DATABASE_URL" "$DATA"
read -r _ || true
kill $!
"""


class Cluster:
    """Where the cluster is, and whom to kill."""

    def __init__(self, url: str, data: str) -> None:
        self.url = url
        self.data = Path(data)

    def server(self) -> int:
        return int((self.data / "postmaster.pid").read_text().splitlines()[0])

    def backend(self) -> int:
        """Find a process that serves the site."""
        with psycopg.connect(
            conninfo({"HOST": self.data.parent / "run", "USER": "croisee", "NAME": "croisee"})
        ) as asking:
            row = asking.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchone()
        assert row
        return int(row[0])


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    checkout = tmp_path_factory.mktemp("checkout")
    copytree(settings.BASE_DIR / "bin", checkout / "bin")
    (checkout / ".venv").symlink_to(settings.BASE_DIR / ".venv")
    alone = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with Popen(["bash", "-c", CLUSTER], cwd=checkout, env=alone, stdin=PIPE, stdout=PIPE, text=True) as shell:
        assert shell.stdout
        url, data = (shell.stdout.readline().strip() for _line in range(2))
        yield Cluster(url, data)
        shell.communicate(timeout=PATIENCE)


@pytest.fixture
def site(cluster: Cluster) -> Iterator[Site]:
    with served(cluster.url, **TRYING) as site:
        yield site


def statuses_until_well(site: Site) -> set[int]:
    """Ask until three answers in a row are good, and tell what was answered; each 503 says when to come back."""
    told, good, end = set(), 0, monotonic() + PATIENCE
    while good < 3 and monotonic() < end:
        status, headers, body = site.get("/served/limits/")
        good = good + 1 if status == 200 else 0
        told.add(status)
        if status == 503:
            assert headers["Retry-After"] == "5"
            assert b'http-equiv="refresh"' in body
    assert good == 3
    return told


def wait_for_another(cluster: Cluster, killed: int) -> None:
    end = monotonic() + PATIENCE
    while monotonic() < end:
        with suppress(OSError, IndexError):
            if cluster.server() != killed:
                return
        sleep(0.05)


@pytest.mark.parametrize("victim", [Cluster.backend, Cluster.server], ids=["one process", "the first process"])
def test_whatever_process_of_the_database_is_killed_the_site_says_503_and_then_answers_again(
    cluster: Cluster, site: Site, victim: Callable[[Cluster], int]
) -> None:
    assert statuses_until_well(site) == {200}
    killed = victim(cluster)
    os.kill(killed, signal.SIGKILL)
    told = statuses_until_well(site)
    if victim is Cluster.server:
        wait_for_another(cluster, killed)  # who asks in the first instant may still be answered
    assert told | statuses_until_well(site) <= {200, 503}
    assert site.get("/healthz")[0] == 200
    assert cluster.server() != killed
