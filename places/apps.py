"""What a place is, where it is, what it offers and when it is open. Imports nothing else of ours."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """The room of places."""

    name = "places"
    verbose_name = _("Lieux")
