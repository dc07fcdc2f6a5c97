"""`manage.py unload_territory CODE`: take a territory out of the directory."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from network.loading.records import BadFile
from network.loading.unloading import unload_territory


class Command(BaseCommand):
    """Removes a territory: its places, its land, and what only they needed."""

    help = "Remove a territory with its places and its land. The log keeps what was there."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the code, and the word that says it is meant."""
        parser.add_argument("code", help="the code of the territory, such as 48")
        parser.add_argument(
            "--yes", action="store_true", help="remove it; without this, only tell what would be removed"
        )

    @translation.override("en")
    def handle(self, *_args: Any, code: str, yes: bool, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Remove it, and print a line for each kind of record."""
        try:
            tallies = unload_territory(code=code, is_trial=not yes)
        except BadFile as error:
            raise CommandError(str(error)) from error
        for tally in tallies:
            self.stdout.write(f"{tally.kind}: {tally.withdrawn} removed")
        if not yes:
            self.stdout.write("Nothing was removed: this was a trial. Add --yes to remove it.")
