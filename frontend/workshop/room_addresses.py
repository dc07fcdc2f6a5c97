"""The addresses that a telephone may mean, as one is typed where a place is missing."""

from collections.abc import Collection
from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from frontend.workshop.room import joinable
from network.accounts.attempts import Pace, TooSoonError, slow_down
from network.models.workshop import CODE_LENGTH
from network.workshops.room import commune_named, parts_of_where
from network.workshops.territories import territories_of
from places.addresses import propose
from places.models import Commune

_LONGEST = 200
# Three hundred telephones behind one address each ask ten times while they type: so many at once are nobody's attack.
PACE = Pace(free=3000, longest=30, memory=1)


@require_safe
def room_addresses(request: HttpRequest, code: str) -> JsonResponse:
    """List addresses as a form takes them, those of the workshop's territories first; none for a while after too many.

    Raises:
        Http404: there is no such workshop, or it is being prepared.

    """
    joined = get_object_or_404(joinable(), code=code.upper()[:CODE_LENGTH])
    try:
        slow_down(request, "room-addresses", PACE)
    except TooSoonError as error:
        headers = {"Retry-After": str(error.wait)}
        return JsonResponse({"found": []}, status=HTTPStatus.TOO_MANY_REQUESTS, headers=headers)
    found = _found(request.GET.get("q", "").replace("\x00", "")[:_LONGEST], territories_of(joined))
    answer = JsonResponse({"found": found})
    patch_cache_control(answer, public=True, max_age=300)
    return answer


def _found(asked: str, codes: Collection[str]) -> list[str]:
    """Find what an address that is being typed may mean, by the names of the communes."""
    address, named = parts_of_where(asked)
    commune = commune_named(named, codes=codes) if address else None
    found = propose(address, commune) if commune else propose(asked.replace(",", " "), None) or propose(address, None)
    there = set(Commune.objects.filter(territory__in=codes).values_list("pk", flat=True)) if codes else set()
    told = [f"{one.address}, {one.commune}" for one in sorted(found, key=lambda one: one.code not in there)]
    return list(dict.fromkeys(told))
