"""`manage.py synthesize_places COUNT`: a made-up country to measure on."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from network.synthesis.build import COMMUNE_SIDE, RealData, build


class Command(BaseCommand):
    """Fills a database of its own with made-up places, by the million if need be."""

    help = "Fill this database with made-up places, replacing those made up before. Refuses one with a real territory."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number of places, the size of a commune, and the seed."""
        parser.add_argument("count", type=int, help="number of places, such as 1000000")
        parser.add_argument(
            "--commune-side", type=float, default=COMMUNE_SIDE, help="degrees; 0.061 gives as many communes as France"
        )
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same places")

    def handle(self, *_args: Any, count: int, seed: int, commune_side: float, **_options: Any) -> None:  # noqa: ANN401
        """Build, and tell how long it took."""
        if count < 1:
            raise CommandError("At least one place.")
        start = monotonic()
        try:
            build(count=count, seed=seed, side=commune_side)
        except RealData as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} places made up in {monotonic() - start:.0f} s (seed {seed})")
