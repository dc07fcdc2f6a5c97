"""What their row and our listing say otherwise, in both directions, whoever said it first. Pure.

Unlike `importing.comparing`, which asks what a source says that it did not say before: a peer is not followed, and its
silence counts too, where its file has a column for it.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, time
from math import cos, hypot, radians
from typing import Any, NamedTuple

from django.utils import timezone

from network.importing.comparing import FIELDS, same
from network.importing.targets import Target
from network.importing.words import Cousins
from network.models.peers import Verdict
from places.hours import Schedule, local_zone
from places.search.folding import words_in

Values = Mapping[str, Any]
WORDS = ("kinds", "services", "publics", "fees")
# Texts in which nobody is right: only what one of the two does not say is told.
_PROSE = ("description", "access_note")
_SAME_SPOT = 100.0  # metres: two services that place one address
_SMALL = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"])
_A_YEAR = 366  # days
_A_DEGREE = 111_320.0  # metres
_AROUND_A_SITE = re.compile(r"^https?://(www\.)?|/+$", re.IGNORECASE)
# What several columns of a file say together, or by another name.
_TOLD_BY: dict[Target, tuple[str, ...]] = {
    Target.INSEE: ("commune",),
    Target.ADDRESS_MORE: ("address",),
    Target.WHOLE_ADDRESS: ("address", "postcode", "commune"),
    Target.LATITUDE: ("point",),
    Target.LONGITUDE: ("point",),
}
# What tells one place from another: a verdict on a whole row holds as long as it says the same.
IDENTITY = ("name", "address", "commune", "siret")


class Terms(NamedTuple):
    """What a peer's file can say: the fields that it has columns for, and of services, those that it has words for."""

    fields: frozenset[str]
    services: frozenset[str]
    cousins: Cousins

    @classmethod
    def of(cls, targets: Collection[Target], services: Collection[str], cousins: Cousins) -> "Terms":
        """Tell what can be said by columns that are read so."""
        told = [name for target in targets for name in _fields_of(target)]
        return cls(frozenset(told), frozenset(services), cousins)


def _fields_of(target: Target) -> tuple[str, ...]:
    if target.day is not None:
        return ("opening_hours",)
    return _TOLD_BY.get(target, (target.value,))


def both_ways(theirs: Values, ours: Values, terms: Terms) -> dict[str, dict[str, Any]]:
    """Tell, by field, what they say and what we say, where that is not the same: `theirs`, `ours`, `verdict` none."""
    found = {}
    for name in FIELDS:
        said, held = theirs.get(name), ours.get(name)
        said, held = (None if value in ([], "") else value for value in (said, held))
        if (said is None and (held is None or name not in terms.fields)) or _agree(name, said, held, terms):
            continue
        found[name] = {"theirs": said, "ours": held, "verdict": None}
    return found


def _agree(name: str, said: Any, held: Any, terms: Terms) -> bool:  # noqa: ANN401  values of JSON
    if name in WORDS:
        return _agree_in_words(name, said or [], held or [], terms)
    if said is None or held is None:
        return False
    if name in _PROSE:
        return True
    return _AGREE[name](said, held) if name in _AGREE else same(name, said, held)


def _agree_in_words(name: str, said: list[str], held: list[str], terms: Terms) -> bool:
    if name == "services":
        return set(said) == set(held) & (terms.services | set(said))
    if name != "kinds":
        return set(said) == set(held)
    return _covered(said, held, terms.cousins) and _covered(held, said, terms.cousins)


def _covered(some: Collection[str], by: Collection[str], cousins: Cousins) -> bool:
    """Tell whether each of these kinds, or one that the standard calls the same, is among the others."""
    return all(({kind} | cousins.get(kind, frozenset())) & set(by) for kind in some)


def site_key(address: str) -> str:
    """Write a web address as two are compared: without its scheme, `www.` and the slash at its end."""
    return _AROUND_A_SITE.sub("", address).casefold()


def metres_between(one: list[float], other: list[float]) -> float:
    """Tell how far two points ([longitude, latitude]) are, near enough for a street."""
    across = (one[0] - other[0]) * cos(radians((one[1] + other[1]) / 2))
    return hypot(across, one[1] - other[1]) * _A_DEGREE


def _same_words(said: str, held: str) -> bool:
    """Tell whether two names or addresses are of the same words: their order, and "de la", tell nothing."""
    return _telling(said) == _telling(held)


def _telling(text: str) -> frozenset[str]:
    words = frozenset(words_in(text))
    return words - _SMALL or words


def _same_hours(said: str, held: str) -> bool:
    """Tell whether two timetables open at the same times all year long, however they are written."""
    if said == held:
        return True
    first = datetime.combine(timezone.localdate(), time(), local_zone())
    spans = [Schedule(text).spans(first, _A_YEAR) for text in (said, held)]
    return None not in spans and spans[0] == spans[1]


_AGREE: dict[str, Callable[[Any, Any], bool]] = {
    "name": _same_words,
    "address": _same_words,
    "opening_hours": _same_hours,
    "point": lambda said, held: metres_between(said, held) < _SAME_SPOT,
    "website": lambda said, held: site_key(said) == site_key(held),
    "email": lambda said, held: said.casefold() == held.casefold(),
}


def taken(name: str, difference: Mapping[str, Any], verdict: Verdict, terms: Terms) -> Any:  # noqa: ANN401  of JSON
    """Tell what our listing says once this is taken of them: of services, those they have no word for stay."""
    said, held = difference["theirs"], difference["ours"] or []
    if name not in WORDS:
        return said
    unsayable = [word for word in held if name == "services" and word not in terms.services]
    kept = held if verdict == Verdict.BOTH else unsayable
    return list(dict.fromkeys([*(said or []), *kept]))


def corrected(difference: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401  of JSON
    """Tell what they would say once they took our word: of words that both know, all of them."""
    if difference["verdict"] == Verdict.BOTH and name in WORDS:
        return list(dict.fromkeys([*(difference["theirs"] or []), *(difference["ours"] or [])]))
    return difference["ours"]


def identity(values: Values) -> dict[str, Any]:
    """Keep of what is said what tells one place from another."""
    return {name: values[name] for name in IDENTITY if values.get(name)}
