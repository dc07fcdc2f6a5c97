"""`python -m tests.bench.country COUNT`: fill the database of DATABASE_URL with a made-up country to measure on."""

import os
import sys
from argparse import ArgumentParser
from time import monotonic

import django


def main(arguments: list[str]) -> None:
    """Build, and tell how long it took."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from tests.bench.country.build import COMMUNE_SIDE, RealData, build  # noqa: PLC0415  reads the models

    parser = ArgumentParser(description="Replaces the places made up before. Refuses a database with a real territory.")
    parser.add_argument("count", type=int, help="number of places, such as 1000000")
    parser.add_argument(
        "--commune-side", type=float, default=COMMUNE_SIDE, help="degrees; 0.061 gives as many communes as France"
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same places")
    asked, start = parser.parse_args(arguments), monotonic()
    try:
        build(count=asked.count, seed=asked.seed, side=asked.commune_side)
    except (RealData, ValueError) as error:
        parser.error(str(error))
    print(f"{asked.count} places made up in {monotonic() - start:.0f} s (seed {asked.seed})")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
