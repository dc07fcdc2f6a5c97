"""One listing is made of two of the same place: which one, which value of each row, and what becomes of the rest."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.workspace.doors import for_keepers, person_of
from frontend.workspace.edit import hers
from frontend.workspace.forms import number
from frontend.workspace.network import LONGEST_SEARCH, MOST_FOUND
from frontend.workspace.side_by_side import ROWS, proposed, rows_of, stays_of
from network.models import NetworkedPlace
from network.rights import Action, allowed
from network.services import Choice, merge_places
from places.choices import Door
from places.duplicates import suspected
from places.forms.disputes import said_instead_of_merging
from places.services import Conflict, version_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def merging(request: HttpRequest, slug: str) -> HttpResponse:
    """Look for the other listing of a place; show both side by side; merge them.

    Raises:
        Http404: there is no such listing, or it is not hers to merge.

    """
    kept = hers(request, slug, Action.MERGE)
    asked = request.POST.get("avec") or request.GET.get("avec")
    if not asked:
        return _look(request, kept)
    other = hers(request, asked, Action.MERGE)
    if kept == other:
        return HttpResponseRedirect(reverse("workspace:merge", args=[kept.slug]))
    return _merge(request, kept, other) if request.method == "POST" else _compare(request, kept, other)


def _look(request: HttpRequest, kept: NetworkedPlace) -> HttpResponse:
    asked = request.GET.get("q", "")[:LONGEST_SEARCH].replace("\x00", "")
    places = NetworkedPlace.objects.filter(allowed(Action.MERGE, request.user)).published()
    found = places.matching(asked).exclude(pk=kept.pk).select_related("commune") if asked.strip() else None
    context = {
        "place": kept,
        "asked": asked,
        "found": list(found.order_by("name", "pk")[:MOST_FOUND]) if found is not None else None,
        "alike": _alike(kept, request) if found is None else [],
    }
    return render(request, "pages/workspace/merge_with.html", context)


def _alike(kept: NetworkedPlace, request: HttpRequest) -> list[NetworkedPlace]:
    """Those that are suspected of being of the same place, and are hers to merge."""
    pairs = suspected(NetworkedPlace.objects.filter(pk=kept.pk))
    keys = {int(listing.key or 0) for pair in pairs for listing in (pair.one, pair.other)} - {kept.pk}
    return list(
        NetworkedPlace.objects.filter(allowed(Action.MERGE, request.user), pk__in=keys).select_related("commune")
    )


def _compare(request: HttpRequest, kept: NetworkedPlace, other: NetworkedPlace) -> HttpResponse:
    sent = request.POST
    chosen = _taken(sent) if request.method == "POST" else proposed(kept, other)
    context: dict[str, Any] = {
        "place": kept,
        "other": other,
        "places": [kept, other],
        "versions": [version_of(kept), version_of(other)],
        "rows": [(row, row.name in chosen) for row in rows_of(kept, other)],
        "stays": stays_of(kept, other),
    }
    return render(request, "pages/workspace/merge.html", context)


def _taken(sent: Any) -> set[str]:  # noqa: ANN401  what a browser sent
    return {name for name in ROWS if sent.get(f"row-{name}") == "other"}


def _merge(request: HttpRequest, kept: NetworkedPlace, other: NetworkedPlace) -> HttpResponse:
    taken = [column for row in _taken(request.POST) for column in ROWS[row]]
    choice = Choice(taken, *(number(request.POST.get(name)) for name in ("version", "other_version")))
    try:
        merge_places(kept=kept, other=other, choice=choice, by=person_of(request), door=Door.WORKSPACE)
    except Conflict as conflict:
        for sentence in said_instead_of_merging(conflict):
            messages.warning(request, sentence)
        return _compare(request, kept, other)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return _compare(request, kept, other)
    said = _("« %(other)s » et « %(kept)s » ne font plus qu’une fiche. L’ancienne adresse y mène. Annuler la rend.")
    messages.success(request, said % {"other": other, "kept": kept})
    return HttpResponseRedirect(reverse("workspace:history", args=[kept.slug]))
