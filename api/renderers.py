"""The formats of an answer: JSON, GeoJSON (RFC 7946) and CSV. Rows arrive as text, and are joined."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

# A spreadsheet runs a cell that begins with one of these, full-width ones too; an apostrophe makes it text again.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What a spreadsheet reads as a number, and runs in no case: a telephone as it is dialled abroad.
_DIALLED = re.compile(r"\+[0-9][0-9 ]*")


@dataclass(frozen=True)
class Collection:
    """A page of rows, each already a JSON text, with the addresses around it."""

    rows: list[str]
    next: str | None = None
    previous: str | None = None
    # What is said of all of them, in JSON alone.
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """One row, already a JSON text."""

    row: str = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """Items under a head that says what was asked and what they add up to; each item is already a JSON text.

    Where `listed` is false the head holds them already, under names of its own, and they are there for CSV alone.
    GeoJSON has the head as foreign members (RFC 7946, section 6.1); each row of CSV and each feature ends with `said`,
    the part of it without which a number means nothing. `blank` is an item of nothing: its keys are the columns of a
    table that has no row.
    """

    head: Mapping[str, Any]
    items: list[str]
    said: Mapping[str, Any]
    blank: str
    listed: bool = True


class JSONTextRenderer(JSONRenderer):
    """Joins rows that are JSON already; anything else is written as usual."""

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:  # noqa: ANN401
        """Write the body."""
        if isinstance(data, Item):
            return data.row.encode()
        if isinstance(data, Collection):
            around = compact({"next": data.next, "previous": data.previous, **data.said})
            return in_brackets(f'{around[:-1]},"results":[', data.rows, "]}")
        if isinstance(data, Answer) and not data.listed:
            return compact(data.head).encode()
        if isinstance(data, Answer):
            return f'{compact(data.head)[:-1]},"items":[{",".join(data.items)}]}}'.encode()
        written: bytes = super().render(data, *args, **kwargs)
        return written


class GeoJSONRenderer(BaseRenderer):
    """A pure FeatureCollection, or a Feature: paging is in the `Link` header."""

    media_type = "application/geo+json"
    format = "geojson"
    charset = None

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:  # noqa: ANN401
        """Write the body."""
        if isinstance(data, Item):
            return data.row.encode()
        if isinstance(data, Answer):
            features = ",".join(_saying(data))
            return f'{{"type":"FeatureCollection",{compact(data.head)[1:-1]},"features":[{features}]}}'.encode()
        return in_brackets('{"type":"FeatureCollection","features":[', data.rows, "]}")

    def stream(self, pieces: Iterable[list[str]], _request: Request | None = None) -> Iterator[bytes]:
        """Write the collection of these rows, a piece at a time."""
        yield b'{"type":"FeatureCollection","features":['
        for number, piece in enumerate(pieces):
            yield f"{',' if number else ''}{','.join(piece)}".encode()
        yield b"]}"


class CSVRenderer(BaseRenderer):
    """UTF-8, comma, one header line; lists are joined by `|`, nested keys by `_`; no cell can be a formula."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:  # noqa: ANN401
        """Write the body; the header is that of the first row, since all rows have the same keys."""
        said = dict(data.said) if isinstance(data, Answer) else {}
        texts = texts_of(data)
        return b"".join(self._written([texts], said)) if texts else _line(_blank(data))

    def stream(self, pieces: Iterable[list[str]], _request: Request | None = None) -> Iterator[bytes]:
        """Write the table of these rows, a piece at a time."""
        return self._written(pieces, {})

    @staticmethod
    def _written(pieces: Iterable[list[str]], said: dict[str, Any]) -> Iterator[bytes]:
        """Write each row, and after it what is `said` of all."""
        for number, piece in enumerate(pieces):
            rows = [flatten(json.loads(text)) | said for text in piece]
            if not number:
                yield _line(rows[0] if rows else [])
            yield cells_of(row.values() for row in rows)


def in_brackets(before: str, rows: Iterable[str], after: str) -> bytes:
    """Write rows between brackets. Each is encoded alone: one letter beyond Latin-1 would make all the text wide.

    What stands around goes to the first and the last of them: all is copied once, and not once more around it.
    """
    written = [row.encode() for row in rows] or [b""]
    written[0] = before.encode() + written[0]
    written[-1] += after.encode()
    return b",".join(written)


def cells_of(rows: Iterable[Iterable[Any]]) -> bytes:
    """Write rows of values as lines of CSV."""
    return _lines([cell(value) for value in row] for row in rows)


def _line(cells: Iterable[str]) -> bytes:
    return _lines([list(cells)])


def _lines(rows: Iterable[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _saying(data: Answer) -> list[str]:
    """Write in each feature what is said of all: programs that draw them leave out what stands around."""
    said = compact(data.said)[1:-1]
    return [f"{feature[:-2]},{said}}}}}" for feature in data.items]


def _blank(data: "Answer | Collection | Item") -> dict[str, Any]:
    return {**flatten(json.loads(data.blank)), **data.said} if isinstance(data, Answer) else {}


def texts_of(data: "Answer | Collection | Item") -> list[str]:
    """List the rows of an answer, whatever it is: one for a thing alone."""
    if isinstance(data, Item):
        return [data.row]
    return data.items if isinstance(data, Answer) else data.rows


# Made once: `json.dumps` makes one for each value that it writes in another way than its own.
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def compact(value: object) -> str:
    """Write JSON without a space."""
    return _COMPACT.encode(value)


def flatten(row: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Bring nested keys to one level: {"commune": {"code": …}} becomes {"commune_code": …}."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        nested = isinstance(value, Mapping)
        flat |= flatten(value, f"{prefix}{key}_") if nested else {f"{prefix}{key}": value}
    return flat


def cell(value: Any) -> str:  # noqa: ANN401
    """Write a value as a cell: unknown is empty, booleans are true and false, text cannot start a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return cell("|".join(part if isinstance(part, str) else json.dumps(part, ensure_ascii=False) for part in value))
    if isinstance(value, str) and value.startswith(_FORMULA) and not _DIALLED.fullmatch(value):
        return f"'{value}"
    return str(value)
