"""A point typed or pasted, in any of the ways in which maps give one."""

import re
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_LONGEST = 500
_NUMBER = r"[-+−]?\d{1,3}(?:[.,]\d+)?"
# The centre that a map has in its address: "@44.5,3.5,17z", "#17/44.5/3.5", "#map=17/44.5/3.5", "?mlat=44.5&mlon=3.5".
_IN_ADDRESS = [
    re.compile(r"[?&]mlat=(?P<lat>-?\d+\.?\d*)&mlon=(?P<lon>-?\d+\.?\d*)"),
    re.compile(r"!3d(?P<lat>-?\d+\.\d+)!4d(?P<lon>-?\d+\.\d+)"),
    re.compile(r"@(?P<lat>-?\d+\.\d+),(?P<lon>-?\d+\.\d+)"),
    re.compile(r"#(?:map=)?\d+(?:\.\d+)?/(?P<lat>-?\d+\.?\d*)/(?P<lon>-?\d+\.?\d*)"),
    re.compile(r"^geo:(?P<lat>-?\d+\.?\d*),(?P<lon>-?\d+\.?\d*)"),
]
_ANGLE = (
    r"""(?P<degrees>\d{1,3})\s*[°º]\s*(?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*['’′]\s*)?"""
    r"""(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:["”″]|''|’’|′′)\s*)?"""
)
_WAY = r"(?P<way>[NSEWO])"
_WAY_FIRST = re.compile(rf"{_WAY}\s*{_ANGLE}", re.IGNORECASE)
_WAY_LAST = re.compile(rf"{_ANGLE}{_WAY}", re.IGNORECASE)
_PAIR = re.compile(rf"^\(?\s*(?P<lat>{_NUMBER})\s*°?\s*(?:[;,/]\s*|\s+)(?P<lon>{_NUMBER})\s*°?\s*\)?$")
# Digits after which a degree means less than a step: what is shown.
_SHOWN = 6


def read_point(text: str) -> tuple[float, float] | None:
    """Read latitude and longitude (WGS 84), in this order as maps give them; None if it is nothing of the kind.

    "44.5180, 3.4983", "44,5180 ; 3,4983", "44°31′05″N 3°29′54″E", the address of a map on the web.
    """
    text = text.strip()[:_LONGEST]
    if found := next(filter(None, (pattern.search(text) for pattern in _IN_ADDRESS)), None) or _PAIR.match(text):
        return _number(found["lat"]), _number(found["lon"])
    written = _WAY_FIRST if text[:1].isalpha() else _WAY_LAST
    angles = dict(map(_angle, written.finditer(text)))
    lat, lon = angles.get("N", angles.get("S")), angles.get("E", angles.get("W"))
    return None if lat is None or lon is None or len(angles) != 2 else (lat, lon)  # noqa: PLR2004  a pair


def _number(text: str) -> float:
    return float(text.replace(",", ".").replace("−", "-"))


def _angle(match: re.Match[str]) -> tuple[str, float]:
    """Name the way that an angle goes, and tell its degrees: below 0 to the south and to the west."""
    way = match["way"].upper().replace("O", "W")
    degrees, minutes, seconds = (_number(match[name] or "0") for name in ("degrees", "minutes", "seconds"))
    size = degrees + minutes / 60 + seconds / 3600
    return way, -size if way in {"S", "W"} else size


class CoordinatesField(forms.CharField):
    """A point of the WGS 84, as text. Empty is unknown."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        super().__init__(max_length=_LONGEST, empty_value="", **options)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401
        """Write a point as it would be typed: latitude first."""
        return f"{value.y:.{_SHOWN}f}, {value.x:.{_SHOWN}f}" if isinstance(value, Point) else value

    def clean(self, value: Any) -> Point | None:  # noqa: ANN401
        """The point.

        Raises:
            ValidationError: it cannot be read, or is nowhere on Earth.

        """
        if not (text := super().clean(value)):
            return None
        found = read_point(text)
        if found is None:
            raise ValidationError(
                _("Ces coordonnées ne se lisent pas. Écrivez la latitude puis la longitude : 44.5180, 3.4983.")
            )
        lat, lon = found
        if abs(lat) > 90 or abs(lon) > 180:  # noqa: PLR2004  degrees
            raise ValidationError(_("Ce point n’est nulle part sur Terre : la latitude va de −90 à 90."))
        return Point(lon, lat, srid=4326)

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ANN401
        """Tell whether another point was typed: what was shown, sent back, is the same one."""
        return bool(self.prepare_value(initial) != data) if initial else bool(data)
