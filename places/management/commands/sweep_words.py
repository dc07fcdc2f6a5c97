"""`manage.py sweep_words`: search no longer takes a slip for a word that nobody writes. For cron, once a night."""

from typing import Any

from django.core.management.base import BaseCommand

from places.services import sweep_words


class Command(BaseCommand):
    """Forgets words of the lexicon of search that are written nowhere any more."""

    help = "Forgets the words of the lexicon of search that no listing and no commune is written with any more."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Sweep, and say how much."""
        self.stdout.write(f"{sweep_words()} words forgotten.")
