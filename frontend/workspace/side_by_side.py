"""Two listings side by side: what each says, row by row."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from frontend.site.words import period_in_words
from network.models import Membership, NetworkedPlace
from places.choices import DatePrecision, Precision
from places.hours.words import hours_in_words
from places.log.words import Words
from places.models import Commune
from places.models.vocabulary import words_of_places
from places.work import WORK_COLUMNS

# What goes together is one row: an address without its postcode, or a point without its commune, would be of neither.
ROWS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "kinds": ("kinds",),
    "services": ("services",),
    "description": ("description",),
    "siret": ("siret",),
    "address": ("address", "postcode"),
    "position": ("commune", "point", "precision"),
    **{name: (name,) for name in ("is_itinerant", "served_communes", "opening_hours")},
    "opened_on": ("opened_on", "opened_precision"),
    "closed_on": ("closed_on", "closed_precision"),
    **{name: (name,) for name in ("phone", "email", "website", "booking_url")},
    **{name: (name,) for name in WORK_COLUMNS},
    **{name: (name,) for name in ("publics", "fees", "wheelchair", "acceslibre_url", "verified_on")},
}
_UNSAID: tuple[object, ...] = (None, "", [], Precision.UNKNOWN, DatePrecision.DAY)
_TITLES = {"address": _("Adresse"), "position": _("Commune et précision du point")}


class Row(NamedTuple):
    """What two listings say of the same thing, in words; nothing where they do not say."""

    name: str
    title: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        """Tell whether both say something, and not the same."""
        return bool(self.one and self.other) and self.one != self.other


def rows_of(one: NetworkedPlace, other: NetworkedPlace) -> Iterator[Row]:
    """List what at least one of two listings says, in one query; they come with their communes."""
    words = Words()
    words.know(words_of_places())
    words.rows |= {(Commune, place.commune_id): str(place.commune) for place in (one, other)}
    for name, columns in ROWS.items():
        said = [_said(place, columns, words) for place in (one, other)]
        if any(said):
            yield Row(name, _title(name), *said)


def proposed(kept: NetworkedPlace, other: NetworkedPlace) -> set[str]:
    """Name the rows in which the other listing is probably right.

    It is where it alone knows; where both do, if it was found right more recently. Of the life of a place, the longer
    is proposed: a listing that was closed and one that was not are of a place that goes on, and no stay is cut short.
    """
    newer = (other.verified_on or date.min) > (kept.verified_on or date.min)
    found = {name for name, columns in ROWS.items() if _is_better(kept, other, columns, is_newer=newer)}
    longer = {name for name in ("opened_on", "closed_on") if _is_longer(kept, other, name)}
    return (found - {"opened_on", "closed_on", "verified_on"}) | longer | ({"verified_on"} if newer else set())


def _is_better(kept: NetworkedPlace, other: NetworkedPlace, columns: tuple[str, ...], *, is_newer: bool) -> bool:
    ours, theirs = _known(kept, columns), _known(other, columns)
    return ours != theirs and bool(theirs) and (is_newer or not ours)


def _known(place: NetworkedPlace, columns: tuple[str, ...]) -> dict[str, Any]:
    """What a listing holds in these columns; a point that stands for its commune is none."""
    if "point" in columns and Precision.is_rough(place.precision):
        return {}
    return {name: value for name in columns if (value := getattr(place, name)) not in (None, "", [])}


def _is_longer(kept: NetworkedPlace, other: NetworkedPlace, name: str) -> bool:
    """Nobody knows the end of what has none, and nobody the beginning of what has none: both are the longest."""
    ours, theirs = getattr(kept, name), getattr(other, name)
    if ours is None or theirs is None:
        return ours is not None
    return bool(theirs < ours if name == "opened_on" else theirs > ours)


def stays_of(*places: NetworkedPlace) -> list[list[str]]:
    """Say of each place in which networks it is, or was, and when, in one query."""
    stays = Membership.objects.filter(place__in=[place.pk for place in places]).select_related("network", "place")
    said = [
        (stay.place_id, f"{stay.network}, {period_in_words(stay)}")
        for stay in stays.order_by("network__name", "period")
    ]
    return [[words for key, words in said if key == place.pk] for place in places]


def _title(name: str) -> str:
    column: Any = NetworkedPlace._meta.get_field(ROWS[name][0])
    return str(_TITLES.get(name) or capfirst(str(column.verbose_name)))


def _said(place: NetworkedPlace, columns: tuple[str, ...], words: Words) -> str:
    return ", ".join(
        _value(place, name, words) for name in columns if getattr(place, name) not in _UNSAID and name != "point"
    )


def _value(place: NetworkedPlace, name: str, words: Words) -> str:
    if name == "opening_hours" and (table := place.schedule.table):
        return hours_in_words(table.hours)
    column: Any = place._meta.get_field(name)
    return words.of(column, column.value_from_object(place))
