"""What programs that hold tables (QGIS, a spreadsheet) are sent of a place's own row: scalars, lists joined by a bar.

QGIS keeps what it reads, and reads a null of 32 bits or of yes and no as 0 (ADR 0076). So what may be unknown is a
text, a date, or a number with its decimals. PostgreSQL keeps it written in the row (`places.feature`, ADR 0086).
"""

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from places.work import WORK_COLUMNS

BAR = "|"
# Each is a column of `Place`, under the name that it has in every answer.
FLAT = (
    "slug",
    "name",
    "kinds",
    "services",
    "description",
    "siret",
    "address",
    "postcode",
    "precision",
    "is_itinerant",
    "served_communes",
    "opening_hours",
    "phone",
    "email",
    "website",
    "booking_url",
    "publics",
    "fees",
    "wheelchair",
    "acceslibre_url",
    *WORK_COLUMNS,
    "opened_on",
    "opened_precision",
    "closed_on",
    "closed_precision",
    "source",
    "source_id",
    "source_date",
    "source_date_precision",
    "licence",
    "verified_on",
    "created_at",
    "updated_at",
)


def joined(array: str) -> str:
    """Write an array as one text; null stays null."""
    return f"array_to_string({array}, '{BAR}')"


def decimal(number: str) -> str:
    """Write a whole number with its decimals."""
    return f"({number})::numeric(12, 1)"


def answer(flag: str) -> str:
    """Write yes or no; null stays null."""
    return f"CASE WHEN {flag} THEN 'yes' WHEN NOT {flag} THEN 'no' END"


_WRITTEN: dict[Any, Callable[[str], str]] = {
    models.PositiveSmallIntegerField: decimal,
    models.BooleanField: answer,
}


def written(field: Any, column: str) -> str:  # noqa: ANN401  a field of a model
    """Write in SQL a column that this field declares, as one scalar."""
    return (joined if isinstance(field, ArrayField) else _WRITTEN.get(type(field), str))(column)
