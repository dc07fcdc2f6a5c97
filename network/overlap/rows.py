"""Runs a statement and gives its rows as named tuples."""

from typing import Any, NamedTuple, TypeVar

from django.db import connection

R = TypeVar("R", bound=NamedTuple)


def read(row: type[R], statement: str, parameters: dict[str, Any]) -> list[R]:
    """The rows of a statement whose columns are, in order, those of `row`."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [row(*columns) for columns in cursor.fetchall()]
