"""The history of a record, told a change at a time and a page at a time, at the same price whatever its length."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from network.models import Membership, User
from network.services import join
from places.choices import Door
from places.log.history import PAGE, Entry, History, history_of
from places.models import Place
from places.services import delete, edit, edit_place, signed
from tests.factories import make_membership, make_network, make_place, make_user, period

pytestmark = pytest.mark.django_db


def history(place: Place, **asked: int) -> History:
    events: list[Any] = [Place, Membership]
    return history_of(
        events[0].pgh_event_model.objects.of(place.pk),
        events[1].pgh_event_model.objects.filter(place=place.pk),
        **asked,
    )


def desks(place: Place, *numbers: int, by: User | None = None) -> None:
    """Write a number after another, each a change of its own."""
    for number in numbers:
        with signed(by=by, door=Door.ADMIN):
            Place.objects.filter(pk=place.pk).update(desks=number)


def told(entry: Entry) -> list[tuple[str, str]]:
    return [(part.action, part.subject) for part in entry.parts]


def test_what_was_written_at_once_is_told_as_one_change() -> None:
    claire, place, network = make_user(first_name="Claire", last_name="Vidal"), make_place(), make_network()
    stay = {"place": place, "network": network, "period": period("2026-01-01"), "evidence": "Liste", "source": "Site"}
    with signed(by=claire, door=Door.ADMIN):
        edit_place(place=place, changes={"desks": 4}, by=claire, door=Door.ADMIN)
        edit_place(place=place, changes={"desks": 5, "has_wifi": True}, by=claire, door=Door.ADMIN)
        join(values=stay, by=claire, door=Door.ADMIN)
    entry = history(place).entries[0]
    assert (entry.who, entry.door) == ("Claire Vidal", "administration")
    assert told(entry) == [
        ("Modification", "Lieu «\u00a0POLeN\u00a0»"),
        ("Création", "Adhésion «\u00a0POLeN · SoLozère\u00a0»"),
    ]
    said = [(each.field, each.before, each.after) for each in entry.parts[0].differences]
    assert said == [("Postes de travail", "—", "5"), ("Internet sans fil", "—", "oui")]


def test_nobody_is_told_to_have_done_what_another_did_in_the_same_transaction() -> None:
    place = make_place()
    desks(place, 4, by=make_user("claire"))
    desks(place, 5, by=make_user("amina"))
    assert [entry.who for entry in history(place).entries[:2]] == ["amina", "claire"]


def test_a_write_that_nobody_can_see_is_not_told() -> None:
    place = make_place()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE places_place SET updated_at = now() + interval '1 day'")
    assert [told(entry) for entry in history(place).entries] == [[("Création", "Lieu «\u00a0POLeN\u00a0»")]]


def test_what_was_deleted_keeps_its_name() -> None:
    place, network = make_place(), make_network()
    stay, key = make_membership(place, network, "2026-01-01"), place.pk
    edit(network, changes={"name": "SoLozère, le réseau"}, by=None, door=Door.ADMIN)
    delete(stay, by=None, door=Door.ADMIN)
    delete(network, by=None, door=Door.ADMIN)
    delete(place, by=None, door=Door.ADMIN)
    place.pk = key
    (gone,) = history(place).entries[0].parts
    assert (gone.action, gone.subject, gone.differences) == ("Suppression", "Lieu «\u00a0POLeN\u00a0»", [])
    assert told(history(place).entries[1]) == [("Suppression", "Adhésion «\u00a0POLeN · SoLozère, le réseau\u00a0»")]


def test_pages_follow_each_other_without_a_gap_and_without_a_repetition() -> None:
    place, network = make_place(), make_network()
    desks(place, 1, 2)
    make_membership(place, network, "2026-01-01")
    desks(place, 3, 4)
    whole = [told(entry) + [d.after for d in entry.parts[0].differences] for entry in history(place).entries]
    paged, before = [], None
    while True:
        page = history(place, size=2, **({"before": before} if before else {}))
        paged += [told(entry) + [d.after for d in entry.parts[0].differences] for entry in page.entries]
        before = page.older
        if before is None:
            break
    assert paged == whole
    assert len(whole) == 6


def test_the_first_change_of_a_page_knows_what_was_before_it() -> None:
    place = make_place()
    desks(place, 1, 2, 3)
    (entry,) = history(place, size=1, before=history(place, size=1).older or 0).entries
    assert [(each.before, each.after) for each in entry.parts[0].differences] == [("1", "2")]


def test_a_page_of_200_events_costs_what_one_of_two_does(client: Client, administrator: User) -> None:
    short, long = make_place(), make_place("La Pompe")
    desks(short, 1, by=administrator)
    desks(long, *range(200), by=administrator)
    client.force_login(administrator)
    client.get(f"/admin/places/place/{short.pk}/history/")
    costs = []
    for place, shown in ((short, 2), (long, PAGE)):
        with CaptureQueriesContext(connection) as captured:
            page = client.get(f"/admin/places/place/{place.pk}/history/")
            assert len(page.context["history"].entries) == shown
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_a_history_of_one_event_costs_what_200_do() -> None:
    short, long = make_place(), make_place("La Pompe")
    desks(long, *range(200))
    costs = []
    for place in (short, long):
        with CaptureQueriesContext(connection) as captured:
            history(place)
        costs.append(len(captured))
    assert costs == [7, 7], "one for the page, two for each log, one for each thing referred to"


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 40, "1;DROP TABLE places_change"])
def test_a_page_that_was_never_offered_is_the_first(client: Client, administrator: User, before: str) -> None:
    place = make_place()
    client.force_login(administrator)
    shown = client.get(f"/admin/places/place/{place.pk}/history/", {"before": before})
    assert [told(entry) for entry in shown.context["history"].entries] == [[("Création", "Lieu «\u00a0POLeN\u00a0»")]]


def test_older_changes_are_a_link_away(client: Client, administrator: User) -> None:
    place = make_place()
    desks(place, *range(PAGE))
    client.force_login(administrator)
    address = f"/admin/places/place/{place.pk}/history/"
    first = client.get(address)
    older = first.context["history"].older
    assert f'href="?before={older}"' in first.text
    assert "Création · Lieu «\u00a0POLeN\u00a0»" not in first.text
    second = client.get(address, {"before": str(older)})
    assert "Création · Lieu «\u00a0POLeN\u00a0»" in second.text
    assert "?before=" not in second.text
