"""axe-core finds nothing to say of any page, in either theme, in the hand or on the wall."""

import pytest
from django.template.loader import render_to_string

from tests.browser.axe import violations
from tests.browser.conftest import LAPTOP, PHONE, PROJECTOR, Guard, OpenPage
from tests.browser.pages import Frame, HomePage, ShareDialog

each_screen = pytest.mark.parametrize("viewport", [PHONE, PROJECTOR], ids=["phone", "projector"])


@each_screen
def test_the_map_and_the_list(open_page: OpenPage, viewport: dict[str, int]) -> None:
    home = HomePage(open_page(viewport=viewport))
    home.wait_for_markers()
    assert violations(home.page) == []


def test_the_list_on_a_phone(open_page: OpenPage) -> None:
    assert violations(open_page("/#liste", viewport=PHONE)) == []


def test_an_open_popup_and_the_legend(open_page: OpenPage) -> None:
    home = HomePage(open_page("/?overlap=both"))
    home.page.get_by_text("Légende").click()
    home.marker("La Pompe").click()
    home.popup.wait_for()
    assert violations(home.page) == []


@each_screen
def test_the_page_of_a_place(open_page: OpenPage, viewport: dict[str, int]) -> None:
    page = open_page("/lieux/atelier-boutique-du-petassou/", viewport=viewport)
    assert violations(page) == []


@each_screen
def test_the_open_dialog_of_sharing(open_page: OpenPage, viewport: dict[str, int]) -> None:
    share = ShareDialog(open_page("/lieux/la-pompe/", viewport=viewport))
    share.open()
    share.embed.click()
    assert violations(share.page) == []


@pytest.mark.parametrize("viewport", [{"width": 300, "height": 200}, LAPTOP], ids=["corner", "page"])
@pytest.mark.parametrize("path", ["/embed/?overlap=both", "/embed/?place=la-pompe"])
def test_the_map_in_a_frame(open_page: OpenPage, path: str, viewport: dict[str, int]) -> None:
    page = open_page(path, viewport=viewport)
    Frame(page).markers.first.wait_for()
    assert violations(page) == []


@pytest.mark.parametrize(
    "path",
    [
        "/reseaux/",
        "/reseaux/solozere/",
        "/reseaux/la-rosee/",
        "/croisements/",
        "/croisements/reunion/",
        "/donnees/",
        "/contact/",
        "/mentions-legales/",
        "/accessibilite/",
        "/vie-privee/",
        "/imprimer/",
        "/hors-ligne/",
    ],
)
def test_the_pages_of_networks_and_data(open_page: OpenPage, path: str) -> None:
    page = open_page(path, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert violations(page) == []
    page.set_viewport_size(PROJECTOR)  # type: ignore[arg-type]  # a width and a height
    page.wait_for_function("width => innerWidth === width", arg=PROJECTOR["width"])
    assert page.evaluate("document.documentElement.scrollWidth") == PROJECTOR["width"]
    assert violations(page) == []


def test_the_page_of_a_place_of_which_little_is_known(open_page: OpenPage) -> None:
    assert violations(open_page("/lieux/la-pompe/")) == []


def test_a_page_that_is_not_there(open_page: OpenPage, guard: Guard) -> None:
    guard.is_failure_expected = True
    page = open_page("/lieux/nulle-part/")
    assert page.get_by_role("link", name="Chercher sur la carte").is_visible()
    assert violations(page) == []


def test_a_breakdown(open_page: OpenPage) -> None:
    broken = lambda page: page.route("**/lieux/**", lambda route: route.fulfill(body=breakdown()))  # noqa: E731
    page = open_page("/lieux/la-pompe/", before=broken)
    assert page.get_by_role("heading", name="Croisée est en panne").is_visible()
    assert violations(page) == []


def breakdown() -> str:
    return render_to_string("500.html")


@each_screen
def test_the_manual_of_the_api(open_page: OpenPage, viewport: dict[str, int]) -> None:
    page = open_page("/api/docs/", viewport=viewport)
    page.locator("h3.opblock-tag[aria-level='2']").first.wait_for()
    assert page.locator("html").get_attribute("lang") in {"fr", "en"}
    assert violations(page) == []
