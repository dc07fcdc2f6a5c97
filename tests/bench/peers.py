"""Measures the map's viewport beside what others make of the same database, in one run: TiPg, and the plain serializer.

TiPg serves the table as it is, with the columns of a place that it can name: it knows nothing of networks, of hours at
this minute, or of a day. It runs in an environment of its own, in as many processes as the site.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from subprocess import DEVNULL, Popen
from typing import TYPE_CHECKING
from urllib.parse import quote

import django
from django.conf import settings

from tests.bench.measure import PORT, ROUNDS, Client, requests_per_second, served, wait_for_answer
from tests.bench.questions import questions
from tests.clients.environment import ROOT, Environment

if TYPE_CHECKING:
    from pathlib import Path

TIPG = Environment("peers", ROOT / "requirements-peers.txt")
TIPG_PORT = PORT - 1
_COLUMNS = (
    "slug,name,kinds,services,address,postcode,precision,is_itinerant,wheelchair,opening_hours,verified_on,commune_id,"
    "phone,source,source_date,licence"
)
Way = tuple[str, int]


def main() -> None:
    """Ask each way in turn for 500 features, then over several connections at once, and print the ratios."""
    django.setup()
    ways = _ways(questions(100_000)[0].path)
    with served("tests.bench.settings"), tipg():
        sizes = {name: len(Client(port).get(path)) / 1000 for name, (path, port) in ways.items()}
        alone, at_once = _alone(ways), _at_once(ways)
    print(f"{'viewport of 500':<20}{'kB':>6}{'ms':>9}{'/ REST':>9}{'per s':>9}{'/ TiPg':>9}")  # noqa: T201
    for name, size in sizes.items():
        slower, quicker = alone[name] / alone["REST"], at_once[name] / at_once["TiPg"]
        line = f"{name:<20}{size:>6.0f}{alone[name]:>9.1f}{slower:>9.2f}{at_once[name]:>9.1f}{quicker:>9.1f}"
        print(line, flush=True)  # noqa: T201


def _ways(viewport: str) -> dict[str, Way]:
    asked = viewport.partition("format=geojson&")[2]
    return {
        "REST": (viewport, PORT),
        "OGC": (f"/ogc/collections/places/items?{asked}", PORT),
        "plain serializer": (f"/bench/plain/?{asked}", PORT),
        "TiPg": (f"/collections/public.places_place/items?{asked}&f=geojson&properties={_COLUMNS}", TIPG_PORT),
    }


def _alone(ways: dict[str, Way]) -> dict[str, float]:
    """Ask over one connection each, in turn; the medians in milliseconds."""
    clients = {name: Client(port) for name, (_path, port) in ways.items()}
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(ROUNDS):
        for name, (path, _port) in ways.items():
            start = time.perf_counter()
            clients[name].get(path)
            times[name].append((time.perf_counter() - start) * 1000)
    return {name: median(taken[len(taken) // 10 :]) for name, taken in times.items()}


def _at_once(ways: dict[str, Way]) -> dict[str, float]:
    """Ask over several connections, three times in turn; the medians of answers a second."""
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(3):
        for name, way in ways.items():
            rates[name].append(requests_per_second(*way))
    return {name: median(found) for name, found in rates.items()}


@contextmanager
def tipg() -> Iterator[None]:
    """Serve the table of places by TiPg, in two processes as the site is."""
    database = settings.DATABASES["default"]
    url = f"postgresql://{database['USER']}@{quote(str(database['HOST']), safe='')}/{database['NAME']}"
    told = {"DATABASE_URL": url, "TIPG_DB_SCHEMAS": '["public"]', "TIPG_DB_TABLES": '["public.places_place"]'}
    command: list[str | Path] = [TIPG.python().with_name("uvicorn"), "tipg.main:app", "--port", f"{TIPG_PORT}"]
    command += ["--workers", "2", "--no-access-log", "--timeout-graceful-shutdown", "2"]
    server = Popen(command, env=os.environ | told, stdout=DEVNULL, stderr=DEVNULL)
    try:
        wait_for_answer(port=TIPG_PORT)
        yield
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
