"""A place as machines read it: a record or a map feature, at a date and at a moment.

PostgreSQL writes what the row holds, as text. What depends on the day (networks) and on the minute (opening) comes as a
key beside it, is told once for each that the page has, and is joined to the text: nothing is parsed.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import BigIntegerField, QuerySet, TextField, Value
from django.db.models.expressions import Combinable, RawSQL
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate, localtime
from rest_framework.request import Request

from api.places.communes import Commune, communes
from api.places.serializers import ROW
from api.prepared import Prepared
from api.renderers import compact
from network.choices import SideName
from network.models import NetworkedPlace
from network.querysets import SHOWN, Belonging, belongings, is_silent_on, networked
from network.sections import DAYS_BY_SECTION
from network.vouches import VOUCHES
from places.hours import Schedule
from places.log.version import AS_READ
from places.work import WORK_COLUMNS

# What is not a column under its own name. The inner FROM keeps these names our own, whatever table a filter joins.
_WRITTEN = {
    "id": "uuid AS id",
    "commune": """(SELECT row_to_json(commune) FROM (
        SELECT code, name, intercommunality_id AS epci FROM places_commune WHERE code = places_place.commune_id
    ) AS commune) AS commune""",
    "longitude": "round(ST_X(point)::numeric, 6) AS longitude",
    "latitude": "round(ST_Y(point)::numeric, 6) AS latitude",
    "work": f"(SELECT row_to_json(work) FROM (SELECT {', '.join(WORK_COLUMNS)}) AS work) AS work",  # noqa: S608  our own names
}
_RECORD = f"""(
SELECT row_to_json(record)::text FROM (
    SELECT {", ".join(_WRITTEN.get(name, name) for name in ROW)} FROM (SELECT places_place.*) AS place
) AS record)"""  # noqa: S608  our own names


_MOST_HOURS = 4096
# Nothing, of the one type that Django does not look at again in each row.
NOTHING = Value(None, output_field=TextField())
# The last part of a `Schedule`, as its `of` finds it.
CALENDAR = "CASE WHEN strpos(places_place.opening_hours, 'SH') > 0 THEN left(places_place.commune_id, 2) END"
# What a `Schedule` is made of, in its order.
WHEN = ("opening_hours", "opened_on", "closed_on", "calendar")
# What each row begins with, after its primary key; the columns of a shape follow.
HEAD = (*WHEN, "commune_id", "networked", "metres", "slug", "version_read")
_HEAD = {"calendar": RawSQL(CALENDAR, (), output_field=TextField())}  # noqa: S611  our own names
_COMMUNE, _NETWORKED = 1 + len(WHEN), 2 + len(WHEN)
_COLUMNS = 1 + len(HEAD)

_WRITTEN_VERSION = re.compile(r',"version":([0-9]+),"memberships":\[')


class Openings(dict[tuple[Any, ...], str]):
    """The JSON of `opening` at a moment, made once for each distinct schedule, by what it is made of."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __missing__(self, schedule: tuple[Any, ...]) -> str:
        """Evaluate hours seen for the first time, and forget all of them when they are too many."""
        if len(self) >= _MOST_HOURS:
            self.clear()
        answer = Schedule(*schedule).at(self.moment)
        found = {
            "state": answer.state,
            "next_change": _local(answer.next_change),
            "next_open": _local(answer.next_open),
            "remark": answer.remark,
        }
        told = self[schedule] = compact(found)
        return told


def _local(moment: datetime | None) -> str | None:
    return localtime(moment).isoformat() if moment else None


@lru_cache(maxsize=8)
def _openings(minute: datetime) -> Openings:
    # Hours are written to the minute: within one, what was evaluated for a request serves the next.
    return Openings(minute)


class Pages(NamedTuple):
    """The addresses of the pages of places, around the slug of each."""

    before: str
    after: str

    @property
    def site(self) -> str:
        """The address of the site itself."""
        found = urlsplit(self.before)
        return f"{found.scheme}://{found.netloc}"

    @classmethod
    def of(cls, request: Request) -> Self:
        """Find them on the site that was asked; the data are the same in every language, these addresses too."""
        with translation.override(settings.LANGUAGE_CODE):
            page = reverse("frontend:place", args=["slug"])
        return cls(*request.build_absolute_uri(page).rsplit("slug", 1))


