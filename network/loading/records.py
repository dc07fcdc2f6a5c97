"""One record of a file, turned into the columns of a model: what is unknown to the model is refused, by name."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeAlias

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models

from places.choices import DatePrecision

Column: TypeAlias = "models.Field[Any, Any]"

# What JSON must hold for each kind of column; the first that fits counts. True is an int in Python, and not here.
_JSON_TYPES: list[tuple["type[Column]", tuple[type, ...], str]] = [
    (models.BooleanField, (bool,), "true or false"),
    (models.IntegerField, (int,), "a whole number"),
    (models.DecimalField, (int, float), "a number"),
    (models.DateField, (str,), 'a date in quotes, "2026-11-23"'),
    (ArrayField, (list,), "a list"),
    (models.CharField, (str,), "text in quotes"),
    (models.TextField, (str,), "text in quotes"),
]


# A year, or a month, as ISO 8601 writes it.
_ROUGH_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?")


class BadFile(ValueError):  # noqa: N818  reads as a sentence where it is raised
    """A file cannot be loaded: the message names the file, the record and the field."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a record stands: its file, and the name by which someone will find it there."""

    file: str
    record: str

    def refuse(self, key: str, message: str) -> NoReturn:
        """Say what is wrong with a field.

        Raises:
            BadFile: always.

        """
        raise BadFile(f"{self.file}, {self.record}, {key}: {message}")

    def refuse_invalid(self, error: ValidationError) -> NoReturn:
        """Say what a model's own validation found, field by field.

        Raises:
            BadFile: always.

        """
        found = error.message_dict if hasattr(error, "error_dict") else {"record": error.messages}
        self.refuse(", ".join(found), " ".join(message for messages in found.values() for message in messages))


@dataclass(frozen=True, slots=True)
class Record:
    """A record that was read: its columns by attribute name, and the keys of the records it refers to."""

    spot: Spot
    values: dict[str, Any]
    refers: dict[str, Any] = field(default_factory=dict)


def columns_of(model: type[models.Model]) -> dict[str, Column]:
    """The columns that a file may fill, by name: all but those that the model or the database fills itself."""
    return {f.name: f for f in model._meta.concrete_fields if f.editable and not f.auto_created}


def read_columns(
    model: type[models.Model], entry: dict[str, Any], spot: Spot, *, given: dict[str, Any]
) -> dict[str, Any]:
    """Turn a JSON object into column values by attribute name; `given` are columns that are already values.

    An absent key is the column's default, which is None wherever unknown is an answer.

    Raises:
        BadFile: a key is not a column, or its value is not of the column's type.

    """
    columns = columns_of(model)
    entry = in_full(entry, columns)
    refuse_unknown(entry, set(columns) - set(given), spot)
    values = {c.attname: _value(c, entry[name], spot) for name, c in columns.items() if name in entry}
    absent = {c.attname: c.get_default() for name, c in columns.items() if name not in entry}
    return absent | values | {columns[name].attname: value for name, value in given.items()}


def in_full(entry: dict[str, Any], columns: Collection[str]) -> dict[str, Any]:
    """Write out the dates that are known to the month or the year: of "2011-10", the first day and the precision."""
    found = dict(entry)
    for name, raw in entry.items():
        beside = f"{name.removesuffix('_on')}_precision"
        if beside in columns and isinstance(raw, str) and (said := _ROUGH_DATE.fullmatch(raw)):
            found |= {name: f"{said[1]}-{said[2] or '01'}-01"}
            found |= {beside: DatePrecision.MONTH.value if said[2] else DatePrecision.YEAR.value}
    return found


def refuse_unknown(entry: dict[str, Any], known: set[str], spot: Spot) -> None:
    """Refuse a key that nothing would read.

    Raises:
        BadFile: there is such a key.

    """
    for key in sorted(set(entry) - known):
        spot.refuse(key, f"unknown key; known are {', '.join(sorted(known))}")


def _value(column: Column, raw: object, spot: Spot) -> object:
    for kind, accepted, words in _JSON_TYPES:
        if isinstance(column, kind):
            if not isinstance(raw, accepted) or (isinstance(raw, bool) and bool not in accepted):
                spot.refuse(column.name, f"{raw!r} is not {words} (leave the key out when it is unknown)")
            break
    try:
        return column.to_python(raw)
    except ValidationError as error:
        spot.refuse(column.name, " ".join(error.messages))
