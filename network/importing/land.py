"""The communes of this directory, by the codes and names that files give them: today's and former ones."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.contrib.gis.db.models import Extent
from django.db import connection

from network.importing.repairs import Refusal, Repair
from network.importing.values.numbers import Box
from places.models import Commune, FormerCommune
from places.search.folding import words_in

_OVERSEAS = "97"
_ALWAYS = {"st": "saint", "ste": "sainte", "sts": "saints"}
_NO_NAME = re.compile(r"cedex|\d+|cdx")
_NOWHERE = Box(181, 91, 180, 90)
_ASKED = "unnest(%s::int[], %s::float8[], %s::float8[], %s::text[]) AS asked(number, lon, lat, said)"
_HOLDS = "ST_Covers(commune.boundary, ST_SetSRID(ST_MakePoint(asked.lon, asked.lat), 4326))"
_COVERING = f"SELECT asked.number, commune.code FROM {_ASKED} JOIN places_commune AS commune ON {_HOLDS}"  # noqa: S608
# Most points are where their line says: that asks one outline of each, and no search for it.
_AS_SAID = f"{_COVERING} AND commune.code = asked.said"


@dataclass(frozen=True, slots=True)
class Found:
    """The commune that a line means, or why none; `is_outside` tells that it is in another land."""

    code: str | None = None
    repairs: tuple[Repair, ...] = ()
    refusal: Refusal | None = None
    is_outside: bool = False


def department_of(code: str) -> str:
    """Tell the département of the code of a commune, or of a postcode."""
    if code.startswith("20"):
        return "2A/B"
    return code[:3] if code.startswith(_OVERSEAS) else "2A/B" if code[:2] in ("2A", "2B") else code[:2]


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """Write the name of a commune as they are compared: "ST ALBAN CEDEX 2" is "saint alban"."""
    words = [_ALWAYS.get(word, word) for word in words_in(name)]
    return " ".join(word for word in words if not _NO_NAME.fullmatch(word))


class Land:
    """Every commune that is loaded here, held in memory: a few megabytes for a country."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._former: defaultdict[str, set[str]] = defaultdict(set)
        self._former_names: list[tuple[str, str]] = []
        self.names.update(Commune.objects.order_by().values_list("code", "name"))
        for code, name, today in FormerCommune.objects.order_by().values_list("code", "name", "commune_id"):
            self._former[code].add(today)
            self._former_names.append((name, today))
        self.departments = {department_of(code) for code in self.names}
        extent = Commune.objects.aggregate(box=Extent("boundary"))["box"]
        self.box = Box(*extent) if extent else _NOWHERE

    @cached_property
    def _by_postcode(self) -> dict[str, tuple[str, ...]]:
        """The codes of each postcode: it is not asked either. A set of each would take four times as much memory."""
        found: dict[str, tuple[str, ...]] = {}
        for code, postcodes in Commune.objects.order_by().values_list("code", "postcodes"):
            for postcode in dict.fromkeys(postcodes):
                found[postcode] = (*found.get(postcode, ()), code)
        return found

    @cached_property
    def _by_name(self) -> dict[str, set[str]]:
        """The codes of each name: a file that says them all by code never asks for it."""
        return _coded((name, code) for code, name in self.names.items())

    @cached_property
    def _by_former_name(self) -> dict[str, set[str]]:
        return _coded(self._former_names)

    def commune(self, insee: str | None, name: str | None, postcode: str | None) -> Found:
        """Find the commune that a line names; what the line says of another land is no mistake."""
        if insee and insee in self.names:
            return Found(insee)
        if insee and len(today := self._former.get(insee, set())) == 1:
            return Found(next(iter(today)), (Repair.FORMER_COMMUNE,))
        if self._is_elsewhere(insee, postcode):
            return Found(is_outside=True)
        if name and (found := self._named(name, postcode)):
            return found
        nearby = self._by_postcode.get(postcode or "", ())
        if not name and len(nearby) == 1:
            return Found(nearby[0], (Repair.COMMUNE_BY_POSTCODE,))
        return Found(refusal=Refusal.COMMUNE_UNKNOWN if name or insee or postcode else Refusal.NO_COMMUNE)

    def _is_elsewhere(self, insee: str | None, postcode: str | None) -> bool:
        if insee:
            return department_of(insee) not in self.departments
        return bool(postcode and postcode not in self._by_postcode and department_of(postcode) not in self.departments)

    def _named(self, name: str, postcode: str | None) -> Found | None:
        key = name_key(name)
        for names, repairs in ((self._by_name, ()), (self._by_former_name, (Repair.FORMER_COMMUNE,))):
            codes = names.get(key, set())
            near = codes.intersection(self._by_postcode.get(postcode or "", ())) or codes
            if len(near) == 1:
                return Found(next(iter(near)), repairs)
            if near:
                return Found(refusal=Refusal.COMMUNE_AMBIGUOUS)
        return None


def _coded(said: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, code in said:
        found[name_key(name)].add(code)
    return found


def communes_of(points: Sequence[tuple[Any, str | None]]) -> list[set[str]]:
    """Tell which communes hold each point ([longitude, latitude]): that which is said of it, if it does.

    Else all that do: none outside the land, two on a border.
    """
    found: list[set[str]] = [set() for _point in points]
    with connection.cursor() as cursor:
        for sentence in (_AS_SAID, _COVERING):
            left = [at for at, codes in enumerate(found) if not codes]
            lon, lat = ([points[at][0][axis] for at in left] for axis in (0, 1))
            cursor.execute(sentence, [left, lon, lat, [points[at][1] for at in left]])
            for at, code in cursor.fetchall():
                found[at].add(code)
    return found
