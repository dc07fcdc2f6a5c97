"""JSON: a list of records wherever it stands, each a line; GeoJSON is one, whose geometry makes two columns.

A list is read an item at a time: the file may be large, and what it holds is several times larger in memory.
"""

import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from network.importing.reading.encodings import encoding_of, text_of
from network.importing.reading.table import MOST_COLUMNS, Book, Row, Table, Unreadable, table_of

_SPACE = re.compile(r"[ \t\r\n]*")
_DEEPEST = 8
# It is held whole, and one sign beyond the usual ones makes each letter of it take four bytes.
_MOST_BYTES = 48 * 1024 * 1024
_ROOT = "$"
_LONGEST_NUMBER = 100  # digits: Python refuses to read one of thousands, and nobody means it


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


_DECODER = JSONDecoder(parse_constant=lambda _name: None, parse_int=_whole)
# How several values stand in one cell, as the national standard has them.
BETWEEN = "|"
_ANSWERS = {None: "", True: "oui", False: "non"}


def open_json(file: BinaryIO) -> Book | None:
    """Open a text that is JSON; None if it is none.

    Raises:
        Unreadable: it begins as JSON and goes wrong, or holds no list of records.

    """
    encoding = encoding_of(file)
    size = file.seek(0, io.SEEK_END)
    reading = text_of(file, encoding)
    start = reading.read(1000).lstrip("\ufeff \t\r\n")
    if not re.match(r"\[\s*[\[{\]]|\{\s*[\"}]", start):
        reading.detach()
        return None
    if size > _MOST_BYTES:
        raise Unreadable(_("Ce fichier JSON est trop lourd : 48 Mo au plus. Demandez-le au format CSV."))
    reading.seek(0)
    text = reading.read().lstrip("\ufeff")
    reading.detach()
    lists = _found(text)
    if not lists:
        raise Unreadable(_("Ce fichier JSON n’a aucune liste de fiches."))
    notes = Counter({"encoding_mixed": 1}) if encoding.is_mixed else Counter[str]()
    return Book("JSON", list(lists), lambda sheet: _read(text, lists[sheet]), notes)


def _found(text: str) -> dict[str, int]:
    """Find the lists of objects, each by its path and where it begins; the longest first.

    Raises:
        Unreadable: it is not written as JSON is.

    """
    try:
        found = list(_lists(text, _after_space(text, 0), _ROOT, 0))
    except (JSONDecodeError, RecursionError) as error:
        at = error.pos if isinstance(error, JSONDecodeError) else 0
        said = _("Ce fichier JSON est abîmé ou coupé, à la ligne %(line)d.")
        raise Unreadable(said % {"line": text.count("\n", 0, at) + 1}) from error
    return {path: start for path, start, _count in sorted(found, key=lambda each: -each[2])}


def _lists(text: str, at: int, path: str, depth: int) -> Iterator[tuple[str, int, int]]:
    """List what stands below: (path, beginning, number of objects)."""
    if text.startswith("[", at):
        count = sum(1 for item, _end in _items(text, at) if isinstance(item, dict))
        if count:
            yield path, at, count
        return
    if text.startswith("{", at) and depth < _DEEPEST:
        for key, start in _members(text, at):
            yield from _lists(text, start, f"{path}.{key}", depth + 1)


def _items(text: str, at: int) -> Iterator[tuple[Any, int]]:
    """Read a list an item at a time, each with the place where it begins.

    Raises:
        JSONDecodeError: it is cut, or wrong.

    """
    at = _after_space(text, at + 1)
    if text.startswith("]", at):
        return
    while True:
        start = at
        item, at = _DECODER.raw_decode(text, at)
        yield item, start
        at = _after_space(text, at)
        if text.startswith("]", at):
            return
        at = _after_space(text, _expect(text, ",", at))


def _members(text: str, at: int) -> Iterator[tuple[str, int]]:
    """Read the keys of an object, each with the place where its value begins."""
    at = _after_space(text, at + 1)
    while not text.startswith("}", at):
        key, at = _DECODER.raw_decode(text, at)
        at = _after_space(text, _expect(text, ":", _after_space(text, at)))
        yield str(key), at
        _value, at = _DECODER.raw_decode(text, at)
        at = _after_space(text, at)
        if not text.startswith("}", at):
            at = _after_space(text, _expect(text, ",", at))


def _expect(text: str, sign: str, at: int) -> int:
    if not text.startswith(sign, at):
        raise JSONDecodeError("expected", text, at)
    return at + 1


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _read(text: str, start: int) -> Table:
    columns: dict[str, None] = {}
    for item, _at in _items(text, start):
        if isinstance(item, dict):
            columns.update(dict.fromkeys(flat(item)))
        if len(columns) > MOST_COLUMNS:
            break  # what is refused there need not be held
    return table_of(_rows(text, start, list(columns)))


def _rows(text: str, start: int, columns: list[str]) -> Iterator[Row]:
    yield 0, columns
    for number, (item, _at) in enumerate(_items(text, start), start=1):
        if isinstance(item, dict):
            record = flat(item)
            yield number, [record.get(name, "") for name in columns]


def flat(record: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, str]:
    """Lay a record flat: {"adresse": {"voie": …}} is "adresse.voie"; a feature is its properties and its point."""
    if not prefix and record.get("type") == "Feature":
        said = {key: value for key, value in record.items() if key == "id" and value is not None}
        return flat({**said, **(record.get("properties") or {})}) | _point(record.get("geometry"))
    found: dict[str, str] = {}
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and value.get("type") == "Point":
            found |= _point(value)
        elif isinstance(value, dict) and depth < _DEEPEST:
            found |= flat(value, f"{name}.", depth + 1)
        else:
            found[name] = text_in(value)
    return found


def _point(geometry: Any) -> dict[str, str]:  # noqa: ANN401  whatever the file holds
    match geometry:
        case {"type": "Point", "coordinates": [int() | float() as lon, int() | float() as lat, *_rest]}:
            return {"longitude (geometry)": repr(lon), "latitude (geometry)": repr(lat)}
        case _:
            return {}


def text_in(value: Any) -> str:  # noqa: ANN401  any value of JSON
    """Write a value as a cell would have it; a list, with its values side by side."""
    if value is None or isinstance(value, bool):
        return _ANSWERS[value]
    if isinstance(value, list) and not any(isinstance(each, dict | list) for each in value):
        return BETWEEN.join(text_in(each) for each in value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
