"""How alike two listings are, by their names, points, addresses and telephones: one rule, wherever it is asked. Pure.

What either does not say counts for nothing, neither for nor against.
"""

import re
from functools import lru_cache
from typing import NamedTuple, Self

from django.utils.translation import gettext as _

from places.duplicates.names import likeness_of_names, likeness_of_texts, most_of_names, read_name
from places.search.folding import words_in

# Above the first, a person is asked to look at a pair; above the second, she is shown what she may be about to repeat.
LIKELY, POSSIBLE = 0.7, 0.35
# Two listings whose names are less alike are never suspected, though they share all the rest: a building has many.
_LEAST_NAME = 0.5
# What each says, as La Coop de la médiation numérique weighs them. Several places share one SIRET, and several
# establishments one roof: it says as much as a telephone.
_WEIGHTS = {"name": 0.45, "position": 0.2, "address": 0.2, "phone": 0.15, "siret": 0.15}
_NAME, _POSITION, _ADDRESS, _PHONE, _SIRET = _WEIGHTS.values()
_SAME_SPOT, _FAR = 30, 500  # metres
# The same for PostgreSQL, which leaves out what cannot come to enough.
RULE = {f"{what}_weight": weight for what, weight in _WEIGHTS.items()}
RULE |= {"spot": _SAME_SPOT, "reach": float(_FAR - _SAME_SPOT)}
_ALIKE = 0.8  # what is said of a pair as a reason


class Listing(NamedTuple):
    """What a listing says that tells it from another; `key` is None of one that is still being typed.

    `where` names its commune and its territory, whose words in a name tell nothing.
    """

    key: int | None
    name: str
    where: str
    address: str | None
    phone: str | None
    siret: str | None = None


class Reasons(NamedTuple):
    """What may speak for a pair, in the words of a language: whoever tells of thousands reads them once."""

    names: str
    metres: str
    address: str
    phone: str
    siret: str

    @classmethod
    def spoken(cls) -> Self:
        """Read them in today's language."""
        return cls(
            _("noms voisins"), _("à %d m l’un de l’autre"), _("même adresse"), _("même téléphone"), _("même SIRET")
        )


class Likeness(NamedTuple):
    """What speaks for two listings being of one place, each 0 to 1; None where one of them does not say."""

    name: float
    position: float | None
    address: float | None
    phone: float | None
    siret: float | None
    metres: float | None
    is_vetoed: bool

    @property
    def score(self) -> float:
        """Add up what is known of it."""
        return 0.0 if self.is_vetoed else _added(self.name, self.position, self.address, self.phone, self.siret)

    @property
    def is_likely(self) -> bool:
        """Tell whether someone should look at it."""
        return self.name >= _LEAST_NAME and self.score >= LIKELY

    @property
    def reasons(self) -> list[str]:
        """Say what speaks for it."""
        return self.told(Reasons.spoken())

    def told(self, words: Reasons) -> list[str]:
        """Say what speaks for it, in these words."""
        said = (
            (self.name >= _ALIKE, words.names),
            (self.metres is not None and self.metres < _FAR, words.metres),
            ((self.address or 0) >= _ALIKE, words.address),
            (self.phone == 1, words.phone),
            (self.siret == 1, words.siret),
        )
        return [reason % self.metres if reason is words.metres else reason for speaks, reason in said if speaks]


def _added(
    name: float, position: float | None, address: float | None, phone: float | None, siret: float | None
) -> float:
    """Add up what is known: 0 to 1. It is asked of every pair: a loop takes twice as long."""
    total, most = _NAME * name, _NAME
    if position is not None:
        total, most = total + _POSITION * position, most + _POSITION
    if address is not None:
        total, most = total + _ADDRESS * address, most + _ADDRESS
    if phone is not None:
        total, most = total + _PHONE * phone, most + _PHONE
    if siret is not None:
        total, most = total + _SIRET * siret, most + _SIRET
    return total / most


def may_reach(least: float, one: Listing, other: Listing, metres: float | None) -> bool:
    """Tell whether the score of two listings may be so high, before their texts are compared, which is slow."""
    address = None
    if one.address and other.address:
        address = 0.5 if _differ(_read_address(one.address)[1], _read_address(other.address)[1]) else 1.0
    said = _position(metres), address, _equal(one.phone, other.phone), _equal(one.siret, other.siret)
    if _added(1.0, *said) < least:
        return False  # whatever their names, which most places of a commune need not be read for
    names = 1.0
    if one.name != other.name:
        names = most_of_names(read_name(one.name, one.where), read_name(other.name, other.where))
    return _added(names, *said) >= least


def likeness(one: Listing, other: Listing, metres: float | None) -> Likeness:
    """Compare two listings; `metres` are between their points, None unless both points are their own."""
    names = read_name(one.name, one.where), read_name(other.name, other.where)
    return Likeness(
        name=likeness_of_names(*names),
        position=_position(metres),
        address=_addresses(one.address, other.address),
        phone=_equal(one.phone, other.phone),
        siret=_equal(one.siret, other.siret),
        metres=metres,
        is_vetoed=names[0].contradicts(names[1]),
    )


def _equal(one: str | None, other: str | None) -> float | None:
    return None if not one or not other else float(one == other)


def _position(metres: float | None) -> float | None:
    return None if metres is None else max(0.0, min(1.0, 1 - (metres - _SAME_SPOT) / (_FAR - _SAME_SPOT)))


def _addresses(one: str | None, other: str | None) -> float | None:
    """Compare two addresses: of two numbers in one street, at most half is the same."""
    if not one or not other:
        return None
    (first, of_first), (second, of_second) = _read_address(one), _read_address(other)
    alike = likeness_of_texts(first, second)
    return alike / 2 if _differ(of_first, of_second) else alike


def _differ(numbers: frozenset[str], others: frozenset[str]) -> bool:
    return bool(numbers and others and not numbers & others)


@lru_cache(maxsize=4096)
def _read_address(address: str) -> tuple[str, frozenset[str]]:
    """Read the words of an address, and the numbers in it."""
    said = " ".join(words_in(address))
    return said, frozenset(re.findall(r"\d+", said))
