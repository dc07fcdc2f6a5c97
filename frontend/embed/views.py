"""The map in another site's page: the frame itself, and the oEmbed answer by which other sites find it.

oEmbed: https://oembed.com/, version 1.0.
"""

from urllib.parse import urlencode, urlsplit

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import ResolverMatch, reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from frontend.home.question import Asked
from frontend.home.texts import map_texts
from frontend.home.views import state_buttons
from frontend.map import ground
from frontend.map.options import map_options
from frontend.site.sharing import page_at
from frontend.site.territory import territory_in_words
from network.models import Network
from network.overlap.question import Crossing
from network.overlap.sources import sources
from places.models import Place

# What a site gets that asks for no size.
_SIZE = (800, 500)
_FRAME = '<iframe src="{}" title="{}" width="{}" height="{}" frameborder="0" loading="lazy"></iframe>'


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embed(request: HttpRequest) -> HttpResponse:
    """Show the map alone, for a frame in another site: the query is that of `/`, and `place` opens on a place."""
    asked, at = Asked(request.GET), timezone.localtime()
    place = Place.objects.published().at_slug(slugify(request.GET.get("place", "")))
    back = reverse("frontend:place", args=[place.slug]) if place else reverse("frontend:home") + _query(request.GET)
    context = {
        "asked": asked,
        "states": state_buttons(asked.places(at).overlap_counts(), asked),
        "map_options": map_options(ground.extent())
        | {"place": place and place.slug, "homeUrl": reverse("frontend:home")},
        "map_texts": map_texts(asked) | {"attribution": _credit()},
        "place": place,
        "back": back,
        **territory_in_words(),
    }
    return render(request, "pages/embed.html", context)


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """Tell another site how to show a page of ours (`url`) within `maxwidth` and `maxheight` pixels.

    404 for an address that is not a map or a place of ours, 501 for a format other than JSON.
    """
    if request.GET.get("format", "json") != "json":
        return _refusal(_("Cette adresse ne répond qu’en JSON."), status=501)
    try:
        width, height = _size(request.GET)
    except ValueError:
        return _refusal(_("Les paramètres « maxwidth » et « maxheight » sont des nombres de pixels."), status=400)
    found = _shown_at(request)
    if found is None:
        return _refusal(
            _("Le paramètre « url » est l’adresse d’une carte, d’un lieu ou d’un réseau de ce site."), status=404
        )
    address, title = found
    frame = format_html(_FRAME, address, title, width, height)
    return JsonResponse(
        {
            "version": "1.0",
            "type": "rich",
            "title": title,
            "provider_name": "Croisée",
            "provider_url": request.build_absolute_uri(reverse("frontend:home")),
            "cache_age": 24 * 3600,
            "html": frame,
            "width": width,
            "height": height,
        }
    )


def _refusal(reason: str, *, status: int) -> JsonResponse:
    return JsonResponse({"error": reason}, status=status)


def _size(query: QueryDict) -> tuple[int, int]:
    """The width and the height of a frame, no more than was asked.

    Raises:
        ValueError: what was asked is not a number of pixels.

    """
    most = [int(query.get(name) or usual) for name, usual in zip(("maxwidth", "maxheight"), _SIZE, strict=True)]
    if min(most) < 1:
        raise ValueError(most)
    return min(most[0], _SIZE[0]), min(most[1], _SIZE[1])


def _shown_at(request: HttpRequest) -> tuple[str, str] | None:
    """The address of the frame that shows what is at `url`, and its title; None when it is not ours to show."""
    try:
        url = urlsplit(request.GET.get("url", ""))
    except ValueError:
        return None
    page = page_at(f"{url.path}?{url.query}" if url.query else url.path)
    if url.scheme not in ("http", "https") or url.netloc != request.get_host() or page is None:
        return None
    with translation.override(page.language):
        shown = _frame_of(page.match, url.query)
        return shown and (request.build_absolute_uri(reverse("frontend:embed") + shown[0]), shown[1])


def _frame_of(match: ResolverMatch, query: str) -> tuple[str, str] | None:
    """The query of the frame that shows a page, and its title; None for a page that is not on the map."""
    slug = match.kwargs.get("slug", "")
    if match.url_name in ("home", "embed"):
        title = (
            _("Croisée, l’annuaire et la carte des tiers-lieux et lieux ressources %(territory)s")
            % territory_in_words()
        )
        return (f"?{query}" if query else ""), title
    if match.url_name == "place":
        place = Place.objects.published().select_related("commune").at_slug(slug)
        return (f"?{urlencode({'place': place.slug})}", f"{place.name}, {place.commune.name}") if place else None
    if match.url_name == "network":
        network = Network.objects.at_slug(slug)
        return (f"?{urlencode({'network': network.slug})}", network.name) if network else None
    return None


def _query(query: QueryDict) -> str:
    return f"?{query.urlencode()}" if query else ""


def _credit() -> str:
    """The credit in the corner: how far the sources go of what is said in the present, and the way to them."""
    reach = sources(Crossing.asked()).in_words()
    return format_html('<a href="{}#credit">{}</a> Leaflet', reverse("frontend:home"), reach)
