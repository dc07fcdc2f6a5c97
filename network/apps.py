"""Who works with whom: networks, memberships and where they overlap. Imports places."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    """The room of networks."""

    name = "network"
    verbose_name = _("Réseaux")
