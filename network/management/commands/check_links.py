"""`manage.py check_links`: asks the sites of places whether they still answer. For cron, each night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from network.services import check_links


class Command(BaseCommand):
    """Fills the queue of sites that do not answer any more."""

    help = "Asks the sites of places whether they still answer, those that were not asked for a week."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many, so that a night is long enough."""
        parser.add_argument("--most", type=int, default=300, help="sites to ask at most (300)")

    def handle(self, *_args: Any, most: int, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Ask, and say how many."""
        self.stdout.write(f"{check_links(most=most)} sites asked.")
