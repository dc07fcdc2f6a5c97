"""Numbers of every sort: postcodes, codes of communes, coordinates, dates, amounts; and yes or no."""

import math
import re
from datetime import date, timedelta
from typing import NamedTuple

from network.importing.repairs import Refusal, Repair
from network.importing.values.said import Said, refuse
from places import siret as sirets
from places.days import Unreadable, read_day
from places.search.folding import fold
from places.words import Dated

_FIVE = 5
_INSEE = re.compile(r"(?:[013-9]\d|2[AB1-9])\d{3}")
_RNA = re.compile(r"W[0-9A-Z]{9}", re.IGNORECASE)
_DEGREES = re.compile(r"[-+−]?\d{1,3}(?:\.\d+)?")
_METRES = re.compile(r"[-+−]?\d{4,8}(?:\.\d+)?")
_ISO = re.compile(r"\d{4}-\d{2}")
_YES = frozenset(["oui", "o", "yes", "y", "vrai", "true", "1", "x"])
_NO = frozenset(["non", "n", "no", "faux", "false", "0"])
_EPOCH = date(1970, 1, 1)
# The days that a spreadsheet counts, from 1 January 1900 and a leap year too many: between 1980 and 2100.
_SERIAL_ZERO, _SERIALS = date(1899, 12, 30), range(29_221, 73_051)


def postcode(text: str) -> Said:
    """Read a postcode.

    Raises:
        Refused: it is none.

    """
    digits = text.replace(" ", "").partition(".")[0]
    if digits == "0" * _FIVE or digits == "0":
        return Said(None, (Repair.POSTCODE_NOUGHT,))
    if re.fullmatch(r"[1-9]\d{3}", digits):
        return Said(f"0{digits}", (Repair.POSTCODE_ZERO,))
    if not re.fullmatch(r"\d{5}", digits):
        refuse(Refusal.NO_POSTCODE)
    return Said(digits)


def insee(text: str) -> Said:
    """Read the code of a commune.

    Raises:
        Refused: it is none.

    """
    code = text.replace(" ", "").upper().partition(".")[0]
    if re.fullmatch(r"[1-9]\d{3}", code):
        return Said(f"0{code}", (Repair.INSEE_ZERO,))
    if not _INSEE.fullmatch(code):
        refuse(Refusal.NO_INSEE)
    return Said(code)


def siret(text: str) -> Said:
    """Read a SIRET; in the same column, the national standard takes the number of an association, which has no place.

    Raises:
        Refused: it is neither.

    """
    digits = sirets.normalise(re.sub(r"\.0+$", "", text))
    if not digits.strip("0"):
        return Said(None, (Repair.UNKNOWN,))
    if _RNA.fullmatch(digits):
        return Said(None)
    if not sirets.is_siret(digits):
        refuse(Refusal.NO_SIRET)
    return Said(digits)


def coordinate(text: str) -> Said:
    """Read a latitude or a longitude in degrees, or metres of a projection.

    Raises:
        Refused: it is no number.

    """
    plain = text.replace(" ", "").rstrip("°")
    repairs = (Repair.DECIMAL_COMMA,) if re.fullmatch(r"[-+−]?\d+,\d+", plain) else ()
    plain = plain.replace(",", ".") if repairs else plain
    if not (_DEGREES.fullmatch(plain) or _METRES.fullmatch(plain)):
        refuse(Refusal.NO_NUMBER)
    return Said(float(plain.replace("−", "-")), repairs)


def amount(text: str) -> Said:
    """Read how much or how many: "12,50 €", "3 salles".

    Raises:
        Refused: it is no number.

    """
    found = re.fullmatch(r"(\d{1,6})(?:([.,])(\d{1,2})0*)?\s*(?:€|euros?|[a-zéè ]{0,20})", text.strip(), re.IGNORECASE)
    if not found:
        return refuse(Refusal.NO_NUMBER)
    repairs = (Repair.DECIMAL_COMMA,) if found[2] == "," else ()
    return Said(float(f"{found[1]}.{found[3] or 0}"), repairs)


def count(text: str) -> Said:
    """Read a whole number. See `amount` for what is raised."""
    said = amount(text)
    if said.value != int(said.value):
        refuse(Refusal.NO_NUMBER)
    return Said(int(said.value), said.repairs)


