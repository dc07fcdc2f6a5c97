"""Places as a network saw them: each record is made from the event of the log that the network stands for."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from api.flat import FLAT
from api.places.records import CALENDAR, FEATURE, HEAD, RECORD, WHEN, Shape
from api.renderers import compact
from places.feature import OF_MAP, OF_TABLES, Stored

Row = tuple[Any, ...]
# What follows the columns of a shape, in rows that are asked for by `vouched_by`.
SAID = ("vouched_version", "vouched_on")

# Under the name of the table of places an event is read by the same SQL. What was taken off the listing since, of what
# may be a person's, is not told again.
_SEEN = """
SELECT pgh_id, opening_hours, opened_on, closed_on, {calendar}, commune_id, {text} AS text
FROM (
    SELECT told.* FROM places_placeevent AS seen
    LEFT JOIN places_place AS today ON today.id = seen.pgh_obj_id
    CROSS JOIN LATERAL jsonb_populate_record(
        seen,
        CASE WHEN today.phone IS NULL THEN '{{"phone": null}}' ELSE '{{}}' END::jsonb
        || CASE WHEN today.email IS NULL THEN '{{"email": null}}' ELSE '{{}}' END::jsonb
    ) AS told
    WHERE seen.pgh_id = ANY (%s)
) AS places_place
"""


def as_seen(rows: Sequence[Row], shape: Shape, network: str) -> list[Row]:
    """Put what a network (slug) saw in the place of what the listings of these rows say today."""
    seen = _read(shape, [row[-2] for row in rows])
    return [_put(row, seen[row[-2]], shape, network) for row in rows]


def _read(shape: Shape, versions: list[int]) -> dict[int, Row]:
    """Read the events of these numbers: when it was open, its commune, and the text of the shape."""
    texts = {FEATURE.columns: _made(OF_MAP), FLAT.columns: _made(OF_TABLES)}
    text = texts.get(shape.columns, RECORD.annotations["record"].sql)
    with connection.cursor() as cursor:
        cursor.execute(_SEEN.format(calendar=CALENDAR, text=text), [versions])
        return {row[0]: row[1:] for row in cursor.fetchall()}


def _made(stored: Stored) -> str:
    """Have PostgreSQL write what it would keep of the row."""
    return f"{stored.function}({', '.join(f'places_place.{name}' for name in stored.columns)})"


def _put(row: Row, seen: Row, shape: Shape, network: str) -> Row:
    """Its key, how far it is and its address are those of today."""
    *columns, version, day = row[1 + len(HEAD) :]
    *when, commune, text = seen
    seen_by = {"network": network, "on": day.isoformat(), "version": version}
    said = f',"vouched":{compact(seen_by)}'
    flat = compact({f"vouched_{name}": value for name, value in seen_by.items()})[1:-1]
    then = {
        "flat_feature": f"{text},{flat}",
        "feature": f"{text}{said}",
        "record": f"{text[:-1]}{said}}}",
        "version": version,
    }
    today = row[2 + len(WHEN) : 1 + len(HEAD)]
    told = [then.get(column, value) for column, value in zip(shape.columns, columns, strict=True)]
    return (row[0], *when, commune, *today, *told)
