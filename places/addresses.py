"""Addresses: read from a file of BAN or BANO, and proposed for what someone types, with how far each can be trusted."""

import csv
import gzip
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import IO, Any, NamedTuple

from django.db import connection

from places.choices import Precision
from places.models import Commune
from places.search.folding import fold

_GZIP = b"\x1f\x8b"
_BANO_COLUMNS = ("id", "numero", "voie", "code_postal", "commune", "source", "lat", "lon")
_NUMBERED = re.compile(r"\s*(\d{1,5})\s*(bis|ter|quater|[a-z](?![a-z]))?[\s,]+(.+)", re.IGNORECASE)
_NUMBER = re.compile(r"(\d{1,5})\s*([a-z]*)", re.IGNORECASE)
_SHORTEST, _LONGEST = 4, 200
# The number that the national base gives to what has none: a hamlet, a place by its name.
_MADE_UP = 9999
_MOST = 5

# Streets are compared, each by the row that stands for it; of the likeliest, the address whose number is nearest to the
# one that was typed. As many of them as share a name in a département.
_COMPARED = 200
_PROPOSED = """
WITH asked AS (SELECT fold(%(street)s) AS street), streets AS (
    SELECT a.street, a.postcode, a.commune_id,
        word_similarity(asked.street, a.folded) AS likeness, similarity(asked.street, a.folded) AS whole
    FROM places_address AS a, asked
    WHERE a.is_first AND asked.street <%% a.folded AND (%(commune)s::text IS NULL OR a.commune_id = %(commune)s)
    ORDER BY likeness DESC, whole DESC LIMIT %(compared)s
)
SELECT s.street, s.postcode, c.code, c.name, near.number, near.suffix, ST_Y(near.point), ST_X(near.point)
FROM streets AS s JOIN places_commune AS c ON c.code = s.commune_id, LATERAL (
    SELECT coalesce(a.number::text, '') AS number, a.suffix, a.point FROM places_address AS a
    WHERE a.commune_id = s.commune_id AND a.street = s.street AND a.postcode = s.postcode
    ORDER BY abs(coalesce(a.number, 0) - %(number)s), lower(a.suffix) <> lower(%(suffix)s), a.number, a.suffix LIMIT 1
) AS near
ORDER BY s.likeness DESC, s.whole DESC, near.number = %(number)s::text DESC, s.street, c.code LIMIT %(most)s
"""


# The INSEE code of each commune, by postcode and name.
_Codes = Mapping[tuple[str, str], str]


class Line(NamedTuple):
    """An address of a file; `number` is None where there is none, `commune` an INSEE code, degrees of WGS 84."""

    number: int | None
    suffix: str
    street: str
    postcode: str
    commune: str
    lat: float
    lon: float


class Proposal(NamedTuple):
    """An address that someone may mean: as the listing writes it, where it is, and how far that can be trusted."""

    address: str
    postcode: str
    commune: str
    code: str
    lat: float
    lon: float
    precision: Precision


def read_addresses(path: Path) -> Iterator[Line]:
    """Read a file of BAN (CSV with a head), BANO (CSV without) or OpenAddresses (GeoJSON, a feature a line).

    It may be compressed. Lines that say no street, no number that is one, or no point are left. The communes are asked
    for at once: whoever copies the lines into the database can ask it nothing meanwhile.

    Raises:
        ValueError: it is none of these, or is no longer read from some line on.

    """
    return _read_file(path, _communes())


def _read_file(path: Path, codes: _Codes) -> Iterator[Line]:
    with path.open("rb") as file:
        is_packed = file.read(2) == _GZIP
    how = {"encoding": "utf-8-sig", "newline": ""}
    with gzip.open(path, "rt", **how) if is_packed else path.open("r", **how) as text:  # type: ignore[call-overload]
        yield from _lines(text, codes)


def propose(text: str, commune: Commune | None) -> list[Proposal]:
    """Say which addresses someone may mean, the likeliest first, in one query; of a commune, if it is known."""
    asked = _NUMBERED.fullmatch(text[:_LONGEST])
    number, suffix, street = asked.groups() if asked else (None, None, text[:_LONGEST])
    if len(street.strip()) < _SHORTEST:
        return []
    given = {"street": street, "number": int(number or 0), "suffix": suffix or ""}
    given |= {"compared": _COMPARED, "most": _MOST}
    with connection.cursor() as cursor:
        cursor.execute(_PROPOSED, given | {"commune": commune and commune.pk})
        return [_proposal(row, number or "", suffix or "") for row in cursor.fetchall()]


def _proposal(row: tuple[str, str, str, str, str, str, float, float], number: str, suffix: str) -> Proposal:
    """Write the street as the file does, and the number as it was typed: one that the file lacks may well be right."""
    street, postcode, code, commune, near, near_suffix, lat, lon = row
    is_found = bool(number) and (near, near_suffix.lower()) == (str(int(number)), suffix.lower())
    precision = Precision.EXACT if is_found else Precision.STREET
    address = " ".join(filter(None, [number, suffix, street]))
    return Proposal(address, postcode, commune, code, lat, lon, precision)


def _lines(text: IO[str], codes: _Codes) -> Iterator[Line]:
    head = text.readline()
    if head.startswith("{"):
        yield from _read(_features(chain([head], text)), _of_open_addresses(codes))
        return
    if "nom_voie" in head:
        names = next(csv.reader([head], delimiter=";"))
        yield from _read(csv.DictReader(text, names, delimiter=";"), _of_ban)
        return
    if len(next(csv.reader([head]), [])) != len(_BANO_COLUMNS):
        raise ValueError("neither BAN, BANO nor OpenAddresses")
    text.seek(0)
    yield from _read(csv.DictReader(text, _BANO_COLUMNS), _of_bano)


def _read(rows: Iterable[dict[str, str]], reading: Callable[[dict[str, str]], Line]) -> Iterator[Line]:
    try:
        for row in rows:
            with suppress(ValueError, KeyError, TypeError, AttributeError):
                yield reading(row)
    except csv.Error as error:
        raise ValueError(str(error)) from error


def _of_ban(row: dict[str, str]) -> Line:
    number = int(row["numero"]) if row["numero"] else 0
    place = float(row["lat"]), float(row["lon"])
    said = row["rep"], row["nom_voie"], row["code_postal"], row["code_insee"]
    return Line(number if 0 < number < _MADE_UP else None, *said, *place)


def _of_bano(row: dict[str, str]) -> Line:
    found = _NUMBER.fullmatch(row["numero"].strip())
    number, suffix = (int(found[1]), found[2]) if found else (None, "")
    place = float(row["lat"]), float(row["lon"])
    return Line(number or None, suffix, row["voie"], row["code_postal"], row["id"][:5], *place)


def _features(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        with suppress(ValueError):
            yield json.loads(line)


def _communes() -> _Codes:
    """The INSEE code of each commune, by postcode and name: files of OpenAddresses say no other."""
    communes = Commune.objects.values_list("postcodes", "name", "code")
    return {(postcode, fold(name)): code for postcodes, name, code in communes for postcode in postcodes}


def _of_open_addresses(codes: _Codes) -> Callable[[dict[str, Any]], Line]:
    def reading(feature: dict[str, Any]) -> Line:
        said = feature["properties"]
        lon, lat = map(float, feature["geometry"]["coordinates"])
        found = _NUMBER.fullmatch((said.get("number") or "").strip())
        number, suffix = (int(found[1]), found[2]) if found else (None, "")
        code = codes[said["postcode"], fold(said["city"])]
        return Line(number or None, suffix, said["street"], said["postcode"], code, lat, lon)

    return reading
