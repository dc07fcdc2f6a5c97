"""The map of the admin's forms, for a facilitator without internet."""

import re

from playwright.sync_api import expect

from network.models import NetworkedPlace, User
from tests.browser.conftest import Guard, OpenPage, elsewhere


def test_a_form_shows_where_the_place_is_without_tiles(open_page: OpenPage, guard: Guard) -> None:
    guard.is_failure_expected = True
    place = NetworkedPlace.objects.get(slug="la-pompe")
    elsewhere(lambda: User.objects.create_superuser("chef", "chef@example.org", "secret"))
    try:
        page = open_page(f"/admin/login/?next=/admin/places/place/{place.pk}/change/")
        page.get_by_label(re.compile("utilisateur")).fill("chef")
        page.get_by_label(re.compile("passe")).fill("secret")
        page.keyboard.press("Enter")
        page.wait_for_url("**/change/")
        expect(page.locator(".leaflet-ground-pane path").first).to_be_attached()
        expect(page.locator("#id_point-map").get_by_text("Florac Trois Rivières", exact=True)).to_be_visible()
        marker = page.locator("img.leaflet-marker-icon")
        assert marker.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    finally:
        elsewhere(lambda: User.objects.filter(username="chef").delete())
