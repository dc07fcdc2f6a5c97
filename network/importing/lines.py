"""A line of a file, read into what a listing would hold: what was mended, what was refused, and whose line it is."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import partial
from hashlib import sha256
from typing import Any, NamedTuple

from network.importing.land import Land, communes_of
from network.importing.mapping import Plan
from network.importing.reading import Cells
from network.importing.repairs import Refusal, Repair
from network.importing.targets import Target
from network.importing.values import Refused, Said, numbers, texts
from network.importing.values.hours import hours, week
from network.importing.values.vocabulary import PartlyRefused, words
from network.importing.words import Vocabulary, folded
from places.duplicates.names import read_name
from places.forms.coordinates import read_point

Reader = Callable[[str], Said]
_MOST_REMEMBERED = 2_000  # of a column; one whose cells all differ has no use for it
_OF_POINT, _OF_COMMUNE = ("latitude", "longitude", "point"), ("commune", "insee", "postcode")
_WORDS = ("kinds", "services", "publics", "fees")
_LONGEST_SHOWN = 200
_TELLING = 4  # letters of a word that tells one commune from another
_WITH_POSTCODE = re.compile(
    r"^(?P<street>.*?)[\s,\-–]*\b(?P<postcode>\d{5})\b[\s,\-–]*(?P<commune>[^\d,]*)$", re.DOTALL
)
# What a name says is done there, as one of our kinds: for a new place of which nothing else says it.
_KIND_OF_FUNCTION = {
    "library": "library",
    "public services": "public-service-point",
    "third place": "third-place",
    "employment": "employment",
    "digital": "digital-public-space",
    "families": "rights-and-support",
    "chamber": "business-support",
    "association": "association",
    "post": "post-office",
    "town hall": "local-authority",
}


class Fate(StrEnum):
    """What becomes of a line, before the directory is asked."""

    READ = "read"
    OUTSIDE = "outside"  # of another land
    REFUSED = "refused"


class Cut(NamedTuple):
    """A cell that is not taken: why, of which column, and what it says."""

    reason: str
    column: str
    text: str


@dataclass(slots=True)
class Line:
    """What is read of a line. `values` are those of a listing, in JSON's types; `kinds` what it may be, if unsaid."""

    number: int
    key: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    fate: Fate = Fate.READ
    is_kind_from_name: bool = False

    def refuse(self, reason: Refusal, column: str = "", text: str = "") -> None:
        """Take nothing of the line."""
        self.fate = Fate.REFUSED
        self.cuts.append(Cut(reason.value, column, text[:_LONGEST_SHOWN]))


class Column(NamedTuple):
    """A column that is read: where it stands, what of (the value of a target), and by what."""

    at: int
    name: str
    read: "Remembered"


