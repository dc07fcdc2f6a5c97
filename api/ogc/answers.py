"""The forms of an answer, and the links by which a program goes from one address to another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from api.renderers import compact, in_brackets
from api.views import Negotiation

JSONObject = dict[str, Any]
JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
SCHEMA = "application/schema+json"


@dataclass(frozen=True)
class Told:
    """An answer of facts: what a program reads, the page that shows it to a person, and what that page needs more."""

    facts: JSONObject
    page: str
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Features:
    """A page of features, each already a text, under its head."""

    head: JSONObject
    rows: list[str]
    page: str
    more: Mapping[str, Any]


class FactsRenderer(BaseRenderer):
    """Facts in JSON."""

    media_type = JSON
    format = "json"
    charset = None

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:  # noqa: ANN401
        """Write the body."""
        return compact(data.facts).encode()


class OpenAPIRenderer(FactsRenderer):
    """The description of the interface: GDAL and the test suite ask for it under its own media type.

    Its version is no part of what is negotiated: who accepts anything names none.
    """

    media_type = OPENAPI.partition(";")[0]


class SchemaRenderer(FactsRenderer):
    """The properties of a collection, as JSON Schema."""

    media_type = SCHEMA


class FeaturesRenderer(BaseRenderer):
    """Features in GeoJSON."""

    media_type = GEOJSON
    format = "json"
    charset = None

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:  # noqa: ANN401
        """Write the body."""
        if isinstance(data, Told):
            return compact(data.facts).encode()
        return in_brackets(f'{compact(data.head)[:-1]},"features":[', data.rows, "]}")


class PageRenderer(BaseRenderer):
    """A page for people."""

    media_type = HTML
    format = "html"
    charset = "utf-8"

    def render(self, data: Any, _media: str | None = None, context: Mapping[str, Any] | None = None) -> str:  # noqa: ANN401
        """Write the page."""
        assert context is not None, "DRF gives a renderer the request"
        return render_to_string(data.page, dict(data.more), request=_of_django(context["request"]))


def _of_django(request: Request) -> HttpRequest:
    return request._request


class ByLetter(Negotiation):
    """Chooses the form by `?f=`, as servers of this standard do, then by `Accept`."""

    parameter = "f"


class Links:
    """Makes the addresses of this interface, on the site that was asked."""

    def __init__(self, request: Request) -> None:
        self.request = request

    def to(self, name: str, *keys: str) -> str:
        """Write the address of a view."""
        return str(self.request.build_absolute_uri(reverse(f"ogc:{name}", args=keys)))

    def link(self, rel: str, media: str, title: Any, name: str, *keys: str) -> JSONObject:  # noqa: ANN401  lazy text
        """Lead to a view."""
        return {"href": self.to(name, *keys), "rel": rel, "type": media, "title": str(title)}

    def itself(self, media: Sequence[str], title: Any) -> list[JSONObject]:  # noqa: ANN401  lazy text
        """Lead to this answer in the form that it has, and in the others (Part 1, requirements 27 and 28)."""
        chosen = self.request.accepted_renderer.media_type
        address = self.request.build_absolute_uri()
        forms = {one: "html" if one == HTML else "json" for one in media}
        return [
            {
                "href": address if one == chosen else replace_query_param(address, "f", form),
                "rel": "self" if one == chosen else "alternate",
                "type": one,
                "title": str(title),
            }
            for one, form in forms.items()
        ]
