"""What the OpenAPI schema says of every resource: its parameters, its formats and its errors, from the code itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers

from api.filters import Question
from api.problems import PROBLEM_JSON

Shape = type[serializers.BaseSerializer[Any]]
Properties = serializers.Serializer[Any]


class ParameterErrorSerializer(serializers.Serializer[None]):
    """What was wrong with a parameter."""

    parameter = serializers.CharField()
    detail = serializers.CharField()
    allowed = serializers.JSONField(help_text=_("Les valeurs permises, en liste ou en mots."))


class ProblemSerializer(serializers.Serializer[None]):
    """A problem document (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()  # type: ignore[assignment]
    errors = ParameterErrorSerializer(many=True, required=False)  # type: ignore[assignment]


def feature_of(name: str, properties: Properties, *, geometry: str, identifier: str) -> Shape:
    """Describe a GeoJSON feature with these properties."""
    shape = inline_serializer(
        f"{name}Geometry",
        {"type": serializers.ChoiceField([geometry]), "coordinates": serializers.ListField()},
        allow_null=True,
    )
    return type(
        f"{name}FeatureSerializer",
        (serializers.Serializer,),
        {
            "__doc__": "A GeoJSON feature (RFC 7946), longitude first.",
            "type": serializers.ChoiceField(["Feature"]),
            "id": serializers.CharField(help_text=identifier),
            "geometry": shape,
            "properties": properties,
        },
    )


def list_of(shape: Shape, question: type[Question], *, feature: Shape | None = None) -> dict[str, Any]:
    """Describe a list, for `extend_schema`."""
    name = shape.__name__.removesuffix("Serializer")
    address = serializers.URLField(allow_null=True)
    page = inline_serializer(f"{name}Page", {"next": address, "previous": address, "results": shape(many=True)})
    collection = feature and inline_serializer(
        f"{name}FeatureCollection",
        {"type": serializers.ChoiceField(["FeatureCollection"]), "features": feature(many=True)},
    )
    return _operation(page, question, collection)


def item_of(shape: Shape, question: type[Question], *, feature: Shape | None = None) -> dict[str, Any]:
    """Describe a single thing, for `extend_schema`."""
    operation = _operation(shape, question, feature)
    operation["responses"][404, PROBLEM_JSON] = ProblemSerializer
    return operation


def _operation(body: object, question: type[Question], feature: object | None) -> dict[str, Any]:
    formats = ["json", "csv"] if feature is None else ["json", "geojson", "csv"]
    responses: dict[tuple[int, str], object] = {
        (200, "application/json"): body,
        (200, "text/csv"): serializers.CharField(),
        (400, PROBLEM_JSON): ProblemSerializer,
    }
    if feature is not None:
        responses[200, "application/geo+json"] = feature
    return {"parameters": [_format(formats), *question.documented()], "responses": responses}


def _format(formats: list[str]) -> OpenApiParameter:
    schema = {"type": "string", "enum": formats, "default": "json", "example": formats[1]}
    return OpenApiParameter("format", schema, description=_("Format de la réponse, prioritaire sur « Accept »."))
