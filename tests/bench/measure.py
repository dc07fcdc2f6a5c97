"""Measures the API as served, as ratios within one run: these figures hold on a slow machine as on a fast one.

Each question is asked in turn of the API, of an empty view of the same stack and of PostgreSQL, round after round, and
medians are compared. Nothing here passes or fails: `bin/bench` prints, people judge.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from statistics import median
from subprocess import Popen

import django
import psycopg
from django.conf import settings

from tests.bench.database import conninfo
from tests.bench.questions import Question, of_a_country, questions

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "60"))
ROUNDS_OF_A_COUNTRY = 9
CONNECTIONS = 16
SECONDS = float(os.environ.get("BENCH_SECONDS", "6"))
PORT = int(os.environ.get("BENCH_PORT", "8999"))
MEBI = 1024


def main(count: int) -> None:
    """Serve the database that DATABASE_URL names, which holds `count` made-up places, and print its figures."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    django.setup()
    asked = questions(count)
    with served("tests.bench.settings"), bare_database() as database:
        print(f"\n{count:,} places".replace(",", " "))  # noqa: T201
        print(f"{'question':<24}{'API ms':>9}{'empty ms':>10}{'SQL ms':>9}{'API / (empty + 2 SQL)':>24}")  # noqa: T201
        for question in asked:
            print_times(question, database)
        print_of_a_country()
        print_for_maps(asked[0].path)
        print_throughput(asked[0])
    with served("config.settings") as server:
        requests_per_second(asked[0].path)
        print(f"peak memory of a worker under that load: {peak_memory(server.pid):.0f} MB", flush=True)  # noqa: T201


def bare_database() -> "psycopg.Connection[tuple[object, ...]]":
    """Connect as a client that sends each statement as text: the server plans it each time, as it does the site's."""
    return psycopg.connect(conninfo(settings.DATABASES["default"]), autocommit=True, prepare_threshold=None)


def print_times(question: Question, database: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Ask in turn, one connection each, and print the medians in milliseconds with the ratio."""
    client = Client()
    ways: list[Callable[[], object]] = [
        lambda: client.get(question.path),
        lambda: client.get("/bench/empty/"),
        lambda: database.execute(question.sql, question.params).fetchall(),
    ]
    times: list[list[float]] = [[], [], []]
    for _round in range(ROUNDS):
        for way, taken in zip(ways, times, strict=True):
            start = time.perf_counter()
            way()
            taken.append((time.perf_counter() - start) * 1000)
    api, empty, sql = (median(taken[5:]) for taken in times)
    line = f"{question.name:<24}{api:>9.2f}{empty:>10.2f}{sql:>9.2f}{api / (empty + 2 * sql):>24.2f}"
    print(line, flush=True)  # noqa: T201


def print_of_a_country() -> None:
    """Ask in turn what is looked for in all of a country, and print the medians in milliseconds."""
    client, asked = Client(), of_a_country()
    times: dict[str, list[float]] = {name: [] for name in asked}
    for _round in range(min(ROUNDS, ROUNDS_OF_A_COUNTRY)):
        for name, path in asked.items():
            start = time.perf_counter()
            client.get(path)
            times[name].append((time.perf_counter() - start) * 1000)
    for name, taken in times.items():
        print(f"{name:<24}{median(taken[1:]):>9.1f}", flush=True)  # noqa: T201


def print_for_maps(viewport: str) -> None:
    """Ask for the viewport in turn of the API, of its flat profile and of OGC API – Features, and compare."""
    ways = {
        "REST": viewport,
        "flat": viewport.replace("format=geojson", "format=geojson&profile=gis"),
        "OGC": viewport.replace("/api/v1/places/?format=geojson&", "/ogc/collections/places/items?"),
    }
    client, times = Client(), {name: [] for name in ways}  # type: Client, dict[str, list[float]]
    for _round in range(ROUNDS):
        for name, path in ways.items():
            start = time.perf_counter()
            client.get(path)
            times[name].append((time.perf_counter() - start) * 1000)
    rest, flat, ogc = (median(taken[5:]) for taken in times.values())
    print(  # noqa: T201
        f"viewport for maps: REST {rest:.1f} ms, flat {flat:.1f}, OGC {ogc:.1f}: {ogc / rest:.2f} times REST, "
        f"{ogc / flat:.2f} times the flat one",
        flush=True,
    )


def print_throughput(viewport: Question) -> None:
    """Ask for the viewport over several connections at once, of the API and of the plain serializer, and compare."""
    plain = viewport.path.replace("/api/v1/places/", "/bench/plain/").replace("format=geojson&", "")
    rates = {"API": [], "plain": []}  # type: dict[str, list[float]]
    for _round in range(3):
        rates["plain"].append(requests_per_second(plain))
        rates["API"].append(requests_per_second(viewport.path))
    api, usual = median(rates["API"]), median(rates["plain"])
    print(  # noqa: T201
        f"viewport at {CONNECTIONS} connections: {api:.0f} requests/s, plain serializer {usual:.1f}: "
        f"{api / usual:.1f} times",
        flush=True,
    )


def requests_per_second(*paths: str, port: int = PORT) -> float:
    """Keep every connection busy for a bounded time; each asks these addresses in turn, from one of its own on."""
    end = time.perf_counter() + SECONDS
    counts = [0] * CONNECTIONS

    def ask(index: int) -> None:
        client = Client(port)
        while time.perf_counter() < end:
            client.get(paths[(index + counts[index]) % len(paths)])
            counts[index] += 1

    start = time.perf_counter()
    threads = [threading.Thread(target=ask, args=(index,)) for index in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - start)


class Client:
    """One kept connection."""

    def __init__(self, port: int = PORT) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str) -> bytes:
        """Read the body of an answer.

        Raises:
            RuntimeError: it is not a 200.

        """
        return self.ask(path)[1]

    def ask(self, path: str) -> tuple[HTTPResponse, bytes]:
        """Read the head and the body of an answer, with the same error."""
        self.connection.request("GET", path)
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{path}: {response.status} {body[:300]!r}")
        return response, body


@contextmanager
def served(settings_module: str) -> Iterator["Popen[bytes]"]:
    """Serve the site as `bin/serve` does, on a port of its own."""
    gunicorn = Path(sys.executable).with_name("gunicorn")
    command = [str(gunicorn), "-c", "bin/lib/gunicorn.conf.py", "-b", f"127.0.0.1:{PORT}"]
    server = Popen(command, env=os.environ | {"DJANGO_SETTINGS_MODULE": settings_module})
    try:
        wait_for_answer()
        yield server
    finally:
        server.terminate()
        server.wait()


def wait_for_answer(path: str = "/healthz", port: int = PORT) -> None:
    """Wait for the first answer, half a minute at most."""
    for _attempt in range(120):
        try:
            Client(port).get(path)
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise RuntimeError("The site did not start.")


def peak_memory(pid: int) -> float:
    """The highest resident memory of a child of this process, in MB."""
    return max(high_water(child) for child in children(pid))


def children(pid: int) -> list[str]:
    """List the processes that a process keeps."""
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def high_water(pid: str) -> float:
    """Tell the highest resident memory of a process so far, in MB, as the kernel counts it (VmHWM)."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / MEBI


if __name__ == "__main__":
    main(int(sys.argv[1]))
