"""The map in another site's page: the frame itself, and the oEmbed answer by which other sites find it.

oEmbed: https://oembed.com/, version 1.0.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import ResolverMatch, reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from frontend.home.amounts import amounts_of
from frontend.home.held import held
from frontend.home.question import Asked
from frontend.home.texts import country_texts, map_texts
from frontend.home.unsaid import could_be_in_words
from frontend.home.views import source, state_buttons
from frontend.map import ground
from frontend.map.options import map_options
from frontend.site.kept import same_for_all
from frontend.site.sharing import page_at
from frontend.site.territory import territory_in_words
from network.models import Network
from network.overlap.question import Crossing
from network.overlap.sources import sources
from places.models import Place
from places.search.said import reading_in_words

# What a site gets that asks for no size.
_SIZE = (800, 500)
_FRAME = '<iframe src="{}" title="{}" width="{}" height="{}" frameborder="0" loading="lazy"></iframe>'


class Shown(NamedTuple):
    """How another site shows a page: in the frame of this address, if there is one, under this title."""

    address: str | None
    title: str


@same_for_all()
@require_safe
@xframe_options_exempt
# Nothing is said of who may frame it: "*" would leave out a page that is opened from a disk.
@csp_replace({"frame-ancestors": None})
def embed(request: HttpRequest) -> HttpResponse:
    """Show the map alone, for a frame in another site: the query is that of `/`, and `place` opens on a place."""
    asked = Asked(request.GET)
    at = timezone.localtime()
    found = asked.places(at)
    if asked.by_code:
        return redirect(f"{request.path}?{asked.by_code}")
    place = Place.objects.published().at_slug(slugify(request.GET.get("place", "")))
    back = reverse("frontend:place", args=[place.slug]) if place else reverse("frontend:home") + _query(request.GET)
    part = held(asked.territories or ([place.commune.territory_id] if place else []))
    # What the browser will hold is counted, and nothing beyond it.
    amounts = amounts_of(found.in_territories(part) if part else found, is_country=part is None)
    context = {
        "asked": asked,
        "states": state_buttons(amounts, asked),
        "could_be": could_be_in_words(amounts.could_be),
        "understood": reading_in_words(found.reading),
        "is_country": part is None,
        "map_options": map_options(ground.extent(part or asked.territories))
        | source(asked, part)
        | {"place": place and place.slug, "homeUrl": reverse("frontend:home")},
        "map_texts": map_texts(asked)
        | (country_texts() if part is None else {})
        | {"attribution": _credit(asked, at.date())},
        "place": place,
        "back": back,
        **territory_in_words(asked.territories),
    }
    return render(request, "pages/embed.html", context)


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """Tell another site how to show a page of ours (`url`) within `maxwidth` and `maxheight` pixels, in JSON or XML.

    404 for an address that is not a map, a place, a network or a crossing of ours, 501 for another format.
    """
    form = request.GET.get("format", "json")
    if form not in _WRITERS:
        return _refusal(_("Cette adresse répond en JSON et en XML."), status=501)
    try:
        width, height = _size(request.GET)
    except ValueError:
        return _refusal(_("Les paramètres « maxwidth » et « maxheight » sont des nombres de pixels."), status=400)
    found = _shown_at(request)
    if found is None:
        return _refusal(
            _("Le paramètre « url » est l’adresse d’une carte, d’un lieu, d’un réseau ou des croisements de ce site."),
            status=404,
        )
    return _WRITERS[form](_head(request, found.title) | _told(found, width, height))


def _head(request: HttpRequest, title: str) -> dict[str, Any]:
    home = request.build_absolute_uri(reverse("frontend:home"))
    provider = {"provider_name": "Croisée", "provider_url": home, "cache_age": 24 * 3600}
    return {"version": "1.0", "title": title, **provider}


def _told(shown: Shown, width: int, height: int) -> dict[str, Any]:
    """Tell the frame that shows a page; a link where none would show what the page says."""
    if shown.address is None:
        return {"type": "link"}
    frame = format_html(_FRAME, shown.address, shown.title, width, height)
    return {"type": "rich", "html": str(frame), "width": width, "height": height}


def _as_xml(told: dict[str, Any]) -> HttpResponse:
    root = ElementTree.Element("oembed")
    for name, value in told.items():
        ElementTree.SubElement(root, name).text = str(value)
    written = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(written, content_type="text/xml; charset=utf-8")


_WRITERS: dict[str, Callable[[dict[str, Any]], HttpResponse]] = {"json": JsonResponse, "xml": _as_xml}


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


def _shown_at(request: HttpRequest) -> Shown | None:
    """What shows the page at `url`; None when it is not ours to show."""
    try:
        url = urlsplit(request.GET.get("url", ""))
    except ValueError:
        return None
    page = page_at(f"{url.path}?{url.query}" if url.query else url.path)
    if url.scheme not in ("http", "https") or url.netloc != request.get_host() or page is None:
        return None
    with translation.override(page.language):
        shown = _frame_of(page.match, url.query)
        if shown is None or shown.address is None:
            return shown
        return shown._replace(address=request.build_absolute_uri(reverse("frontend:embed") + shown.address))


def _frame_of(match: ResolverMatch, query: str) -> Shown | None:
    """What shows a page, the address of its frame being a query; None for a page that is not on the map."""
    slug = match.kwargs.get("slug", "")
    if match.url_name in ("home", "embed"):
        return Shown(f"?{query}" if query else "", _title_of_all())
    if match.url_name == "place":
        place = Place.objects.published().select_related("commune").at_slug(slug)
        return Shown(f"?{urlencode({'place': place.slug})}", f"{place.name}, {place.commune.name}") if place else None
    if match.url_name == "network":
        network = Network.objects.at_slug(slug)
        return Shown(f"?{urlencode({'network': network.slug})}", network.name) if network else None
    return _linked(match)


def _linked(match: ResolverMatch) -> Shown | None:
    """What no frame shows as it is asked, and a link leads to."""
    if match.url_name == "crossings":
        return Shown(None, _("Où les réseaux se croisent %(territory)s — Croisée") % territory_in_words())
    if match.url_name == "networks":
        return Shown(None, _("Les réseaux de lieux %(territory)s — Croisée") % territory_in_words())
    return None


def _title_of_all() -> str:
    title = _("Croisée, l’annuaire et la carte des tiers-lieux et lieux ressources %(territory)s")
    return title % territory_in_words()


def _query(query: QueryDict) -> str:
    return f"?{query.urlencode()}" if query else ""


def _credit(asked: Asked, day: date) -> str:
    """The credit in the corner: how far the sources go of what is said in the present, and the way to them."""
    reach = sources(Crossing.usual(asked.known, asked.territories), on=day).in_short
    return format_html('<a href="{}#credit">{}</a> · Leaflet', reverse("frontend:home"), reach)
