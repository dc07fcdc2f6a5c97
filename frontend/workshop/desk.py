"""The desk of whoever presents: what comes next, her notes, the time; and what the room is shown."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend.workshop.making import prepared
from frontend.workshop.moderation import queue_of
from frontend.workshop.screen import state_of
from frontend.workspace.doors import for_keepers
from frontend.workspace.forms import number
from network.workshops import presenting


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
    context = {"state": state_of(own), "notes": dict(own.scenes.values_list("pk", "notes"))}
    return render(request, "pages/workshop/desk.html", queue_of(own) | context)


@require_POST
@for_keepers
def shown(request: HttpRequest, key: int) -> HttpResponse:
    """Show a scene to the room (`scene`, a key), what it sent (`wall`), or nothing (`blank`); answer what is shown.

    Raises:
        Http404: there is no such workshop of hers, or no such scene in it.

    """
    own = prepared(request, key)
    scene = get_object_or_404(own.scenes, pk=number(request.POST.get("scene")))
    presenting.show(own, scene=scene, is_blank="blank" in request.POST, is_wall="wall" in request.POST)
    return JsonResponse(state_of(own))
