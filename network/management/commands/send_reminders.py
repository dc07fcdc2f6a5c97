"""`manage.py send_reminders`: asks contacts whether their listings are still right. For cron, once a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from network.mail.reminding import Asking, ask, to_ask
from network.queues import GOOD_FOR


class Command(BaseCommand):
    """Writes the reminders of today into the outbox."""

    help = (
        "Ask the contacts of places that nobody has verified for long. One mail a day for each address; "
        "stopped half way, it goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many, for how long, and whether only to show them."""
        parser.add_argument("--most", type=int, default=50, help="addresses written to at most (%(default)s)")
        parser.add_argument("--months", type=int, default=GOOD_FOR, help="not verified for so long (%(default)s)")
        parser.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")

    def handle(self, *_args: Any, most: int, months: int, dry_run: bool, **_options: Any) -> None:  # noqa: ANN401
        """Write them, or show them."""
        asking = to_ask(months=months, most=most)
        if dry_run:
            for each in asking:
                self.stdout.write(f"{_masked(each)}: {', '.join(place.name for place in each.places)}")
        written = 0 if dry_run else sum(ask(each) for each in asking)
        self.stdout.write(f"{len(asking)} to be written" if dry_run else f"{written} written")


def _masked(asking: Asking) -> str:
    """Show enough of an address for whoever knows it."""
    name, _at, domain = asking.to.partition("@")
    return f"{name[:1]}…@{domain}"
