"""The map of a place's surroundings: our own ground always, streets where the site chose to ask for them."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from frontend.map.street import streets, surroundings
from places.choices import Precision
from tests.factories import make_commune, make_place, make_river, point_in

pytestmark = pytest.mark.django_db
TILES: Any = settings.LEAFLET_CONFIG["TILES"]


def test_our_own_ground_is_in_metres_from_the_place() -> None:
    make_commune("Mende", town_hall=point_in("Mende", north=0.01))
    make_river()
    around = surroundings(point_in("Mende"), "1")
    assert around is not None
    (hall,) = around.halls
    assert (hall.name, hall.x) == ("Mende", 0)
    assert hall.y == pytest.approx(-1_113, abs=10), "a hundredth of a degree to the north, on the sphere"
    assert around.rivers
    west, north, width, height = map(int, around.view_box.split())
    corner = re.match(r"M (-?\d+) (-?\d+)", around.land)
    assert corner is not None
    assert (abs(int(corner[1])), abs(int(corner[2]))) == (-west - 531, -north), "where the commune ends, and the map"
    assert (width, height) == (9000, 6000)


def test_a_place_far_from_any_land_has_no_ground() -> None:
    assert surroundings(point_in("Mende", east=20), "1") is None


def test_no_one_is_asked_for_streets_unless_the_site_chose(client: Client) -> None:
    make_place("Ici")
    html = client.get("/lieux/ici/").content.decode()
    assert "<foreignObject" not in html
    assert 'class="ground"' in html


@override_settings(STREET_TILES=TILES[0])
def test_streets_cover_the_map_and_are_credited(client: Client) -> None:
    found = streets(point_in("Mende"))
    assert found is not None
    x, y, width, height = map(int, found.view_box.split())
    assert min(tile.x for tile in found.tiles) <= x
    assert max(tile.x + tile.size for tile in found.tiles) >= x + width
    assert min(tile.y for tile in found.tiles) <= y
    assert max(tile.y + tile.size for tile in found.tiles) >= y + height
    assert any("TILEROW=23698" in tile.url for tile in found.tiles), "the tile of the town hall of Mende at zoom 16"
    make_place("Ici")
    make_place("Quelque part", precision=Precision.COMMUNE)
    html = client.get("/lieux/ici/").content.decode()
    assert html.count("<foreignObject") == len(found.tiles)
    assert "© IGN, Géoplateforme" in html
    assert "<foreignObject" not in client.get("/lieux/quelque-part/").content.decode(), (
        "streets would promise an address"
    )
