"""A place as a card of an address book: vCard 3.0 (RFC 2426), which telephones and mail programs all read."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from api.places.contentlines import Line, text, written
from api.renderers import texts_of
from places.choices import Precision


class VCardRenderer(BaseRenderer):
    """Cards, one after the other."""

    media_type = "text/vcard"
    format = "vcf"
    charset = "utf-8"

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:  # noqa: ANN401
        """Write the body."""
        return b"".join(self.stream([texts_of(data)]))

    def stream(self, pieces: Iterable[list[str]], _request: Request | None = None) -> Iterator[bytes]:
        """Write the cards of these records, a piece at a time."""
        for piece in pieces:
            yield "".join(card(json.loads(one)) for one in piece).encode()


def card(record: Mapping[str, Any]) -> str:
    """Write a record of `/places/` as a card; what nobody knows has no line."""
    return written(_lines(record))


def _lines(record: Mapping[str, Any]) -> Iterator[Line]:
    name = text(record["name"])
    yield "BEGIN", "VCARD"
    yield "VERSION", "3.0"
    yield "UID", f"urn:uuid:{record['id']}"
    yield "FN", name
    # A place has no family name; programs of telephones sort it as a firm by its ORG.
    yield "N", ";;;;"
    yield "ORG", name
    yield "ADR;TYPE=WORK", _address(record)
    yield "GEO", _geo(record)
    yield "TEL;TYPE=WORK,VOICE", text(record["phone"])
    yield "EMAIL;TYPE=INTERNET", text(record["email"])
    yield "URL", record["website"] or record["url"]
    yield "NOTE", text(_note(record))
    yield "REV", f"{datetime.fromisoformat(record['updated_at']).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    yield "END", "VCARD"


def _address(record: Mapping[str, Any]) -> str:
    street, town, code = record["address"], record["commune"]["name"], record["postcode"]
    return f";;{text(street)};{text(town)};;{text(code)};France"


def _geo(record: Mapping[str, Any]) -> str:
    """Say where it is, latitude first; the point of a commune is not where the place is."""
    is_rough = record["latitude"] is None or Precision.is_rough(record["precision"])
    return "" if is_rough else f"{record['latitude']};{record['longitude']}"


def _note(record: Mapping[str, Any]) -> str:
    """Keep what it says of itself, and its page: who opens the card a year later finds there what has changed."""
    return "\n".join(filter(None, [record["description"], record["url"]]))
