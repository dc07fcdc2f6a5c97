"""What makes a place count is said in the admin: by a network, and by a family."""

import re

import pytest

from network.models import NetworkedPlace, User
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


def test_a_network_says_whether_to_be_in_it_is_enough(client_of: ClientOf, facilitator: User) -> None:
    claire = client_of(facilitator)
    network, place = make_network("Bibliothèques", "mediation"), make_place(kinds=["library"])
    make_membership(place, network)
    address = f"/admin/network/network/{network.pk}/change/"
    assert "en être membre suffit à compter" in page(claire, address).lower()
    without_the_box = {name: value for name, value in filled(claire, address).items() if name != "shows_service"}
    assert claire.post(address, without_the_box).status_code == 302
    network.refresh_from_db()
    assert not network.shows_service
    assert NetworkedPlace.objects.overlapping(["neither"]).get().pk == place.pk
