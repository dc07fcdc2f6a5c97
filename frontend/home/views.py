"""The page `/`: the list, which needs no script, and the map beside it."""

from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from frontend.home.amounts import Amounts, Count, amounts_of
from frontend.home.directory import told_communes
from frontend.home.held import addresses, held
from frontend.home.pages import page_of
from frontend.home.question import Asked
from frontend.home.texts import country_texts, map_texts, order_in_words
from frontend.home.unsaid import could_be_in_words, unsaid_counts, unsaid_in_words
from frontend.map import ground
from frontend.map.options import map_options
from frontend.offline.keeping import weight_of
from frontend.place.cards import BLANK, cards
from frontend.site.kept import same_for_all
from frontend.site.territory import territory_in_words
from network.overlap.question import Crossing
from network.overlap.sources import sources
from places.search.said import reading_in_words


# The screen of a workshop shows it in a frame: ours, and nobody else's.
@same_for_all()
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the directory: the list, which needs no script, and the map beside it.

    The list holds a page of the places that pass the filters of the address. A browser that runs scripts then fetches
    the whole directory once, and filters it by itself; of a country, that of the territories that are asked for, or
    what is in view. A filter that cannot be read is left aside: the page says so, and its status is 400.
    """
    at, asked = timezone.localtime(), Asked(request.GET)
    if asked.by_code:
        return redirect(f"{request.path}?{asked.by_code}")
    found, part = asked.places(at), held(asked.territories)
    is_large = part is None
    amounts = amounts_of(found, is_country=is_large)
    page = page_of(found, asked, amounts, request.GET.get("page", ""))
    shown = amounts.of(asked.states) if page.total is None else Count(page.total)
    context = {
        "asked": asked,
        "page": page,
        "cards": cards(page.rows, asked.words, at=at, then=asked.moment),
        "blank": BLANK,
        "shown": shown.number,
        "shown_in_words": ngettext("%(count)s lieu", "%(count)s lieux", shown.number) % {"count": shown},
        "unsaid": unsaid_in_words(asked, unsaid_counts(asked, at, is_country=is_large)),
        "only_hours_refuse": not shown.number and asked.is_refused_by_hours(at),
        "list_order": order_in_words(is_reckoned=amounts.are_reckoned),
        "is_ranked": bool(found.reading.terms or found.reading.around),
        "understood": reading_in_words(found.reading),
        "states": state_buttons(amounts, asked),
        "could_be": could_be_in_words(amounts.could_be),
        # Of a country the sources of each territory go as far as they go, which `/croisements/` tells.
        "reach": "" if is_large else sources(Crossing.usual(asked.known, asked.territories), on=at.date()).in_short,
        "map_options": map_options(ground.extent(asked.territories)) | source(asked, part),
        "map_texts": map_texts(asked) | (country_texts() if is_large else {}),
        "is_country": is_large,
        "is_of_country": part != [],
        "keep": _to_keep(part),
        **territory_in_words(asked.territories),
    }
    return render(request, "pages/home.html", context, status=400 if asked.errors else 200)


def _to_keep(part: list[str] | None) -> dict[str, Any] | None:
    """Tell where a browser finds what it may keep of a country: one territory, and about how many bytes that is."""
    if not part or len(part) > 1:
        return None
    return {"url": f"{reverse('frontend:everything')}?{urlencode({'territory': part[0]})}", "weight": weight_of(*part)}


def source(asked: Asked, part: list[str] | None) -> dict[str, Any]:
    """What the browser is told of where places come from.

    Of a country a page is that of the territories that are asked for: the browser asks for another page of others. Of
    what is in sight it is told where to ask, and the commune that the page is asked around.
    """
    if part == []:
        return {}
    where: dict[str, Any] = addresses(part) if part else {"view": _view(asked)}
    return {**where, "territories": part or sorted(set(asked.territories))}


def _view(asked: Asked) -> dict[str, Any]:
    return {"url": reverse("fragments:view"), "communes": told_communes(asked.commune)}


def state_buttons(amounts: Amounts, asked: Asked) -> list[dict[str, Any]]:
    """The four answers of the overlap control, with their counts, in the order of the screen."""
    return [
        {
            "value": state.value,
            "label": label,
            "count": amounts.counts[state].in_figures,
            "is_pressed": state in asked.states,
        }
        for state, label in asked.words.states.items()
    ]
