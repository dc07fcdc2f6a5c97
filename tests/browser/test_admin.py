"""The map of the admin's forms, for a facilitator without internet."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import Page, expect

from network.models import NetworkedPlace, User
from places.choices import Door
from places.services import edit_place
from tests.browser.conftest import Guard, OpenPage, elsewhere
from tests.factories import forget_account


@pytest.fixture
def form(open_page: OpenPage, guard: Guard) -> Iterator[Page]:
    """The form of La Pompe, opened by an administrator."""
    guard.is_failure_expected = True
    place = NetworkedPlace.objects.get(slug="la-pompe")
    elsewhere(lambda: User.objects.create_superuser("chef", "chef@example.org", "croisée des chemins"))
    try:
        page = open_page(f"/admin/login/?next=/admin/places/place/{place.pk}/change/")
        page.get_by_label(re.compile("utilisateur")).fill("chef")
        page.get_by_label(re.compile("passe")).fill("croisée des chemins")
        page.keyboard.press("Enter")
        # Not the address, which the sign-in page already ends with.
        expect(page.locator("img.leaflet-marker-icon")).to_be_visible()
        yield page
    finally:
        elsewhere(lambda: forget_account("chef"))


def test_a_form_shows_where_the_place_is_without_tiles(form: Page) -> None:
    expect(form.locator(".leaflet-ground-pane path").first).to_be_attached()
    expect(form.locator("#id_point-map").get_by_text("Florac Trois Rivières", exact=True)).to_be_visible()
    marker = form.locator("img.leaflet-marker-icon")
    assert marker.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def coordinates(form: Page) -> str:
    return form.locator("#id_point").input_value()


def test_dragging_the_point_is_enough_to_move_it(form: Page) -> None:
    before = coordinates(form)
    form.locator("#id_point-map").scroll_into_view_if_needed()
    box = form.locator("img.leaflet-marker-icon").bounding_box()
    assert box
    form.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    form.mouse.down()
    form.mouse.move(box["x"] + 60, box["y"] + 40, steps=5)
    form.mouse.up()
    assert coordinates(form) != before
    assert "Point" in coordinates(form)


def test_a_click_puts_the_point_and_a_button_takes_it_away(form: Page) -> None:
    form.get_by_role("button", name="Retirer le point").click()
    assert coordinates(form) == ""
    expect(form.locator("img.leaflet-marker-icon")).to_have_count(0)
    form.locator("#id_point-map").click(position={"x": 100, "y": 100})
    assert "Point" in coordinates(form)
    expect(form.locator("img.leaflet-marker-icon")).to_have_count(1)
    expect(form.locator(".leaflet-draw")).to_have_count(0)


def point() -> Point:
    found = NetworkedPlace.objects.get(slug="la-pompe").point
    assert found
    return found


def test_the_move_of_a_point_is_saved_with_the_form(form: Page) -> None:
    before = point()
    form.locator("#id_point-map").scroll_into_view_if_needed()
    box = form.locator("#id_point-map").bounding_box()
    assert box
    form.mouse.click(box["x"] + box["width"] / 2 + 9, box["y"] + box["height"] / 2 + 6)
    form.get_by_role("button", name="Enregistrer", exact=True).first.click()
    expect(form.locator(".messagelist .success")).to_be_visible()
    try:
        assert point() != before
    finally:
        elsewhere(lambda: move_back(before))


def move_back(to: Point) -> None:
    place = NetworkedPlace.objects.get(slug="la-pompe")
    edit_place(place=place, changes={"point": to}, by=None, door=Door.CONSOLE)
