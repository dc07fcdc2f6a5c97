"""Networks, memberships, and the people who run them."""

from network.models.attempts import Attempts
from network.models.family import Family
from network.models.membership import Membership
from network.models.network import FormerNetworkSlug, Network, Organisation
from network.models.people import User
from network.models.places import NetworkedPlace

__all__ = ["Attempts", "Family", "FormerNetworkSlug", "Membership", "Network", "NetworkedPlace", "Organisation", "User"]
