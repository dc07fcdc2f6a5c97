"""What was done is taken back field by field, and what was deleted comes back; the undoing is itself a change."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from network.models import Membership, Network, NetworkedPlace, User
from network.models.network import Facilitation
from network.services import close, entrust, relieve, verify
from places.choices import Door
from places.models import Change, Kind, Place
from places.services import delete, edit, restore, undo, version_of
from places.services.undo import Undone
from tests.factories import make_kind, make_membership, make_network, make_organisation, make_place, make_user, period

# A change is a transaction.
pytestmark = pytest.mark.django_db(transaction=True)
HERE: dict[str, Any] = {"by": None, "door": Door.CONSOLE}


def last_change() -> Change:
    found = Change.objects.newest_first().first()
    assert found
    return found


def undone(do: Callable[[], object]) -> Undone:
    """Do something, then undo it."""
    do()
    return undo(events=last_change().events(), **HERE)


def test_old_values_come_back_and_the_undoing_is_signed_as_any_change() -> None:
    place, claire = make_place(phone="+33466000001", desks=3), make_user()
    edit(place, changes={"phone": None, "desks": 4}, **HERE)
    told = undo(events=last_change().events(), by=claire, door=Door.ADMIN)
    place.refresh_from_db()
    assert (place.phone, place.desks) == ("+33466000001", 3)
    assert [sorted(fields) for _row, fields in told.put_back] == [["desks", "phone"]]
    assert (last_change().user_id, last_change().door) == (claire.pk, "admin")


def test_an_undo_can_be_undone() -> None:
    place = make_place(phone="+33466000001")
    undone(lambda: edit(place, changes={"phone": "+33466000002"}, **HERE))
    undo(events=last_change().events(), **HERE)
    assert Place.objects.get().phone == "+33466000002"


def test_what_someone_wrote_since_is_left_to_them_and_told() -> None:
    place = make_place(phone="+33466000001", desks=3)
    edit(place, changes={"phone": "+33466000002", "desks": 4}, **HERE)
    change = last_change()
    edit(place, changes={"phone": "+33466000003"}, **HERE)
    told = undo(events=change.events(), **HERE)
    place.refresh_from_db()
    assert (place.phone, place.desks) == ("+33466000003", 3)
    assert [fields for _row, fields in told.left] == [["phone"]]


def test_a_deleted_place_comes_back_with_its_memberships_its_key_and_its_dates() -> None:
    stay = make_membership(make_place(services=["printing"]), make_network(), "2019-07-01", "2020-01-01")
    before = Place.objects.get()
    undone(lambda: delete(before, **HERE))
    after = Place.objects.get()
    assert (after.pk, after.uuid, after.created_at, after.services, after.point) == (
        stay.place_id,
        before.uuid,
        before.created_at,
        ["printing"],
        before.point,
    )
    assert Membership.objects.get().period == period("2019-07-01", "2020-01-01")
    assert after.updated_at > before.updated_at, "who follows the directory hears of it"


def test_what_was_created_goes_unless_someone_has_written_in_it() -> None:
    make_kind()
    told = undone(lambda: make_place("Faux"))
    assert (Place.objects.count(), len(told.put_back)) == (0, 1)
    place = make_place("Vrai")
    change = last_change()
    edit(place, changes={"desks": 3}, **HERE)
    assert len(undo(events=change.events(), **HERE).left) == 1
    assert Place.objects.get() == NetworkedPlace.objects.get(slug="vrai")


def test_a_closing_is_undone_whole() -> None:
    place = make_place()
    make_membership(place, make_network(), "2019-07-01")
    undone(lambda: close(place=place, on=date(2020, 1, 1), **HERE))
    assert (Place.objects.get().closed_on, Membership.objects.get().period) == (None, period("2019-07-01"))


def test_checks_of_many_listings_are_undone_together() -> None:
    places = [make_place("Un", verified_on=date(2020, 1, 1)), make_place("Deux")]
    undone(lambda: verify(places=[place.pk for place in places], **HERE))
    assert [place.verified_on for place in Place.objects.order_by("pk")] == [date(2020, 1, 1), None]


def test_networks_organisations_their_ties_and_words_come_back() -> None:
    network, organisation, kind = make_network(), make_organisation(), make_kind("castle", "Château")
    entrust(network=network, organisations=[organisation.pk], **HERE)
    undone(lambda: relieve(network=network, organisations=[organisation.pk], **HERE))
    assert Facilitation.objects.get().organisation == organisation
    undone(lambda: delete(network, **HERE))
    assert Network.objects.get().organisations.get() == organisation
    undone(lambda: delete(kind, **HERE))
    assert Kind.objects.get().label == "Château"


def test_what_can_no_longer_be_is_refused_in_words_and_nothing_is_undone() -> None:
    stay = make_membership(make_place(), make_network())
    network = stay.network
    delete(stay, **HERE)
    change = last_change()
    delete(network, **HERE)
    with pytest.raises(ValidationError, match="réseau"):
        undo(events=change.events(), **HERE)
    assert not Membership.objects.exists()


def test_a_listing_is_put_back_as_it_was_at_a_version_even_once_deleted() -> None:
    place = make_place(phone="+33466000001")
    key, version = place.pk, version_of(place)
    edit(place, changes={"phone": "+33466000002", "name": "Autre"}, **HERE)
    assert restore(model=Place, key=key, at=version, **HERE).phone == "+33466000001"
    delete(place, **HERE)
    assert restore(model=Place, key=key, at=version, **HERE).name == "POLeN"
    with pytest.raises(ValidationError):
        restore(model=Place, key=key, at=version + 10_000, **HERE)


@pytest.fixture
def claire() -> User:
    return make_user("claire", is_staff=True, is_superuser=True)


def undo_page(number: int) -> str:
    return f"/admin/places/place/undo/{number}/"


def test_checks_made_by_mistake_are_undone_from_the_message_that_tells_of_them(
    claire: User, client_of: Callable[[User | None], Client]
) -> None:
    places, client = [make_place("Un", verified_on=date(2020, 1, 1)), make_place("Deux")], client_of(claire)
    chosen = {"action": "verify_today", "_selected_action": [place.pk for place in places]}
    shown = client.post("/admin/places/place/", chosen, follow=True).content.decode()
    address = undo_page(last_change().pk)
    assert f'<a href="{address}">' in shown
    assert "Un" in client.get(address).content.decode()
    assert Place.objects.get(slug="deux").verified_on, "a look undoes nothing"
    assert "2 fiches sont de nouveau comme avant" in client.post(address, follow=True).content.decode()
    assert [place.verified_on for place in Place.objects.order_by("pk")] == [date(2020, 1, 1), None]


def test_the_history_leads_to_the_undoing_and_what_was_left_is_told(
    claire: User, client_of: Callable[[User | None], Client]
) -> None:
    place, client = make_place(phone="+33466000001"), client_of(claire)
    edit(place, changes={"phone": "+33466000002"}, **HERE)
    address = undo_page(last_change().pk)
    edit(place, changes={"phone": "+33466000003"}, **HERE)
    assert f'href="{address}"' in client.get(f"/admin/places/place/{place.pk}/history/").content.decode()
    assert "a été changé depuis, et reste ainsi" in client.post(address, follow=True).content.decode()
    assert Place.objects.get().phone == "+33466000003"


def test_nobody_but_an_administrator_undoes_in_the_admin(
    claire: User, client_of: Callable[[User | None], Client]
) -> None:
    make_place()
    created = undo_page(last_change().pk)
    for user in (make_user("etranger"), None):
        for method in ("get", "post"):
            assert getattr(client_of(user), method)(created).status_code == 302
    assert Place.objects.exists()
    assert client_of(claire).get(undo_page(10**9)).status_code == 404
