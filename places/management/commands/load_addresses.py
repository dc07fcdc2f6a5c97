"""`manage.py load_addresses FILE`: addresses to propose, from a file of BAN, BANO or OpenAddresses."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from places.addresses import read_addresses
from places.services import load_addresses


class Command(BaseCommand):
    """Loads the addresses of the territory from a file, in the place of those that were there."""

    help = "Loads addresses from a file of BAN, BANO or OpenAddresses, in the place of those that were there."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for a file."""
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Load, and say how many.

        Raises:
            CommandError: it cannot be read, or holds none of the territory.

        """
        try:
            count = load_addresses(read_addresses(options["file"]))
        except (OSError, ValueError, EOFError) as error:
            raise CommandError(f"{options['file']} cannot be read: {error}.") from error
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{count} addresses.")
