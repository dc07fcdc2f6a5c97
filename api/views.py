"""What every read of the API does the same way: formats, caching, and errors."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.mediatypes import _MediaType, media_type_matches
from rest_framework.viewsets import ViewSet

from api.problems import bad_parameter
from api.renderers import Collection, CSVRenderer, GeoJSONRenderer, Item, JSONTextRenderer, compact
from api.workbook.renderer import XLSXRenderer

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The formats that a browser has no way to show, or that another program opens.
KEPT = {"csv", "xlsx", "national", "vcf", "gpkg", "ics"}


class Negotiation(DefaultContentNegotiation):
    """Chooses the format by `?format=`, then by `Accept` with its weights (RFC 9110), which DRF would ignore."""

    parameter = "format"

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The renderer, and the media type that it writes.

        Raises:
            BadParameter: the format asked for does not exist.
            NotAcceptable: nothing here is in `Accept`.

        """
        form = request.query_params.get(self.parameter)
        chosen = self._named(renderers, form) if form else _acceptable(renderers, request.headers.get("Accept", "*/*"))
        return chosen, str(chosen.media_type)

    def _named(self, renderers: Iterable[BaseRenderer], form: str) -> BaseRenderer:
        for renderer in renderers:
            if renderer.format == form:
                return renderer
        allowed = [str(renderer.format) for renderer in renderers]
        raise bad_parameter(self.parameter, _("Ce format n’existe pas ici."), allowed)


def _acceptable(renderers: Iterable[BaseRenderer], accept: str) -> BaseRenderer:
    wanted = [(_weight(media), media.strip()) for media in accept.split(",")]
    for weight, media in sorted(wanted, key=lambda pair: -pair[0]):
        for renderer in renderers:
            if weight > 0 and media_type_matches(str(renderer.media_type), media):
                return renderer
    raise NotAcceptable(available_renderers=list(renderers))


def _weight(media: str) -> float:
    try:
        return float(_MediaType(media).params.get("q", 1))
    except ValueError:
        return 0.0


class ReadViewSet(ViewSet):
    """A resource that anyone may read, in JSON, CSV and XLSX."""

    content_negotiation_class = Negotiation
    renderer_classes = [JSONTextRenderer, CSVRenderer, XLSXRenderer]
    http_method_names = ["get", "head", "options"]
    # What a file of it is called, in plain letters.
    filename: ClassVar["StrOrPromise"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Refuse a method before asking who calls, or in what format: a write gets 405 from everyone, not 403.

        Raises:
            MethodNotAllowed: the resource has no such method.

        """
        if str(request.method) not in self.allowed_methods:
            self.http_method_not_allowed(request)
        super().initial(request, *args, **kwargs)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]  # noqa: ANN401
        """Say what may be done in the `Allow` header, and nothing else: the schema says the rest."""
        return HttpResponse(status=HTTPStatus.NO_CONTENT)

    def _disposition(self, request: Request, *keys: str) -> str:
        """Name the file: what it holds, of which day. A browser keeps a table, and may show the rest."""
        renderer = request.accepted_renderer
        name = "-".join(["croisee", str(self.filename), *keys, localdate().isoformat()])
        ending = f"-{renderer.ending}" if hasattr(renderer, "ending") else f".{renderer.format}"
        return f'{"attachment" if renderer.format in KEPT else "inline"}; filename="{name}{ending}"'

    def wants_geojson(self, request: Request) -> bool:
        """Tell whether the answer will be GeoJSON."""
        return isinstance(request.accepted_renderer, GeoJSONRenderer)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401
        """Let caches keep the answer, and ask each time whether it changed; a file to be kept gets a name."""
        final = super().finalize_response(request, response, *args, **kwargs)
        final.headers.setdefault("Cache-Control", "public, no-cache")
        if final.status_code == HTTPStatus.OK:
            final.headers["Content-Disposition"] = self._disposition(request, *kwargs.values())
        if isinstance(final, Response):
            final.add_post_render_callback(_let_go)
        return final


def _let_go(response: Response) -> None:
    """Leave nothing but the bytes: view, request and answer hold each other, and so would hold its rows for long."""
    context: dict[str, Any] = vars(response).pop("renderer_context")
    context["view"].response = response.data = None
    context["request"].parser_context = {}


def whole_list(rows: Iterable[Any]) -> Response:
    """Answer a list that is short by nature in one page, of the same form as the others."""
    return Response(Collection([compact(row) for row in rows]))


def whole_item(row: Any) -> Response:  # noqa: ANN401
    """Answer one row that Python wrote, in any format."""
    return Response(Item(compact(row)))


class SpatialReadViewSet(ReadViewSet):
    """A resource that is also a map layer."""

    renderer_classes = [JSONTextRenderer, GeoJSONRenderer, CSVRenderer, XLSXRenderer]
