"""What a search costs on a made-up country: each question as a person types it, alone and around a point.

Milliseconds of the clock, and those of the processors (this process and its PostgreSQL), which other work on the
machine does not lengthen as much.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import NamedTuple
from urllib.parse import urlencode

import django

ROUNDS = 9
# A commune, one misspelt, what nobody has, what every network is called, what a third of the communes begin with.
QUESTIONS = (
    "Castelmont-sur-Lot",
    "castelmnot",
    "montair",
    "zzyzxq",
    "atelier zzyzx",
    "reseau",
    "reseau atelier",
    "mediatheque",
    "saint",
    "12 rue de l'atelier 01234",
    "atelier forges moulin pont causse marche chateau lavoir",
)
NANO = 1_000_000


class Cost(NamedTuple):
    """Milliseconds of the clock, and of the processors."""

    clock: float
    processors: float


def main() -> None:
    """Ask the API of the database that DATABASE_URL names, in this process, and print milliseconds."""
    django.setup()
    from django.test import Client  # noqa: PLC0415  needs settings

    client = Client(HTTP_HOST="localhost")
    client.get("/api/v1/places/?limit=1")
    every: list[Cost] = []
    print(f"\n{'search':<60}{'ms':>8}{'95 %':>8}{'near, ms':>10}{'95 %':>8}{'processors':>12}{'near':>8}")  # noqa: T201
    for words in QUESTIONS:
        each = [list(_costs(client, {"q": words, "limit": 20, **near})) for near in ({}, {"near": "2.3,46.5"})]
        every += [cost for costs in each for cost in costs]
        alone, near = (f"{_middle(costs).clock:>8.0f}{_most(costs).clock:>8.0f}" for costs in each)
        processors = [_middle(costs).processors for costs in each]
        print(f"{words:<60}{alone}  {near}{processors[0]:>12.0f}{processors[1]:>8.0f}", flush=True)  # noqa: T201
    for name in Cost._fields:
        middle, most = (getattr(of(every), name) for of in (_middle, _most))
        print(f"{name}: median {middle:.0f} ms, 95th percentile {most:.0f} ms")  # noqa: T201


def _middle(costs: list[Cost]) -> Cost:
    return Cost(*map(median, zip(*costs, strict=True)))


def _most(costs: list[Cost]) -> Cost:
    return Cost(*(quantiles(each, n=20, method="inclusive")[-1] for each in zip(*costs, strict=True)))


def _costs(client: object, asked: dict[str, object]) -> Iterator[Cost]:
    for _round in range(ROUNDS):
        backend = _backend()
        start, used = perf_counter(), process_time() + _used(backend)
        answer = client.get(f"/api/v1/places/?{urlencode(asked)}")  # type: ignore[attr-defined]
        assert answer.status_code == 200, answer.content
        yield Cost((perf_counter() - start) * 1000, (process_time() + _used(backend) - used) * 1000)


def _backend() -> int:
    """Tell the process of PostgreSQL that answers this one."""
    from django.db import connection  # noqa: PLC0415  needs settings

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int((cursor.fetchone() or [0])[0])


def _used(process: int) -> float:
    """Tell the seconds of the processors that a process of this machine had, as the kernel counts them."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / NANO / 1000


if __name__ == "__main__":
    main()
