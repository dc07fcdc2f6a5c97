"""Who works with whom: networks, memberships and where they overlap. Imports places."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    """The room of networks."""

    name = "network"
    verbose_name = _("Réseaux")

    def ready(self) -> None:
        """Listen to who signs in."""
        from network.accounts import browsers, fresh  # noqa: F401, PLC0415
