"""`manage.py send_mail`: sends what is due once, and says how the outbox stands."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from network.choices import Stage
from network.mail.sending import forget_old, send_due
from network.models import Mail


class Command(BaseCommand):
    """Sends what is due."""

    help = (
        "Send the mails that are due, and count those of the last weeks by what became of them. Never prints addresses."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Send, forget what is old, and print a line for each state."""
        forget_old()
        try:
            sent = send_due()
        except OSError as error:
            raise CommandError(f"The mail server cannot be reached, and every mail waits: {error}") from error
        self.stdout.write(f"sent now: {sent}")
        counts = dict(Mail.objects.order_by().values_list("state").annotate(Count("pk")))
        for stage in Stage:
            self.stdout.write(f"{stage.value}: {counts.get(stage.value, 0)}")
