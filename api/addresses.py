"""Addresses as people type them: the root, which lists the others, and those that lack only their last slash."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api import problems
from api.views import ReadViewSet
from places.models import Place

# What is at the root, by the name of its route.
_LISTED = {
    "places": "place-list",
    "networks": "network-list",
    "communes": "commune-list",
    "territories": "territory-list",
    "kinds": "kind-list",
    "services": "service-list",
    "families": "family-list",
    "overlap": "overlap",
    "overlap_timeline": "overlap-timeline",
    "overlap_history": "overlap-history",
    "overlap_changes": "overlap-changes",
    "overlap_sets": "overlap-sets",
    "overlap_opportunities": "overlap-opportunities",
    "changes": "changes",
    "schema": "schema",
    "docs": "docs",
}


class IndexView(ReadViewSet):
    """What there is to read: the address of each list and answer, of the schema and of its manual."""

    queryset = Place.objects.none()
    filename = "api"
    renderer_classes = [JSONRenderer]

    @extend_schema(exclude=True)
    def list(self, request: Request) -> Response:
        """List the addresses."""
        found = {name: request.build_absolute_uri(reverse(f"api:{route}")) for name, route in _LISTED.items()}
        return Response(found)


class _Slashed(HttpResponsePermanentRedirect):
    """Sends on with the method that was used (RFC 9110, section 15.4.9)."""

    status_code = HTTPStatus.PERMANENT_REDIRECT


@csrf_exempt
def elsewhere(request: HttpRequest, address: str = "") -> HttpResponse:
    """Send on who left out the last slash, with all that was asked; there is nothing at any other address."""
    if address.endswith("/") or not _is_ours(f"{request.path_info}/"):
        return problems.not_found(request)
    return _Slashed(request.get_full_path(force_append_slash=True))


def _is_ours(path: str) -> bool:
    try:
        return resolve(path).func is not elsewhere
    except Resolver404:
        return False
