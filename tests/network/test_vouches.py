"""A network stands for a listing at one version of it: a later edit is told, and erases nothing."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from network.models import Network, NetworkedPlace, Vouch
from network.services import Finding, merge_places, thrown_away, undo_in, unsay, verify, vouch
from network.vouches import Vouched, vouches_of, with_vouches
from places.choices import Door
from places.models import Change, Place
from places.services import delete, edit, undo, version_of
from tests.factories import make_kind, make_membership, make_network, make_place, make_service

pytestmark = pytest.mark.django_db
HERE: dict[str, Any] = {"by": None, "door": Door.CONSOLE}


@pytest.fixture
def rhinocc() -> Network:
    return make_network("RhinOcc")


@pytest.fixture
def pump(rhinocc: Network) -> NetworkedPlace:
    place = make_place("La Pompe", phone="+33466000000", opening_hours="Mo-Fr 09:00-12:00")
    make_membership(place, rhinocc, "2020-01-01")
    return place


def told(place: Place) -> dict[str, Vouched]:
    row: Any = with_vouches(NetworkedPlace.objects.all()).get(pk=place.pk)
    return vouches_of(row.vouched)


def test_a_network_says_when_it_saw_a_listing_and_at_which_version(rhinocc: Network, pump: NetworkedPlace) -> None:
    version = version_of(pump)
    vouch(network=rhinocc, places=[pump.pk], **HERE)
    assert told(pump) == {"rhinocc": Vouched("rhinocc", date(2026, 11, 23), version, [])}
    assert Place.objects.get().verified_on is None, "to read a listing is not to find it right"


def test_a_later_edit_names_what_it_changed_and_leaves_what_was_said(rhinocc: Network, pump: NetworkedPlace) -> None:
    vouch(network=rhinocc, places=[pump.pk], **HERE)
    before = told(pump)["rhinocc"]
    edit(pump, changes={"phone": "+33466111111", "closed_on": date(2026, 12, 1), "slug": "pompe"}, **HERE)
    assert told(pump)["rhinocc"] == before._replace(changed=["phone", "closed_on"])
    edit(pump, changes={"phone": "+33466000000", "closed_on": None}, **HERE)
    assert told(pump)["rhinocc"] == before


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kinds", ["library"]),
        ("services", ["printing"]),
        ("point", "POINT(3.5 44.52)"),
        ("has_wifi", False),
        ("day_price", "12.50"),
        ("fees", ["free"]),
    ],
)
def test_every_sort_of_column_is_compared(rhinocc: Network, pump: NetworkedPlace, column: str, value: Any) -> None:
    make_kind("library", "Bibliothèque"), make_service("printing", "Imprimer")
    vouch(network=rhinocc, places=[pump.pk], **HERE)
    edit(pump, changes={column: value}, **HERE)
    assert told(pump)["rhinocc"].changed == [column]


def test_finding_it_right_is_no_edit_and_saying_it_again_is_the_last_word(
    rhinocc: Network, pump: NetworkedPlace
) -> None:
    vouch(network=rhinocc, places=[pump.pk], **HERE)
    verify(places=[pump.pk], finding=Finding(), **HERE)
    assert told(pump)["rhinocc"].changed == []
    edit(pump, changes={"phone": None}, **HERE)
    vouch(network=rhinocc, places=[pump.pk], **HERE)
    assert told(pump)["rhinocc"].version == version_of(pump)
    unsay(vouch=Vouch.objects.latest("pk"), **HERE)
    assert told(pump)["rhinocc"].changed == ["phone"], "what was said before stands again"


def test_each_network_speaks_for_itself_and_of_its_members_of_today_alone(
    rhinocc: Network, pump: NetworkedPlace
) -> None:
    other = make_network("SoLozère")
    with pytest.raises(ValidationError, match="de ses lieux"):
        vouch(network=other, places=[pump.pk], **HERE)
    make_membership(pump, other, "2019-01-01", "2020-01-01")
    with pytest.raises(ValidationError, match="de ses lieux"):
        vouch(network=other, places=[pump.pk], **HERE)
    vouch(network=rhinocc, places=[pump.pk], **HERE)
    assert set(told(pump)) == {"rhinocc"}


def test_what_was_written_since_it_was_read_is_left_out_and_named(rhinocc: Network, pump: NetworkedPlace) -> None:
    other = make_place("La Forge")
    make_membership(other, rhinocc, "2020-01-01")
    seen = {place.pk: version_of(place) for place in (pump, other)}
    edit(pump, changes={"phone": None}, **HERE)
    done = vouch(network=rhinocc, places=[pump.pk, other.pk], seen=seen, **HERE)
    assert [made.place_id for made in done.made] == [other.pk]
    assert done.unread == [pump]


@pytest.mark.django_db(transaction=True)
def test_in_the_history_of_the_place_only_who_runs_the_network_takes_it_back() -> None:
    rhinocc, other = make_network("RhinOcc"), make_network("SoLozère")
    pump = make_place("La Pompe")
    make_membership(pump, rhinocc, "2020-01-01")
    vouch(network=rhinocc, places=[pump.pk], **HERE)
    change = Change.objects.latest("pk").pk
    assert undo_in(place=pump, change=change, networks=Network.objects.filter(pk=other.pk), **HERE) is None
    assert undo_in(place=pump, change=change, networks=Network.objects.filter(pk=rhinocc.pk), **HERE)
    assert not Vouch.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_merge_leaves_it_with_the_words_that_were_seen_and_the_bin_gives_it_back() -> None:
    rhinocc = make_network("RhinOcc")
    pump, other = make_place("La Pompe"), make_place("La Pompe de Chirac")
    make_membership(other, rhinocc, "2020-01-01")
    vouch(network=rhinocc, places=[other.pk], **HERE)
    merge_places(kept=pump, other=other, **HERE)
    assert told(pump) == {}
    undo(events=Change.objects.latest("pk").events(), **HERE)
    assert set(told(other)) == {"rhinocc"}
    delete(other, **HERE)
    (thrown,) = (each for each in thrown_away(Network.objects.all(), whole=True) if each.sort is Place)
    assert Vouch in {event.pgh_tracked_model for event in thrown.tied}
