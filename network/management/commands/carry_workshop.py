"""`manage.py carry_workshop FILE`: opens the workshop of a file on this machine, for a room without internet."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from psycopg.types.range import DateRange

from network.models import Organisation, Post, User, Workshop
from network.workshops.carrying import carry_workshop
from network.workshops.files import LARGEST
from places.choices import Door
from places.services import create


class Command(BaseCommand):
    """Makes the workshop of a file, open and under its own code, and an account of this machine that presents it."""

    help = "Opens on this machine the workshop of a file that another site wrote. `bin/serve --room FILE` calls it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, and who presents."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--presenter", default="salle@croisee.localhost", help="address to sign in with on this machine"
        )

    def handle(self, *_args: Any, file: Path, presenter: str, **_options: Any) -> None:  # noqa: ANN401
        """Open it, and say where.

        Raises:
            CommandError: it is no such file.

        """
        try:
            workshop = carry_workshop(file.read_bytes()[: LARGEST + 1])
        except OSError as refusal:
            raise CommandError(f"{file} cannot be read: {refusal.strerror}.") from None
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self._let_in(workshop, presenter)
        self.stdout.write(f"  {workshop.title}: code {workshop.code}, desk /espace/ateliers/{workshop.pk}/pupitre/")
        self.stdout.write(f"  sign in at /connexion/ as {presenter}: the code is printed where bin/serve runs")

    def _let_in(self, workshop: Workshop, address: str) -> None:
        """Give whoever presents a post that prepares this workshop, on this machine.

        Raises:
            CommandError: nobody runs the network that invites.

        """
        organisation = Organisation.objects.filter(networks=workshop.network).first()
        if organisation is None:
            raise CommandError(f"Nobody runs {workshop.network} here: give it an organisation in the admin first.")
        person = User.objects.filter(email__iexact=address).first()
        person = person or User.objects.create_user("salle", address, first_name="Salle")
        if not person.posts.filter(organisation=organisation).exists():
            values = {"person": person, "organisation": organisation, "period": DateRange(None, None)}
            create(Post, values=values, by=None, door=Door.CONSOLE)