class LineReader:
    """Reads the lines of one file by its plan."""

    def __init__(self, plan: Plan, columns: Sequence[str], words_known: Vocabulary, land: Land, today: date) -> None:
        self.columns, self.land = columns, land
        self._default_kinds = plan.kinds
        own = {target: {word: tuple(slugs) for word, slugs in said.items()} for target, said in plan.words.items()}
        known = words_known._asdict()
        reading: dict[Target, Reader] = {**_READERS, Target.SOURCE_DATE: partial(numbers.day, today=today)}
        reading[Target.OPENED_ON] = reading[Target.SOURCE_DATE]
        for target in (Target.KINDS, Target.SERVICES, Target.PUBLICS, Target.FEES, Target.WHEELCHAIR):
            reading[target] = partial(words, known=known[target.value], own=own.get(target.value, {}))
        taken = plan.targets(columns)
        self._taken = [Column(at, target.value, Remembered(reading.get(target, Said))) for at, target in taken]
        # What is read of each, in the file's order, a heading to name it by.
        self._heading = {target.value: columns[at] for at, target in reversed(taken)}
        self._days = [(name, day) for name in self._heading if (day := Target(name).day) is not None]

    def read(self, cells: Cells) -> Line:
        """Read a line, all but whether its point is where it says: see `placed`."""
        line = Line(cells.line)
        said: dict[str, list[Any]] = {}
        for at, name, read in self._taken:
            if text := cells.texts[at]:
                one = read(text)
                if isinstance(one, Refused):
                    line.cuts += _cuts(one, self.columns[at], text)
                    if not isinstance(one, PartlyRefused):
                        continue
                    one = one.said
                if one.value is not None:
                    said.setdefault(name, []).append(one.value)
                line.repairs += one.repairs
        self._compose(line, said)
        return line

    def _compose(self, line: Line, said: dict[str, list[Any]]) -> None:
        """Put together what several cells say of one thing."""
        if self._days:
            self._hours(line, said)
        values = line.values
        for name, found in said.items():
            values[name] = _together(name, found)
        _take_address_apart(line)
        if more := values.pop("address_more", None):
            values["address"] = f"{values['address']}, {more}" if values.get("address") else more
        self._point(line)
        self._commune(line)
        self._name(line)
        line.key = self._key(line)

    def _hours(self, line: Line, said: dict[str, list[Any]]) -> None:
        days = [(day, text) for name, day in self._days for text in said.pop(name, ()) if text]
        if not days or "opening_hours" in said:
            return
        try:
            read = week(tuple(sorted(days, key=lambda each: each[0])))
        except Refused as refused:
            line.cuts.append(Cut(refused.reason.value, "", (refused.what or "")[:_LONGEST_SHOWN]))
            return
        line.repairs += read.repairs
        if read.value:
            line.values["opening_hours"] = read.value

    def _point(self, line: Line) -> None:
        lat, lon = line.values.pop("latitude", None), line.values.pop("longitude", None)
        pair = line.values.pop("point", None)
        if pair and (lat is None or lon is None):
            lat, lon = pair
        if lat is None and lon is None:
            return
        if lat is None or lon is None:
            line.cuts.append(Cut(Refusal.HALF_A_POINT.value, self._named(_OF_POINT), str(lat if lon is None else lon)))
            return
        try:
            read = numbers.position(lat, lon, self.land.box)
        except Refused as refused:
            line.cuts.append(Cut(refused.reason.value, self._named(_OF_POINT), f"{lat}, {lon}"))
            return
        line.repairs += read.repairs
        if read.value:
            line.values["point"] = read.value

    def _named(self, targets: Sequence[str]) -> str:
        """The heading under which the first of these stands."""
        return next((self._heading[each] for each in targets if each in self._heading), "")

    def _commune(self, line: Line) -> None:
        insee, name = line.values.pop("insee", None), line.values.pop("commune", None)
        found = self.land.commune(insee, name, line.values.get("postcode"))
        line.repairs += found.repairs
        if found.code:
            line.values["commune"] = found.code
        elif found.is_outside:
            line.fate = Fate.OUTSIDE
        elif "point" not in line.values and found.refusal:
            line.refuse(found.refusal, self._named(_OF_COMMUNE), name or insee or line.values.get("postcode") or "")

    def _name(self, line: Line) -> None:
        name = line.values.get("name")
        if not name:
            if line.fate is Fate.READ:
                line.refuse(Refusal.NO_NAME)
            return
        where = self.land.names.get(line.values.get("commune", ""), "")
        read = read_name(name, where)
        if read.functions and not read.words and where and not _names(name, where):
            line.values["name"] = f"{name}, {where}"[: texts.LONGEST_NAME]
            line.repairs.append(Repair.NAME_COMPLETED)
        if "kinds" not in line.values:
            kinds = [_KIND_OF_FUNCTION[each] for each in sorted(read.functions) if each in _KIND_OF_FUNCTION]
            line.kinds, line.is_kind_from_name = kinds or self._default_kinds, bool(kinds)

    def _key(self, line: Line) -> str:
        """How the source names the place: by its identifier, else by what tells it from the others."""
        if key := line.values.pop("key", None):
            return str(key)
        line.repairs.append(Repair.KEY_MADE)
        told = (line.values.get(name) or "" for name in ("name", "commune", "postcode", "address"))
        return "~" + sha256("|".join(folded(str(each)) for each in told).encode()).hexdigest()[:24]


def _names(name: str, where: str) -> bool:
    """Tell whether a name says where the place is: "Bibliothèque du Malzieu-Ville" of Le Malzieu-Ville."""
    own = {word for word in folded(where).split() if len(word) >= _TELLING}
    return bool(own & set(folded(name).split())) or not own


