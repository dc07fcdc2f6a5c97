"""The version of all that the overlap reads."""

from network.models import Membership, Network
from places.models import Commune, Intercommunality, Place, Territory
from places.version import version_of

READ = (Territory, Intercommunality, Commune, Place, Network, Membership)


def version() -> str:
    """Tell the version of the data in one query: it changes with any place, membership, network or commune."""
    return version_of(*READ)
