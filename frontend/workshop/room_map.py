"""The land on which a telephone picks a place or a commune, fetched when someone asks for it."""

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from frontend.paper.land import land
from frontend.workshop.aired import on_the_land
from frontend.workshop.room import MOST_LISTED, joinable
from network.models import NetworkedPlace
from network.models.workshop import CODE_LENGTH
from network.workshops.territories import territories_of

# A name, as a form takes it, and where it is, in hectometres of Mercator.
Spot = tuple[str, float, float]


@require_safe
def room_map(request: HttpRequest, code: str) -> HttpResponse:
    """Tell the outline of the land, and where its places and its communes are.

    Raises:
        Http404: there is no such workshop, or it is being prepared; or there is no land.

    """
    codes = territories_of(get_object_or_404(joinable(), code=code.upper()[:CODE_LENGTH]))
    drawn = land(codes)
    if drawn is None:
        raise Http404
    told: dict[str, Any] = {
        "box": [round(side, 1) for side in (drawn.left, drawn.top, drawn.width, drawn.height)],
        "outline": drawn.outline,
        "places": _places(codes),
        "communes": [(town.name, round(town.x, 1), round(town.y, 1)) for town in drawn.towns],
    }
    answer = JsonResponse(told)
    patch_cache_control(answer, public=True, no_cache=True)
    return answer


def _places(codes: Collection[str]) -> list[Spot]:
    """The places on that land that have a point, as far as they are few enough to be told apart under a finger."""
    published = NetworkedPlace.objects.published().exclude(point=None)
    rows = (published.in_territories(codes) if codes else published).order_by("name")
    named = rows.values_list("name", "commune__name", "point")[: MOST_LISTED + 1]
    spots = [(f"{name}, {commune}", *on_the_land(point)) for name, commune, point in named if point]
    return spots if len(spots) <= MOST_LISTED else []  # type: ignore[return-value]  # two coordinates
