"""What the OpenAPI schema says of every resource: its parameters, its formats and its errors, from the code itself."""

from collections.abc import Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema_field, extend_schema_serializer, inline_serializer
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from api.filters import Question
from api.problems import PROBLEM_JSON
from api.workbook.renderer import XLSXRenderer

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Shape = type[serializers.BaseSerializer[Any]]
Properties = serializers.Serializer[Any]
XLSX = XLSXRenderer.media_type
# How many lists hold the positions of a geometry (RFC 7946, section 3.1).
_DEPTHS = {"Point": 0, "MultiPolygon": 3}


class Key(NamedTuple):
    """What names a thing in its address."""

    name: str
    description: Any
    example: str

    def documented(self) -> OpenApiParameter:
        """Describe the key for the OpenAPI schema."""
        schema = {"type": "string", "example": self.example}
        return OpenApiParameter(self.name, schema, OpenApiParameter.PATH, description=self.description)


class ErrorSerializer(serializers.Serializer[None]):
    """What was wrong with a parameter, or with the member of a body that `pointer` names (RFC 6901)."""

    detail = serializers.CharField()
    parameter = serializers.CharField(required=False)
    allowed = serializers.JSONField(required=False, help_text=_("Les valeurs permises, en liste ou en mots."))
    pointer = serializers.CharField(required=False)


class ProblemSerializer(serializers.Serializer[None]):
    """A problem document (RFC 9457). With 412, `current` is the record as it stands."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()  # type: ignore[assignment]
    errors = ErrorSerializer(many=True, required=False)  # type: ignore[assignment]
    current = serializers.DictField(required=False)


def feature_of(name: str, properties: Properties, *, geometry: str, identifier: str, is_named: bool = True) -> Shape:
    """Describe a GeoJSON feature with these properties; unless `is_named`, some have no `id`."""
    return type(
        f"{name}FeatureSerializer",
        (serializers.Serializer,),
        {
            "__doc__": "A GeoJSON feature (RFC 7946), longitude first.",
            "type": _constant("Feature"),
            "id": serializers.CharField(help_text=identifier, required=is_named),
            "geometry": _geometry(geometry),
            "properties": properties,
        },
    )


def _described(schema: dict[str, Any]) -> serializers.Field[Any, Any, Any, Any]:
    """Make a field that the OpenAPI schema describes so: of a class of its own, since the description goes with it."""
    described: type[serializers.JSONField] = type("DescribedField", (serializers.JSONField,), {})
    return extend_schema_field(schema)(described)()


def rows_of(*cells: dict[str, Any], says: "StrOrPromise", **given: Any) -> serializers.Field[Any, Any, Any, Any]:  # noqa: ANN401  a field's own arguments
    """Describe rows whose cells have no name: what each is, in order."""
    # Nothing stands beyond the cells: `items` says what would, and some programs cannot do without it.
    bounds = {"minItems": len(cells), "maxItems": len(cells)}
    row = {"type": "array", "prefixItems": list(cells), "items": {}, **bounds}
    described: type[serializers.JSONField] = type("RowsField", (serializers.JSONField,), {})
    return extend_schema_field({"type": "array", "items": row})(described)(help_text=says, **given)


def _constant(value: str) -> serializers.Field[Any, Any, Any, Any]:
    return _described({"type": "string", "const": value})


def _geometry(kind: str) -> serializers.Field[Any, Any, Any, Any]:
    coordinates: dict[str, Any] = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    for _level in range(_DEPTHS[kind]):
        coordinates = {"type": "array", "items": coordinates}
    properties = {"type": {"type": "string", "const": kind}, "coordinates": coordinates}
    return _described({"type": ["object", "null"], "properties": properties, "required": ["type", "coordinates"]})


def list_of(
    says: "StrOrPromise",
    shape: Shape,
    question: type[Question],
    *,
    feature: Shape | None = None,
    envelope: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Describe a list, for `extend_schema`; `envelope`: what is said of all of it beside the addresses around."""
    name = shape.__name__.removesuffix("Serializer")
    address = serializers.URLField(allow_null=True)
    page = _whole(
        f"{name}Page", {"next": address, "previous": address, **(envelope or {}), "results": shape(many=True)}
    )
    collection = feature and _whole(
        f"{name}FeatureCollection",
        {"type": _constant("FeatureCollection"), "features": feature(many=True)},
    )
    return _operation(says, page, question, collection)


