"""Who runs which network."""

from collections.abc import Collection

from network.models import Network
from network.models.network import Facilitation
from places.choices import Door
from places.services import signed
from places.services.places import Person


def entrust(*, network: Network, organisations: Collection[int], by: Person, door: Door) -> None:
    """Note that these organisations (keys) run a network; one that does already goes on."""
    if not organisations:
        return
    with signed(by=by, door=door):
        network.organisations.add(*organisations)


def relieve(*, network: Network, organisations: Collection[int], by: Person, door: Door) -> None:
    """Note that these organisations (keys) no longer run a network."""
    if not organisations:
        return
    with signed(by=by, door=door):
        Facilitation.objects.filter(network=network, organisation__in=organisations).delete()
