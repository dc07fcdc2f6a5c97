"""Two listings side by side: what each says, row by row."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from frontend.site.words import period_in_words
from frontend.templatetags.croisee import phone
from network.models import Membership, NetworkedPlace
from places.hours.words import hours_in_words
from places.log.words import Words
from places.work import WORK_COLUMNS

# What goes together is one row: an address without its postcode, or a point without its commune, would be of neither.
ROWS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "kinds": ("kinds",),
    "services": ("services",),
    "description": ("description",),
    "address": ("address", "postcode"),
    "position": ("commune", "point", "precision"),
    **{name: (name,) for name in ("is_itinerant", "served_communes", "opening_hours", "opened_on", "closed_on")},
    **{name: (name,) for name in ("phone", "email", "website", "booking_url")},
    **{name: (name,) for name in WORK_COLUMNS},
    **{name: (name,) for name in ("publics", "fees", "wheelchair", "acceslibre_url", "verified_on")},
}
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
    """List what at least one of two listings says."""
    words = Words()
    for name, columns in ROWS.items():
        said = [_said(place, columns, words) for place in (one, other)]
        if any(said):
            yield Row(name, _title(name), *said)


def stays_of(place: NetworkedPlace) -> list[str]:
    """Say in which networks a place is, or was, and when."""
    stays = Membership.objects.filter(place=place.pk).select_related("network").order_by("network__name", "period")
    return [f"{stay.network}, {period_in_words(stay)}" for stay in stays]


def _title(name: str) -> str:
    column: Any = NetworkedPlace._meta.get_field(ROWS[name][0])
    return str(_TITLES.get(name) or capfirst(str(column.verbose_name)))


def _said(place: NetworkedPlace, columns: tuple[str, ...], words: Words) -> str:
    return ", ".join(
        _value(place, name, words) for name in columns if getattr(place, name) not in (None, "", []) and name != "point"
    )


def _value(place: NetworkedPlace, name: str, words: Words) -> str:
    if name == "phone" and place.phone:
        return phone(place.phone)
    if name == "opening_hours" and (table := place.schedule.table):
        return hours_in_words(table.hours)
    column: Any = place._meta.get_field(name)
    return words.of(column, column.value_from_object(place))
