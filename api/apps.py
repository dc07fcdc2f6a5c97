"""What machines see: REST, GeoJSON, CSV and the schema. Imports places and network, never frontend."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The room of machine-readable answers."""

    name = "api"
