"""What a source says now, beside what it said before and what the listing holds: which fields would be written. Pure.

A source that says the same as before proposes nothing, whatever the listing holds: someone may have corrected it. A
source that says nothing of a field takes nothing away.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.contrib.gis.geos import Point

from network.importing.words import Cousins, folded
from places.choices import Precision
from places.dates import written_out

Values = Mapping[str, Any]
FIELDS = [
    "name",
    "kinds",
    "services",
    "description",
    "siret",
    "address",
    "postcode",
    "commune",
    "point",
    "phone",
    "email",
    "website",
    "booking_url",
    "acceslibre_url",
    "opening_hours",
    "publics",
    "fees",
    "is_itinerant",
    "wheelchair",
    "has_wifi",
    "has_wired_internet",
    "has_call_booth",
    "desks",
    "meeting_rooms",
    "day_price",
    "month_price",
    "access_note",
    "opened_on",
]
_WORDS = {"kinds", "services", "publics", "fees"}
_LOOSE = {"name", "address"}  # in which capitals and accents alone are no difference
_NEAR = 0.00005  # degrees: some five metres


class Difference(NamedTuple):
    """A field of which the source says something new, in JSON's types; `take`: it is to be written."""

    before: Any
    here: Any
    now: Any
    take: bool


def compare(before: Values | None, here: Values, now: Values, cousins: Cousins | None = None) -> dict[str, Difference]:
    """Tell, by field, what the source says that it did not say before and that the listing does not hold.

    A kind that has a code of the national standard in common with one that the listing has is no news: its `cousins`.

    By default it is taken where nobody corrected the listing since: where it holds nothing, or what the source said.
    """
    said = before or {}
    now = _in_our_kinds(here, now, cousins or {})
    found = {
        name: _words(said.get(name), here.get(name), now[name])
        if name in _WORDS
        else _one(name, said.get(name), here.get(name), now[name])
        for name in FIELDS
        if now.get(name) is not None
    }
    return {name: difference for name, difference in found.items() if difference}


def _in_our_kinds(here: Values, now: Values, cousins: Cousins) -> Values:
    held, said = set(here.get("kinds") or []), now.get("kinds")
    if not held or not said:
        return now
    ours = [word for slug in said for word in sorted(held & cousins.get(slug, frozenset())) or [slug]]
    return {**now, "kinds": list(dict.fromkeys(ours))}


def _one(name: str, before: Any, here: Any, now: Any) -> Difference | None:  # noqa: ANN401  values of JSON
    if same(name, before, now) or same(name, here, now):
        return None
    return Difference(before, here, now, take=here is None or (before is not None and same(name, here, before)))


def _words(before: list[str] | None, here: list[str] | None, now: list[str]) -> Difference | None:
    """Of words, only those that the source added or took away: the others are someone else's."""
    held, said = list(here or []), list(before or [])
    kept = [word for word in held if word in now or word not in said]
    merged = kept + [word for word in now if word not in said and word not in kept]
    return Difference(before, here, merged, take=True) if set(merged) != set(held) and merged else None


def same(name: str, one: Any, other: Any) -> bool:  # noqa: ANN401  values of JSON
    """Tell whether two values of a field say the same: capitals and accents of a name are no difference."""
    if one is None or other is None:
        return one is other
    if name == "point":
        return all(abs(a - b) < _NEAR for a, b in zip(one, other, strict=True))
    if one == other:
        return True
    if name in _LOOSE:
        return folded(one) == folded(other)
    if isinstance(one, str):
        return " ".join(one.split()) == " ".join(other.split())
    return bool(one == other)


def columns_of(values: Values) -> dict[str, Any]:
    """Turn values of JSON into those of columns, under the names that verbs take."""
    found = {name: value for name, value in values.items() if name in FIELDS}
    if "commune" in found:
        found["commune_id"] = found.pop("commune")
    if "point" in found:
        found["point"] = Point(found["point"][0], found["point"][1], srid=4326)
    return written_out(found)


def precision_of(values: Values) -> Precision:
    """Tell how far the point of a file can be trusted: nothing says that it is the door."""
    if not values.get("point"):
        return Precision.UNKNOWN
    return Precision.STREET if values.get("address") else Precision.COMMUNE
