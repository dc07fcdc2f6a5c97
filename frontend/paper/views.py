"""The page that prints the directory, as it was asked for: a map and its list, without any script."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend.home.question import Asked
from frontend.paper.entries import entries, fitting
from frontend.paper.land import land
from frontend.paper.sheet import PAPERS, map_sheet
from frontend.site.kept import same_for_all
from frontend.site.sharing import page_at, qr_of
from frontend.site.territory import territory_in_words
from network.models import NetworkedPlace
from network.overlap.question import Crossing
from network.overlap.sources import sources
from network.querysets import NetworkedPlaceQuerySet
from places.search.said import reading_in_words

# More are no sheet that one carries: each territory has its own.
MOST_PRINTED = 2000
# So many places are the nearest.
_NEAREST = 20
# The lines of list beside the map of an A3 sheet, in three columns; on A4 the list follows the map.
_BESIDE = {"a3": 3 * 73, "a4": 0}


@same_for_all()
@require_safe
def printed(request: HttpRequest) -> HttpResponse:
    """Draw the places that the query asks for (as `/` reads it) on `paper`: "a4" upright, or "a3" lying.

    More than `MOST_PRINTED` are not drawn: the page says so, and leads to what can be.
    """
    asked, now = Asked(request.GET), timezone.localtime()
    paper = PAPERS.get(request.GET.get("paper", ""), PAPERS["a4"])
    found = asked.places(now)
    listed = entries(_nearest(asked.listed(found)), asked.words, most=MOST_PRINTED + 1)
    is_too_much = sum(len(entry.rows) for entry in listed) > MOST_PRINTED
    listed = [] if is_too_much else listed
    ground = None if is_too_much else land(asked.territories)
    beside = fitting(listed, _BESIDE[paper.name])
    back = reverse("frontend:home") + _query(request)
    context = {
        "asked": asked.in_words(but={"territory"}),
        "refused": asked.refused(),
        "understood": reading_in_words(found.reading),
        "count": sum(len(entry.rows) for entry in listed),
        "most": MOST_PRINTED if is_too_much else None,
        "now": now,
        "reach": "" if is_too_much else _reach(asked, now.date()),
        "paper": paper.name,
        "papers": _papers(request),
        "sheets": _sheets(request, asked),
        "map": map_sheet(ground, listed, paper) if ground else None,
        "beside": listed[:beside],
        "below": listed[beside:],
        "states": asked.words.states.items(),
        "back": back,
        "address": request.build_absolute_uri(back),
        "qr": qr_of(request.build_absolute_uri(back)) if page_at(back) else None,
        **territory_in_words(asked.territories),
    }
    return render(request, "pages/print.html", context, status=400 if context["refused"] else 200)


def _reach(asked: Asked, today: date) -> str:
    """Say how far the sources of what is drawn go."""
    return sources(Crossing.usual(asked.known, asked.territories), on=today).until_in_words


def _nearest(listed: NetworkedPlaceQuerySet[NetworkedPlace]) -> NetworkedPlaceQuerySet[NetworkedPlace]:
    """Keep the nearest to a commune that no place speaks of, which the sheet sorts by commune."""
    if listed.reading.around is None:
        return listed
    return NetworkedPlace.objects.filter(pk__in=list(listed.values_list("pk", flat=True)[:_NEAREST]))


def _query(request: HttpRequest, **more: str) -> str:
    query = request.GET.copy()
    for name in ("paper", *more):
        query.pop(name, None)
    query.update(more)
    return f"?{query.urlencode()}" if query else ""


def _sheets(request: HttpRequest, asked: Asked) -> list[tuple[str, str, bool]]:
    """Name a sheet for each territory, where there are several: its address, and whether it is this one."""
    names, paper = asked.labels["territory"].items(), request.GET.get("paper")
    kept = {"paper": paper} if paper in PAPERS else {}
    return [(name, _query(request, territory=code, **kept), [code] == asked.territories) for code, name in names]


def _papers(request: HttpRequest) -> list[tuple[str, str, str]]:
    words = {"a4": _("A4 portrait"), "a3": _("A3 paysage")}
    return [(name, words[name], _query(request, paper=name)) for name in PAPERS]
