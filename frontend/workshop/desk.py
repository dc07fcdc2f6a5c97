"""The desk of whoever presents: what comes next, her notes, the time; and what the room is shown."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, TypedDict
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from frontend.crossings.question import AskedCrossing
from frontend.crossings.views import what_if
from frontend.workshop.addresses import beginning_on
from frontend.workshop.carried import joining
from frontend.workshop.making import prepared
from frontend.workshop.moderation import queue_of
from frontend.workshop.room import MOST_LISTED
from frontend.workshop.screen import state_of
from frontend.workspace.doors import for_keepers, person_of
from frontend.workspace.forms import number
from network.choices import ScenePage
from network.models import Network, Scene, Workshop
from network.overlap.supposing import read_supposed
from network.workshops import presenting, supposing
from network.workshops.territories import territories_of, there_first
from places.choices import Status
from places.models import Commune, Place


@require_safe
@for_keepers
def desk(request: HttpRequest, key: int) -> HttpResponse:
    """Show the desk; without a scene there is nothing to show from it, and the page that adds them says so.

    Raises:
        Http404: there is no such workshop, or it is not hers.

    """
    own = prepared(request, key)
    if not own.scenes.exists():
        messages.warning(request, _("Ajoutez d’abord une scène : le pupitre montre celles qu’il y a."))
        return HttpResponseRedirect(reverse("workspace:workshop", args=[own.pk]))
    context = {
        "state": state_of(own),
        "notes": dict(own.scenes.values_list("pk", "notes")),
        **supposable(own),
        **joining(request),
    }
    return render(request, "pages/workshop/desk.html", queue_of(own) | context)


@require_POST
@for_keepers
def shown(request: HttpRequest, key: int) -> HttpResponse:
    """Show a scene to the room (`scene`, a key), what it sent (`wall`), or nothing (`blank`); answer what is shown.

    What is supposed (`if`, as addresses say it) is laid over the scene.

    Raises:
        Http404: there is no such workshop of hers, or no such scene in it.

    """
    own = prepared(request, key)
    scene = get_object_or_404(own.scenes, pk=number(request.POST.get("scene")))
    laid = read_supposed(request.POST.getlist("if"))
    is_blank, is_wall = ("blank" in request.POST), ("wall" in request.POST)
    presenting.show(own, scene=scene, is_blank=is_blank, is_wall=is_wall, supposed=laid)
    return JsonResponse(state_of(own))


@require_POST
@for_keepers
def supposed(request: HttpRequest, key: int) -> HttpResponse:
    """Keep what was supposed (`if`) over a scene as a proposal, which the room votes on; sent again, it is kept once.

    Raises:
        Http404: there is no such workshop, or it is not hers, or no such scene in it.

    """
    own = prepared(request, key)
    scene = get_object_or_404(own.scenes, pk=number(request.POST.get("scene")))
    asked = AskedCrossing(question_of(scene, request.POST.get("if", "")))
    try:
        nonce = UUID(request.POST.get("nonce", ""))
        (one,) = asked.supposed.supposed
    except ValueError:
        return _refused(asked.refused())
    with override(settings.LANGUAGE_CODE):
        words = what_if(asked)
    proposal = supposing.Proposal(one, asked.supposed.names, words)
    try:
        supposing.propose(own, nonce=nonce, proposal=proposal, by=person_of(request))
    except ValidationError as refusal:
        return _refused(refusal.messages)
    return JsonResponse(state_of(own))


def _refused(why: list[str]) -> HttpResponse:
    return JsonResponse({"errors": {"": why}}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def question_of(scene: Scene, supposed: str) -> QueryDict:
    """What a scene asks of the crossings, with what is supposed; a scene of the map asks for today, where it is."""
    shown = QueryDict(beginning_on(scene.query, territories_of(scene.workshop)))
    query = QueryDict(mutable=True)
    query.setlist("territory", shown.getlist("territory"))
    if scene.page == ScenePage.CROSSINGS:
        query = shown.copy()
    query.setlist("if", [supposed])
    return query


class Supposable(TypedDict):
    """What may be supposed, by the names that one types: few enough to be chosen from, or none."""

    communes: dict[str, str]
    places: dict[str, str]


def supposable(workshop: Workshop) -> dict[str, Any]:
    """Read the communes and the places to choose from, those of its territories first, and the networks by family."""
    codes = territories_of(workshop)
    published = Place.objects.filter(status=Status.PUBLISHED).order_by(
        *there_first(codes, "commune__territory"), "name"
    )
    places = published.values_list("name", "commune__name", "slug")
    communes = Commune.objects.order_by(*there_first(codes, "territory"), "name").values_list("name", "code")
    networks = Network.objects.select_related("family").order_by("family__position", "name")
    told: Supposable = {
        "communes": _first_named(communes[:MOST_LISTED]),
        "places": _first_named((f"{name}, {commune}", slug) for name, commune, slug in places[:MOST_LISTED]),
    }
    return {"supposable": told, "networks": networks}


def _first_named(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By name: of two of one name, the first."""
    found: dict[str, str] = {}
    for name, key in pairs:
        found.setdefault(name, key)
    return found