def item_of(
    says: "StrOrPromise", shape: Shape, question: type[Question], key: Key, *, feature: Shape | None = None
) -> dict[str, Any]:
    """Describe a single thing, found by its key in the address, for `extend_schema`."""
    operation = _operation(says, shape, question, feature)
    operation["parameters"].insert(0, key.documented())
    operation["responses"][404, PROBLEM_JSON] = ProblemSerializer
    return operation


def answer_of(
    says: "StrOrPromise", shape: Shape, question: type[Question], *, collection: Shape | None = None
) -> dict[str, Any]:
    """Describe an answer that is neither a page nor a thing with a key, for `extend_schema`."""
    whole = extend_schema_serializer(many=False)(shape)()
    return _operation(says, whole, question, collection and extend_schema_serializer(many=False)(collection)())


def _whole(name: str, fields: dict[str, Any]) -> Properties:
    # Without this, drf-spectacular takes the answer of every list for a bare array.
    return extend_schema_serializer(many=False)(inline_serializer(name, fields).__class__)()


def _operation(says: "StrOrPromise", body: object, question: type[Question], feature: object | None) -> dict[str, Any]:
    formats = ["json", "csv", "xlsx"] if feature is None else ["json", "geojson", "csv", "xlsx"]
    responses: dict[tuple[int, str], object] = {
        (200, "application/json"): body,
        (200, "text/csv"): OpenApiTypes.STR,
        (200, XLSX): OpenApiTypes.BINARY,
        (400, PROBLEM_JSON): ProblemSerializer,
        (406, PROBLEM_JSON): ProblemSerializer,
    }
    if feature is not None:
        responses[200, "application/geo+json"] = feature
    return {
        "summary": says,
        "description": says,
        "parameters": [_format(formats), *question.documented()],
        "responses": responses,
        "auth": [],
    }


def _format(formats: list[str]) -> OpenApiParameter:
    schema = {"type": "string", "enum": formats, "default": "json", "example": formats[1]}
    return OpenApiParameter("format", schema, description=_("Format de la réponse, prioritaire sur « Accept »."))


def also_in(operation: dict[str, Any], *renderers: type[BaseRenderer]) -> dict[str, Any]:
    """Add formats to what is said of an operation, between its key and the rest of its parameters."""
    for number, parameter in enumerate(operation["parameters"]):
        if parameter.name == "format":
            named = [*parameter.type["enum"], *(one.format for one in renderers)]
            operation["parameters"][number] = _format(named)
    for one in renderers:
        media = str(one.media_type)
        body = OpenApiTypes.ANY if media.endswith("json") else OpenApiTypes.STR
        operation["responses"].setdefault((200, media), body)
    return operation


INTRODUCTION = _("""
Tout se lit sans compte, depuis n’importe quel site, en JSON, en GeoJSON (longitude d’abord), en CSV ou en XLSX.

- **Inconnu se dit `null`** : jamais une valeur devinée, jamais une chaîne vide.
- **Les filtres se combinent** ; ceux qui se répètent veulent l’une de leurs valeurs, ou toutes avec `match=all`.
- **Le GeoJSON, le CSV et le XLSX viennent entiers**, jusqu’à 20 000 lignes, ce que dit l’en-tête `Croisee-Limit` ;
  au-delà, l’en-tête `Link` mène à la suite. Avec `limit`, ils viennent par pages, comme le JSON.
- **Ce qui a été compris de `q`** se lit dans `understood`, `left_out` et `around` (une commune où l’on ne connaît aucun
  lieu : les plus proches viennent d’abord), ou dans les en-têtes `Croisee-Understood`, `Croisee-Left-Out` et
  `Croisee-Around`.
- **Une page mène à la suivante** par `next` et `previous`, ou par l’en-tête `Link` en GeoJSON et en CSV : rien n’est
  sauté ni répété, même si des lieux entrent ou sortent entre-temps.
- **Un paramètre inconnu ou refusé** reçoit un 400 qui le nomme et dit ce qui est permis (RFC 9457).
- **Les dates** : `on` lit les réseaux tels qu’ils étaient ce jour-là ; `open` dit ce qui est ouvert à un moment, en
  heure locale. Des horaires inconnus ne sont ni ouverts ni fermés.
- **Écrire demande un jeton**, que l’on fait dans l’espace des réseaux (`/espace/jetons/`), et dit sur quelle version
  l’on écrit (`If-Match`) ; `Idempotency-Key` permet d’envoyer deux fois la même demande.
""")