class Shape(NamedTuple):
    """A way to show a place: what to select, and how the text of the row is left open for the rest."""

    annotations: Mapping[str, RawSQL]
    columns: tuple[str, ...]
    opened: Callable[..., str]
    closing: str
    belonging: Callable[[Belonging], str]
    opening: Callable[[str], str] = str
    # How a commune is told after the columns, with the comma before it; None where they tell it.
    commune: Callable[[Commune], str] | None = None

    def asked(self, places: QuerySet[Any], *, on: date | None, metres: Combinable = NOTHING) -> QuerySet[Any]:
        """Annotate places with all that their rows need: `HEAD` and the columns."""
        head = _HEAD | {"networked": networked(on), "metres": metres, "version_read": AS_READ}
        told: QuerySet[Any] = places.annotate(**self.annotations, **head)
        return told

    def write(self, rows: Sequence[tuple[Any, ...]], *, on: date | None, at: datetime, pages: Pages) -> list[str]:
        """Write rows of (primary key, `HEAD`, then the columns) as JSON texts."""
        keys, version = {row[_NETWORKED] for row in rows}, rows[0][_COLUMNS - 1] if rows else None
        found = belongings(keys, on=on, version=version)
        return self.complete(rows, {key: found[key] for key in keys}, at=at, pages=pages)

    def complete(
        self, rows: Sequence[tuple[Any, ...]], found: Mapping[str | None, Belonging], *, at: datetime, pages: Pages
    ) -> list[str]:
        """Write rows, of which it is known what their networks make of them."""
        opened, closing, (before, after) = self.opened, self.closing, pages
        told = {networks: self.belonging(each) for networks, each in found.items()}
        openings, opening = _openings(at.replace(second=0, microsecond=0)), self.opening
        lying, day = self._communes(rows), localdate(at)
        return [
            f"{opened(*columns)}{lying[commune]},{told[networks]},"
            f'"opening":{opening(openings[hours, since if since and since >= day else None, until, calendar])},'
            f'"url":"{before}{slug}{after}"{"" if metres is None else _distance(metres)}{closing}'
            for _pk, hours, since, until, calendar, commune, networks, metres, slug, _version, *columns in rows
        ]

    def _communes(self, rows: Sequence[tuple[Any, ...]]) -> Mapping[str, str]:
        """Write the communes of rows, by their codes; nothing where the columns tell them."""
        codes = {row[_COMMUNE] for row in rows}
        if self.commune is None or not codes:
            return dict.fromkeys(codes, "")
        return communes(codes, rows[0][_COLUMNS - 1], self.commune)


def _record(text: str) -> str:
    return text[:-1]


def _detail(text: str, version: int, memberships: str, _sides: str, *beside: str) -> str:
    sections, vouches, photos = beside
    said = f'"sections_verified_on":{sections},"vouches":{vouches},"photos":{photos}'
    return f'{text[:-1]},{said},"version":{version},"memberships":{memberships}'


def _commune(commune: Commune) -> str:
    code, name, epci = map(compact, commune)
    return f',"commune":{{"code":{code},"name":{name},"epci":{epci}}}'


@lru_cache(maxsize=4096)
def _belonging(belonging: Belonging) -> str:
    slugs = ",".join(f'"{slug}"' for slug in belonging.networks)
    return f'"overlap":{compact(belonging.overlap)},"could_be":{compact(belonging.could_be)},"networks":[{slugs}]'


def _distance(metres: float) -> str:
    return f',"distance":{metres:.1f}'


_MEMBERSHIPS = """(
SELECT coalesce(json_agg(membership), '[]')::text FROM (SELECT
    id,
    (SELECT row_to_json(network) FROM (
        SELECT slug, name, family FROM network_network WHERE id = network_id
    ) AS network) AS network,
    lower(period) AS start, start_precision, upper(period) AS "end", is_start_exact, last_seen_on,
    last_seen_precision, evidence, source, source_url, licence
    FROM network_membership WHERE place_id = places_place.id ORDER BY period, id
) AS membership)"""

