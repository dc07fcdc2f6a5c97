"""The page `/`: the list, which needs no script, and the map beside it."""

from collections.abc import Mapping
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from frontend.home.question import Asked
from frontend.home.texts import map_texts
from frontend.home.unsaid import could_be_in_words, unsaid_in_words
from frontend.map import ground
from frontend.map.options import map_options
from frontend.place.cards import BLANK, cards
from frontend.site.kept import same_for_all
from frontend.site.territory import territory_in_words
from network.choices import State
from network.models import NetworkedPlace
from network.overlap.question import Crossing
from network.overlap.sources import sources
from network.querysets import NetworkedPlaceQuerySet
from places.search.said import reading_in_words

# Some screens of a list; a département has fewer places.
CARDS_ON_A_PAGE = 200


# The screen of a workshop shows it in a frame: ours, and nobody else's.
@same_for_all()
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the directory: the list, which needs no script, and the map beside it.

    The list holds a page of the places that pass the filters of the address. A browser that runs scripts then fetches
    the whole directory once, and filters it by itself. A filter that cannot be read is left aside: the page says so,
    and its status is 400.
    """
    at, asked = timezone.localtime(), Asked(request.GET)
    if asked.by_code:
        return redirect(f"{request.path}?{asked.by_code}")
    found = asked.places(at)
    counts, could_be = counted(found)
    shown = sum(counts[state] for state in asked.states or counts)
    page = Paginator(range(shown), CARDS_ON_A_PAGE).get_page(request.GET.get("page"))
    rows = slice(page.start_index() - 1, page.end_index()) if shown else slice(0)
    context = {
        "asked": asked,
        "cards": cards(asked.listed(found), asked.words, rows, at=at, then=asked.moment),
        "blank": BLANK,
        "shown": shown,
        "unsaid": unsaid_in_words(asked, asked.unsaid(at)),
        "only_hours_refuse": not shown and asked.is_refused_by_hours(at),
        "page": page,
        "is_ranked": bool(found.reading.terms or found.reading.around),
        "understood": reading_in_words(found.reading),
        "states": state_buttons(counts, asked),
        "could_be": could_be_in_words(could_be),
        "reach": sources(Crossing.usual(asked.known), on=at.date()).in_short,
        "map_options": map_options(ground.extent(asked.territories)),
        "map_texts": map_texts(asked),
        **territory_in_words(asked.territories),
    }
    return render(request, "pages/home.html", context, status=400 if asked.errors else 200)


def counted(found: NetworkedPlaceQuerySet[NetworkedPlace]) -> tuple[dict[str, int], int]:
    """Count places in each state; and of those that are on neither side, how many could be on one."""
    counts, could_be = dict.fromkeys(State.values, 0), 0
    for (state, possible), count in found.standing_counts().items():
        counts[state] += count
        could_be += count if state == State.NEITHER != possible else 0
    return counts, could_be


def state_buttons(counts: Mapping[str, int], asked: Asked) -> list[dict[str, Any]]:
    """The four answers of the overlap control, with their counts, in the order of the screen."""
    return [
        {"value": state.value, "label": label, "count": counts[state], "is_pressed": state in asked.states}
        for state, label in asked.words.states.items()
    ]
