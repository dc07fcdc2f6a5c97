"""`bin/bench`: builds the databases that are missing, then measures each size in a process of its own."""

import os
import sys
from subprocess import run

import psycopg
from environ import Env

from tests.bench.database import conninfo

SIZES = ("10000", "100000", "1000000")


def main(sizes: list[str]) -> None:
    """Build and measure each size."""
    site = os.environ["DATABASE_URL"]
    for size in sizes or SIZES:
        name = f"croisee_bench_{int(size)}"
        os.environ["DATABASE_URL"] = f"{site.rpartition('/')[0]}/{name}"
        if create(site, name):
            manage("migrate", "--verbosity", "0")
            manage("synthesize_places", size)
        run([sys.executable, "-W", "ignore", "-m", "tests.bench.measure", size], check=True)


def create(site: str, name: str) -> bool:
    """Create the database, unless it is there with its places; say whether it is to be filled."""
    with psycopg.connect(conninfo(Env.db_url_config(site)), autocommit=True) as database:
        known = database.execute("SELECT FROM pg_database WHERE datname = %s", (name,)).fetchone()
        if known is None:
            database.execute(f'CREATE DATABASE "{name}"')
    with psycopg.connect(conninfo(Env.db_url_config(os.environ["DATABASE_URL"]))) as database:
        table = database.execute("SELECT to_regclass('places_place')").fetchone()
        return table == (None,) or database.execute("SELECT FROM places_place LIMIT 1").fetchone() is None


def manage(*command: str) -> None:
    """Run one of Django's commands."""
    run([sys.executable, "manage.py", *command], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
