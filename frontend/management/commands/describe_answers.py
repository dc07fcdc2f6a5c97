"""`manage.py describe_answers`: the shape of what pages read beside the API, as OpenAPI 3.1 describes shapes."""

import json
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints, is_typeddict

from django.core.management.base import BaseCommand

from frontend.home.directory import Directory
from frontend.home.moved import Moved
from frontend.home.viewport import InView

ANSWERS = {"Directory": Directory, "InView": InView, "Moved": Moved}
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
Shape = dict[str, Any]


class Command(BaseCommand):
    """Prints a document that `bin/wire` makes the types of the TypeScript from."""

    help = "Print the shape of what pages read of the site beside its API, as an OpenAPI document."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Print it."""
        schemas = {name: shape_of(answer) for name, answer in ANSWERS.items()}
        self.stdout.write(json.dumps({"openapi": "3.1.0", "paths": {}, "components": {"schemas": schemas}}))


def shape_of(hint: Any) -> Shape:  # noqa: ANN401  a type, in any of the forms that annotations take
    """Describe a type as JSON Schema does, where drf-spectacular takes each cell of a tuple for its first.

    Raises:
        KeyError: the type is not one that JSON holds.

    """
    origin, parts = get_origin(hint), get_args(hint)
    if is_typeddict(hint):
        return _object(hint)
    if origin in {Union, UnionType}:
        return {"anyOf": [shape_of(part) for part in parts]}
    if origin is list:
        return {"type": "array", "items": shape_of(parts[0])}
    if origin is tuple:
        cells = [shape_of(part) for part in parts]
        return {"type": "array", "prefixItems": cells, "minItems": len(cells), "maxItems": len(cells)}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"type": "string", "enum": [member.value for member in hint]}
    return {"type": _PLAIN[hint]}


def _object(hint: Any) -> Shape:  # noqa: ANN401  a TypedDict, which has no type of its own
    fields = {name: shape_of(part) for name, part in get_type_hints(hint).items()}
    told = {"description": hint.__doc__} if hint.__doc__ else {}
    needed = [name for name in fields if name in hint.__required_keys__]
    return {"type": "object", **told, "properties": fields, "required": needed, "additionalProperties": False}
