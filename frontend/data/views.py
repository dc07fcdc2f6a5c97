"""What others may take: the data and where it comes from, and the addresses that search engines read."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.sitemaps.views import sitemap
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend.data.downloads import Kept
from frontend.data.weights import weight_of
from frontend.home.question import Asked
from frontend.metadata.sitemaps import SITEMAPS
from frontend.metadata.structured_data import facts_of_data
from frontend.site.kept import same_for_all
from frontend.site.territory import territory_in_words
from places.log.change import last_written_at
from places.models import Place


@same_for_all()
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Show what can be taken, how, under which licence, and where every place comes from.

    The files of places are of those that the filters of the address keep (as `/` reads it), all of them without any.
    """
    asked = Asked(request.GET)
    words = territory_in_words(asked.territories)
    kept = Kept(asked)
    downloads = kept.downloads()
    name = _("Annuaire des tiers-lieux et lieux ressources %(territory)s") % words
    description = _(
        "Télécharger et réutiliser l’annuaire des tiers-lieux et lieux ressources %(territory)s : fichiers XLSX, "
        "CSV, GeoJSON et JSON, API ouverte, licences et sources."
    )
    written = last_written_at()
    files = [(download.media_type, download.url) for download in downloads]
    context = {
        "asked": asked.in_words(),
        "refused": asked.refused(),
        "query": kept.query,
        "count": kept.count,
        "downloads": [(one, 0 if kept.query else weight_of(request, one.url, one.rows)) for one in downloads],
        "written": written and localtime(written),
        "sources": _sources(),
        "description": description % words,
        "facts": facts_of_data(request, files, name=name, description=description % words, words=words),
        **words,
    }
    return render(request, "pages/data.html", context, status=400 if context["refused"] else 200)


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


def _sources() -> Iterable[Mapping[str, Any]]:
    """Count the published places of each source, the most fruitful first."""
    said = Place.objects.published().values("source", "licence", "source_date", "source_date_precision")
    return said.annotate(count=Count("pk")).order_by("-count", "source", "licence", "source_date")
