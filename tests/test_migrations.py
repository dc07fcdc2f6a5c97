"""The schema moves in one line, both ways, and says all that the models say."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

OURS = ("places", "network")


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None)


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("app", OURS)
def test_an_app_has_one_last_migration(loader: MigrationLoader, app: str) -> None:
    assert len(loader.graph.leaf_nodes(app)) == 1


def test_every_migration_can_be_undone(loader: MigrationLoader) -> None:
    ours = [migration for (app, _name), migration in loader.disk_migrations.items() if app in OURS]
    kept = [f"{migration}: {op.describe()}" for migration in ours for op in migration.operations if not op.reversible]
    assert kept == []


_UNPINNED = """
SELECT proname FROM pg_proc
WHERE (proname LIKE 'search\\_%' OR proname IN ('fold', 'place_search', 'commune_search')) AND proconfig IS NULL
"""


@pytest.mark.django_db
def test_the_functions_of_generated_columns_survive_a_restore_with_an_empty_search_path() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_UNPINNED)
        assert cursor.fetchall() == []
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute("SELECT public.fold('Théophile')")
        assert cursor.fetchone() == ("theophile",)
