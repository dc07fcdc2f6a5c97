"""A dump restores: PostgreSQL does so with an empty search path, under which careless functions and triggers fail."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from places.feature import STORED
from tests.factories import make_place

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not shutil.which("pg_dump"), reason="needs pg_dump")]

Tool = Callable[..., bytes]


@pytest.fixture
def tool() -> Tool:
    """A way to run a program of PostgreSQL on the server of the tests."""
    settings = {**connection.settings_dict, "OPTIONS": {}}
    (_psql, *address, _database), env = DatabaseClient.settings_to_cmd_args_env(settings, [])

    def run(program: str, *arguments: str, given: bytes = b"") -> bytes:
        command = [program, *address, *arguments]
        environment = os.environ | (env or {})
        return subprocess.run(command, input=given, env=environment, check=True, capture_output=True).stdout

    return run


@pytest.fixture
def empty_database(tool: Tool) -> Iterator[str]:
    """Make a database to restore into, and remove it."""
    name = f"{connection.settings_dict['NAME']}_restored"
    tool("dropdb", "--if-exists", name)
    tool("createdb", name)
    yield name
    tool("dropdb", "--force", name)


@pytest.mark.walk
def test_a_dump_restores_whole(tool: Tool, empty_database: str) -> None:
    # The site's role, which the tests are, may not write what belongs to the extensions.
    dump = ("--no-owner", "--no-comments", "--exclude-table=spatial_ref_sys")
    written = tool("pg_dump", *dump, str(connection.settings_dict["NAME"]))
    tool("psql", "-Xq", "-v", "ON_ERROR_STOP=1", "--single-transaction", empty_database, given=written)
    restored = tool("psql", "-XAt", "-c", _TRIGGERS, empty_database).decode().split()
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS)
        assert restored == [name for (name,) in cursor.fetchall()]


_SLIPS = ["ende", "mede", "mend", "mende", "mene", "mnde"]


def test_generated_columns_can_be_computed_while_restoring() -> None:
    make_place(point=Point(3.5, 44.5, srid=4326))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute(
            "SELECT public.fold('Pépinière'), ARRAY(SELECT unnest(public.search_slips('mende')) ORDER BY 1), "
            "public.place_search('Pôle', NULL, NULL, NULL, NULL, NULL, '48000', NULL, NULL)"
        )
        assert cursor.fetchone() == ("pepiniere", _SLIPS, "'48000':2 'pole':1A")
        for stored in STORED.values():
            written = f"public.{stored.function}({', '.join(stored.columns)})"
            cursor.execute(f"SELECT {written} FROM public.places_place WHERE point IS NOT NULL")
            assert '"coordinates":[3.5,44.5]' in cursor.fetchone()[0]


_TRIGGERS = "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger%' ORDER BY 1"
