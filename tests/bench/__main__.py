"""`bin/bench`: builds the databases that are missing, then measures each size in a process of its own."""

import os
import sys
from subprocess import run
from typing import TYPE_CHECKING

import psycopg
from environ import Env

from tests.bench.database import conninfo

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = ("10000", "100000", "1000000")
# Of so many places the longest answers are twenty in each format.
OF_MEMORY = "100000"
# How many pages follow, unless BENCH_PAGES says otherwise.
PAGES = "10000"


def main(sizes: list[str]) -> None:
    """Build and measure each size."""
    site = os.environ["DATABASE_URL"]
    for size in sizes or [*SIZES, "overlap", "imports", "memory"]:
        match size:
            case "overlap":
                overlap(site)
            case "imports":
                land(site, "country")
                measure("tests.bench.imports")
            case "memory":
                places(site, OF_MEMORY)
                measure("tests.bench.memory")
            case "peers":
                land(site, "country")
                measure("tests.bench.peers")
            case "live":
                follow(site)
            case "room":
                territory(site)
                measure("tests.bench.room_cost")
                measure("tests.bench.room", "calm")
                measure("tests.bench.room", "rough")
            case _:
                places(site, size)
                measure("tests.bench.measure", size)
                measure("tests.bench.search")


def measure(*module: str) -> None:
    """Measure in a process of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    run([sys.executable, "-W", "ignore", "-m", *module], check=True)


def follow(site: str) -> None:
    """Have so many pages follow a site of its own, which holds the real territory."""
    territory(site)
    measure("tests.bench.live", os.environ.get("BENCH_PAGES", PAGES))


def territory(site: str) -> None:
    """Turn to the real territory, loaded unless it is there."""
    os.environ["DATABASE_URL"] = f"{site.rpartition('/')[0]}/croisee_bench_territory"
    if prepare(site, "croisee_bench_territory"):
        manage("load_territory")


def places(site: str, size: str) -> None:
    """Turn to the made-up country of so many places, which is made unless it is there."""
    name = f"croisee_bench_{int(size)}"
    os.environ["DATABASE_URL"] = f"{site.rpartition('/')[0]}/{name}"
    if prepare(site, name):
        make_up(size)


def overlap(site: str) -> None:
    """Build a country with as many communes as France, and a real territory, and measure the overlap on each."""
    for name in ("country", "territory"):
        land(site, name)
        measure("tests.bench.overlap", name)


def land(site: str, land: str) -> None:
    """Turn to a made-up country with as many communes as France, or to the real territory, made unless it is there."""
    fill: dict[str, Callable[[], None]] = {
        "country": lambda: make_up("100000", "--commune-side", "0.061"),
        "territory": lambda: manage("load_territory"),
    }
    name = f"croisee_bench_{land}"
    os.environ["DATABASE_URL"] = f"{site.rpartition('/')[0]}/{name}"
    if prepare(site, name):
        fill[land]()


def prepare(site: str, name: str) -> bool:
    """Make the database, or bring it up to date; say whether it is to be filled."""
    with psycopg.connect(conninfo(Env.db_url_config(site)), autocommit=True) as database:
        known = database.execute("SELECT FROM pg_database WHERE datname = %s", (name,)).fetchone()
        if known is None:
            database.execute(f'CREATE DATABASE "{name}"')
    manage("migrate", "--verbosity", "0")
    with psycopg.connect(conninfo(Env.db_url_config(os.environ["DATABASE_URL"]))) as database:
        return database.execute("SELECT FROM places_place LIMIT 1").fetchone() is None


def make_up(*arguments: str) -> None:
    """Fill the database with a made-up country."""
    run([sys.executable, "-W", "ignore", "-m", "tests.bench.country", *arguments], check=True)


def manage(*command: str) -> None:
    """Run one of Django's commands."""
    run([sys.executable, "manage.py", *command], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
