"""What the map is sent of a place: declared once, stored in the row, and changed by a migration that is frozen."""

import ast
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F

from places.expressions import PlaceFeature
from places.feature import COLUMNS, migration_text, types_of
from places.log.version import version
from places.management.commands import freeze_feature
from places.models import Place
from tests.factories import make_place

_MIGRATIONS = sorted(Path("places/migrations").glob("[0-9]*.py")) + sorted(Path("network/migrations").glob("[0-9]*.py"))


def stale(columns: tuple[str, ...]) -> int:
    """Count the rows whose stored feature is not what the function gives now."""
    return Place.objects.exclude(feature=PlaceFeature(*columns)).count()


@pytest.mark.django_db
def test_a_change_of_the_feature_rewrites_the_rows_that_are_there_and_can_be_undone() -> None:
    make_place(email="accueil@example.org", point=Point(3.5, 44.5, srid=4326))
    wider = (*COLUMNS, "email")
    written = _migration(wider)
    state, held = MigrationExecutor(connection).loader.project_state(), version()
    with connection.cursor() as cursor:  # as at the end of a transaction: a table with checks to come cannot change
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor() as editor:
        after = written.apply(state.clone(), editor)
    assert '"email":"accueil@example.org"' in Place.objects.values_list("feature", flat=True).get()
    assert stale(wider) == 0
    assert version() != held
    assert after.models["places", "place"].fields["feature"].expression == PlaceFeature(*wider)
    with connection.schema_editor() as editor:
        written.unapply(state, editor)
    assert "email" not in Place.objects.values_list("feature", flat=True).get()
    assert stale(COLUMNS) == 0


def _migration(columns: tuple[str, ...]) -> Any:
    before = freeze_feature._last_text()
    module = ModuleType("places.migrations.9999_feature")
    exec(migration_text(types_of(Place, columns), before=before, parent="0002_initial"), module.__dict__)
    return module.Migration("9999_feature", "places")


def test_the_migrations_say_today_what_the_declaration_says() -> None:
    assert freeze_feature._last_frozen() == PlaceFeature(*COLUMNS), "run bin/manage freeze_feature"


@pytest.mark.parametrize("path", _MIGRATIONS, ids=lambda path: path.stem)
def test_a_migration_names_the_columns_of_what_is_generated(path: Path) -> None:
    """Without them it would read those of today, which an older database does not have."""
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    generated = [call for call in calls if ast.unparse(call.func).endswith(("PlaceFeature", "PlaceSearch"))]
    assert all(call.args and all(isinstance(name, ast.Constant) for name in call.args) for call in generated)


@pytest.mark.django_db
def test_a_column_that_nobody_declared_is_not_sent() -> None:
    make_place(email="accueil@example.org")
    assert "email" not in Place.objects.values_list(F("feature"), flat=True).get()
