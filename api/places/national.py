"""Places in the national standard of digital inclusion places, as CSV or JSON: the words are in `places.national`.

A row is made of the record that PostgreSQL wrote. What nobody knows is empty, even where the standard wants a value.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from django.utils.timezone import localtime
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from api.renderers import CSVRenderer, cells_of, compact, texts_of
from network.models import Network
from places import national
from places.choices import Precision
from places.models import Kind, Service

Row = dict[str, Any]
_TELEPHONE = re.compile(national.TELEPHONE)


class Dictionary(NamedTuple):
    """What the words of the vocabulary, and the networks, are called in the standard; read once for a file."""

    codes: Mapping[str, list[str]]
    services: Mapping[str, str]
    networks: Mapping[str, str]

    @classmethod
    def read(cls) -> Self:
        """Read it, in three queries."""
        labelled = Service.objects.exclude(standard_label=None).values_list("slug", "standard_label")
        return cls(
            dict(Kind.objects.values_list("slug", "standard_codes")),
            dict(labelled),
            dict(Network.objects.values_list("slug", "name")),
        )

    def row(self, record: Mapping[str, Any]) -> Row:
        """Write a record of `/places/` as a row of the standard, in the order of its columns."""
        names = [self.networks[slug] for slug in record["networks"]]
        told = _plain(record) | _where(record) | _reached(record) | self._described(record, names)
        return {column: told.get(column) for column in national.COLUMNS}

    def _described(self, record: Mapping[str, Any], names: list[str]) -> Row:
        kinds = [self.codes.get(slug, []) for slug in record["kinds"]]
        services = [self.services[slug] for slug in record["services"] or [] if slug in self.services]
        return {
            "typologie": national.joined(national.codes_of(kinds, names)),
            "services": national.joined(services),
            "publics_specifiquement_adresses": _said(record["publics"], national.PUBLICS),
            "prise_en_charge_specifique": _said(record["publics"], national.CARE),
            "frais_a_charge": _said(record["fees"], national.FEES),
            "structure_parente": national.joined(names),
            "dispositif_programmes_nationaux": national.joined(national.words_of(names, national.PROGRAMMES)),
            "formations_labels": national.joined(national.words_of(names, national.LABELS)),
        }


def _plain(record: Mapping[str, Any]) -> Row:
    return {
        "id": record["id"],
        "pivot": record["siret"],
        "nom": record["name"],
        "horaires": record["opening_hours"],
        "source": record["source"],
        "itinerance": national.MOVES.get(record["is_itinerant"]),
        "date_maj": updated_on(record).isoformat(),
        **national.summary_of(record["description"]),
    }


def _where(record: Mapping[str, Any]) -> Row:
    """Say where it is. The standard has no word for a point that is only the commune's: it is left out."""
    is_rough = Precision.is_rough(record["precision"])
    return {
        "commune": record["commune"]["name"],
        "code_postal": record["postcode"],
        "code_insee": record["commune"]["code"],
        "adresse": record["address"],
        "latitude": None if is_rough else record["latitude"],
        "longitude": None if is_rough else record["longitude"],
    }


def _reached(record: Mapping[str, Any]) -> Row:
    """Say how it is reached. The standard has no place for short numbers, nor for those of other countries."""
    phone = record["phone"] or ""
    return {
        "telephone": phone if _TELEPHONE.fullmatch(phone) else None,
        "courriels": record["email"],
        "site_web": _one(record["website"]),
        "fiche_acces_libre": record["acceslibre_url"],
        "prise_rdv": record["booking_url"],
    }


def _one(address: str | None) -> str | None:
    """Keep an address that holds a bar from being read as two."""
    return address and address.replace(national.SEPARATOR, "%7C")


def _said(values: Iterable[str] | None, words: Mapping[Any, str]) -> str | None:
    return national.joined(words[value] for value in values or [] if value in words)


def updated_on(record: Mapping[str, Any]) -> date:
    """Tell the day of what the record says: that of its source, or since then, of a check or of a correction.

    The day on which it was entered dates nothing, unless there is no other.
    """
    entered, written = (localtime(datetime.fromisoformat(record[name])).date() for name in ("created_at", "updated_at"))
    told = [date.fromisoformat(record[name]) for name in ("source_date", "verified_on") if record[name]]
    return max([*told, written] if written > entered or not told else told)


def _rows(pieces: Iterable[list[str]]) -> Iterator[list[Row]]:
    words = Dictionary.read()
    for piece in pieces:
        yield [words.row(json.loads(text)) for text in piece]


class NationalRenderer(CSVRenderer):
    """The national standard as it is published: CSV, all its columns."""

    format = "national"
    ending = "schema-national.csv"

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:  # noqa: ANN401
        """Write the body."""
        return b"".join(self.stream([texts_of(data)]))

    def stream(self, pieces: Iterable[list[str]], _request: Request | None = None) -> Iterator[bytes]:
        """Write the table of these records, a piece at a time."""
        yield cells_of([national.COLUMNS])
        for rows in _rows(pieces):
            yield cells_of(row.values() for row in rows)


class NationalJSONRenderer(BaseRenderer):
    """The national standard in JSON: a list of objects, null where nobody knows."""

    media_type = "application/vnd.mediation-numerique+json"
    format = "national-json"
    ending = "schema-national.json"
    charset = None

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:  # noqa: ANN401
        """Write the body."""
        return b"".join(self.stream([texts_of(data)]))

    def stream(self, pieces: Iterable[list[str]], _request: Request | None = None) -> Iterator[bytes]:
        """Write the list of these records, a piece at a time."""
        yield b"["
        for number, rows in enumerate(_rows(pieces)):
            yield f"{',' if number else ''}{','.join(map(compact, rows))}".encode()
        yield b"]"
