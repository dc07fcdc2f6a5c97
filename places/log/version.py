"""The version of what the database holds, read from the end of the log whatever the number of rows."""

from django.db import connection
from django.db.models import TextField
from django.db.models.expressions import RawSQL

# Positions alone could come back with other contents once an older dump has been restored: the moment tells them apart.
_LAST = """
SELECT concat_ws('.',
    (SELECT position || '-' || to_hex((extract(epoch FROM at) * 1000000)::bigint) FROM places_change
        WHERE position IS NOT NULL AND {counts} ORDER BY position DESC LIMIT 1),
    (SELECT {own} FROM places_change
        WHERE id = nullif(current_setting('croisee.change', true), '')::bigint AND {counts}))
"""
# What a transaction has written itself has no position yet. The last number drawn stands for it; for the land, which
# transaction wrote the row of the change and where it lies: a statement on the land writes it again, and another
# transaction may find the place free.
_ALL = _LAST.format(counts="true", own="(SELECT last_value FROM places_log)")
_LAND = _LAST.format(counts="touches_land", own="xmin || '-' || replace(ctid::text, ',', '-')")


# The same, of the moment of the statement that it is a part of.
AS_READ = RawSQL(_ALL, (), TextField())  # noqa: S611  our own names


def version() -> str:
    """Tell the version of all that is logged, land and words included: it moves with every commit that wrote any of it.

    One query, of the last row of the log. Read it before the data: an answer then is never taken for newer than it is.
    """
    return _read(_ALL)


def version_of_land() -> str:
    """Tell the version of the land alone: territories, intercommunalities, communes, rivers."""
    return _read(_LAND)


def _read(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        (told,) = cursor.fetchone() or ("",)
    return str(told)
