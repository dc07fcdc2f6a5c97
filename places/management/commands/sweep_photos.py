"""`manage.py sweep_photos`: what nobody can bring back any more is no longer kept. For cron, once a night."""

from typing import Any

from django.core.management.base import BaseCommand

from places.services import sweep_photos


class Command(BaseCommand):
    """Deletes the files of photos that no listing shows, and that the history no longer gives back."""

    help = "Deletes the files of photos that were taken off more than six months ago."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Sweep, and say how much."""
        self.stdout.write(f"{sweep_photos()} files of photos deleted.")
