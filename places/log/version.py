"""The version of what the database holds, read from the end of the log whatever the number of rows."""

from django.db import connection

# Positions alone could come back with other contents once an older dump has been restored: the moment tells them
# apart. A transaction that reads what it has itself written has no position yet: the last number drawn stands for it.
_VERSION = """
SELECT concat_ws('.',
    (SELECT position || '-' || to_hex((extract(epoch FROM at) * 1000000)::bigint) FROM places_change
        WHERE position IS NOT NULL AND {seen} ORDER BY position DESC LIMIT 1),
    (SELECT last_value FROM places_log WHERE EXISTS (
        SELECT FROM places_change WHERE id::text = current_setting('croisee.change', true) AND {seen})))
"""


def version() -> str:
    """Tell the version of all that is logged, land and words included: it moves with every commit that wrote any of it.

    One query, of the last row of the log. Read it before the data: an answer then is never taken for newer than it is.
    """
    return _read(_VERSION.format(seen="true"))


def version_of_land() -> str:
    """Tell the version of the land alone: territories, intercommunalities, communes, rivers."""
    return _read(_VERSION.format(seen="touches_land"))


def _read(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        (told,) = cursor.fetchone() or ("",)
    return str(told)
