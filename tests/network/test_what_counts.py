"""What makes a place count is said in the admin: by a network, and by a family."""

import re
from datetime import date
from itertools import product

import pytest
from django.db import connection
from django.test import Client

from network.models import Family, NetworkedPlace, User
from network.overlap.question import Crossing
from network.overlap.states import places
from network.querysets import belongings, networked
from tests.factories import make_family, make_membership, make_network, make_place, make_service
from tests.network.test_admin import ClientOf, filled, page, send

pytestmark = pytest.mark.django_db


def test_the_services_that_show_a_family_are_boxes_too_and_none_ticked_is_none(
    client_of: ClientOf, administrator: User
) -> None:
    chief = client_of(administrator)
    for slug in ("computers", "desk"):
        make_service(slug, slug.capitalize())
    family = make_family("mediation", services=["computers"])
    address = f"/admin/network/family/{family.pk}/change/"
    assert re.search(r'type="checkbox" name="services" value="computers"[^>]*checked', page(chief, address))
    for ticked in (["computers", "desk"], []):
        send(chief, address, services=ticked)
        family.refresh_from_db()
        assert family.services == ticked
    assert "services qui la montrent" in page(chief, f"/admin/network/family/{family.pk}/history/").lower()


def test_a_network_says_whether_to_be_in_it_is_enough(client_of: ClientOf, administrator: User) -> None:
    claire = client_of(administrator)
    network, place = make_network("Bibliothèques", "mediation"), make_place(kinds=["library"])
    make_membership(place, network)
    address = f"/admin/network/network/{network.pk}/change/"
    assert "en être membre suffit à compter" in page(claire, address).lower()
    without_the_box = {name: value for name, value in filled(claire, address).items() if name != "shows_service"}
    assert claire.post(address, without_the_box).status_code == 302
    network.refresh_from_db()
    assert not network.shows_service
    assert NetworkedPlace.objects.overlapping(["neither"]).get().pk == place.pk


COMPUTERS, DESK = ["computers"], ["desk"]


@pytest.mark.parametrize(
    ("shows", "offered", "showing"),
    list(product([True, False], [None, [], COMPUTERS, DESK, COMPUTERS + DESK], [[], COMPUTERS])),
    ids=str,
)
def test_every_reader_counts_a_place_alike(
    client: Client, shows: bool, offered: list[str] | None, showing: list[str]
) -> None:
    for slug in ("computers", "desk"):
        make_service(slug)
    make_family("mediation", services=COMPUTERS)
    Family.objects.filter(slug="mediation").update(services=showing)
    network = make_network("Bibliothèques", "mediation", shows_service=shows)
    place = make_place("Dépôt", services=offered)
    make_membership(place, network, "2019-01-01")
    network.refresh_from_db()
    counts = shows or bool(set(offered or ()) & set(showing))
    state = "a" if counts else "neither"
    assert network.shows(offered) == counts
    assert [one.pk for one in NetworkedPlace.objects.overlapping([state])] == [place.pk]
    assert NetworkedPlace.objects.overlap_counts()[state] == 1
    told = NetworkedPlace.objects.annotate(told=networked()).values_list("told", flat=True).get()
    assert belongings([told])[told].overlap == state
    assert client.get("/api/v1/places/depot/").json()["overlap"] == state
    (told,) = places(Crossing.asked(), on=date(2020, 1, 1))
    assert told.state == state
    assert ("Médiation numérique, peut-être" not in client.get("/lieux/depot/").content.decode()) == counts


def test_the_networks_of_a_place_are_found_by_the_index_that_covers_them() -> None:
    # Of one row, whatever was there before decides which index looks cheapest.
    network = make_network("Bibliothèques", "mediation")
    for number in range(30):
        make_membership(make_place(f"Lieu {number}"), network, "2019-01-01")
    told = NetworkedPlace.objects.annotate(told=networked()).values("told")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE network_membership, places_place")
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        plan = told.explain()
    assert "membership_of_place" in plan
    assert "membership_never_twice_at_once" not in plan, "GiST takes three times as long"


def test_what_two_networks_make_of_a_place_does_not_depend_on_which_came_first() -> None:
    places = [make_place("Un"), make_place("Deux")]
    networks = [make_network("Ateliers", "business_support"), make_network("Bibliothèques", "mediation")]
    for place, order in zip(places, (networks, networks[::-1]), strict=True):
        for network in order:
            make_membership(place, network, "2019-01-01")
    texts = list(NetworkedPlace.objects.annotate(told=networked()).values_list("told", flat=True))
    found = belongings(texts)
    assert {(found[text].networks, found[text].overlap) for text in texts} == {(("ateliers", "bibliotheques"), "both")}
    assert belongings([None])[None].networks == ()
