"""What the map is sent of a place: declared once, stored in the row, and changed by a migration that is frozen."""

import ast
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from places.expressions import PlaceFeature, PlaceFlat
from places.feature import OF_MAP, OF_TABLES, STORED, Stored
from places.log.version import version
from places.management.commands import freeze_feature
from places.models import Place
from tests.factories import make_place

_MIGRATIONS = sorted(Path("places/migrations").glob("[0-9]*.py")) + sorted(Path("network/migrations").glob("[0-9]*.py"))


_EXPRESSIONS = {"feature": PlaceFeature, "flat_feature": PlaceFlat}
# A column that the feature of a map leaves out, and one that no feature has.
_MORE = {"feature": "email", "flat_feature": "status"}


def stale(stored: Stored, columns: tuple[str, ...]) -> int:
    """Count the rows whose stored feature is not what the function gives now."""
    return Place.objects.exclude(**{stored.column: _EXPRESSIONS[stored.column](*columns)}).count()


def kept(stored: Stored) -> str:
    """Read the feature of the one place."""
    return str(Place.objects.values_list(stored.column, flat=True).get())


@pytest.mark.django_db
@pytest.mark.parametrize("stored", STORED.values(), ids=STORED)
def test_a_change_of_a_feature_rewrites_the_rows_that_are_there_and_can_be_undone(stored: Stored) -> None:
    make_place(email="accueil@example.org", point=Point(3.5, 44.5, srid=4326))
    more = _MORE[stored.column]
    wider = (*stored.columns, more)
    written = _migration(stored, wider)
    state, held = MigrationExecutor(connection).loader.project_state(), version()
    with connection.cursor() as cursor:  # as at the end of a transaction: a table with checks to come cannot change
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor() as editor:
        after = written.apply(state.clone(), editor)
    assert f'"{more}":' in kept(stored)
    assert stale(stored, wider) == 0
    assert version() != held
    assert after.models["places", "place"].fields[stored.column].expression == _EXPRESSIONS[stored.column](*wider)
    with connection.schema_editor() as editor:
        written.unapply(state, editor)
    assert f'"{more}":' not in kept(stored)
    assert stale(stored, stored.columns) == 0


def _migration(stored: Stored, columns: tuple[str, ...]) -> Any:
    before = freeze_feature.last_text(stored)
    module = ModuleType("places.migrations.9999_feature")
    exec(stored.migration(Place, columns, before=before, parent="0002_initial"), module.__dict__)
    return module.Migration("9999_feature", "places")


@pytest.mark.parametrize("stored", STORED.values(), ids=STORED)
def test_the_migrations_say_today_what_the_declaration_says(stored: Stored) -> None:
    declared = _EXPRESSIONS[stored.column](*stored.columns)
    assert freeze_feature.last_frozen(stored.column) == declared, "run bin/manage freeze_feature"
    assert freeze_feature.last_text(stored).strip() == stored.sql(Place, stored.columns).strip()


@pytest.mark.parametrize("path", _MIGRATIONS, ids=lambda path: path.stem)
def test_a_migration_names_the_columns_of_what_is_generated(path: Path) -> None:
    """Without them it would read those of today, which an older database does not have."""
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    generated = [
        call for call in calls if ast.unparse(call.func).endswith(("PlaceFeature", "PlaceFlat", "PlaceSearch"))
    ]
    assert all(call.args and all(isinstance(name, ast.Constant) for name in call.args) for call in generated)


@pytest.mark.django_db
def test_a_column_that_nobody_declared_is_not_sent() -> None:
    make_place(email="accueil@example.org")
    assert "email" not in kept(OF_MAP)


@pytest.mark.django_db
def test_what_tables_are_sent_does_not_depend_on_the_zone_of_who_writes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'Asia/Tokyo'")
    make_place()
    assert len(re.findall(r'_at":"[-0-9]+T[0-9:.]+[+]00:00"', kept(OF_TABLES))) == 2
