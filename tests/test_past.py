"""A database of long ago is brought to today: what it held goes on, and its history, in order, as changes."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoDbBlocker

from places.models import Change
from places.services import version_of
from tests import databases
from tests.factories import make_place

pytestmark = pytest.mark.walk

# Before the one ordered log; before families were rows; and since.
SEVERAL_LOGS = [("network", "0003_names_and_dates"), ("places", "0006_opening_hours")]
CLOSED_LIST, FAMILIES = [("network", "0007_former_slugs")], [("network", "0008_families")]

# Three transactions, as the triggers of old logged them: each table numbered its events by itself, and the moment is
# that of the transaction's beginning. The second began first and wrote last.
_PAST = """
INSERT INTO pghistory_context (id, created_at, updated_at, metadata) VALUES
    ('00000000-0000-0000-0000-000000000001', now(), now(), '{"door": "load_territory"}'),
    ('00000000-0000-0000-0000-000000000002', now(), now(), '{"door": "admin", "user": 7}');
INSERT INTO network_organisationevent (pgh_created_at, pgh_label, id, pgh_obj_id, slug, name, pgh_context_id) VALUES
    ('2026-01-01 10:00+00', 'insert', 3, 3, 'o', 'Un', '00000000-0000-0000-0000-000000000001'),
    ('2026-01-01 11:05+00', 'update', 3, 3, 'o', 'Deux', NULL),
    ('2026-01-01 11:00+00', 'update', 3, 3, 'o', 'Trois', '00000000-0000-0000-0000-000000000002');
INSERT INTO places_kindevent (pgh_created_at, pgh_label, slug, pgh_obj_id, label, label_en, position,
    standard_codes, pgh_context_id) VALUES
    ('2026-01-01 10:00+00', 'insert', 'k', 'k', 'Un', 'One', 0, '{}', '00000000-0000-0000-0000-000000000001'),
    ('2026-01-01 11:05+00', 'update', 'k', 'k', 'Deux', 'Two', 0, '{}', NULL);
"""


@pytest.fixture
def _nothing_yet(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Stand on a database in which nothing was migrated."""
    with (
        django_db_blocker.unblock(),
        databases.new(f"{connection.settings_dict['NAME']}_past") as name,
        databases.stand_on(name),
    ):
        yield


def migrate(targets: list[tuple[str, str]] | None = None) -> Any:
    """Bring the database to these migrations, or to today's, and give the models as they were then."""
    executor = MigrationExecutor(connection)
    targets = targets or executor.loader.graph.leaf_nodes()
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def told(change: Change) -> list[Any]:
    return [change.door, change.user_id, [getattr(e, "label", None) or e.name for e in change.events()]]


@pytest.mark.usefixtures("_nothing_yet")
def test_what_a_database_held_and_logged_long_ago_goes_on() -> None:
    migrate(SEVERAL_LOGS)
    with connection.cursor() as cursor:
        cursor.execute(_PAST)
    keep_a_network_of_a_family(migrate(CLOSED_LIST))
    check_families(migrate(FAMILIES))
    migrate()
    check_changes()


def keep_a_network_of_a_family(then: Any) -> None:
    networks = then.get_model("network", "Network").objects
    networks.create(slug="msap", name="MSAP", family="mediation", colour="#00617A")


def check_families(then: Any) -> None:
    """Families were a closed list before they were rows."""
    (network,) = then.get_model("network", "Network").objects.all()
    assert (network.slug, network.family_id, network.family.side) == ("msap", "mediation", "a")
    (family,) = then.get_model("network", "Family").objects.all()
    assert (family.slug, family.label, family.label_en) == ("mediation", "Médiation numérique", "Digital inclusion")
    events = then.get_model("network", "NetworkEvent").objects
    assert [(event.pgh_label, event.family_id) for event in events.all()] == [("insert", "mediation")]
    (event,) = then.get_model("network", "FamilyEvent").objects.all()
    assert (event.pgh_label, event.pgh_obj_id, event.pgh_context.metadata) == (
        "insert",
        "mediation",
        {"door": "load_territory"},
    )


def check_changes() -> None:
    first, second, third = Change.objects.after(0)[:3]
    assert told(first) == ["load_territory", None, ["Un", "Un"]]
    assert told(second) == ["", None, ["Deux", "Deux"]]
    assert told(third) == ["admin", 7, ["Trois"]]
    assert [change.position for change in (first, second, third)] == [1, 2, 3]
    assert [f"{change.at:%H:%M}" for change in (first, second, third)] == ["10:00", "11:05", "11:00"]
    place = make_place()
    assert list(Change.objects.after(3))
    assert version_of(place) > max(event.pgh_id for event in third.events())
