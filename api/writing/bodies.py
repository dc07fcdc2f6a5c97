"""Bodies that are read strictly: a member that is unknown is refused, and each fault points at its member."""

import math
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.problems import Refused

Shape = type[serializers.Serializer[Any]]
MOST_ERRORS = 50


def members(shape: Shape) -> dict[str, Any]:
    """The members of a shape that is read, as ones that may be left out of what is written."""
    return {name: _left_out(field) for name, field in shape._declared_fields.items()}


def _left_out(field: Any) -> Any:  # noqa: ANN401  any field
    # A field is what it was made with: DRF makes it anew for each body, and takes hold of what is in it.
    given = {name: value if name == "validators" else deepcopy(value) for name, value in field._kwargs.items()}
    more = {"validators": [_be_finite]} if isinstance(field, serializers.FloatField) else {}
    return type(field)(*field._args, **{**given, "required": False, **more})


def _be_finite(value: float) -> None:
    # DRF takes the text "nan" for a number.
    if not math.isfinite(value):
        raise serializers.ValidationError(_("Ce n’est pas un nombre."))


def read(shape: Shape, body: object) -> dict[str, Any]:
    """Read the members of a body.

    Raises:
        Refused: one is unknown, or is of no such form.

    """
    asked = shape(data=body)
    unknown = list(_unknown(asked, body))
    if unknown or not asked.is_valid():
        raise Refused([*unknown, *([] if unknown else _faults(asked.errors))][:MOST_ERRORS])
    return dict(asked.validated_data)


def _unknown(asked: Any, body: object, at: str = "#") -> Iterator[dict[str, str]]:  # noqa: ANN401
    if not isinstance(body, Mapping):
        return
    for name, value in body.items():
        if name not in asked.fields:
            yield {"pointer": f"{at}/{_escaped(name)}", "detail": _("Ce membre n’existe pas, ou ne s’écrit pas ici.")}
        elif isinstance(asked.fields[name], serializers.Serializer):
            yield from _unknown(asked.fields[name], value, f"{at}/{_escaped(name)}")


def _faults(errors: Any, at: str = "#") -> Iterator[dict[str, str]]:  # noqa: ANN401  as DRF nests them
    if isinstance(errors, Mapping):
        for name, told in errors.items():
            yield from _faults(told, at if name == "non_field_errors" else f"{at}/{_escaped(str(name))}")
    elif errors and isinstance(errors[0], Mapping):
        for index, told in enumerate(errors):
            yield from _faults(told, f"{at}/{index}")
    elif errors:
        yield {"pointer": at, "detail": " ".join(str(error) for error in errors).replace("'", "’")}


def _escaped(name: str) -> str:
    """Write a member's name in a pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1").replace("\x00", "\\0")
