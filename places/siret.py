"""SIRET: the fourteen digits under which INSEE knows an establishment, read however they are written. Pure."""

import re

from places.words import NBSP

# Nothing but noughts satisfies the key, and names nobody: files write it where they know none.
PATTERN = "^(?!0{14})[0-9]{14}$"
_SHAPE = re.compile(PATTERN)
_BETWEEN = re.compile(r"[\s.\-_/\u2010-\u2015]+")
# The post offices are too many for the key of Luhn: the sum of their digits is a multiple of five.
_LA_POSTE, _ITS_HEAD = "356000000", "35600000000048"


def normalise(text: str) -> str:
    """Write a SIRET as it is stored: what people write between its digits is left out."""
    return _BETWEEN.sub("", text)


def is_siret(digits: str) -> bool:
    """Tell whether these may be the digits of a SIRET: a slip of one, or two that changed places, are seen."""
    if not _SHAPE.fullmatch(digits):
        return False
    if digits.startswith(_LA_POSTE) and digits != _ITS_HEAD:
        return sum(map(int, digits)) % 5 == 0
    return _luhn(digits) % 10 == 0


def _luhn(digits: str) -> int:
    doubled = [int(digit) * (2 - at % 2) for at, digit in enumerate(digits)]
    return sum(number - 9 if number > 9 else number for number in doubled)  # noqa: PLR2004  its two digits, added


def said(digits: str) -> str:
    """Write a stored SIRET as it is read aloud: the firm by threes, then the establishment."""
    return NBSP.join((digits[:3], digits[3:6], digits[6:9], digits[9:]))
