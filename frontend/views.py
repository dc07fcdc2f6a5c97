"""The pages. Each reads, and nothing here writes."""

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from frontend import ground
from frontend.about import about_place
from frontend.cards import Card, cards, kind_labels, sheet
from frontend.maps import map_options
from frontend.nearby import neighbours
from frontend.sharing import qr_of
from frontend.structured import facts_of_place
from frontend.territory import located, territory_in_words
from frontend.texts import map_texts
from network.choices import Overlap


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the whole directory: the list, which needs no script, and the map beside it.

    Every place is in the page; those outside the asked state of overlap are hidden, so that the browser can change
    the state at once. A state that does not exist gets 400, and the page says so above the whole directory.
    """
    states, unknown = _asked_states(request.GET)
    kinds = kind_labels()
    listed = cards(kinds, states, at=timezone.localtime())
    context = {
        "cards": listed,
        "shown": sum(card.is_shown for card in listed),
        "states": _state_buttons(listed, states),
        "unknown": unknown,
        "map_options": map_options(ground.extent()),
        "map_texts": map_texts(kinds),
        **territory_in_words(),
    }
    return render(request, "pages/home.html", context, status=400 if unknown else 200)


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
        "address": address,
        "qr": qr_of(address),
        "sheet": shown,
        "place": shown.place,
        "locator": ground.locator(shown.place.commune_id),
        "mark": ground.drawn_at(point) if point else None,
        "territory": located(shown.place.commune.territory),
        "credit": shown.place.commune.territory.credit,
    }
    return render(request, "pages/place.html", context)


@require_safe
@cache_control(public=True, max_age=3600, stale_while_revalidate=30 * 24 * 3600)
@condition(etag_func=lambda request: f'"{ground.version()}"')
def basemap(request: HttpRequest) -> HttpResponse:
    """Give the map's own ground as GeoJSON: a version already held is answered 304 without drawing it."""
    return HttpResponse(ground.basemap(), content_type="application/geo+json")


def _asked_states(query: QueryDict) -> tuple[list[str], list[str]]:
    asked = [value for value in query.getlist("overlap") if value]
    unknown = [value for value in asked if value not in Overlap.values]
    return ([] if unknown else asked), unknown


def _state_buttons(listed: list[Card], states: list[str]) -> list[dict[str, Any]]:
    counts = Counter(card.overlap for card in listed)
    order = (Overlap.MEDIATION, Overlap.BUSINESS_SUPPORT, Overlap.BOTH, Overlap.NONE)
    return [
        {"value": state.value, "label": state.label, "count": counts[state], "is_pressed": state in states}
        for state in order
    ]
