"""The files of a folder, opened: each record with the line on which it begins."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from network.loading.records import BadFile, Spot

Entry = dict[str, Any]
_BETWEEN = re.compile(r"[\s,]*")
_FEATURES = re.compile(r'"features"\s*:\s*(?=\[)')


def head(path: Path, spot: Spot) -> Entry:
    """Read a file that is one object.

    Raises:
        BadFile: it is missing, or no such file.

    """
    return _object(_json(path)[1], spot)


def entries(path: Path) -> Iterator[tuple[Spot, Entry]]:
    """Read a file that is a list of objects.

    Raises:
        BadFile: it is missing, or no such file.

    """
    text, found = _json(path)
    if not isinstance(found, list):
        raise BadFile(f"{path.name} is not a list in square brackets")
    for number, (line, entry) in enumerate(_each(text, text.index("[")), start=1):
        record = _object(entry, Spot(path.name, f"record {number}", line))
        yield Spot(path.name, str(record.get("slug") or record.get("code") or f"record {number}"), line), record


def features(path: Path) -> Iterator[tuple[Spot, Entry, object]]:
    """Read the properties and the geometry of each feature of a GeoJSON file.

    Raises:
        BadFile: it is missing, or no such file.

    """
    text, found = _json(path)
    start = _FEATURES.search(text)
    if not isinstance(_object(found, Spot(path.name, "file")).get("features"), list) or not start:
        raise BadFile(f"{path.name} is not a FeatureCollection of GeoJSON")
    for number, (line, each) in enumerate(_each(text, start.end()), start=1):
        spot = Spot(path.name, f"feature {number}", line)
        feature = _object(each, spot)
        entry = dict(_object(feature.get("properties"), spot))
        yield Spot(path.name, str(entry.get("name", spot.record)), line), entry, feature.get("geometry")


def _json(path: Path) -> tuple[str, object]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return text, json.loads(text)
    except FileNotFoundError:
        raise BadFile(f"{path.name} is missing from {path.parent}") from None
    except ValueError as error:
        raise BadFile(f"{path.name} is not JSON in UTF-8: {error}") from None


def _each(text: str, opening: int) -> Iterator[tuple[int, object]]:
    """Read the elements of the list that opens there, each with its line; the whole is known to be JSON."""
    decoder, line, counted, at = json.JSONDecoder(), 1, 0, opening + 1
    while text[at := _skip(text, at)] != "]":
        line, counted = line + text.count("\n", counted, at), at
        found, at = decoder.raw_decode(text, at)
        yield line, found


def _skip(text: str, at: int) -> int:
    between = _BETWEEN.match(text, at)
    return between.end() if between else at


def _object(found: object, spot: Spot) -> Entry:
    if not isinstance(found, dict):
        spot.refuse("record", f"{str(found)[:60]} is not an object in braces")
    return dict(found)
