"""`manage.py load_territory FOLDER…`: the real data of territories, loaded as often as one likes."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from network.loading.records import BadFile
from network.loading.store import Tally
from network.loading.territory import load_territory


class Command(BaseCommand):
    """Loads territories' files and keeps what was edited since the last loading."""

    help = "Load territories' files. What was edited or deleted since the last loading is kept so."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folders."""
        parser.add_argument(
            "folders",
            nargs="*",
            type=Path,
            default=settings.TERRITORIES,
            help="folders of the shape that fixtures/README.md describes, the vocabulary beside them; those of the "
            "setting TERRITORIES when none is named",
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="tell all that is wrong with the files, or what loading them would do, and store nothing",
        )

    # What the models say is in the language of what this command says.
    @translation.override("en")
    def handle(self, *_args: Any, folders: list[Path], check: bool, **_options: Any) -> None:  # noqa: ANN401  Django's
        """Load each, and print a line for each kind of record."""
        for folder in folders:
            if len(folders) > 1:
                self.stdout.write(self.style.MIGRATE_HEADING(str(folder)))
            try:
                tallies = load_territory(folder=folder.resolve(), is_trial=check)
            except BadFile as error:
                raise CommandError(str(error)) from error
            self._tell(tallies)
        if check:
            self.stdout.write("Nothing is wrong, and nothing was stored: this was a trial.")

    def _tell(self, tallies: list[Tally]) -> None:
        for tally in tallies:
            self.stdout.write(str(tally))
            for warning in tally.warnings:
                self.stderr.write(self.style.WARNING(warning))
