"""`manage.py load_territory FOLDER`: the real data of a territory, loaded as often as one likes."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from network.loading.records import BadFile
from network.loading.territory import load_territory


class Command(BaseCommand):
    """Loads a territory's files and keeps what was edited since the last loading."""

    help = "Load a territory's files. What was edited or deleted since the last loading is kept so."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder."""
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=settings.FIXTURE_TERRITORY,
            help="a folder of the shape that fixtures/README.md describes; the vocabulary stands beside it",
        )

    def handle(self, *_args: Any, folder: Path, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Load, and print a line for each kind of record."""
        try:
            tallies = load_territory(folder=folder.resolve())
        except BadFile as error:
            raise CommandError(str(error)) from error
        for tally in tallies:
            self.stdout.write(str(tally))
            for warning in tally.warnings:
                self.stderr.write(self.style.WARNING(warning))
