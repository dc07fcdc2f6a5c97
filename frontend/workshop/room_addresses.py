"""The addresses that a telephone may mean, as one is typed where a place is missing."""

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from frontend.workshop.room import joinable
from network.models.workshop import CODE_LENGTH
from network.workshops.room import commune_named, parts_of_where
from network.workshops.territories import territories_of
from places.addresses import propose
from places.models import Commune

_LONGEST = 200


@require_safe
def room_addresses(request: HttpRequest, code: str) -> JsonResponse:
    """List addresses as a form takes them, those of the workshop's territories first; nobody else is told.

    Raises:
        Http404: there is no such workshop, or it is being prepared.

    """
    joined = get_object_or_404(joinable(), code=code.upper()[:CODE_LENGTH])
    asked, codes = request.GET.get("q", "").replace("\x00", "")[:_LONGEST], territories_of(joined)
    address, named = parts_of_where(asked)
    commune = commune_named(named, codes=codes) if address else None
    found = propose(address, commune) if commune else propose(asked.replace(",", " "), None) or propose(address, None)
    there = set(Commune.objects.filter(territory__in=codes).values_list("pk", flat=True)) if codes else set()
    told = [f"{one.address}, {one.commune}" for one in sorted(found, key=lambda one: one.code not in there)]
    answer = JsonResponse({"found": list(dict.fromkeys(told))})
    patch_cache_control(answer, public=True, max_age=300)
    return answer
