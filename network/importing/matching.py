"""Which listings the lines of a file are of: by what the source was known to say, else by what looks like them."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import FloatField, Func, Max, QuerySet
from django.db.models.expressions import RawSQL

from network.importing.comparing import FIELDS
from network.importing.lines import Line
from network.importing.words import Cousins, cousins
from network.models import ImportSource, SourceRecord, User
from network.rights import Action, allowed
from places.choices import Status
from places.duplicates import LIKELY, Pair, Reasons, Typed, alike_each
from places.models import Place
from places.words import Dated

_MOST_CANDIDATES = 3
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Known(NamedTuple):
    """What was known of a place under the source's own name for it: the listing, and what the source last said."""

    place: int | None
    said: dict[str, Any] | None
    was_recorded: bool


class Standing(NamedTuple):
    """A listing as it is: its values in JSON's types, its version, and whether whoever imports may correct it."""

    values: dict[str, Any]
    version: int
    is_hers: bool


@dataclass(slots=True)
class Matches:
    """What is known of some lines: by key, and of each listing by its own.

    `quiet` are the listings of which the source says word for word what it said: nothing more is asked of them.
    """

    known: dict[str, Known] = field(default_factory=dict)
    standing: dict[int, Standing] = field(default_factory=dict)
    quiet: set[int] = field(default_factory=set)
    candidates: dict[str, list[Pair]] = field(default_factory=dict)
    cousins: Cousins = field(default_factory=dict)
    reasons: Reasons = field(default_factory=Reasons.spoken)


class Matcher:
    """Finds the listings of lines, some at a time, in a number of queries that does not depend on how many."""

    def __init__(self, source: ImportSource, person: User | None, *, joins: bool) -> None:
        self._source, self._person, self._is_free = source, person, joins or person is None
        # Listings that were loaded from this source before it was imported say so themselves.
        own = Place.objects.filter(source__in=[source.slug, source.name], source_id__isnull=False)
        self._loaded = dict(own.values_list("source_id", "pk"))
        self._cousins = cousins()

    def match(self, lines: Sequence[Line]) -> Matches:
        """Find what is known of these lines. Evaluates."""
        found = Matches(known=self._known([line.key for line in lines]))
        said = ((found.known.get(line.key), line.values) for line in lines)
        quiet = {known.place for known, values in said if known and known.place and known.said == values}
        found.quiet = set(
            Place.objects.filter(pk__in=_among(quiet), status=Status.PUBLISHED).values_list("pk", flat=True)
        )
        found.candidates = _alike([line for line in lines if line.key not in found.known])
        keys = {known.place for known in found.known.values() if known.place} - found.quiet
        found.standing = standing_of(keys, self._person, is_free=self._is_free)
        found.cousins = self._cousins
        return found

    def _known(self, keys: Sequence[str]) -> dict[str, Known]:
        records = SourceRecord.objects.filter(source=self._source, key__in=_among(keys, "text"))
        rows = records.values_list("key", "place_id", "place__merged_into", "said")
        found = {key: Known(last or place, said, was_recorded=True) for key, place, last, said in rows}
        loaded = {key: Known(self._loaded[key], None, was_recorded=False) for key in keys if key in self._loaded}
        return _exported(keys) | loaded | found


def _among(keys: Collection[Any], kind: str = "bigint") -> RawSQL:
    """Name keys in one array: writing a thousand parameters, and planning them, took longer than looking them up."""
    return RawSQL(f"SELECT unnest(%s::{kind}[])", ([*keys],))  # noqa: S611  our own types


def _exported(keys: Sequence[str]) -> dict[str, Known]:
    """Find the listings of this directory that a file names by their own identifier: it was taken from here."""
    ours = [key for key in keys if _UUID.fullmatch(key)]
    found = Place.objects.filter(uuid__in=_among(ours, "uuid")).values_list("uuid", "pk") if ours else []
    keyed = {str(uuid): pk for uuid, pk in found}
    return {key: Known(keyed[key.lower()], None, was_recorded=False) for key in ours if key.lower() in keyed}


def _alike(lines: Sequence[Line]) -> dict[str, list[Pair]]:
    typed = [_typed(line) for line in lines]
    found = alike_each(typed, LIKELY) if typed else []
    likely = ([pair for pair in pairs if pair.likeness.is_likely][:_MOST_CANDIDATES] for pairs in found)
    return {line.key: pairs for line, pairs in zip(lines, likely, strict=True) if pairs}


def _typed(line: Line) -> Typed:
    values = line.values
    return Typed(
        values["name"],
        values.get("kinds") or line.kinds,
        values.get("commune"),
        values.get("address"),
        values.get("phone"),
        values.get("point"),
        values.get("siret"),
    )


def standing_of(keys: set[int], person: User | None, *, is_free: bool) -> dict[int, Standing]:
    """Tell what these published listings hold. Evaluates, in three queries at most."""
    rows = _rows(Place.objects.filter(pk__in=_among(keys), status=Status.PUBLISHED))
    versions = _versions(set(rows))
    hers = set(rows) if is_free else _hers(set(rows), person)
    return {key: Standing(values, versions[key], key in hers) for key, values in rows.items()}


def _versions(keys: set[int]) -> dict[int, int]:
    log: Any = Place
    events = log.pgh_event_model.objects.filter(pgh_obj_id__in=_among(keys)).order_by()
    return dict.fromkeys(keys, 0) | dict(events.values_list("pgh_obj_id").annotate(last=Max("pgh_id")))


def _hers(keys: set[int], person: User | None) -> set[int]:
    if person is None:
        return keys
    return set(Place.objects.filter(allowed(Action.EDIT, person), pk__in=_among(keys)).values_list("pk", flat=True))


def _rows(places: QuerySet[Place]) -> dict[int, dict[str, Any]]:
    plain = [name for name in FIELDS if name not in ("commune", "point")]
    found = places.annotate(
        lon=Func("point", function="ST_X", output_field=FloatField()),
        lat=Func("point", function="ST_Y", output_field=FloatField()),
    ).values_list("pk", "commune_id", "lon", "lat", "opened_precision", *plain)
    return {
        key: {"commune": commune, "point": None if lon is None else [lon, lat]}
        | {name: _as_json(value, known) for name, value in zip(plain, values, strict=True)}
        for key, commune, lon, lat, known, *values in found
    }


def _as_json(value: Any, known: str) -> Any:  # noqa: ANN401  of any column; `known` of the one date
    if value is None or isinstance(value, str | bool | int | list):
        return value
    return Dated(value, known).iso if isinstance(value, date) else float(value)