def placed(lines: Sequence[Line], land: Land) -> None:
    """Find the commune of what has a point alone, and refuse a point that is not in the commune of its line."""
    pointed = [line for line in lines if line.fate is Fate.READ and "point" in line.values]
    said = [(line.values["point"], line.values.get("commune")) for line in pointed]
    for line, codes in zip(pointed, communes_of(said), strict=True):
        commune = line.values.get("commune")
        if commune is None and codes:
            line.values["commune"] = min(codes)
            line.repairs.append(Repair.COMMUNE_BY_POINT)
        elif commune is None:
            line.fate = Fate.OUTSIDE
        elif commune not in codes:
            lon, lat = line.values.pop("point")
            where = ", ".join(land.names[code] for code in sorted(codes))
            line.cuts.append(Cut(Refusal.POINT_ELSEWHERE.value, "", f"{lat}, {lon}{f' ({where})' if where else ''}"))


def _cuts(refused: Refused, column: str, text: str) -> list[Cut]:
    """Say what is not taken of a cell: each word by itself."""
    said = refused.strangers if isinstance(refused, PartlyRefused) else [refused.what or text]
    return [Cut(refused.reason.value, column, each[:_LONGEST_SHOWN]) for each in said]


def _together(name: str, found: list[Any]) -> Any:  # noqa: ANN401  a value of JSON
    if name == "wheelchair":
        return found[0][0]
    if len(found) > 1:
        if isinstance(found[0], list) and name in _WORDS:
            return list(dict.fromkeys(word for each in found for word in each))
        if name == "description":
            return max(found, key=len)
        if name == "address_more":
            return ", ".join(dict.fromkeys(found))
    return found[0]


def _take_address_apart(line: Line) -> None:
    """Take the postcode and the commune out of an address that ends with them, where no other column says them."""
    values = line.values
    whole = values.pop("whole_address", None)
    if not whole or {"address", "postcode", "commune"} <= values.keys():
        whole = values.get("address")
    found = _WITH_POSTCODE.match(whole) if whole else None
    if not found or values.get("postcode", found["postcode"]) != found["postcode"]:
        if whole:
            values.setdefault("address", whole)
        return
    values.setdefault("postcode", found["postcode"])
    if commune := found["commune"].strip(" ,-–."):
        values.setdefault("commune", commune)
    if values.get("address") in (None, whole):
        values["address"] = found["street"].strip(" ,-–") or None
        line.repairs.append(Repair.ADDRESS_CUT)
    if values["address"] is None:
        del values["address"]


def _pair(text: str) -> Said:
    found = read_point(text)
    if found is None:
        raise Refused(Refusal.NO_NUMBER)
    return Said(list(found))


class Remembered:
    """Cleans a cell and reads it, once for all cells that say the same: in a column, many do."""

    __slots__ = ("_known", "_read")

    def __init__(self, read: Reader) -> None:
        self._read, self._known = read, dict[str, Said | Refused]()

    def __call__(self, text: str) -> Said | Refused:
        """Read a cell; what cannot be taken of it is told, and not raised."""
        found = self._known.get(text)
        if found is None:
            found = _tried(self._read, text)
            if len(self._known) < _MOST_REMEMBERED:
                self._known[text] = found
        return found


def _tried(read: Reader, text: str) -> Said | Refused:
    try:
        plain = texts.cleaned(text)
        return read(plain.value).after(*plain.repairs) if plain.value is not None else plain
    except Refused as refused:
        return refused


_READERS: dict[Target, Reader] = {
    Target.KEY: texts.mended_key,
    Target.NAME: texts.name,
    Target.DESCRIPTION: texts.paragraphs,
    Target.SIRET: numbers.siret,
    Target.ADDRESS: texts.line,
    Target.ADDRESS_MORE: texts.line,
    Target.WHOLE_ADDRESS: texts.line,
    Target.POSTCODE: numbers.postcode,
    Target.COMMUNE: texts.line,
    Target.INSEE: numbers.insee,
    Target.LATITUDE: numbers.coordinate,
    Target.LONGITUDE: numbers.coordinate,
    Target.POINT: _pair,
    Target.PHONE: texts.phone,
    Target.EMAIL: texts.email,
    Target.WEBSITE: texts.web,
    Target.BOOKING_URL: texts.web,
    Target.ACCESLIBRE_URL: texts.web,
    Target.OPENING_HOURS: hours,
    Target.IS_ITINERANT: numbers.itinerance,
    Target.HAS_WIFI: numbers.answer,
    Target.HAS_WIRED_INTERNET: numbers.answer,
    Target.HAS_CALL_BOOTH: numbers.answer,
    Target.DESKS: numbers.count,
    Target.MEETING_ROOMS: numbers.count,
    Target.DAY_PRICE: numbers.amount,
    Target.MONTH_PRICE: numbers.amount,
    Target.ACCESS_NOTE: texts.paragraphs,
}
