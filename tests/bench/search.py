"""What a search costs on a made-up country: each question as a person types it, alone and around a point."""

from collections.abc import Iterator
from statistics import median, quantiles
from time import perf_counter
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


def main() -> None:
    """Ask the API of the database that DATABASE_URL names, in this process, and print milliseconds."""
    django.setup()
    from django.test import Client  # noqa: PLC0415  needs settings

    client = Client(HTTP_HOST="localhost")
    every: list[float] = []
    print(f"\n{'search':<60}{'ms':>8}{'95 %':>8}{'near, ms':>10}{'95 %':>8}")  # noqa: T201
    for words in QUESTIONS:
        each = [list(_times(client, {"q": words, "limit": 20, **near})) for near in ({}, {"near": "2.3,46.5"})]
        every += [time for times in each for time in times]
        alone, near = (f"{median(times):>8.0f}{_most(times):>8.0f}" for times in each)
        print(f"{words:<60}{alone}  {near}", flush=True)  # noqa: T201
    print(f"median {median(every):.0f} ms, 95th percentile {_most(every):.0f} ms")  # noqa: T201


def _most(times: list[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1]


def _times(client: object, asked: dict[str, object]) -> Iterator[float]:
    for _round in range(ROUNDS):
        start = perf_counter()
        answer = client.get(f"/api/v1/places/?{urlencode(asked)}")  # type: ignore[attr-defined]
        assert answer.status_code == 200, answer.content
        yield (perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
