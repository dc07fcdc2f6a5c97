"""Measures viewports of the map beside what others make of the same database, in one run: TiPg, the plain serializer.

All are asked for the same rectangles in turn, for nobody asks twice for the same: what has been told is no answer.

TiPg serves the table as it is, with the columns of a place that it can name: it knows nothing of networks, of hours at
this minute, or of a day. It runs in an environment of its own, in as many processes as the site.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, Popen
from urllib.parse import quote

import django
from django.conf import settings
from django.db import connection

from tests.bench.measure import PORT, ROUNDS, Client, children, requests_per_second, served, wait_for_answer
from tests.bench.questions import viewports
from tests.clients.environment import ROOT, Environment

TIPG = Environment("peers", ROOT / "requirements-peers.txt")
TIPG_PORT = PORT - 1
_COLUMNS = (
    "slug,name,kinds,services,address,postcode,precision,is_itinerant,wheelchair,opening_hours,verified_on,commune_id,"
    "phone,source,source_date,licence"
)
VIEWPORTS = 24
_BACKENDS = """
SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND leader_pid IS NULL
"""
Way = tuple[list[str], int]


def main() -> None:
    """Ask each way in turn for 500 features, then over several connections at once, and print the ratios."""
    django.setup()
    ways = _ways(viewports(100_000, VIEWPORTS))
    with served("tests.bench.settings") as site, tipg() as other:
        sizes = {
            name: median(len(Client(port).get(path)) for path in paths) / 1000 for name, (paths, port) in ways.items()
        }
        alone, work = _alone(ways, [*children(site.pid), *children(other.pid)])
        at_once = _at_once(ways)
    print(  # noqa: T201
        f"{'viewport of 500':<20}{'kB':>6}{'ms':>9}{'/ REST':>9}{'work ms':>9}{'/ REST':>9}{'TiPg /':>9}"
        f"{'per s':>9}{'/ TiPg':>9}"
    )
    for name, size in sizes.items():
        print(  # noqa: T201
            f"{name:<20}{size:>6.0f}{alone[name]:>9.1f}{alone[name] / alone['REST']:>9.2f}{work[name]:>9.1f}"
            f"{work[name] / work['REST']:>9.2f}{work['TiPg'] / work[name]:>9.1f}"
            f"{at_once[name]:>9.1f}{at_once[name] / at_once['TiPg']:>9.1f}",
            flush=True,
        )


def _ways(paths: list[str]) -> dict[str, Way]:
    asked = [path.partition("format=geojson&")[2] for path in paths]
    columns = f"f=geojson&properties={_COLUMNS}"
    return {
        "REST": (paths, PORT),
        "OGC": ([f"/ogc/collections/places/items?{one}" for one in asked], PORT),
        "plain serializer": ([f"/bench/plain/?{one}" for one in asked], PORT),
        "TiPg": ([f"/collections/public.places_place/items?{one}&{columns}" for one in asked], TIPG_PORT),
    }


def _alone(ways: dict[str, Way], servers: list[str]) -> tuple[dict[str, float], dict[str, float]]:
    """Ask over one connection each, in turn; the medians in milliseconds, gone by and of the servers' processors."""
    clients = {name: Client(port) for name, (_paths, port) in ways.items()}
    times: dict[str, list[float]] = {name: [] for name in ways}
    work: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(ROUNDS):
        for name, (paths, _port) in ways.items():
            before, start = _work(servers), time.perf_counter()
            clients[name].get(paths[number % len(paths)])
            times[name].append((time.perf_counter() - start) * 1000)
            work[name].append(_work(servers) - before)
    gone_by, spent = (
        {name: median(taken[len(taken) // 10 :]) for name, taken in all_.items()} for all_ in (times, work)
    )
    return gone_by, spent


def _work(servers: list[str]) -> float:
    """Sum up the milliseconds that processors have given to servers and to PostgreSQL for them, whoever else waits."""
    with connection.cursor() as cursor:
        cursor.execute(_BACKENDS)
        pids = [*servers, *(pid for (pid,) in cursor.fetchall())]
    threads = (thread for pid in pids for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"))
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1_000_000


def _at_once(ways: dict[str, Way]) -> dict[str, float]:
    """Ask over several connections, three times in turn; the medians of answers a second."""
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(3):
        for name, (paths, port) in ways.items():
            rates[name].append(requests_per_second(*paths, port=port))
    return {name: median(found) for name, found in rates.items()}


@contextmanager
def tipg() -> Iterator["Popen[bytes]"]:
    """Serve the table of places by TiPg, in two processes as the site is."""
    database = settings.DATABASES["default"]
    url = f"postgresql://{database['USER']}@{quote(str(database['HOST']), safe='')}/{database['NAME']}"
    told = {"DATABASE_URL": url, "TIPG_DB_SCHEMAS": '["public"]', "TIPG_DB_TABLES": '["public.places_place"]'}
    command: list[str | Path] = [TIPG.python().with_name("uvicorn"), "tipg.main:app", "--port", f"{TIPG_PORT}"]
    command += ["--workers", "2", "--no-access-log", "--timeout-graceful-shutdown", "2", "--timeout-keep-alive", "60"]
    server = Popen(command, env=os.environ | told, stdout=DEVNULL, stderr=DEVNULL)
    try:
        wait_for_answer(port=TIPG_PORT)
        yield server
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
