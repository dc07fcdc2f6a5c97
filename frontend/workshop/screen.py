"""The screen of a room: the scenes of a workshop one at a time, by the pages of the site themselves."""

from typing import TypedDict

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend.paper.land import land
from frontend.workshop.addresses import beginning_on
from frontend.workshop.aired import SUPPOSED, RoomShown, room_shown
from frontend.workshop.carried import joining
from network.choices import Contributed, Phase, Reacted
from network.models import Workshop
from network.models.workshop import CODE_LENGTH
from network.rights import Action, allowed
from network.workshops.territories import territories_of


class SceneShown(TypedDict):
    """A scene, as screens show it: the name of its page, the query of its address, and what the room reads."""

    key: int
    page: str
    query: str
    title: str
    sentence: str
    seconds: int | None


class StageState(TypedDict):
    """What the room is shown: a scene by its key (null: the first one) or the wall; and all that there is of both.

    `supposed` is laid over the scene, and is no fact.
    """

    version: int
    scene: int | None
    isBlank: bool
    isWall: bool
    supposed: list[str]
    scenes: list[SceneShown]
    room: RoomShown


@require_safe
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """Show the screen of a workshop: the same for everyone, so that a browser keeps it for when the network goes.

    Raises:
        Http404: there is no such workshop, or it is being prepared by others.

    """
    shown = _shown(request, code)
    kinds = {kind.value: str(kind.label) for kind in (*Contributed, *Reacted)} | {SUPPOSED: _("une supposition")}
    drawn = land(territories_of(shown))
    context = {"workshop": shown, "state": state_of(shown), "kinds": kinds, "land": drawn, **joining(request)}
    return _for_all(render(request, "pages/workshop/screen.html", context), shown)


@require_safe
def state(request: HttpRequest, code: str) -> HttpResponse:
    """Tell what the room is shown.

    Raises:
        Http404: there is no such workshop, or it is being prepared by others.

    """
    shown = _shown(request, code)
    return _for_all(JsonResponse(state_of(shown)), shown)


def state_of(workshop: Workshop) -> StageState:
    """Read what the room is shown."""
    scenes = workshop.scenes.values("page", "query", "title", "sentence", "seconds", key=F("pk"))
    codes = territories_of(workshop)
    return {
        "version": workshop.version,
        "scene": workshop.shown_id,
        "isBlank": workshop.is_blank,
        "isWall": workshop.is_wall,
        "supposed": workshop.supposed,
        "scenes": [SceneShown(**scene | {"query": beginning_on(scene["query"], codes)}) for scene in scenes],
        "room": room_shown(workshop),
    }


def _shown(request: HttpRequest, code: str) -> Workshop:
    """Find a workshop that is open or over; one that is being prepared is rehearsed by those who prepare it."""
    is_public = Q(phase__in=[Phase.OPEN, Phase.CLOSED])
    seen = Workshop.objects.filter(is_public | allowed(Action.PREPARE, request.user), is_story=False)
    return get_object_or_404(seen, code=code.upper()[:CODE_LENGTH])


def _for_all(response: HttpResponse, workshop: Workshop) -> HttpResponse:
    """Let it be kept, unless it is a rehearsal."""
    is_public = workshop.phase != Phase.PREPARED
    patch_cache_control(response, public=is_public or None, private=None if is_public else True, no_cache=True)
    return response
