"""The pages. Each reads, and nothing here writes."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from frontend.home.directory import coming_hours
from frontend.home.question import Asked
from frontend.home.texts import hours_texts, map_texts, week_texts
from frontend.map import ground
from frontend.map.options import map_options
from frontend.metadata.descriptions import about_place
from frontend.metadata.structured_data import facts_of_place
from frontend.place.cards import BLANK, cards, sheet
from frontend.place.nearby import neighbours
from frontend.site.sharing import qr_of
from frontend.site.territory import located, territory_in_words
from network.choices import Overlap

# Some screens of a list; a département has fewer places.
CARDS_ON_A_PAGE = 200


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the directory: the list, which needs no script, and the map beside it.

    The list holds a page of the places that pass the filters of the address. A browser that runs scripts then fetches
    the whole directory once, and filters it by itself. A filter that cannot be read is left aside: the page says so,
    and its status is 400.
    """
    at, asked = timezone.localtime(), Asked(request.GET)
    found = asked.places(at)
    counts = found.overlap_counts()
    shown = sum(counts[state] for state in asked.states or counts)
    page = Paginator(range(shown), CARDS_ON_A_PAGE).get_page(request.GET.get("page"))
    rows = slice(page.start_index() - 1, page.end_index()) if shown else slice(0)
    context = {
        "asked": asked,
        "cards": cards(asked.listed(found), asked.kinds, rows, at=at),
        "blank": BLANK,
        "shown": shown,
        "only_hours_refuse": not shown and asked.is_refused_by_hours(at),
        "page": page,
        "states": state_buttons(counts, asked.states),
        "map_options": map_options(ground.extent()),
        "map_texts": map_texts(asked),
        **territory_in_words(),
    }
    return render(request, "pages/home.html", context, status=400 if asked.errors else 200)


@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything known of a place, and what is not known as such."""
    now = timezone.localtime()
    shown = sheet(slug, at=now)
    address = request.build_absolute_uri(request.path)
    point = shown.place.point
    context = {
        "description": about_place(shown),
        "facts": facts_of_place(shown, request, at=now),
        "neighbours": neighbours(shown.place),
        "now": now,
        "hours": _hours_to_come(shown.place.opening_hours, now),
        "address": address,
        "qr": qr_of(address),
        "sheet": shown,
        "place": shown.place,
        "locator": ground.locator(shown.place.commune),
        "mark": ground.drawn_at(point) if point else None,
        "territory": located(shown.place.commune.territory),
        "credit": shown.place.commune.territory.credit,
    }
    return render(request, "pages/place.html", context)


def _hours_to_come(hours: str | None, now: datetime) -> dict[str, Any] | None:
    """Give what keeps the hours of a page true as time passes, without a network too; None when none can be read."""
    coming = coming_hours(hours, now) if hours else None
    return {"texts": {**hours_texts(), **week_texts()}, **coming} if coming else None


@require_safe
@cache_control(public=True, max_age=3600, stale_while_revalidate=30 * 24 * 3600)
@condition(etag_func=lambda request: f'"{ground.version()}"')
def basemap(request: HttpRequest) -> HttpResponse:
    """Give the map's own ground as GeoJSON: a version already held is answered 304 without drawing it."""
    return HttpResponse(ground.basemap(), content_type="application/geo+json")


@require_safe
@cache_control(public=True, max_age=3600, stale_while_revalidate=30 * 24 * 3600)
@condition(etag_func=lambda request: f'"{ground.version()}"')
def outlines(request: HttpRequest) -> HttpResponse:
    """Give the communes' areas as GeoJSON: a version already held is answered 304 without drawing them."""
    return HttpResponse(ground.outlines(), content_type="application/geo+json")


def state_buttons(counts: Mapping[str, int], states: Collection[str]) -> list[dict[str, Any]]:
    """Give the four answers of the overlap control, with their counts, in the order of the screen."""
    order = (Overlap.MEDIATION, Overlap.BUSINESS_SUPPORT, Overlap.BOTH, Overlap.NONE)
    return [
        {"value": state.value, "label": state.label, "count": counts[state], "is_pressed": state in states}
        for state in order
    ]
