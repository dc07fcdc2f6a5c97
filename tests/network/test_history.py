"""Nothing escapes the log: every change, by every door, leaves one row that nobody can rewrite."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from network.models import Membership, User
from network.models.network import Facilitation
from network.services import Finding, verify
from places.choices import Door
from places.models import Place
from places.services import edit_place, signed
from tests.factories import make_membership, make_network, make_organisation, make_place

pytestmark = pytest.mark.django_db


def log_of(model: Any) -> list[Any]:
    """The events of a model, oldest first."""
    return list(model.pgh_event_model.objects.order_by("pgh_id"))


def test_an_addition_a_change_and_a_removal_each_leave_one_event() -> None:
    place = make_place()
    Place.objects.filter(pk=place.pk).update(name="Autre")
    place.delete()
    assert [(event.pgh_label, event.name) for event in log_of(Place)] == [
        ("insert", "POLeN"),
        ("update", "Autre"),
        ("delete", "Autre"),
    ]


def test_a_write_that_changes_nothing_leaves_no_event() -> None:
    place = make_place()
    Place.objects.filter(pk=place.pk).update(name=place.name)
    assert len(log_of(Place)) == 1


def test_raw_sql_moves_the_date_of_change_too() -> None:
    place = make_place()
    before = place.updated_at
    with connection.cursor() as cursor:
        cursor.execute("UPDATE places_place SET updated_at = updated_at - interval '1 day'")
        cursor.execute("UPDATE places_place SET name = 'Par SQL'")
    place.refresh_from_db()
    assert place.updated_at >= before - timedelta(hours=1)


def test_a_check_changes_nothing_of_a_listing_whatever_the_door() -> None:
    place = make_place()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE places_place SET updated_at = updated_at - interval '1 day'")
        before = Place.objects.get().updated_at
        verify(places=[place.pk], by=None, door=Door.CONSOLE)
        assert Place.objects.get().updated_at == before
        cursor.execute("UPDATE places_place SET verified_on = '2020-01-01'")
    assert Place.objects.get().updated_at == before
    edit_place(place=place, changes={"verified_on": None, "desks": 3}, by=None, door=Door.CONSOLE)
    assert Place.objects.get().updated_at > before


def test_a_check_is_not_dated_tomorrow() -> None:
    place = make_place()
    with pytest.raises(ValidationError, match="pas encore arrivée"):
        verify(places=[place.pk], finding=Finding(timezone.localdate() + timedelta(days=1)), by=None, door=Door.CONSOLE)


def test_raw_sql_is_logged_without_a_signature() -> None:
    make_place()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE places_place SET name = 'Par SQL'")
    event = log_of(Place)[-1]
    assert (event.name, event.pgh_context) == ("Par SQL", None)


def test_a_verb_signs_with_its_door() -> None:
    make_place()
    assert log_of(Place)[0].pgh_context.metadata == {"user": None, "door": "console"}


def test_what_is_written_together_is_signed_once() -> None:
    place, network = make_place(), make_network()
    with signed(by=None, door=Door.LOADING, territory="48"):
        verify(places=[place.pk], by=None, door=Door.ADMIN)
        make_membership(place, network)
    contexts = {log_of(model)[-1].pgh_context for model in (Place, Membership)}
    assert [context.metadata for context in contexts] == [{"user": None, "door": "load_territory", "territory": "48"}]


def test_the_admin_signs_with_who_and_by_which_door_and_says_no_more_of_anyone(administrator: User) -> None:
    place = make_place()
    client = Client()
    client.force_login(administrator)
    client.post("/admin/places/place/", {"action": "verify_today", "_selected_action": [place.pk]})
    event = log_of(Place)[-1]
    assert event.pgh_context.metadata == {"user": administrator.pk, "door": "admin"}
    assert event.pgh_created_at is not None


def test_memberships_and_facilitations_are_logged_too() -> None:
    network = make_network()
    network.organisations.add(make_organisation())
    make_membership(make_place(), network).delete()
    network.organisations.clear()
    assert [event.pgh_label for event in log_of(Membership)] == ["insert", "delete"]
    assert [event.pgh_label for event in log_of(Facilitation)] == ["insert", "delete"]


def test_a_removed_place_takes_its_memberships_and_all_of_it_is_told() -> None:
    place = make_place()
    make_membership(place, make_network())
    place.delete()
    assert [event.pgh_label for event in log_of(Membership)] == ["insert", "delete"]


@pytest.mark.parametrize("rewriting", ["UPDATE places_placeevent SET name = 'x'", "DELETE FROM places_placeevent"])
def test_the_log_can_only_grow(rewriting: str) -> None:
    make_place()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(rewriting)
