"""The dates of a listing of which the day may not be known, each with the column that says how much of it is."""

from collections.abc import Mapping
from typing import Any

from places.choices import DatePrecision

PRECISION_OF = {
    "opened_on": "opened_precision",
    "closed_on": "closed_precision",
    "source_date": "source_date_precision",
}


def to_the_day(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Say that a date which comes without a precision is known to the day, whatever was known of it before."""
    return {PRECISION_OF[name]: DatePrecision.DAY for name in changes if name in PRECISION_OF} | dict(changes)
