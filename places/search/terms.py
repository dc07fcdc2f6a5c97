"""What a question is made of once it is read, and whom reading asks about words.

A *form* is how a word is looked for: "flor*" whole, as a plural or by its beginning, "tiers" whole, "=cci" as the
initials of a name, "#48095" the code of its commune. A *sense* is forms that a place must all have; a *term* is what
one word or two may mean, any of its senses. A *spot* is a commune that the question names and no place speaks of.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from places.choices import Tier
from places.search.synonyms import Synonyms

Sense = tuple[str, ...]
MAX_WORDS = 8
# The likeliest words to be meant, and those that stand in no name: see `Tier`.
COMMUNE, TEXT = Tier.COMMUNE, Tier.TEXT
# The code of a commune (INSEE).
CODE = re.compile(r"\d{5}|2[ab]\d{3}")


@dataclass(frozen=True, slots=True)
class Spot:
    """A commune of today or of before, and the point that distances are measured from (WGS 84, longitude first).

    One of before went into that of `today`, and may have no point of its own: then it `is_rough`. Where a part of its
    name was asked, `also` names others that have that part in theirs.
    """

    code: str
    name: str
    point: tuple[float, float]
    today: str | None = None
    is_rough: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """What one word asks, or several that are one; `spelling` is what it was taken for, if not for itself.

    Without a sense no place has it; with a `spot`, it is where to look around.
    """

    said: str
    senses: tuple[Sense, ...]
    spelling: str | None = None
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a question. Without a term it asks nothing; `is_vain` finds nothing.

    No place is known `around` a commune that was named: those that answer the terms are sorted from there. What was
    `understood` is the question as it was taken, where some of it was not found as written.
    """

    terms: tuple[Term, ...] = ()
    left_out: tuple[str, ...] = ()
    is_vain: bool = False
    around: Spot | None = None
    understood: str | None = None


NOTHING_ASKED, IN_VAIN = Reading(), Reading(is_vain=True)


class Near(NamedTuple):
    """A word that another may be so many `slips` for, as it is compared and spelt; communes have the lowest `tier`."""

    word: str
    spelling: str
    tier: int
    slips: int


class Lexicon(Protocol):
    """Whoever knows the places that are asked."""

    @property
    def synonyms(self) -> Synonyms:
        """What else things are called."""

    @property
    def everywhere(self) -> Collection[str]:
        """The words of the territory and of the country, without the marks of plurals: every place is there."""

    def together(self, one: str, other: str) -> bool:
        """Tell whether a kind, a service, a commune, a network or a synonym is called by both words, or both in one."""

    def found(self, senses: Collection[Sense]) -> Collection[Sense]:
        """Keep the senses that some place has."""

    def whole(self, words: Collection[str]) -> Collection[str]:
        """Keep what is a word by itself, of whatever place."""

    def named(self, words: Collection[str]) -> Collection[str]:
        """Keep what a kind, a service, a commune or a network is called, though no place may have it."""

    def nearest(self, words: Collection[str]) -> Mapping[str, Sequence[Near]]:
        """List for each word the others that it may be a slip for, the likeliest first."""

    def spots(self, names: Collection[str]) -> Mapping[str, Spot]:
        """Find the communes that have one of these codes, or are called so: the stems of the words that count."""

    def within(self, names: Collection[str]) -> Mapping[str, Spot]:
        """Find a commune of whose name these are some words, one after another: one that begins so, one of today."""

    def meets(self, terms: Sequence[Term]) -> bool:
        """Tell whether some place answers all of these terms."""
