"""Two people write on one listing: neither loses anything, and each is told what the other did."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from network.models import Membership, User
from network.models.network import Facilitation
from network.services import edit_membership, entrust, verify
from places.choices import Door
from places.models import Kind, Place
from places.services import Conflict, delete, edit, edit_place, version_of
from tests.factories import (
    make_membership,
    make_network,
    make_organisation,
    make_place,
    make_user,
    period,
    point_in,
)
from tests.network.test_admin import PLACES, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def claire(client_of: Callable[[User | None], Client], administrator: User) -> Client:
    """The browser of the one who saves last; she may edit all."""
    return client_of(administrator)


@pytest.fixture
def colleague() -> User:
    return make_user("karim", first_name="Karim", last_name="Belaïd")


def corrects(row: Any, by: User, **changes: Any) -> None:
    """Let the colleague save meanwhile."""
    edit(row, changes=changes, by=by, door=Door.ADMIN)


def sends(client: Client, url: str, form: dict[str, Any], **changes: Any) -> str:
    response = client.post(url, {**form, **changes}, follow=True)
    assert response.status_code == 200, response
    return re.sub(r"\s+", " ", response.content.decode())


def test_two_people_who_save_one_listing_lose_nothing_and_are_told(claire: Client, colleague: User) -> None:
    place = make_place(phone="+33466000001")
    url = f"{PLACES}{place.pk}/change/"
    form = filled(claire, url)
    corrects(place, colleague, phone="+33466000002", verified_on=date(2026, 11, 20))
    shown = sends(claire, url, form, website="https://polen.example")
    place.refresh_from_db()
    assert (place.phone, place.website) == ("+33466000002", "https://polen.example")
    assert place.verified_on == date(2026, 11, 20)
    assert "Pendant que vous écriviez, Karim Belaïd a changé « POLeN » : " in shown
    assert "Téléphone (04 66 00 00 02)" in shown
    assert "Vérifié le (20 novembre 2026)" in shown


def test_the_history_blames_each_for_what_they_wrote(claire: Client, colleague: User, administrator: User) -> None:
    place = make_place(phone="+33466000001")
    url = f"{PLACES}{place.pk}/change/"
    form = filled(claire, url)
    corrects(place, colleague, phone="+33466000002")
    sends(claire, url, form, name="La Pompe")
    told = claire.get(f"{PLACES}{place.pk}/history/").context["history"].entries[:2]
    assert [[each.field for each in entry.parts[0].differences] for entry in told] == [["Nom"], ["Téléphone"]]
    assert [entry.who for entry in told] == [administrator.username, "Karim Belaïd"]


def disputed(claire: Client, colleague: User) -> tuple[str, dict[str, Any], str]:
    """Two telephones for one place: give the address of its form, what was sent, and the page that asks."""
    place = make_place(phone="+33466000001")
    url = f"{PLACES}{place.pk}/change/"
    form = filled(claire, url) | {"phone": "+33466000003", "name": "La Pompe"}
    corrects(place, colleague, phone="+33466000002")
    return url, form, sends(claire, url, form)


def test_two_values_for_one_field_are_shown_side_by_side_and_nothing_is_written(
    claire: Client, colleague: User
) -> None:
    _url, _form, shown = disputed(claire, colleague)
    assert (Place.objects.get().phone, Place.objects.get().name) == ("+33466000002", "POLeN")
    for words in (
        "À vous de choisir",
        "Vous aviez sous les yeux : 04 66 00 00 01",
        "Karim Belaïd, le ",
        "04 66 00 00 03",
    ):
        assert words in shown
    assert re.search(r'name="keep-phone" value="theirs"[^>]*>.{0,120}<strong>04 66 00 00 02', shown)
    assert 'value="La Pompe"' in shown, "what was typed is still there"


@pytest.mark.parametrize(("choice", "phone"), [("mine", "+33466000003"), ("theirs", "+33466000002")])
def test_the_one_who_saves_last_chooses(claire: Client, colleague: User, choice: str, phone: str) -> None:
    url, form, shown = disputed(claire, colleague)
    seen = re.findall(r'name="seen" value="(\d+)"', shown)
    sends(claire, url, form, seen=seen, **{"keep-phone": choice})
    assert (Place.objects.get().phone, Place.objects.get().name) == (phone, "La Pompe")


def test_who_saves_again_without_choosing_is_asked_again(claire: Client, colleague: User) -> None:
    url, form, _shown = disputed(claire, colleague)
    assert "À vous de choisir" in sends(claire, url, form)
    assert Place.objects.get().phone == "+33466000002"


def test_a_choice_counts_for_the_value_that_was_seen_and_no_later_one(claire: Client, colleague: User) -> None:
    url, form, shown = disputed(claire, colleague)
    seen = re.findall(r'name="seen" value="(\d+)"', shown)
    corrects(Place.objects.get(), colleague, phone="+33466000009")
    again = sends(claire, url, form, seen=seen, **{"keep-phone": "mine"})
    assert "04 66 00 00 09" in again
    assert Place.objects.get().phone == "+33466000009"


def test_a_point_and_words_that_were_not_touched_are_not_put_back(claire: Client, colleague: User) -> None:
    place = make_place(services=["printing", "desk"])
    url = f"{PLACES}{place.pk}/change/"
    form = filled(claire, url)
    corrects(place, colleague, point=point_in("Mende", east=0.01), services=["printing"])
    sends(claire, url, form, name="La Pompe")
    place.refresh_from_db()
    assert (place.point and place.point.coords, place.services) == (point_in("Mende", east=0.01).coords, ["printing"])


@pytest.mark.parametrize("version", ["", "0", "999999", "-1", "x", "²"])
def test_a_version_that_the_log_does_not_know_writes_nothing(claire: Client, version: str) -> None:
    place = make_place()
    url = f"{PLACES}{place.pk}/change/"
    shown = sends(claire, url, filled(claire, url), version=version, name="La Pompe")
    assert "Cette page est trop ancienne" in shown
    assert Place.objects.get().name == "POLeN"


def test_the_version_of_another_record_is_no_version_of_this_one(claire: Client) -> None:
    place, other = make_place(), make_place("Autre")
    url = f"{PLACES}{place.pk}/change/"
    shown = sends(claire, url, filled(claire, url), version=version_of(other), name="La Pompe")
    assert "Cette page est trop ancienne" in shown


def test_a_membership_on_the_page_of_its_place_is_merged_too(claire: Client, colleague: User) -> None:
    stay = make_membership(make_place(), make_network(), "2019-07-01")
    url = f"{PLACES}{stay.place_id}/change/"
    form = filled(claire, url)
    edit_membership(
        membership=stay, changes={"period": period("2019-07-01", "2026-01-01")}, by=colleague, door=Door.ADMIN
    )
    shown = sends(claire, url, form, **{"memberships-0-evidence": "Vu sur place"})
    stay.refresh_from_db()
    assert (stay.period, stay.evidence) == (period("2019-07-01", "2026-01-01"), "Vu sur place")
    assert "Karim Belaïd a changé « POLeN · SoLozère »" in shown


def test_a_dispute_about_a_membership_writes_nothing_of_the_page(claire: Client, colleague: User) -> None:
    stay = make_membership(make_place(), make_network(), "2019-07-01")
    url = f"{PLACES}{stay.place_id}/change/"
    form = filled(claire, url) | {"name": "La Pompe", "memberships-0-evidence": "La mienne"}
    corrects(stay, colleague, evidence="La sienne")
    shown = sends(claire, url, form)
    assert (Place.objects.get().name, Membership.objects.get().evidence) == ("POLeN", "La sienne")
    assert "La sienne" in shown
    seen = re.findall(r'name="memberships-0-seen" value="(\d+)"', shown)
    sends(claire, url, form, **{"memberships-0-keep-evidence": "mine", "memberships-0-seen": seen})
    assert (Place.objects.get().name, Membership.objects.get().evidence) == ("La Pompe", "La mienne")


def test_a_membership_deleted_meanwhile_is_said_to_be_gone(claire: Client, colleague: User) -> None:
    stay = make_membership(make_place(), make_network(), "2019-07-01")
    url = f"{PLACES}{stay.place_id}/change/"
    form = filled(claire, url)
    delete(stay, by=colleague, door=Door.ADMIN)
    shown = sends(claire, url, form, **{"memberships-0-evidence": "Vu"})
    assert "Quelqu’un d’autre a supprimé une de ces adhésions entre-temps" in shown


def test_networks_and_words_are_merged_like_places(claire: Client, colleague: User) -> None:
    make_place()
    rows = [(make_network(), "network/network", "colour"), (Kind.objects.get(), "places/kind", "label_en")]
    for row, path, field in rows:
        url = f"/admin/{path}/{row.pk}/change/"
        form = filled(claire, url)
        corrects(row, colleague, **{field: "#123456"})
        name = "name" if path == "network/network" else "label"
        assert "Karim Belaïd" in sends(claire, url, form, **{name: "Autre"})
        row.refresh_from_db()
        assert (getattr(row, field), getattr(row, name)) == ("#123456", "Autre")


def test_two_people_who_each_add_an_organisation_to_a_network_add_two(claire: Client, colleague: User) -> None:
    network, stays, goes, mine, theirs = make_network(), *map(make_organisation, ("Reste", "Part", "Mienne", "Sienne"))
    entrust(network=network, organisations=[stays.pk, goes.pk], by=colleague, door=Door.ADMIN)
    url = f"/admin/network/network/{network.pk}/change/"
    form = filled(claire, url)
    entrust(network=network, organisations=[theirs.pk], by=colleague, door=Door.ADMIN)
    sends(claire, url, form, organisations=[stays.pk, mine.pk])
    assert {tie.organisation for tie in Facilitation.objects.all()} == {stays, mine, theirs}


def test_a_verb_says_who_disputes_what(colleague: User) -> None:
    place = make_place(phone="+33466000001", desks=3)
    seen = version_of(place)
    corrects(place, colleague, phone="+33466000002", desks=4)
    with pytest.raises(Conflict) as caught:
        edit_place(place=place, changes={"phone": None}, based_on=seen, by=None, door=Door.CONSOLE)
    (dispute,), (other,) = caught.value.disputes, caught.value.meanwhile
    assert (dispute.field, dispute.before, dispute.after, dispute.by) == (
        "phone",
        "+33466000001",
        "+33466000002",
        colleague.pk,
    )
    assert (other.field, other.after, caught.value.wanted) == ("desks", 4, {"phone": None})
    assert caught.value.version == version_of(place)


def test_a_check_made_meanwhile_is_kept(claire: Client, colleague: User) -> None:
    place = make_place()
    url = f"{PLACES}{place.pk}/change/"
    form = filled(claire, url)
    verify(places=[place.pk], by=colleague, door=Door.ADMIN)
    sends(claire, url, form, phone="+33466000001")
    assert Place.objects.get().verified_on == timezone.localdate()


def test_what_the_database_alone_refuses_is_said_on_the_page(claire: Client) -> None:
    place = make_place()
    url = f"{PLACES}{place.pk}/change/"
    form = filled(claire, url)
    make_place("Autre", slug="la-pompe")
    assert "existe déjà" in sends(claire, url, form, slug="la-pompe")


def test_a_page_that_is_refused_half_way_writes_nothing_of_it(claire: Client, colleague: User) -> None:
    stay = make_membership(make_place(), make_network(), "2019-07-01")
    url = f"{PLACES}{stay.place_id}/change/"
    form = filled(claire, url)
    corrects(stay, colleague, evidence="La sienne")
    before = version_of(stay.place)
    sends(claire, url, form, name="La Pompe", **{"memberships-0-evidence": "La mienne"})
    assert version_of(Place.objects.get()) == before
