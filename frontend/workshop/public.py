"""What everyone sees of workshops: those that are open, and the story of each, scene by scene."""

import re

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from frontend.paper.land import land
from frontend.site.territory import territory_in_words
from frontend.workshop.addresses import address_of
from frontend.workshop.kept import FORMS, kept_of
from network.choices import Phase
from network.models import Workshop
from network.models.workshop import CODE_LENGTH
from network.workshops.territories import territories_of
from network.workshops.told import end_of

# Some years of them; nobody reads further back here.
MOST_LISTED = 100


@require_safe
def workshops(request: HttpRequest) -> HttpResponse:
    """List the workshops that are open, then those that are over; a code leads to its own."""
    asked = re.sub(r"\W", "", request.GET.get("code", "")[:50]).upper()
    if found := _public().filter(code=asked[:CODE_LENGTH]).first():
        return HttpResponseRedirect(reverse("frontend:workshop", args=[found.code]))
    listed = _public().select_related("network")
    context = {
        "open": listed.filter(phase=Phase.OPEN)[:MOST_LISTED],
        "closed": listed.filter(phase=Phase.CLOSED)[:MOST_LISTED],
        "asked": asked[:20],
    }
    status = 404 if asked else 200
    return render(request, "pages/workshop/list.html", context | territory_in_words(), status=status)


@require_safe
def workshop(request: HttpRequest, code: str) -> HttpResponse:
    """Show a workshop: what it is about, its scenes to look at by oneself, and what the room proposed.

    Raises:
        Http404: there is no such workshop, or it is being prepared.

    """
    shown = get_object_or_404(_public().select_related("network"), code=code.upper())
    codes = territories_of(shown)
    scenes = [(scene, address_of(scene, codes)) for scene in shown.scenes.all()]
    kept = kept_of(shown)
    context = {"workshop": shown, "scenes": scenes, "kept": kept, "is_open": shown.phase == Phase.OPEN, "forms": FORMS}
    context["end"] = end_of(shown)
    context["land"] = land(codes) if kept.drawn else None
    return render(request, "pages/workshop/workshop.html", context | territory_in_words(codes))


def _public() -> QuerySet[Workshop]:
    return Workshop.objects.filter(phase__in=[Phase.OPEN, Phase.CLOSED])
