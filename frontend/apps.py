"""What people see: pages, templates, the map's TypeScript and styles. Imports places and network, never api."""

from django.apps import AppConfig


class FrontendConfig(AppConfig):
    """The room of pages."""

    name = "frontend"