# Each photo by the address of its largest file.
_PHOTOS = """(
SELECT coalesce(json_agg(photo), '[]')::text FROM (
    SELECT '/photos/' || file || '-' || width || '.webp' AS url, width, height, alt, credit, licence
    FROM places_photo WHERE place_id = places_place.id ORDER BY rank, id
) AS photo)"""

# The last event of the listing: what a change stands on (`If-Match`).
_VERSION = """(
SELECT coalesce(max(pgh_id), 0) FROM places_placeevent WHERE pgh_obj_id = places_place.id
)"""

# The side on which each of its networks is by default, through its family, and whether a service of it is shown.
_SIDES = f"""(
SELECT coalesce(json_object_agg(network.slug, json_build_array(
    side, {SHOWN.format(place="places_place.id")}
)), '{{}}')::text
FROM network_network AS network JOIN network_family ON network_family.slug = family
WHERE network.id IN (SELECT network_id FROM network_membership WHERE place_id = places_place.id)
)"""  # noqa: S608  our own rule

RECORD = Shape({"record": RawSQL(_RECORD, (), output_field=TextField())}, ("record",), _record, "}", _belonging)  # noqa: S611
DETAIL = Shape(
    {
        **RECORD.annotations,
        "version": RawSQL(_VERSION, (), output_field=BigIntegerField()),  # noqa: S611
        "stays": RawSQL(_MEMBERSHIPS, (), output_field=TextField()),  # noqa: S611
        "sides": RawSQL(_SIDES, (), output_field=TextField()),  # noqa: S611
        "vouched": RawSQL(VOUCHES, (), output_field=TextField()),  # noqa: S611
        "photographed": RawSQL(_PHOTOS, (), output_field=TextField()),  # noqa: S611
        "sections": RawSQL(DAYS_BY_SECTION, (), output_field=TextField()),  # noqa: S611
    },
    ("record", "version", "stays", "sides", "sections", "vouched", "photographed"),
    _detail,
    "}",
    _belonging,
)
FEATURE = Shape({}, ("feature",), str, "}}", _belonging, commune=_commune)


def etag_of(text: str) -> str:
    """Make the tag of a detail: it begins with the version of the listing, on which `If-Match` stands."""
    version = _WRITTEN_VERSION.search(text)
    assert version, "a text of `write_detail`"
    return f'"{version[1]}.{sha256(text.encode()).hexdigest()[:16]}"'


def write_detail(row: tuple[Any, ...], *, on: date | None, at: datetime, pages: Pages) -> str:
    """Write the one row of a detail: it brings all its stays, which tell the networks of any day."""
    told = dict(zip(DETAIL.columns, row[_COLUMNS:], strict=True))
    day = (on or localdate()).isoformat()
    there = [
        stay["network"]["slug"]
        for stay in json.loads(told["stays"])
        if (stay["start"] or "") <= day and (stay["end"] is None or day < stay["end"])
    ]
    side_of = {slug: (SideName(side).bit, shown) for slug, (side, shown) in json.loads(told["sides"]).items() if side}
    served = {side_of[slug] for slug in there if slug in side_of}
    shown = sum({bit for bit, is_shown in served if is_shown})
    sides, is_silent = sum({bit for bit, _shown in served}), not shown and is_silent_on(on)
    belonging = Belonging.of(sorted(there), sides=sides, shown=shown, is_silent=is_silent)
    text = DETAIL.complete([row], {row[_NETWORKED]: belonging}, at=at, pages=pages)[0]
    return with_photos_at(pages.site, text)


def with_photos_at(site: str, text: str) -> str:
    """Write the whole address of each photo. No text of JSON holds a bare quotation mark: what is found is the key."""
    return text.replace('"url":"/photos/', f'"url":"{site}/photos/')


def _by_slug(slug: str) -> QuerySet[NetworkedPlace, tuple[Any, ...]]:
    # Its stays tell its networks.
    published = NetworkedPlace.objects.published().filter(slug=slug)
    told = published.annotate(**DETAIL.annotations, **_HEAD, networked=NOTHING, metres=NOTHING, version_read=NOTHING)
    return told.values_list("pk", *HEAD, *DETAIL.columns)


# One place by its address, as a row that `write_detail` writes.
DETAIL_AT = Prepared(_by_slug)
