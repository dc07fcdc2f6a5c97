"""The list of changes in the admin: the only page where what is no longer there is still told."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from network.models import User
from places.choices import Door
from places.models import Change, Kind, Place
from places.services import delete_place, edit_place, signed
from tests.factories import make_both_families, make_place, make_user

CHANGES = "/admin/places/change/"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader(client_of: Callable[[User | None], Client], administrator: User) -> Client:
    return client_of(administrator)


def test_a_change_is_summed_up_and_told_in_full(reader: Client) -> None:
    place = make_place("<b>La Pompe</b>")
    make_both_families(place)
    with signed(by=make_user("amina", first_name="Amina", last_name="Roux"), door=Door.ADMIN):
        edit_place(place=place, changes={"phone": "+33466000000"}, by=None, door=Door.ADMIN)
        Kind.objects.update(label="Atelier")
    change = Change.objects.newest_first()[0]
    shown = reader.get(CHANGES).text
    assert "Modification : 1 lieu" in shown
    assert "Modification : 1 typologie" in shown
    assert "Amina Roux" in shown
    whole = reader.get(f"{CHANGES}{change.pk}/change/").text
    assert "Modification · Lieu «\u00a0&lt;b&gt;La Pompe&lt;/b&gt;\u00a0»" in whole
    assert re.search(r"<ins>04.66.00.00.00</ins>", whole)


def test_what_was_deleted_is_still_told(reader: Client) -> None:
    place = make_place()
    make_both_families(place)
    delete_place(place=place, by=None, door=Door.CONSOLE)
    change = Change.objects.newest_first()[0]
    assert "Suppression : 2 adhésions" in reader.get(CHANGES).text
    assert "Suppression · Lieu «\u00a0POLeN\u00a0»" in reader.get(f"{CHANGES}{change.pk}/change/").text


def test_a_large_change_is_told_by_its_beginning(reader: Client) -> None:
    make_place()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO places_kind (slug, label, label_en, position, standard_codes, needs) "
            "SELECT 'k' || n, 'K' || n, 'K', 0, '{}', '{}' FROM generate_series(1, 300) AS n"
        )
    change = Change.objects.newest_first()[0]
    assert "Création : 300 typologies" in reader.get(CHANGES).text
    whole = reader.get(f"{CHANGES}{change.pk}/change/").text
    assert whole.count("Création · Typologie") == 200


def test_a_list_of_changes_takes_the_same_number_of_queries_for_2_and_for_20(reader: Client) -> None:
    place, costs = make_place(), []
    for more in (1, 19):
        for number in range(more):
            Place.objects.filter(pk=place.pk).update(desks=more + number)
        reader.get(CHANGES)
        with CaptureQueriesContext(connection) as captured:
            assert reader.get(CHANGES).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_nobody_can_rewrite_or_forget_a_change(client_of: Callable[[User | None], Client], administrator: User) -> None:
    make_place()
    chief, change = client_of(administrator), Change.objects.newest_first()[0]
    for path in ("add/", f"{change.pk}/change/", f"{change.pk}/delete/"):
        assert chief.post(f"{CHANGES}{path}", {"post": "yes", "touches_land": ""}).status_code == 403
    sent = {"action": "delete_selected", "_selected_action": [change.pk], "post": "yes"}
    chief.post(CHANGES, sent)
    assert Change.objects.filter(pk=change.pk).exists()


def test_a_change_offers_no_history_of_its_own(reader: Client) -> None:
    make_place()
    assert "historylink" not in reader.get(f"{CHANGES}{Change.objects.newest_first()[0].pk}/change/").text
