"""Has an administrator choose another second factor: after a lost telephone or key, or where nobody else can tell her.

The factor that she had opens nothing any more, and whoever found it is signed out. She types the code that is printed.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from network.models import User
from network.rights import is_administrator
from network.services import give_opening_code


class Command(BaseCommand):
    """Forget the keys and the application of an administrator, and print the code by which she chooses anew."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for an account."""
        parser.add_argument("username")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Forget, and print the code.

        Raises:
            CommandError: there is no such account, or it administers nothing.

        """
        person = User.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"There is no account {options['username']!r}.")
        if not is_administrator(person):
            raise CommandError(f"{person.username} is no administrator: only they have a second factor.")
        code = give_opening_code(person, by=None)
        self.stdout.write(f"{person.username} signs in, opens /admin/, and types this code, once, within a day: {code}")
