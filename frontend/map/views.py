"""What the maps draw, as files: our own ground, and the areas of communes."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from frontend.map import ground
from places.log.version import version_of_land
from places.models import Territory

# More than France has of them.
_MOST_TERRITORIES = 200


@require_safe
@cache_control(public=True, max_age=3600, stale_while_revalidate=30 * 24 * 3600)
@condition(etag_func=lambda request: f'"{version_of_land()}"')
def basemap(request: HttpRequest) -> HttpResponse:
    """The map's own ground as GeoJSON: a version already held is answered 304 without drawing it."""
    return HttpResponse(ground.basemap(), content_type="application/geo+json")


@require_safe
@cache_control(public=True, max_age=3600, stale_while_revalidate=30 * 24 * 3600)
@condition(etag_func=lambda request: f'"{version_of_land()}"')
def outlines(request: HttpRequest) -> HttpResponse:
    """The communes' areas as GeoJSON: a version already held is answered 304 without drawing them.

    Those of each `territory` that is asked for, by its code; a code of none is left aside.
    """
    asked = [code for code in request.GET.getlist("territory")[:_MOST_TERRITORIES] if "\x00" not in code]
    known = Territory.objects.filter(code__in=asked).values_list("code", flat=True) if asked else ()
    return HttpResponse(ground.outlines(known), content_type="application/geo+json")
