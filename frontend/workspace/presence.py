"""Who else has a listing open, and what was saved in it meanwhile: asked by the page of its form, every few seconds."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend.workspace.doors import for_keepers, person_of
from frontend.workspace.edit import hers
from frontend.workspace.forms import number
from frontend.workspace.others import here_in_words
from network.models import NetworkedPlace
from network.services import be_here, others_here
from places.forms.disputes import said_meanwhile
from places.services import version_of
from places.services.versions import columns_of, written_since


@require_POST
@for_keepers
def presence(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that she has it open; tell who else has, and what was written since the version that her page shows.

    Raises:
        Http404: there is no such listing, or it is not hers to correct.

    """
    place, person = hers(request, slug), person_of(request)
    be_here(place=place, by=person)
    told = {"here": here_in_words(others_here(place=place, beside=person))}
    return JsonResponse(told | {"saved": _saved_since(place, number(request.POST.get("version")))})


def _saved_since(place: NetworkedPlace, version: int) -> str:
    """Say what others saved since a version; "" when nothing, or where the log has no such version."""
    if not version or version == version_of(place):
        return ""
    meanwhile = written_since(place, version, columns_of(place))
    told = list(said_meanwhile(place, meanwhile))
    return " ".join([*told, _("Ce que vous écrivez y sera ajouté en enregistrant.")]) if told else ""
