"""Databases beside the empty one of the tests: each is a copy of another, filled once for a process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, transaction

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def copy(template: str, suffix: str, fill: Callable[[], object]) -> Iterator[str]:
    """Make a copy of a database, fill it for good, and lend its name: PostgreSQL copies faster than we load."""
    name = f"{template}_{suffix}"
    connection.close()
    _drop(name)  # a run that was cut short may have left it
    send_away(template)
    _administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        with stand_on(name):
            fill()
        yield name
    finally:
        _drop(name)


def _drop(name: str) -> None:
    """Drop a database. WITH (FORCE) fails while PostgreSQL tidies up there, which is not ours to end."""
    send_away(name)
    _administer(f'DROP DATABASE IF EXISTS "{name}"')


def send_away(name: str) -> None:
    """End the sessions that use a database: PostgreSQL copies or drops only what nobody uses.

    A thread of an earlier test may still be there. Its own workers are not ours to end: it sends them away by itself.
    """
    ours = f"datname = '{name}' AND usename = current_user"
    _administer(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}")


@contextmanager
def stand_on(name: str) -> Iterator[None]:
    """Let every thread of this process find another database behind its next connection, until the block ends."""
    before = connection.settings_dict["NAME"]
    _turn_to(connection, name)
    try:
        yield
    finally:
        _turn_to(connection, str(before))


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is written until the block ends, by what stands inside too."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def load_territory() -> None:
    call_command("load_territory", verbosity=0, stdout=_Silent())


def _turn_to(wrapper: "BaseDatabaseWrapper", name: str) -> None:
    wrapper.close()
    wrapper.settings_dict["NAME"] = name
    caches["process"].clear()  # what was remembered is of another database


def _administer(sql: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)


class _Silent:
    def write(self, text: str) -> int:
        return len(text)
