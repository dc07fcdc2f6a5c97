"""Telephones: understood as people write them, stored in one form, said as people say them.

Stored is what a telephone dials from anywhere: "+33466493665", or a short number as it is ("3949", "115").
"""

import re
from typing import NamedTuple

from django.utils.translation import get_language

from places.words import NBSP

_BETWEEN = re.compile(r"[\s.\-/()\u2010-\u2015]+")
# Written between the country and the number, where it is not dialled: +33 (0)4…
_ZERO_LEFT_OUT = re.compile(r"\(0\)")
# What France dials without a country: the numbers of emergencies and of social services, 10YY and 3BPQ, 118XYZ.
SHORT = r"1[0-9]{1,2}|10[0-9]{2}|3[0-9]{3}|11[68][0-9]{3}"
_SHORT = re.compile(rf"(?:{SHORT})")
# The countries of the French numbering plan, by how their numbers begin at home: all have nine digits after them.
_OVERSEAS = {
    "262": ("0262", "0263", "0269", "0639", "0692", "0693"),
    "590": ("0590", "0690", "0691"),
    "594": ("0594", "0694"),
    "596": ("0596", "0696", "0697"),
}
_COUNTRY_OF = {beginning: country for country, beginnings in _OVERSEAS.items() for beginning in beginnings}
_AT_HOME = re.compile(r"0[1-9][0-9]{8}")
_WITH_NINE_DIGITS = re.compile(r"\+(33|262|590|594|596)([1-9][0-9]{8})")


class _French(NamedTuple):
    """A number of the French plan: its country, and its nine digits."""

    country: str
    digits: str


def normalise(text: str) -> str:
    """Write a telephone as it is stored, however it was written; what is not understood, without what is between."""
    digits = _BETWEEN.sub("", _ZERO_LEFT_OUT.sub("", text))
    if _AT_HOME.fullmatch(digits):
        return f"+{_COUNTRY_OF.get(digits[:4], '33')}{digits[1:]}"
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    # "+33 04…" has the zero that is dialled at home, beside the country that stands in its place.
    return re.sub(r"^\+(33|262|590|594|596)0", r"+\1", digits)


def is_short(number: str) -> bool:
    """Tell whether a number is one of those that only France dials."""
    return bool(_SHORT.fullmatch(number))


def said(number: str) -> str:
    """Write a stored number as it is said where one reads: "04 66 49 36 65", in English "+33 4 66 49 36 65"."""
    french = _WITH_NINE_DIGITS.fullmatch(number)
    if french:
        return _said_in_pairs(_French(*french.groups()))
    # 39 49 is said by pairs; 115 and 118 712 are not.
    return NBSP.join((number[:2], number[2:])) if is_short(number) and len(number) == 4 else number  # noqa: PLR2004


def _said_in_pairs(number: _French) -> str:
    first = f"0{number.digits[0]}" if get_language() == "fr" else f"+{number.country}{NBSP}{number.digits[0]}"
    return NBSP.join([first, *(number.digits[start : start + 2] for start in range(1, 9, 2))])
