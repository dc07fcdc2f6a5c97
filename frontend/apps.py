"""What people see: pages, templates, the map's TypeScript and styles. Imports places and network, never api."""

from django.apps import AppConfig


class FrontendConfig(AppConfig):
    """The room of pages."""

    name = "frontend"

    def ready(self) -> None:
        """Have the checks of the start look at who publishes the site."""
        from frontend.about import publisher  # noqa: F401, PLC0415  it registers its check
