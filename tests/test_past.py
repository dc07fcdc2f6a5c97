"""A database that had a history before the one ordered log keeps it, in order, as changes."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from places.models import Change
from places.services import version_of
from tests.factories import make_place

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.walk]

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


def told(change: Change) -> list[Any]:
    return [change.door, change.user_id, [getattr(e, "label", None) or e.name for e in change.events()]]


def test_what_was_logged_becomes_changes_in_the_order_in_which_it_was_written() -> None:
    call_command("migrate", "network", "0003", verbosity=0)
    call_command("migrate", "places", "0006", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(_PAST)
    call_command("migrate", verbosity=0)
    first, second, third = Change.objects.after(0)[:3]
    assert told(first) == ["load_territory", None, ["Un", "Un"]]
    assert told(second) == ["", None, ["Deux", "Deux"]]
    assert told(third) == ["admin", 7, ["Trois"]]
    assert [change.position for change in (first, second, third)] == [1, 2, 3]
    assert [f"{change.at:%H:%M}" for change in (first, second, third)] == ["10:00", "11:05", "11:00"]
    place = make_place()
    later = list(Change.objects.after(3))
    assert later
    assert version_of(place) > max(event.pgh_id for event in third.events())
