"""A place as machines read it: a record or a map feature, both written by PostgreSQL, at a date and at a moment."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, FloatField, Func, JSONField, OuterRef, QuerySet
from django.utils.timezone import localtime

from api.expressions import JSONRow, JSONText
from network.models import Membership
from network.querysets import NetworkedPlaceQuerySet
from places.hours import opening


class _Degrees(Func):
    """One coordinate of a point, to six decimals (a decimetre)."""

    template = "round(%(function)s(%(expressions)s)::numeric, 6)"
    output_field = FloatField()


def _named(columns: str) -> dict[str, str]:
    return {column: column for column in columns.split()}


_RECORD: dict[str, Any] = {
    "id": "uuid",
    **_named("slug name kinds services description address postcode"),
    "commune": JSONRow(code="commune_id", name="commune__name", epci="commune__intercommunality_id"),
    "longitude": _Degrees("point", function="ST_X"),
    "latitude": _Degrees("point", function="ST_Y"),
    **_named("precision is_itinerant opening_hours phone email website booking_url"),
    **_named("publics fees wheelchair acceslibre_url"),
    "work": JSONRow(
        **_named("desks meeting_rooms has_call_booth has_sockets has_wired_internet has_wifi"),
        **_named("download_mbps upload_mbps speed_measured_on day_price month_price access_note"),
    ),
    **_named("opened_on closed_on source source_id source_date licence verified_on created_at updated_at"),
    "overlap": F("overlap"),
    "networks": F("network_slugs"),
}

_MEMBERSHIPS = ArraySubquery(
    Membership.objects.filter(place=OuterRef("pk"))
    .order_by("period", "pk")
    .values(
        json=JSONRow(
            network=JSONRow(slug="network__slug", name="network__name", family="network__family"),
            start=Func("period", function="lower"),
            end=Func("period", function="upper"),
            **_named("is_start_exact last_seen_on evidence source source_url licence"),
        )
    ),
    output_field=JSONField(),
)


class Openings(dict[str | None, str]):
    """The JSON of `opening` at a moment, made once for each distinct expression."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __missing__(self, hours: str | None) -> str:
        """Evaluate hours seen for the first time."""
        answer = opening(hours, self.moment)
        change = localtime(answer.next_change).isoformat() if answer.next_change else None
        self[hours] = json.dumps({"state": answer.state, "next_change": change}, separators=(",", ":"))
        return self[hours]


class Shape(NamedTuple):
    """A way to show places: what PostgreSQL writes, and how a row of it is completed."""

    written: JSONText | None
    columns: tuple[str, ...]
    complete: Callable[[Sequence[Any], Openings], str]

    def of(self, places: NetworkedPlaceQuerySet[Any], *, on: date | None) -> QuerySet[Any]:
        """Annotate what the columns need, with networks as they were on a date."""
        seen = places.with_overlap(on=on).with_networks(on=on)
        return seen.annotate(written=self.written) if self.written else seen


def _record(row: Sequence[Any], openings: Openings) -> str:
    text, hours, *distance = row
    return f'{text[:-1]},"opening":{openings[hours]}{_distance(distance)}}}'


def _feature(row: Sequence[Any], openings: Openings) -> str:
    text, code, name, epci, overlap, networks, hours, *distance = row
    commune = json.dumps({"code": code, "name": name, "epci": epci}, ensure_ascii=False, separators=(",", ":"))
    slugs = ",".join(f'"{slug}"' for slug in networks)
    return (
        f'{text},"commune":{commune},"overlap":"{overlap}","networks":[{slugs}],'
        f'"opening":{openings[hours]}{_distance(distance)}}}}}'
    )


def _distance(metres: Iterable[float]) -> str:
    return "".join(f',"distance":{value:.1f}' for value in metres)


RECORD = Shape(JSONText(JSONRow(**_RECORD)), ("written", "opening_hours"), _record)
DETAIL = Shape(JSONText(JSONRow(**_RECORD, memberships=_MEMBERSHIPS)), ("written", "opening_hours"), _record)
FEATURE = Shape(
    None,
    (
        *("feature", "commune_id", "commune__name", "commune__intercommunality_id"),
        *("overlap", "network_slugs", "opening_hours"),
    ),
    _feature,
)
