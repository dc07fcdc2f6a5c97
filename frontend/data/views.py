"""What others may take: the data and where it comes from, and the addresses that search engines read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.sitemaps.views import sitemap
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend.metadata.sitemaps import SITEMAPS
from frontend.metadata.structured_data import facts_of_data
from frontend.site.territory import territory_in_words
from places.models import Place

_MEDIA_TYPES = {
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "CSV": "text/csv",
    "GeoJSON": "application/geo+json",
    "JSON": "application/json",
}


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take: its words, its address, and the name it gets on the reader's disk."""

    title: str
    form: str
    use: str
    url: str
    filename: str


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Show what can be taken, how, under which licence, and where every place comes from."""
    words, downloads = territory_in_words(), _downloads()
    name = _("Annuaire des tiers-lieux et lieux ressources %(territory)s") % words
    description = _(
        "Télécharger et réutiliser l’annuaire des tiers-lieux et lieux ressources %(territory)s : fichiers XLSX, "
        "CSV, GeoJSON et JSON, API ouverte, licences et sources."
    )
    files = [(_MEDIA_TYPES[download.form], download.url) for download in downloads]
    context = {
        "downloads": downloads,
        "sources": _sources(),
        "description": description % words,
        "facts": facts_of_data(request, files, name=name, description=description % words, words=words),
        **words,
    }
    return render(request, "pages/data.html", context)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines that they may read everything but the admin, and where the list of pages is."""
    site_map = request.build_absolute_uri(reverse("files:sitemap"))
    lines = ("User-agent: *", "Allow: /", f"Disallow: {reverse('admin:index')}", "", f"Sitemap: {site_map}", "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """List the pages: the host is that of the request, for a site may have several."""
    return sitemap(request, SITEMAPS)


def _downloads() -> list[Download]:
    places, communes, crossings = _("Lieux"), _("Communes"), _("Croisements par commune")
    by_commune = f"{reverse('api:overlap')}?level=commune&format=xlsx"
    return [
        Download(places, "XLSX", _("pour un tableur"), _whole("place", "xlsx"), "lieux.xlsx"),
        Download(places, "CSV", _("pour R, pandas, une base de données"), _whole("place", "csv"), "lieux.csv"),
        Download(places, "GeoJSON", _("pour une carte"), _whole("place", "geojson"), "lieux.geojson"),
        Download(places, "JSON", _("pour un programme"), _whole("place", "json"), "lieux.json"),
        Download(communes, "GeoJSON", _("avec leurs contours"), _whole("commune", "geojson"), "communes.geojson"),
        Download(crossings, "XLSX", _("ce qui couvre chacune aujourd’hui"), by_commune, "croisements.xlsx"),
    ]


def _whole(resource: str, form: str) -> str:
    """The address of everything in one answer; in JSON, as far as the API allows."""
    limit = "&limit=5000" if form == "json" else ""
    return f"{reverse(f'api:{resource}-list')}?format={form}{limit}"


def _sources() -> Iterable[Mapping[str, Any]]:
    """Count the published places of each source, the most fruitful first."""
    said = Place.objects.published().values("source", "licence", "source_date")
    return said.annotate(count=Count("pk")).order_by("-count", "source", "licence", "source_date")
