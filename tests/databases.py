"""Databases that tests stand on: some are made once and kept, the others are copies of them, one for each process."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, transaction

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


# Read before the tests have a database of their own, of which the settings then say the name.
_OURS = str(settings.DATABASES["default"]["NAME"])
# What the schema is made of: its migrations, what they import, and the packages.
_SCHEMA = ("*/migrations/*.py", "places/fields.py", "places/expressions.py", "places/hours/**/*.py", "requirements.txt")
# What the real Lozère is made of: that, its files, and everything that may have a part in loading them.
_LOZERE = (*_SCHEMA, "fixtures/**/*.*", "places/**/*.py", "network/**/*.py", "tests/databases.py")


# The database of this process, which is empty between its tests, once it is made.
own: list[str] = []


def name_of_empty() -> str:
    return own[-1]


def kept_schema() -> str:
    """A database of which the schema is that of today; made if it is not there, and kept for the runs to come."""
    return _kept("schema", _SCHEMA, _create_empty, lambda: call_command("migrate", verbosity=0, run_syncdb=True))


def kept_lozere() -> str:
    """A database that holds the real Lozère as it would be loaded today; kept likewise."""
    return _kept("lozere", _LOZERE, lambda name: _create_from(kept_schema(), name), _load_lozere)


def _kept(what: str, made_of: Iterable[str], create: Callable[[str], None], fill: Callable[[], object]) -> str:
    """Name the kept database that is made of these files as they are; make it first, unless another process did.

    It bears its name only once it is whole. Those that were made of other files go.
    """
    family = f"test_{_OURS}_kept_{what}"
    name = f"{family}_{_digest(made_of)}"
    with _alone(family):
        if name not in _databases():
            for former in [one for one in _databases() if one.startswith(family)]:
                _drop(former)
            create(making := f"{family}_making")
            with stand_on(making):
                fill()
            _administer(f'ALTER DATABASE "{making}" RENAME TO "{name}"')
    return name


def _digest(patterns: Iterable[str]) -> str:
    files = sorted({path for pattern in patterns for path in settings.BASE_DIR.glob(pattern) if path.is_file()})
    told = sha256()
    for path in files:
        told.update(str(path.relative_to(settings.BASE_DIR)).encode() + b"\0" + path.read_bytes())
    return told.hexdigest()[:12]


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Let the other processes that ask for the same name wait, until the block ends."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        yield


def _databases() -> list[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return [name for (name,) in cursor.fetchall()]


def _create_empty(name: str) -> None:
    _administer(f'CREATE DATABASE "{name}"')


def _create_from(template: str, name: str) -> None:
    _administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


@contextmanager
def copy(template: str, name: str, fill: Callable[[], object] = lambda: None) -> Iterator[str]:
    """Make a copy of a database, fill it for good, and lend its name: PostgreSQL copies faster than we load."""
    send_away(template)
    with new(name, lambda: _create_from(template, name)):
        with stand_on(name):
            fill()
        yield name


@contextmanager
def new(name: str, create: Callable[[], object] | None = None) -> Iterator[str]:
    """Make a database, empty unless `create` says how, and lend its name."""
    connection.close()
    _drop(name)  # a run that was cut short may have left it
    (create or partial(_create_empty, name))()
    try:
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


# What Django itself writes as it migrates: there before any test.
_STAYS = {"django_content_type", "auth_permission"}


def empty() -> None:
    """Take every row of every model away, committed.

    The TRUNCATE of Django makes every table and index anew each time: half a second and more on a busy machine, where
    deleting the few rows of a test takes 25 ms. Our triggers rest meanwhile, for they log what goes, and refuse that
    the log itself does.
    """
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - _STAYS
    ask = " UNION ALL ".join(f"(SELECT '{name}' FROM \"{name}\" LIMIT 1)" for name in sorted(names))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ask)
        full = [name for (name,) in cursor.fetchall()]
        for sql in ('ALTER TABLE "{}" DISABLE TRIGGER USER', 'DELETE FROM "{}"'):
            cursor.execute("; ".join(sql.format(name) for name in full))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table may not be altered while a deferred one waits
        cursor.execute("; ".join(f'ALTER TABLE "{name}" ENABLE TRIGGER USER' for name in full))


def _load_lozere() -> None:
    """Load the real Lozère, after a first position of the log, at which nothing was known."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_change()")
    call_command("load_territory", settings.BASE_DIR / "fixtures" / "lozere", verbosity=0, stdout=_Silent())


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
