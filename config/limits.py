"""How long one request may hold the database: the server of pages sets this on each connection that it opens.

Commands (`manage.py migrate`, `load_territory`…) are run by someone who waits for them, and have no limit of ours.
"""

from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def limit(connection: BaseDatabaseWrapper, **_signal: Any) -> None:  # noqa: ANN401
    """Tell a new connection its limits, in one question; it keeps them for as long as it lasts."""
    asked = ", ".join(["set_config(%s, %s, false)"] * len(settings.DATABASE_LIMITS))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", [word for pair in settings.DATABASE_LIMITS.items() for word in pair])


def limit_each_connection() -> None:
    """Set the limits on every connection that this process will open."""
    connection_created.connect(limit, dispatch_uid="limits")
