"""What each sort of contribution says: telephones ask for it, and what is received is read by it."""

from typing import NamedTuple

from network.choices import Contributed, Theme

THEMES = (Theme.TRAINING, Theme.RIGHTS, Theme.CULTURE, Theme.WORK, Theme.OTHER)
STANDINGS = (Theme.WORKS, Theme.SOUGHT, Theme.SHARED)
LONGEST_WORD = 30


class Parts(NamedTuple):
    """Which parts a sort has, in the order of the form, and which of them cannot be left out."""

    asked: tuple[str, ...]
    needed: frozenset[str]


def _parts(*asked: str, needed: tuple[str, ...]) -> Parts:
    return Parts(asked, frozenset(needed))


PARTS: dict[Contributed, Parts] = {
    Contributed.PLACE: _parts("heading", "place_said", "words", needed=("heading", "place_said")),
    Contributed.MEMBERSHIP: _parts("place_said", "network_said", "words", needed=("place_said", "network_said")),
    Contributed.PARTNERSHIP: _parts("place_said", "other_said", "words", needed=("place_said", "other_said", "words")),
    Contributed.IDEA: _parts("theme", "words", needed=("theme", "words")),
    Contributed.WORD: _parts("heading", needed=("heading",)),
    Contributed.ITINERARY: _parts("heading", "stops", "words", needed=("stops",)),
    Contributed.TRADE: _parts("heading", "theme", "place_said", "words", needed=("heading", "theme")),
    Contributed.SCHEME: _parts("heading", "stops", "network_said", "words", needed=("heading", "words")),
    Contributed.CORRECTION: _parts("place_said", "words", needed=("place_said", "words")),
}


def themes_of(kind: Contributed) -> tuple[Theme, ...]:
    """Tell which themes a sort has: those of ideas, or where a trade stands."""
    return STANDINGS if kind == Contributed.TRADE else THEMES
