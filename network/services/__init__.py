"""The doors by which networks and their places are written: every verb says who, by which door, on which version."""

from network.services.memberships import close, edit_membership, join, leave
from network.services.networks import entrust, relieve

__all__ = ["close", "edit_membership", "entrust", "join", "leave", "relieve"]
