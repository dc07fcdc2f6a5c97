"""Families were a closed list before they were rows: what a database held of them goes on."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, SINCE = ("network", "0007_former_slugs"), ("network", "0008_families")


def migrate(*targets: tuple[str, str]) -> Any:
    """Bring the database to these migrations, and give the models as they were then."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return executor.loader.project_state(list(targets)).apps


@pytest.fixture
def _as_before(transactional_db: None) -> Iterator[None]:
    migrate(BEFORE)
    yield
    migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes())


@pytest.mark.walk
@pytest.mark.usefixtures("_as_before")
def test_networks_keep_their_family_and_their_history_and_the_family_becomes_a_word() -> None:
    networks = MigrationExecutor(connection).loader.project_state([BEFORE]).apps.get_model("network", "Network")
    networks.objects.create(slug="msap", name="MSAP", family="mediation", colour="#00617A")
    since = migrate(SINCE)
    (network,) = since.get_model("network", "Network").objects.all()
    assert (network.slug, network.family_id, network.family.side) == ("msap", "mediation", "a")
    (family,) = since.get_model("network", "Family").objects.all()
    assert (family.slug, family.label, family.label_en) == ("mediation", "Médiation numérique", "Digital inclusion")
    events = since.get_model("network", "NetworkEvent").objects
    assert [(event.pgh_label, event.family_id) for event in events.all()] == [("insert", "mediation")]
    (told,) = since.get_model("network", "FamilyEvent").objects.all()
    assert (told.pgh_label, told.pgh_obj_id, told.pgh_context.metadata) == (
        "insert",
        "mediation",
        {"door": "load_territory"},
    )
