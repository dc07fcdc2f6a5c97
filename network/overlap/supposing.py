"""What is supposed beside the facts, "et si…": a place more in a commune, a membership, two places that work as one.

Nothing of it is written. The statements of `sql` read it after the rows of the tables, and no other statement does.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from network.models import Network
from network.models.workshop import LONGEST_SUPPOSED
from network.overlap import states
from network.overlap.question import Added, Crossing
from places.choices import Status
from places.models import Commune, Place

# More at once nobody follows.
MOST = 5


class SupposedKind(StrEnum):
    """What is supposed; its words are those of addresses."""

    PLACE = "place"
    MEMBER = "member"
    PAIR = "pair"


_WRITTEN = re.compile(r"(place|member|pair):([0-9a-zA-Z-]+):([0-9a-z-]+(?:\+[0-9a-z-]+)*)")


class Supposed(NamedTuple):
    """One thing: a commune (its code) that has a place more, or a place (its slug); then networks, or another place."""

    kind: SupposedKind
    subject: str
    others: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> "Supposed | None":
        """Read what an address says: `place:48198:msap+polen`, `member:la-pompe:msap`, `pair:a:b`."""
        found = _WRITTEN.fullmatch(text)
        if not found or len(text) > LONGEST_SUPPOSED:
            return None
        one = cls(SupposedKind(found[1]), found[2], tuple(dict.fromkeys(found[3].split("+"))))
        is_two = one.kind != SupposedKind.PAIR or (len(one.others) == 1 and one.subject not in one.others)
        return one if is_two else None

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject}:{'+'.join(self.others)}"


class Names(NamedTuple):
    """What the suppositions name, by code and by slug: communes, places and networks that there are."""

    communes: Mapping[str, str]
    places: Mapping[str, tuple[int, str]]
    networks: Mapping[str, tuple[int, str]]

    @classmethod
    def of(cls, supposed: Iterable[Supposed]) -> "Names":
        """Read them, in three queries."""
        every = list(supposed)
        keys = {key for one in every for key in (one.subject, *one.others)}
        places = Place.objects.filter(slug__in=keys, status=Status.PUBLISHED).values_list("slug", "pk", "name")
        networks = Network.objects.filter(slug__in=keys).values_list("slug", "pk", "name")
        communes = Commune.objects.filter(code__in=keys).values_list("code", "name")
        return cls(
            dict(communes),
            {slug: (key, name) for slug, key, name in places},
            {slug: (key, name) for slug, key, name in networks},
        )

    def holds(self, one: Supposed) -> bool:
        """Tell whether there is all that it names."""
        subjects: Mapping[str, Any] = self.communes if one.kind == SupposedKind.PLACE else self.places
        others = self.places if one.kind == SupposedKind.PAIR else self.networks
        return one.subject in subjects and all(other in others for other in one.others)


def read_supposed(texts: Iterable[str]) -> tuple[Supposed, ...]:
    """Read what can be read, each once, and a few at most."""
    found = [one for text in dict.fromkeys(texts) if (one := Supposed.read(text))]
    return tuple(found[:MOST])


def supposing(crossing: Crossing, supposed: Iterable[Supposed], names: Names, *, on: date) -> Crossing:
    """Ask the same with what is supposed, whatever the day; two places are taken for one as they are on a day."""
    every = [one for one in supposed if names.holds(one)]
    shown = _networks_that_count(crossing, on) if any(one.kind == SupposedKind.PAIR for one in every) else {}
    added = [row for number, one in enumerate(every, 1) for row in _rows(number, one, names, shown)]
    return replace(crossing, added=tuple(added))


def _rows(number: int, one: Supposed, names: Names, shown: Mapping[str, tuple[int, ...]]) -> list[Added]:
    if one.kind == SupposedKind.PAIR:
        (other,) = one.others
        pairs = ((one.subject, other), (other, one.subject))
        return [Added(names.places[here][0], None, shown.get(there, ())) for here, there in pairs]
    networks = tuple(names.networks[slug][0] for slug in one.others)
    if one.kind == SupposedKind.MEMBER:
        return [Added(names.places[one.subject][0], None, networks)]
    return [Added(-number, one.subject, networks)]


def _networks_that_count(crossing: Crossing, on: date) -> dict[str, tuple[int, ...]]:
    """The networks by which each place is on its sides; those of a side that it only could be of are left out."""
    sides = dict.fromkeys((*crossing.a.keys, *crossing.b.keys), 0)
    for bit, keys in ((1, crossing.a.keys), (2, crossing.b.keys)):
        for key in keys:
            sides[key] |= bit
    return {
        place.slug: tuple(key for key in place.networks if sides[key] & place.bits)
        for place in states.places(crossing, on=on)
    }
