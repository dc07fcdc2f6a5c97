"""Makes an account of each role, to try the site with: on one's own machine alone."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from psycopg.types.range import DateRange

from network.accounts.second_factor import with_factor
from network.models import Membership, Network, Organisation, Post, Stewardship, User
from network.services import give_opening_code
from places.choices import Door
from places.models import Place
from places.services import create

_FROM = DateRange(None, None)


class Command(BaseCommand):
    """An administrator, two facilitators of different networks, a steward, and someone who has nothing to do here."""

    help = __doc__

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Make those that are not there, and tell how to sign in.

        Raises:
            CommandError: the site is open to others, or has no network yet.

        """
        if settings.IS_PUBLIC:
            raise CommandError("ALLOWED_HOSTS names a public host: demo accounts are for one's own machine.")
        runners = list(Organisation.objects.filter(networks__memberships__isnull=False).distinct()[:2])
        if not runners:
            raise CommandError("There is no network with places yet: bin/manage load_territory loads some.")
        chief = self._account("administratrice", "everything", is_superuser=True, is_staff=True)
        for name, organisation in zip(["animatrice", "animateur"], runners, strict=False):
            self._facilitator(name, organisation)
        self._steward(runners[0])
        self._account("passante", "nothing: the workspace tells her so")
        self.stdout.write("Type an address at /connexion/ : the code is printed where bin/serve runs.")
        if chief.pk not in with_factor():
            self.stdout.write(f"Before /admin/, the administrator types: {give_opening_code(chief, by=None)}")

    def _facilitator(self, name: str, organisation: Organisation) -> None:
        runs = ", ".join(network.name for network in Network.objects.filter(organisations=organisation))
        person = self._account(name, f"the places of {runs}")
        if not person.posts.exists():
            self._make(Post, person=person, organisation=organisation)

    def _steward(self, organisation: Organisation) -> None:
        stay = Membership.objects.filter(network__organisations=organisation, place__status="published").earliest("pk")
        person = self._account("responsable", f"the listing of {stay.place.name}")
        if not person.stewardships.exists():
            self._make(Stewardship, person=person, place=Place(pk=stay.place_id))

    def _make(self, model: Any, **values: Any) -> None:  # noqa: ANN401  either of the two
        create(model, values=values | {"period": _FROM}, by=None, door=Door.CONSOLE)

    def _account(self, name: str, does: str, **more: Any) -> User:  # noqa: ANN401  columns of an account
        address = f"{name}@demo.example"
        found = User.objects.filter(email=address).first()
        self.stdout.write(f"  {address:<34} {does}")
        return found or User.objects.create_user(f"demo-{name}", address, first_name=name.capitalize(), **more)
