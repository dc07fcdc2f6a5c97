"""What lies under the places: our own ground, and tiles where one has chosen them."""

from playwright.sync_api import expect

from tests.browser.conftest import ROOT, Guard, OpenPage
from tests.browser.pages import HomePage


def test_without_our_ground_the_places_are_still_there(
    open_page: OpenPage, guard: Guard, counts: dict[str, int]
) -> None:
    guard.is_failure_expected = True
    cut = lambda page: page.route("**/fond-de-carte.geojson", lambda route: route.abort())  # noqa: E731
    home = HomePage(open_page(before=cut))
    home.expect_places(sum(counts.values()))


def test_tiles_that_cannot_be_reached_leave_our_ground(home: HomePage, guard: Guard) -> None:
    guard.is_failure_expected = True
    assert guard.outside == []
    home.map.get_by_role("button", name="Fonds de carte").focus()
    home.page.keyboard.press("Enter")
    with home.page.expect_event("requestfailed"):
        home.map.get_by_role("radio", name="Plan IGN").press("Space")
    assert guard.outside
    expect(home.map.locator("path.land")).to_have_count(1)
    home.map.get_by_role("radio", name="Fond simple, sans internet").press("Space")
    expect(home.markers.first).to_be_visible()


def test_a_press_on_the_layers_opens_them_and_chooses_none(home: HomePage) -> None:
    home.map.get_by_role("button", name="Fonds de carte").click()
    expect(home.map.get_by_role("radio", name="Fond simple, sans internet")).to_be_checked()


def test_our_names_stay_until_tiles_bring_theirs_and_the_territory_stays_in_sight(
    home: HomePage, guard: Guard, open_page: OpenPage
) -> None:
    guard.is_failure_expected = True
    ours = home.map.get_by_text("Mende", exact=True)
    edge = home.map.locator("path.land-edge")
    home.map.get_by_role("button", name="Fonds de carte").click()
    with home.page.expect_event("requestfailed"):
        home.map.get_by_role("radio", name="Plan IGN").check()
    expect(ours).to_be_visible()
    box, window = edge.bounding_box(), home.map.bounding_box()
    assert box
    assert window
    assert box["height"] <= window["height"]
    tile = (ROOT / "frontend/static/frontend/icon-192.png").read_bytes()
    home.page.route(
        lambda url: url.startswith("https:"), lambda route: route.fulfill(body=tile, content_type="image/png")
    )
    home.map.get_by_role("radio", name="OpenStreetMap").check()
    expect(ours).to_be_hidden()
    home.map.get_by_role("radio", name="Fond simple, sans internet").check()
    expect(ours).to_be_visible()
