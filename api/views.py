"""What every read of the API does the same way: formats, caching, and errors."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from api.problems import bad_parameter
from api.renderers import Collection, CSVRenderer, GeoJSONRenderer, Item, JSONTextRenderer, compact


class Negotiation(DefaultContentNegotiation):
    """Chooses the format by `?format=`, then by `Accept`; a format that does not exist is a bad parameter."""

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> list[BaseRenderer]:  # noqa: A002
        """Keep the renderer of that format.

        Raises:
            BadParameter: no renderer has it.

        """
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            allowed = [str(renderer.format) for renderer in renderers]
            raise bad_parameter("format", _("Ce format n’existe pas ici."), allowed)
        return found


class ReadViewSet(ViewSet):
    """A resource that anyone may read, in JSON and CSV."""

    content_negotiation_class = Negotiation
    renderer_classes = [JSONTextRenderer, CSVRenderer]
    http_method_names = ["get", "head", "options"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Refuse a method before asking who calls, or in what format: a write gets 405 from everyone, not 403.

        Raises:
            MethodNotAllowed: the method is not a read.

        """
        if str(request.method).lower() not in self.http_method_names:
            self.http_method_not_allowed(request)
        super().initial(request, *args, **kwargs)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]  # noqa: ANN401
        """Say what may be done in the `Allow` header, and nothing else: the schema says the rest."""
        return HttpResponse(status=HTTPStatus.NO_CONTENT)

    def wants_geojson(self, request: Request) -> bool:
        """Tell whether the answer will be GeoJSON."""
        return isinstance(request.accepted_renderer, GeoJSONRenderer)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401
        """Let caches keep the answer, and ask each time whether it changed."""
        final = super().finalize_response(request, response, *args, **kwargs)
        final.headers.setdefault("Cache-Control", "no-cache")
        return final


def whole_list(rows: Iterable[Any]) -> Response:
    """Answer a list that is short by nature in one page, of the same form as the others."""
    return Response(Collection([compact(row) for row in rows]))


def whole_item(row: Any) -> Response:  # noqa: ANN401
    """Answer one row that Python wrote, in any format."""
    return Response(Item(compact(row)))


class SpatialReadViewSet(ReadViewSet):
    """A resource that is also a map layer."""

    renderer_classes = [JSONTextRenderer, GeoJSONRenderer, CSVRenderer]
