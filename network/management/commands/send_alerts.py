"""`manage.py send_alerts`: tells by mail what is new in the searches that people follow. For cron, once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from network.mail.alerts import tell_alerts


class Command(BaseCommand):
    """Writes the letters of today into the outbox."""

    help = "Write to those who follow a search what entered it and what left it; once a day, however often it runs."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Write them, and count them."""
        self.stdout.write(f"{tell_alerts()} written")
