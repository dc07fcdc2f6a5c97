"""Dates of which the day may not be known, each with the column that says how much of it is."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from places.choices import DatePrecision
from places.words import Dated

PRECISION_OF = {
    "opened_on": "opened_precision",
    "closed_on": "closed_precision",
    "source_date": "source_date_precision",
}
_ROUGH = re.compile(r"(\d{4})(?:-(\d{2}))?")


def known_of(told: str) -> Dated:
    """Read a date of ISO 8601 as far as it goes: "2018-03-12", "2018-03", "2018".

    Raises:
        ValueError: it is none.

    """
    if not (rough := _ROUGH.fullmatch(told)):
        return Dated(date.fromisoformat(told))
    precision = DatePrecision.MONTH if rough[2] else DatePrecision.YEAR
    return Dated(date(int(rough[1]), int(rough[2] or 1), 1), precision)


def written_out(changes: Mapping[str, Any], beside: Mapping[str, str] = PRECISION_OF) -> dict[str, Any]:
    """Put beside each date how much of it is known, whatever was known of the one before.

    A date that says so itself, "2018" or a `Dated`, is written as its first day. Any other is known to the day, unless
    the changes say otherwise.
    """
    found = dict(changes)
    for name, precision in beside.items():
        if name in changes:
            known = _known(changes[name])
            found[name] = known and known.day
            if known is None or not known.is_day or precision not in changes:
                found[precision] = str(known.precision if known else DatePrecision.DAY)
    return found


def _known(told: Any) -> Dated | None:  # noqa: ANN401  a date in any of its forms
    if isinstance(told, str):
        return known_of(told)
    return told if told is None or isinstance(told, Dated) else Dated(told)
