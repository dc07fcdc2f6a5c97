"""The page of a place: everything known of it, and what is not known as such."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from frontend.map import ground
from frontend.map.street import streets, surroundings
from frontend.place.cards import read_words, sheet
from frontend.place.description import about_place
from frontend.place.hours import coming_hours
from frontend.place.nearby import neighbours
from frontend.place.structured_data import facts_of_place
from frontend.site.kept import same_for_all
from frontend.site.sharing import qr_of
from frontend.site.territory import is_alone, located
from frontend.site.texts import hours_texts, week_texts
from frontend.suggestions.questions import unknown_of
from network.models import NetworkedPlace
from network.rights import Action, may
from places.choices import Precision
from places.hours import Schedule
from places.log.version import version_of_land
from places.models import Place
from places.moved import moved


@same_for_all()
@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything known of a place, and what is not known as such."""
    now = timezone.localtime()
    words = read_words()
    try:
        shown = sheet(slug, words, at=now)
    except Http404:
        return moved(request, Place.objects.published(), slug)
    address = request.build_absolute_uri(request.path)
    point = shown.place.point
    land = version_of_land()
    context = {
        "description": about_place(shown),
        "facts": facts_of_place(shown, request, at=now),
        "neighbours": neighbours(shown.place, words),
        "now": now,
        "hours": _hours_to_come(shown.place.schedule, now),
        "address": address,
        "qr": qr_of(address),
        "sheet": shown,
        "may_correct": _may_correct(request, shown.place),
        "question": next(iter(unknown_of(shown.place)), None),
        "today": shown.week[0] if shown.week else None,
        "place": shown.place,
        **_where(shown.place, land),
        "locator": ground.locator(shown.place.commune, land),
        "mark": ground.drawn_at(point) if point else None,
        "territory": located(shown.place.commune.territory),
        "others": "" if is_alone(shown.place.commune.territory) else f"?territory={shown.place.commune.territory_id}",
        "credit": shown.place.commune.territory.credit,
    }
    return render(request, "pages/place.html", context)


def _where(place: Place, land: str) -> dict[str, Any]:
    """What draws the surroundings; streets only around a point that is the place's own, not its commune's."""
    if place.point is None:
        return {}
    is_rough = Precision.is_rough(place.precision)
    return {
        "around": surroundings(place.point, land),
        "streets": None if is_rough else streets(place.point),
        "is_rough": is_rough,
    }


def _may_correct(request: HttpRequest, place: NetworkedPlace) -> bool:
    """Tell whether whoever reads may correct the listing; a visitor without a session costs no question."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and may(Action.EDIT, request.user, place)


def _hours_to_come(schedule: Schedule, now: datetime) -> dict[str, Any] | None:
    """What keeps the hours of a page true as time passes, without a network too; None when none can be read."""
    coming = coming_hours(schedule, now)
    return {"texts": {**hours_texts(), **week_texts()}, **coming} if coming else None