def introduce(result: dict[str, Any], request: Request | None = None, **_context: object) -> dict[str, Any]:
    """Say in the schema what holds for every answer, where it is asked, and what others may do with it.

    The title is in plain letters: generators make the names of packages and classes of it.
    """
    here = request.build_absolute_uri("/").rstrip("/") if request else ""
    page = {"url": f"{here}{reverse('frontend:contact')}"} if here else {}
    result["info"] |= {
        "title": "Croisee",
        "description": str(INTRODUCTION).strip(),
        "contact": {"name": "Croisée", **page},
        # The licence of most places; each says its own.
        "license": {"name": "Licence Ouverte 2.0", "identifier": "etalab-2.0"},
    }
    result["servers"] = [{"url": here or "/"}]
    # Reading needs no key: said once for all operations.
    result["security"] = []
    return result


# What names a thing in the addresses that write.
SLUG = Key("slug", _("Identifiant du lieu."), "la-pompe")
MEMBERSHIP = Key("key", _("Identifiant de l’adhésion, donné avec elle."), "1")
VERIFICATION = Key("key", _("Identifiant de la vérification, donné avec elle."), "1")
VOUCH = Key("key", _("Identifiant de la parole du réseau, donné avec elle."), "1")
CHANGE = Key("change", _("Numéro du changement, donné par l’historique."), "1")
SUGGESTION = Key("uuid", _("Identifiant de la suggestion."), "7f1e0e44-92cf-4b2f-9c7e-3d1d8f2c5a10")
IMPORT = Key("key", _("Identifiant du fichier reçu."), "1")
_ONCE = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "example": "4c8a8b0e"},
    OpenApiParameter.HEADER,
    description=_("Une même demande, envoyée deux fois sous la même clé, est faite une fois."),
)
_SEEN = OpenApiParameter(
    "If-Match",
    {"type": "string", "example": "*"},
    OpenApiParameter.HEADER,
    required=True,
    description=_("L’ETag qui a été lu : si la fiche a changé depuis, rien n’est écrit ; « * » : quelle qu’elle soit."),
)


class Refusals(NamedTuple):
    """How an operation may be refused, beside what every one may."""

    problems: tuple[int, ...]
    parameters: tuple[OpenApiParameter, ...]


READS = Refusals((400,), ())
WRITES = Refusals((400, 415, 422, 429), (_ONCE,))
SENDS = Refusals((*WRITES.problems, 413), WRITES.parameters)
CORRECTS = Refusals((*WRITES.problems, 412, 428), (_ONCE, _SEEN))


def kept_by(
    says: "StrOrPromise",
    shapes: tuple[Shape | Mapping[str, Shape] | None, Shape | None],
    refusals: Refusals,
    *asked: Key | type[Question],
    good: int = 200,
) -> dict[str, Any]:
    """Describe what only those who keep the directory may do, for `extend_schema`: what is sent, and answered."""
    body, answer = shapes
    problems = sorted({401, 403, 404, *refusals.problems})
    named = [[each.documented()] if isinstance(each, Key) else each.documented() for each in asked]
    return {
        "summary": says,
        "description": says,
        "parameters": [*chain(*named), *refusals.parameters],
        "request": body,
        "responses": {
            good: answer and extend_schema_serializer(many=False)(answer)(),
            **{(status, PROBLEM_JSON): ProblemSerializer for status in problems},
        },
        "auth": [{"token": []}],
    }
