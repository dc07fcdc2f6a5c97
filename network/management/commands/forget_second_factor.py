"""Has an administrator who lost her telephone or her key choose another one; whoever found it is signed out."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser

from network.models import User
from network.services import end_sessions


class Command(BaseCommand):
    """Forget the keys and the application of an account."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for an account."""
        parser.add_argument("username")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Forget, and tell how many there were.

        Raises:
            CommandError: there is no such account.

        """
        person = User.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"There is no account {options['username']!r}.")
        count, _each = Authenticator.objects.filter(user=person).delete()
        end_sessions(person)
        self.stdout.write(f"{count} forgotten. {person.username} chooses another one at /admin/.")
