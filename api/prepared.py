"""Querysets compiled once: the ORM says what is asked, and need not say it again at each request."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet

_HOLE = "\x1a"


class Prepared:
    """A question with one hole, filled at each request.

    A place by its address takes 1.7 ms of processor so, and 2.1 with its query composed each time (ADR 0021).
    """

    def __init__(self, build: Callable[[str], QuerySet[Any, tuple[Any, ...]]]) -> None:
        self.build = build

    @cached_property
    def compiled(self) -> tuple[str, tuple[Any, ...]]:
        """Compile the queryset around the hole, at the first request."""
        sql, params = self.build(_HOLE).query.sql_with_params()
        return sql, tuple(params)

    def first(self, value: str) -> tuple[Any, ...] | None:
        """The first row of the answer for a value."""
        sql, params = self.compiled
        with connection.cursor() as cursor:
            cursor.execute(sql, [value if param == _HOLE else param for param in params])
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row
