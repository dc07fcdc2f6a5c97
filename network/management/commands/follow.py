"""`manage.py follow https://annuaire.example.org`: keeps here what another directory says of its places."""

from time import sleep
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from network.following.mirror import Mirror
from network.following.source import SourceError, address_of, changes_since
from network.models import Followed
from network.services.following import begin_to_follow

_WAIT, _PAUSE = 25, 5  # seconds


class Command(BaseCommand):
    """Applies what is new, and goes on as it comes unless it is told to stop there."""

    help = (
        "Mirror the places of another directory, one way: theirs are written here, with their memberships and their "
        "sources, and ours are never rewritten. Load the territory first. It goes on where it stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address of the other directory, and whether to stop once it is caught up with."""
        parser.add_argument("url", help="its address: https://annuaire.example.org")
        parser.add_argument("--once", action="store_true", help="stop when there is nothing new")

    def handle(self, *_args: Any, url: str, once: bool, **_options: Any) -> None:  # noqa: ANN401
        """Follow it.

        Raises:
            CommandError: it does not answer, or it is no such directory.

        """
        try:
            self._follow(address_of(url), once=once)
        except SourceError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stdout.write("Stopped; the next time goes on from here.")

    def _follow(self, address: str, *, once: bool) -> None:
        followed, has_more = begin_to_follow(url=address), True
        while has_more or not once:
            told = changes_since(address, followed.cursor, wait=0 if has_more else _WAIT)
            self._apply(followed, told)
            has_more = told["has_more"]
            if not once and not told["changes"]:
                # Where there is no room to wait, the answer comes at once: nobody is asked without end.
                sleep(_PAUSE)

    def _apply(self, followed: Followed, told: dict[str, Any]) -> None:
        mirror = Mirror(followed)
        for change in told["changes"]:
            mirror.apply(change)
        written = ", ".join(f"{count} {sort}" for sort, count in sorted(mirror.report.written.items()))
        if written:
            self.stdout.write(f"{followed.cursor}: {written}")
        for reason in mirror.report.left_out:
            self.stderr.write(f"left out, {reason}")
