"""One record of a file, turned into the columns of a model: what is unknown to the model is refused, by name."""

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
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
    """Files cannot be loaded: each problem names the file, the record, the field and the line."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))

    @classmethod
    def unless_none(cls, problems: Iterable[str]) -> None:
        """Refuse the files for these problems, if there are any, each told once.

        Raises:
            BadFile: there are.

        """
        if told := dict.fromkeys(problems):
            raise cls(*told)


class Problems:
    """What is wrong with files, gathered so that one reading tells all of it."""

    def __init__(self) -> None:
        self.found: list[str] = []

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Go on after a record, or a field, that cannot be loaded."""
        try:
            yield
        except BadFile as error:
            self.found += error.problems

    def settle(self) -> None:
        """Let what was read stand, if nothing was wrong.

        Raises:
            BadFile: something was.

        """
        BadFile.unless_none(self.found)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a record stands: its file, the name by which someone will find it there, and its first line."""

    file: str
    record: str
    line: int | None = None

    def refuse(self, key: str, message: str) -> NoReturn:
        """Say what is wrong with a field.

        Raises:
            BadFile: always.

        """
        where = f" (line {self.line})" if self.line else ""
        raise BadFile(f"{self.file}, {self.record}, {key}: {message}{where}")

    def refuse_invalid(self, error: ValidationError, model: type[models.Model]) -> NoReturn:
        """Say what a model's own validation found, field by field, with the choices where there are some.

        Raises:
            BadFile: always.

        """
        problems = Problems()
        found = error.error_dict if hasattr(error, "error_dict") else {"record": error.error_list}
        for key, errors in found.items():
            with problems.gathered():
                self.refuse(key, " ".join(_in_words(each, model, key) for each in errors))
        problems.settle()
        raise AssertionError("an error says something")


def _in_words(error: ValidationError, model: type[models.Model], key: str) -> str:
    """Say what is wrong, and the choices that there are."""
    said = " ".join(error.messages)
    choices = getattr(model._meta.get_field(key), "choices", None) if error.code == "invalid_choice" else None
    return f"{said} The choices are {', '.join(str(value) for value, _label in choices)}." if choices else said


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
    columns, problems, values = columns_of(model), Problems(), {}
    entry = in_full(entry, columns)
    with problems.gathered():
        refuse_unknown(entry, set(columns) - set(given), spot)
    for name, column in columns.items():
        if name in entry and name not in given:
            with problems.gathered():
                values[column.attname] = _value(column, entry[name], spot)
    problems.settle()
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
    problems = Problems()
    for key in sorted(set(entry) - known):
        with problems.gathered():
            spot.refuse(key, f"unknown key; known are {', '.join(sorted(known))}")
    problems.settle()


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