def answer(text: str) -> Said:
    """Read yes or no.

    Raises:
        Refused: it is neither.

    """
    said = fold(text)
    if said in _YES or said in _NO:
        return Said(said in _YES)
    return refuse(Refusal.NO_ANSWER)


def itinerance(text: str) -> Said:
    """Read whether a place moves, as the national standard says it. See `answer` for what is raised."""
    words = set(re.split(r"\W+", fold(text)))
    if words & {"itinerant", "itinerante", "mobile", "bus"}:
        return Said(value=True)
    return Said(value=False) if words & {"fixe"} else answer(text)


def day(text: str, today: date) -> Said:
    """Read a date as its ISO text, as far as it is known: "2018-03-12", "2018-03", "2018".

    Raises:
        Refused: it is none, or it has not come yet.

    """
    found, repairs = _day(text)
    if found.day == _EPOCH and found.is_day:
        return Said(None, (Repair.EPOCH,))
    if found.day > today:
        refuse(Refusal.TO_COME)
    return Said(found.iso, repairs)


def _day(text: str) -> tuple[Dated, tuple[Repair, ...]]:
    if text.strip().isdigit() and int(text) in _SERIALS:
        return Dated(_SERIAL_ZERO + timedelta(int(text))), (Repair.DATE_AS_NUMBER,)
    try:
        found = read_day(text)
    except Unreadable:
        return refuse(Refusal.NO_DATE)
    if not found.is_day:
        return found, (Repair.DATE_OF_MONTH,)
    return found, () if _ISO.match(text.strip()) else (Repair.DATE_FRENCH,)


class Box(NamedTuple):
    """What the land of this directory lies in: degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        """Tell whether a point is in it."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


_METROPOLE = Box(-5.5, 41.2, 9.8, 51.3)


def position(lat: float, lon: float, land: Box) -> Said:
    """Make a point, [longitude, latitude] in WGS 84, of two numbers that may be exchanged, or in Lambert 93 (metres).

    Raises:
        Refused: they are nowhere on Earth.

    """
    if land.holds(lon, lat):
        return Said([round(lon, 7), round(lat, 7)])
    if lat == 0 and lon == 0:
        return Said(None, (Repair.NULL_ISLAND,))
    for x, y in ((lon, lat), (lat, lon)):
        if 0 < x < 1_300_000 and 6_000_000 < y < 7_200_000:  # noqa: PLR2004  metres, where the projection is good
            swapped = (Repair.SWAPPED,) if x == lat else ()
            return Said(list(from_lambert_93(x, y)), (Repair.LAMBERT_93, *swapped))
    is_there = any(box.holds(lon, lat) for box in (land, _METROPOLE))
    would_be = any(box.holds(lat, lon) for box in (land, _METROPOLE))
    if would_be and not is_there:
        return Said([round(lat, 7), round(lon, 7)], (Repair.SWAPPED,))
    if abs(lat) > 90 or abs(lon) > 180:  # noqa: PLR2004  degrees
        refuse(Refusal.NOWHERE)
    return Said([round(lon, 7), round(lat, 7)])


# Lambert 93 (RGF93), as the IGN defines it (NTG 71 and 80): a conic on the parallels 44° and 49°, on GRS 80.
_E = 0.0818191910428158
_N, _C, _XS, _YS = 0.7256077650532670, 11_754_255.4261, 700_000.0, 12_655_612.0499


def from_lambert_93(x: float, y: float) -> tuple[float, float]:
    """Turn metres of Lambert 93 into (longitude, latitude), within a millimetre."""
    radius, angle = math.hypot(x - _XS, y - _YS), math.atan2(x - _XS, _YS - y)
    isometric = -math.log(radius / _C) / _N
    latitude = 2 * math.atan(math.exp(isometric)) - math.pi / 2
    for _step in range(6):
        sine = _E * math.sin(latitude)
        ratio = ((1 + sine) / (1 - sine)) ** (_E / 2)
        latitude = 2 * math.atan(ratio * math.exp(isometric)) - math.pi / 2
    return round(math.degrees(angle / _N) + 3, 7), round(math.degrees(latitude), 7)
