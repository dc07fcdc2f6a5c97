"""One listing as whoever checks it reads it: what the site says today, in words, and what it does not know."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.text import capfirst

from frontend.place.missing import missing_of
from frontend.site.words import period_in_words
from network.models import Membership, NetworkedPlace
from places.hours.words import rules_in_words
from places.models.vocabulary import words_of_places


class Stay(NamedTuple):
    """A network that counts the place today, since when, and the last source that says so."""

    network: str
    period: str
    membership: Membership


@dataclass(frozen=True, slots=True)
class Card:
    """A listing to check. Empty lists where nothing is known."""

    place: NetworkedPlace
    version: int
    kinds: list[str]
    services: list[str]
    hours: list[str]
    stays: list[Stay]
    missing: list[str]

    @classmethod
    def of(cls, place: NetworkedPlace, *, at: datetime) -> "Card":
        """Read what the card of a place says, in two queries; the place comes with its version (`with_version`)."""
        labels = {word.slug: str(word) for words in words_of_places().values() for word in words}
        stays = place.memberships.on(at.date()).select_related("network").order_by("network__name")
        return cls(
            place,
            int(getattr(place, "last_version", None) or 0),
            [labels[slug] for slug in place.kinds],
            [labels[slug] for slug in place.services or []],
            _hours(place),
            [Stay(str(stay.network), period_in_words(stay), stay) for stay in stays],
            missing_of(place, works=False),
        )


def _hours(place: NetworkedPlace) -> list[str]:
    """Say the hours rule by rule, as someone asks about them; as they are stored where nobody can read them."""
    if table := place.schedule.table:
        return [capfirst(text) for text in rules_in_words(table.hours)]
    return [place.opening_hours] if place.opening_hours else []
