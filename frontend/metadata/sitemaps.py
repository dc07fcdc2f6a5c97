"""The pages that search engines should know, and when each place changed."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from network.models import Network
from places.models import Place


class TranslatedSitemap(Sitemap):  # type: ignore[type-arg]  # not subscriptable at run time
    """Pages in every language, each naming the others; French for a reader of none of them."""

    i18n = alternates = x_default = True


class PageSitemap(TranslatedSitemap):
    """The pages that are always there."""

    def items(self) -> list[str]:
        """The names of the pages."""
        return ["home", "networks", "crossings", "data", "contact", "legal", "accessibility", "privacy"]

    def location(self, item: str) -> str:
        """The address of a page."""
        return reverse(f"frontend:{item}")


class NetworkSitemap(TranslatedSitemap):
    """The networks."""

    def items(self) -> QuerySet[Network]:
        """Every network."""
        return Network.objects.only("slug").order_by("slug")

    def location(self, item: Network) -> str:
        """The address of a network's page."""
        return reverse("frontend:network", args=[item.slug])


class PlaceSitemap(TranslatedSitemap):
    """The published places."""

    def items(self) -> QuerySet[Place]:
        """Every published place, in an order that does not move."""
        return Place.objects.published().only("slug", "updated_at").order_by("pk")

    def location(self, item: Place) -> str:
        """The address of a place's page."""
        return reverse("frontend:place", args=[item.slug])

    def lastmod(self, item: Place) -> datetime:
        """When a place last changed."""
        return item.updated_at


SITEMAPS: dict[str, Any] = {"pages": PageSitemap, "networks": NetworkSitemap, "places": PlaceSitemap}
