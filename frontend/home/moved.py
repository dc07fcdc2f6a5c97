"""What moved in the directory, for a browser that holds it: those listings alone, and where they stand in the list."""

from hashlib import sha256
from typing import Any, TypedDict
from uuid import UUID

from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from frontend.home.directory import Listed, listed
from frontend.home.held import published, territories_in
from frontend.home.question import in_order
from network.live.moves import MOST_NAMES
from places.log.version import version

# Seconds: ten thousand browsers ask for the same at once.
_GOOD_FOR = 60
# The slugs under which places could ever be read: a browser may hold one under any of them.
_SLUGS = "SELECT DISTINCT slug FROM places_placeevent WHERE uuid = ANY(%s) AND status = 'published'"


class Step(TypedDict):
    """A place as it is now, and the slug of the one before it in the list; null: it is the first."""

    place: Listed
    after: str | None


class Moved(TypedDict):
    """What to take out of a directory, by slug, and then to put into it, in this order."""

    out: list[str]
    into: list[Step]


@require_safe
@cache_control(public=True, no_cache=True)
def moved(request: HttpRequest) -> HttpResponseBase:
    """Tell how these places are now (`lieu`, their UUID, repeated), of some territories alone (`territory`) or of all.

    A hundred at most: 400 for more, for none, and for what is no UUID.
    """
    try:
        asked = sorted({UUID(text) for text in request.GET.getlist("lieu")})
    except ValueError:
        asked = []
    if not 0 < len(asked) <= MOST_NAMES:
        return HttpResponseBadRequest()
    return JsonResponse(
        _told(asked, territories_in(request.GET)),
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )


def _told(asked: list[UUID], territories: list[str]) -> Moved:
    """Read it, or remember it from who asked before, if nothing has changed since."""
    said = f"{version()} {timezone.localdate()} {asked} {territories}"
    key = f"moved:{sha256(said.encode()).hexdigest()}"
    kept: Moved | None = caches["process"].get(key)
    if kept is None:
        kept = _read(asked, territories)
        caches["process"].set(key, kept, _GOOD_FOR)
    return kept


def _read(asked: list[UUID], territories: list[str]) -> Moved:
    places = listed(published(territories).filter(uuid__in=asked))
    order: list[str] = list(in_order(published(territories)).values_list("slug", flat=True))
    before = dict(zip(order, [None, *order], strict=False))
    return {"out": _slugs_of(asked), "into": [{"place": place, "after": before[place["slug"]]} for place in places]}


def _slugs_of(asked: list[UUID]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_SLUGS, [asked])
        rows: list[Any] = cursor.fetchall()
    return [slug for (slug,) in rows]
