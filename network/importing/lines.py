"""A line of a file, read into what a listing would hold: what was mended, what was refused, and whose line it is."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import partial
from hashlib import sha256
from typing import Any, NamedTuple

from network.importing.land import Land, covering
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
_MOST_CACHED = 50_000
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
    REPEATED = "repeated"  # a line above says the same


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
        self._taken = [(at, target, _remembered(reading.get(target, Said))) for at, target in plan.targets(columns)]

    def read(self, cells: Cells) -> Line:
        """Read a line, all but whether its point is where it says: see `placed`."""
        line = Line(cells.line)
        said: dict[Target, list[Said]] = {}
        at: dict[Target, int] = {}
        for column, target, read in self._taken:
            text = cells.texts[column]
            if not text:
                continue
            try:
                one = read(text)
            except Refused as refused:
                line.cuts += _cuts(refused, self.columns[column], text)
                if not isinstance(refused, PartlyRefused):
                    continue
                one = refused.said
            said.setdefault(target, []).append(one)
            at.setdefault(target, column)
            line.repairs += one.repairs
        self._compose(line, said, at)
        return line

    def _compose(self, line: Line, said: dict[Target, list[Said]], at: dict[Target, int]) -> None:
        """Put together what several cells say of one thing."""
        for target, found in said.items():
            value = _together(target, [one.value for one in found if one.value is not None])
            if value is not None:
                line.values[target.value] = value
        values = line.values
        _take_address_apart(line)
        if more := values.pop("address_more", None):
            values["address"] = f"{values['address']}, {more}" if values.get("address") else more
        self._hours(line, said)
        self._point(line, at)
        self._commune(line, at)
        self._name(line)
        line.key = self._key(line)

    def _hours(self, line: Line, said: dict[Target, list[Said]]) -> None:
        days = [
            (target.day, one.value)
            for target, found in said.items()
            for one in found
            if target.day is not None and one.value
        ]
        for target in said:
            if target.day is not None:
                line.values.pop(target.value, None)
        if not days or "opening_hours" in line.values:
            return
        try:
            read = week(tuple((day or 0, text) for day, text in sorted(days, key=lambda each: each[0] or 0)))
        except Refused as refused:
            line.cuts.append(Cut(refused.reason.value, "", (refused.what or "")[:_LONGEST_SHOWN]))
            return
        line.repairs += read.repairs
        if read.value:
            line.values["opening_hours"] = read.value

    def _point(self, line: Line, at: dict[Target, int]) -> None:
        lat, lon = line.values.pop("latitude", None), line.values.pop("longitude", None)
        pair = line.values.pop("point", None)
        column = self.columns[at.get(Target.LATITUDE, at.get(Target.LONGITUDE, at.get(Target.POINT, 0)))]
        if pair and (lat is None or lon is None):
            lat, lon = pair
        if lat is None and lon is None:
            return
        if lat is None or lon is None:
            line.cuts.append(Cut(Refusal.HALF_A_POINT.value, column, str(lat if lon is None else lon)))
            return
        try:
            read = numbers.position(lat, lon, self.land.box)
        except Refused as refused:
            line.cuts.append(Cut(refused.reason.value, column, f"{lat}, {lon}"))
            return
        line.repairs += read.repairs
        if read.value:
            line.values["point"] = read.value

    def _commune(self, line: Line, at: dict[Target, int]) -> None:
        insee, name = line.values.pop("insee", None), line.values.pop("commune", None)
        found = self.land.commune(insee, name, line.values.get("postcode"))
        line.repairs += found.repairs
        if found.code:
            line.values["commune"] = found.code
        elif found.is_outside:
            line.fate = Fate.OUTSIDE
        elif "point" not in line.values and found.refusal:
            column = next((at[each] for each in (Target.COMMUNE, Target.INSEE, Target.POSTCODE) if each in at), None)
            said = name or insee or line.values.get("postcode") or ""
            line.refuse(found.refusal, "" if column is None else self.columns[column], said)

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
    for line, codes in zip(pointed, covering([line.values["point"] for line in pointed]), strict=True):
        commune = line.values.get("commune")
        if commune is None and codes:
            line.values["commune"] = min(codes)
            line.repairs.append(Repair.COMMUNE_BY_POINT)
        elif commune is None:
            line.fate = Fate.OUTSIDE
        elif commune not in codes:
            lon, lat = line.values.pop("point")
            where = ", ".join(land.names[code] for code in codes)
            line.cuts.append(Cut(Refusal.POINT_ELSEWHERE.value, "", f"{lat}, {lon}{f' ({where})' if where else ''}"))


def _cuts(refused: Refused, column: str, text: str) -> list[Cut]:
    """Say what is not taken of a cell: each word by itself."""
    said = refused.strangers if isinstance(refused, PartlyRefused) else [refused.what or text]
    return [Cut(refused.reason.value, column, each[:_LONGEST_SHOWN]) for each in said]


def _together(target: Target, found: list[Any]) -> Any:  # noqa: ANN401  a value of JSON
    if not found:
        return None
    if isinstance(found[0], list) and target in (Target.KINDS, Target.SERVICES, Target.PUBLICS, Target.FEES):
        return list(dict.fromkeys(word for each in found for word in each))
    if target is Target.DESCRIPTION:
        return max(found, key=len)
    if target is Target.ADDRESS_MORE:
        return ", ".join(dict.fromkeys(found))
    if target is Target.WHEELCHAIR:
        return found[0][0]
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


def _remembered(read: Reader) -> Reader:
    """Clean a cell and read it, once for all cells that say the same: in a column, many do."""
    known: dict[str, Said | Refused] = {}

    def one(text: str) -> Said:
        found = known.get(text)
        if found is None:
            found = _tried(read, text)
            if len(known) < _MOST_CACHED:
                known[text] = found
        if isinstance(found, Refused):
            raise found
        return found

    return one


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
