"""The description of the interface in OpenAPI 3.0, which GDAL and the test suite read, and of the columns."""

from typing import Any

from django.utils.translation import gettext as _

from api.filters import Question
from api.ogc.answers import GEOJSON, HTML, JSON, OPENAPI, SCHEMA, JSONObject, Links
from api.ogc.collections import COLLECTIONS, Collection
from api.ogc.expressions import GEOMETRY, queryables
from api.pagination import MAX_LIMIT
from api.problems import PROBLEM_JSON
from places.filters import Parameter
from places.form_fields import RepeatedField

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FORM: JSONObject = {
    "name": "f",
    "in": "query",
    "required": False,
    "schema": {"type": "string", "enum": ["json", "html"]},
    "style": "form",
    "explode": False,
}
# What the standard says of its own parameters (Part 1, requirements 20, 23 and 25).
_OWN: dict[str, JSONObject] = {
    "limit": {"schema": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": 100}, "explode": False},
    "bbox": {
        "schema": {
            "type": "array",
            "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
            "items": {"type": "number"},
        },
        "explode": False,
    },
    "datetime": {"schema": {"type": "string"}, "explode": False},
}


def schema_of(collection: Collection, links: Links) -> JSONObject:
    """Describe the columns of a collection as JSON Schema (OGC API – Features, Part 5)."""
    geometry = {"x-ogc-role": "primary-geometry", "format": f"geometry-{collection.geometry.lower()}"}
    return {
        "$schema": _DIALECT,
        "$id": links.to("schema", collection.name),
        "type": "object",
        "title": str(collection.title),
        "description": str(collection.says),
        "properties": {"geometry": geometry, **collection.schema},
    }


def queryables_of(collection: Collection, links: Links) -> JSONObject:
    """Describe the columns that an expression may ask, and no others (Part 3, requirement 2)."""
    told = schema_of(collection, links)
    properties = {column.name: {"title": column.name, **column.schema} for column in queryables(collection)}
    geometry = {GEOMETRY: told["properties"][GEOMETRY]}
    return told | {
        "$id": links.to("queryables", collection.name),
        "properties": geometry | properties,
        "additionalProperties": False,
    }


def parameters() -> list[tuple[Collection, list[JSONObject]]]:
    """List what may be asked of each collection."""
    return [(collection, _parameters_of(collection.question)) for collection in COLLECTIONS.values()]


def _parameters_of(question: type[Question]) -> list[JSONObject]:
    return [_parameter(name, known) for name, known in question.base_filters.items()]


def _parameter(name: str, known: Parameter) -> JSONObject:
    is_repeated = issubclass(known.field_class, RepeatedField)
    said = {"type": "string"} | getattr(known.field, "schema", {})
    schema: JSONObject = {"type": "array", "items": said} if is_repeated else said
    told = {"name": name, "in": "query", "required": False, "description": str(known.field.help_text)}
    return told | {"schema": schema, "style": "form", "explode": is_repeated} | _OWN.get(name, {})


def openapi(links: Links) -> JSONObject:
    """Describe every address."""
    paths = {
        "/": _path(_("Page d’accueil"), "landing", JSON),
        "/conformance": _path(_("Conformité"), "conformance", JSON),
        "/api": _path(_("Cette description"), "api", OPENAPI),
        "/collections": _path(_("Les collections"), "collections", JSON),
    }
    for collection in COLLECTIONS.values():
        paths |= _paths_of(collection)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Croisée, OGC API – Features",
            "version": "1.0.0",
            "description": _(
                "En lecture, sans compte ni clé. Inconnu se dit null ; les listes sont jointes par « | »."
            ),
            "license": {
                "name": "Licence Ouverte 2.0",
                "url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
            },
        },
        "servers": [{"url": links.to("landing").rstrip("/")}],
        "paths": paths,
    }


def _paths_of(collection: Collection) -> JSONObject:
    name, title = collection.name, str(collection.title)
    here = f"/collections/{name}"
    one = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
    asked = _parameters_of(collection.question)
    return {
        here: _path(title, f"{name}.describe", JSON),
        f"{here}/items": _path(str(collection.says), f"{name}.items", GEOJSON, *asked),
        f"{here}/items/{{featureId}}": _path(title, f"{name}.item", GEOJSON, one),
        f"{here}/queryables": _path(_("Les colonnes que l’on peut demander"), f"{name}.queryables", SCHEMA),
        f"{here}/schema": _path(_("Les colonnes"), f"{name}.schema", SCHEMA),
    }


def _path(says: str, identifier: str, media: str, *asked: JSONObject) -> JSONObject:
    anything: dict[str, Any] = {"schema": {"type": "object"}}
    page = {HTML: {"schema": {"type": "string"}}}
    refused = {"description": _("Ce qui n’a pas été compris."), "content": {PROBLEM_JSON: anything}}
    answers = {"200": {"description": says, "content": {media: anything, **page}}, "400": refused, "404": refused}
    operation = {"summary": says, "operationId": identifier, "parameters": [_FORM, *asked], "responses": answers}
    return {"get": operation}
