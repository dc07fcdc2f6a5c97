"""Makes an administrator, and prints the code by which she chooses her second factor."""

from typing import Any

from django.contrib.auth.management.commands import createsuperuser

from network.models import User
from network.services import give_opening_code


class Command(createsuperuser.Command):
    """Django's own, which asks for a name, an address and a password; then the code."""

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Make the account, and print its code."""
        before = set(User.objects.filter(is_superuser=True).values_list("pk", flat=True))
        super().handle(*args, **options)
        for person in User.objects.filter(is_superuser=True).exclude(pk__in=before):
            code = give_opening_code(person, by=None)
            self.stdout.write(f"{person.username} opens /admin/, and types this code, once, within a day: {code}")
