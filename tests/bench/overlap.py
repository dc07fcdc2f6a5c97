"""Measures the overlap: the coverage of a country by a hand's SQL and by a naive loop, and the API on a real territory.

`python -m tests.bench.overlap country` and `… territory`, each in a database that `tests.bench` has filled.
"""

import math
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from http.client import HTTPConnection
from statistics import median
from typing import TYPE_CHECKING, Any

import django

from tests.bench.measure import PORT, bare_database, served

if TYPE_CHECKING:
    import psycopg

COUNTRY_ROUNDS = int(os.environ.get("BENCH_COVERAGE_ROUNDS", "5"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "60"))
SAMPLE = 100
TODAY = date(2026, 11, 23)

# What a careful hand writes for this question alone: the two families, a date, a radius, four counts.
BY_HAND = """
WITH served AS (
    SELECT place_id, bit_or(CASE family WHEN 'mediation' THEN 1 ELSE 2 END) AS sides
    FROM network_membership JOIN network_network AS network ON network.id = network_id
    WHERE period @> %(on)s::date GROUP BY place_id
), covered AS (
    SELECT commune.code, bit_or(sides) AS sides
    FROM served JOIN places_place AS place ON place.id = place_id AND status = 'published'
    JOIN places_commune AS commune ON ST_DWithin(commune.reference, geography(place.point), %(radius)s, false)
    WHERE (opened_on IS NULL OR opened_on <= %(on)s) AND (closed_on IS NULL OR closed_on > %(on)s)
        AND is_itinerant IS NOT TRUE
    GROUP BY commune.code
)
SELECT code, name, intercommunality_id, population, COALESCE(sides, 0)
FROM places_commune LEFT JOIN covered USING (code) ORDER BY code
"""
MEMBERS = """
SELECT ST_X(point), ST_Y(point) FROM places_place WHERE status = 'published' AND point IS NOT NULL AND EXISTS (
    SELECT FROM network_membership WHERE place_id = places_place.id AND period @> %(on)s::date)
"""
PLACES = [f"level=place{rest}" for rest in ("", "&on=2019-07-01")]
COMMUNES = [
    f"level={level}{rule}"
    for level in ("commune", "epci", "territory")
    for rule in ("", "&on=2019-07-01", "&rule=distance", "&rule=distance&radius=30000")
]


def country() -> None:
    """Compare the coverage of every commune, at two radii, with the same by hand and with a loop."""
    from network.overlap.question import Crossing, Rule  # noqa: PLC0415  Django first
    from network.overlap.states import communes  # noqa: PLC0415

    print("\ncoverage of a country", flush=True)  # noqa: T201
    with bare_database() as database:
        for radius in (5_000, 10_000):
            asked = {"on": TODAY, "radius": radius}
            crossing = Crossing.asked(rule=Rule.distance(radius))
            ours, by_hand = _in_turn(
                COUNTRY_ROUNDS,
                lambda crossing=crossing: communes(crossing, on=TODAY),  # type: ignore[misc]
                lambda asked=asked: database.execute(BY_HAND, asked).fetchall(),  # type: ignore[misc]
            )
            print(f"{radius:>7} m: {ours:8.0f} ms, by hand {by_hand:8.0f} ms: {ours / by_hand:.2f} times", flush=True)  # noqa: T201
        loop = _loop(database)
        print(f"a naive loop would take {loop / 1000:.0f} s, or {loop / ours:.0f} times as long", flush=True)  # noqa: T201


def _loop(database: "psycopg.Connection[Any]") -> float:
    """Measure every distance from a sample of communes, in Python, and reckon for all: milliseconds."""
    members = database.execute(MEMBERS, {"on": TODAY}).fetchall()
    found = database.execute("SELECT ST_X(p), ST_Y(p) FROM places_commune, geometry(reference) AS p").fetchall()
    start = time.perf_counter()
    for lon, lat in found[:: len(found) // SAMPLE][:SAMPLE]:
        east = math.cos(math.radians(lat))
        min(math.hypot((x - lon) * east, y - lat) for x, y in members)
    return (time.perf_counter() - start) * 1000 * len(found) / SAMPLE


def territory() -> None:
    """Compare each level of `/overlap/` with `SELECT 1` through the same stack, and with a revalidation."""
    print("\n/api/v1/overlap/ of a territory", flush=True)  # noqa: T201
    with served("tests.bench.settings"):
        kept = HTTPConnection("127.0.0.1", PORT, timeout=60)
        for query in [*PLACES, *COMMUNES]:
            path = f"/api/v1/overlap/?{query}"
            tag = _get(kept, path)[1]
            whole, again, one = _in_turn(
                ROUNDS,
                lambda path=path: _get(kept, path),  # type: ignore[misc]
                lambda path=path, tag=tag: _get(kept, path, tag),  # type: ignore[misc]
                lambda: _get(kept, "/bench/one/"),
            )
            print(f"{query:<46}{whole:7.1f} ms = {whole / one:4.1f} times SELECT 1, again {again:6.1f} ms", flush=True)  # noqa: T201


def _in_turn(rounds: int, *ways: Callable[[], object]) -> list[float]:
    """Do each in turn, round after round, and give the medians in milliseconds; the first round is not counted."""
    taken: list[list[float]] = [[] for _way in ways]
    for _round in range(rounds + 1):
        for way, times in zip(ways, taken, strict=True):
            start = time.perf_counter()
            way()
            times.append((time.perf_counter() - start) * 1000)
    return [median(times[1:]) for times in taken]


def _get(kept: HTTPConnection, path: str, tag: str | None = None) -> tuple[int, str]:
    """Read an answer, or that it did not change.

    Raises:
        RuntimeError: it is neither.

    """
    kept.request("GET", path, headers={"If-None-Match": tag} if tag else {})
    response = kept.getresponse()
    response.read()
    if response.status != (304 if tag else 200):
        raise RuntimeError(f"{path}: {response.status}")
    return response.status, response.headers.get("ETag", "")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    django.setup()
    {"country": country, "territory": territory}[sys.argv[1]]()
