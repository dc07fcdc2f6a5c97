"""The version of what tables hold, told without reading it."""

from django.db import connection
from django.db.models import Model

# What a row is, is told by the transaction that wrote it (`xmin`) and by where it lies (`ctid`): a row written again,
# by whichever door, has another of one or of both. The log of changes would tell as much at less cost, were it not that
# a transaction may take its number there before another, and be seen after it; and the land is not logged.
# Two clusters may number alike, so the cluster has its say.
_VERSION = """
SELECT concat_ws('.', (SELECT system_identifier FROM pg_control_system()), count(*),
    sum(hashtextextended(concat_ws(' ', tableoid, xmin, ctid), 0)))
FROM ({}) AS written
"""


def version_of(*models: type[Model]) -> str:
    """Tell the version of the rows of some models, in one query: it changes with any of them, and with nothing else.

    Every row is passed by: 2 ms for a département, a second or two for a million rows.
    """
    rows = [f"SELECT tableoid, xmin, ctid FROM {model._meta.db_table}" for model in models]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(_VERSION.format(" UNION ALL ".join(rows)))
        (told,) = cursor.fetchone() or ("",)
    return str(told)
