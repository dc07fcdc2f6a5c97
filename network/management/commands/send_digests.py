"""`manage.py send_digests`: writes to each facilitator what waits for her. For cron, once a week."""

from typing import Any

from django.core.management.base import BaseCommand

from network.mail.digest import send_digests


class Command(BaseCommand):
    """Writes the letters of this week into the outbox."""

    help = (
        "Write to each facilitator what waits for her and what changed this month; once a week, however often it runs."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Write them, and count them."""
        self.stdout.write(f"{send_digests()} written")
