"""What could be: three lists that follow the date and the rule, and a sheet to carry into a meeting."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.browser.axe import violations
from tests.browser.conftest import PHONE, PROJECTOR, Guard, OpenPage
from tests.browser.pages import CrossingsPage

SHEET, LISTS = "/croisements/reunion/", "/croisements/possibles/"


class Chances:
    """The section, wherever it stands."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.section = page.get_by_role("region", name="Ce qui pourrait se faire")
        self.question = self.section.locator(".chances-question")
        self.pairs = self.rows("Des voisins sans réseau commun")
        self.almost = self.rows("Des communes auxquelles il ne manque qu’un côté")
        self.neither = self.rows("Des communes que rien ne couvre")
        self.failure = self.section.get_by_role("alert")

    def rows(self, title: str) -> Locator:
        """The rows of a list."""
        return self.page.get_by_role("region", name=title).get_by_role("listitem")

    def words(self) -> list[str]:
        """What the section says."""
        return ["".join(text.split()) for text in self.section.locator("li, p").all_text_contents()]


def opened(open_page: OpenPage, query: str = "", **given: object) -> Chances:
    crossings = CrossingsPage(open_page(f"/croisements/{query}", **given))
    crossings.wait_for_communes()
    return Chances(crossings.page)


def asked_of(page: Page) -> list[str]:
    """Note the questions that the section asks from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        address = urlsplit(request.url)
        asked.extend([address.query] if address.path.endswith(LISTS) else [])

    page.on("request", note)
    return asked


def test_the_lists_are_there_without_a_script(open_page: OpenPage) -> None:
    chances = Chances(open_page("/croisements/?on=2024-12-01", java_script_enabled=False))
    for rows in (chances.almost, chances.neither):
        expect(rows).to_have_count(10)
    named = [link.inner_text() for link in chances.pairs.get_by_role("link").all()]
    assert len(named) == len(set(named)) == 2 * chances.pairs.count() > 10, "each place is named once"
    expect(chances.almost.first).to_contain_text("Marvejols")
    expect(chances.failure).to_have_count(0)
    chances.pairs.first.get_by_role("link").first.click()
    expect(chances.page).to_have_url(re.compile("/lieux/"))


def test_the_lists_follow_the_slider_once_it_is_still(open_page: OpenPage) -> None:
    chances = opened(open_page, "?on=2019-07-01")
    asked = asked_of(chances.page)
    slider = chances.page.get_by_role("slider", name="Remonter le temps")
    # A key that repeats: however slowly it is pressed here, the page sees it press every 33 ms.
    moment = datetime.now(UTC)
    chances.page.clock.install(time=moment)
    chances.page.clock.pause_at(moment + timedelta(minutes=1))
    for _time in range(12):
        slider.press("PageDown")
        chances.page.clock.run_for(33)
    chances.page.clock.resume()
    expect(chances.section).to_have_attribute("data-asked", re.compile("^on=201[01]-"))
    assert asked == [chances.section.get_attribute("data-asked")]


def test_the_lists_are_those_of_the_server_for_the_same_question(open_page: OpenPage) -> None:
    query = "?on=2019-07-01&rule=distance&radius=5000"
    told = Chances(open_page(f"/croisements/{query}", java_script_enabled=False)).words()
    chances = opened(open_page, "?on=2019-07-01")
    chances.page.get_by_label("un lieu dans un rayon de…").check()
    chances.page.get_by_role("slider", name="Rayon").fill("5000")
    expect(chances.question).to_contain_text("à 5 km au plus")
    assert chances.words() == told


def test_nothing_is_asked_before_something_moves(open_page: OpenPage) -> None:
    asked: list[str] = []
    for query in ("", "?on=2019-07-01&rule=distance&radius=7500"):
        chances = opened(
            open_page, query, before=lambda page: page.on("request", lambda request: asked.append(request.url))
        )
        expect(chances.page.locator("#aloud")).not_to_be_empty()
    assert not [url for url in asked if LISTS in url]


def test_an_answer_that_comes_too_late_is_dropped(open_page: OpenPage) -> None:
    chances = opened(open_page, "?on=2019-07-01")
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "on=2019-08-01" in route.request.url:
            held.append(route)
        else:
            route.continue_()

    chances.page.route(f"**{LISTS}?*", hold)
    slider = chances.page.get_by_role("slider", name="Remonter le temps")
    with chances.page.expect_request(re.compile("on=2019-08-01")):
        slider.press("ArrowRight")
    expect(chances.section).to_have_attribute("aria-busy", "true")
    slider.press("ArrowRight")
    expect(chances.question).to_contain_text(re.compile("au 1er.septembre 2019"))
    assert len(held) == 1


def test_a_failure_says_of_when_the_lists_are_and_can_be_tried_again(open_page: OpenPage, guard: Guard) -> None:
    guard.is_failure_expected = True
    chances = opened(open_page, "?on=2019-07-01")
    chances.page.route(f"**{LISTS}?*", lambda route: route.abort())
    chances.page.get_by_role("slider", name="Remonter le temps").press("PageDown")
    expect(chances.failure).to_contain_text(re.compile("ces listes sont restées au 1er.juillet 2019"))
    chances.page.unroute(f"**{LISTS}?*")
    chances.failure.get_by_role("button", name="Réessayer").click()
    expect(chances.question).to_contain_text(re.compile("au 1er.juillet 2018"))
    expect(chances.failure).to_have_count(0)
    expect(chances.page.get_by_role("heading", name="Ce qui pourrait se faire")).to_be_focused()


def test_an_error_of_the_site_is_a_failure_too(open_page: OpenPage, guard: Guard) -> None:
    guard.is_failure_expected = True
    chances = opened(open_page, "?on=2019-07-01")
    chances.page.route(f"**{LISTS}?*", lambda route: route.fulfill(status=500, body="<h1>500</h1>"))
    slider = chances.page.get_by_role("slider", name="Remonter le temps")
    slider.press("PageDown")
    expect(chances.failure).to_be_visible()
    slider.press("PageUp")
    expect(chances.failure).to_have_count(0)


def test_the_sheet_holds_the_whole_list_and_leads_back(open_page: OpenPage) -> None:
    page = open_page("/croisements/?on=2019-07-01")
    page.get_by_role("link", name="Voir tout : Des communes que rien ne couvre").click()
    rows = Chances(page).rows("Des communes que rien ne couvre")
    assert rows.count() > 50
    page.get_by_role("link", name="10", exact=True).click()
    expect(rows).to_have_count(10)
    page.get_by_role("link", name="Revenir aux croisements").click()
    expect(page.locator("#point")).to_have_text(re.compile("^Au 1er.juillet 2019"))


def test_a_list_is_a_table_for_a_spreadsheet(open_page: OpenPage) -> None:
    page = open_page("/croisements/?on=2024-12-01")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tableur : Des voisins sans réseau commun").click()
    about, pairs = load_workbook(BytesIO(download.value.path().read_bytes())).worksheets
    assert datetime(2024, 12, 1) in [row[1].value for row in about]  # noqa: DTZ001  a spreadsheet knows no zone
    assert pairs.max_row > 10


def test_the_sheet_prints_on_a4_with_boxes_to_tick_and_room_for_notes(
    open_page: OpenPage, pages_of: Callable[[Page], int]
) -> None:
    page = open_page(f"{SHEET}?on=2024-12-01")
    page.emulate_media(media="print")
    for hidden in ("Revenir aux croisements", "Voir tout : Des communes que rien ne couvre"):
        expect(page.get_by_role("link", name=hidden)).to_be_hidden()
    expect(page.locator(".tick-box:visible")).to_have_count(28)
    expect(page.locator(".note:visible")).to_have_count(28)
    assert pages_of(page) <= 3


@pytest.fixture
def pages_of() -> Callable[[Page], int]:
    """A way to count the A4 pages that a page prints on."""

    def count(page: Page) -> int:
        printed = page.pdf(prefer_css_page_size=True)
        assert re.search(rb"/MediaBox \[0 0 59[45][.\d]* 84[12]", printed)
        return len(re.findall(rb"/Type /Page\b", printed))

    return count


def test_the_lists_speak_english(open_page: OpenPage) -> None:
    page = open_page("/en/croisements/?on=2019-07-01")
    CrossingsPage(page).wait_for_communes()
    section = page.get_by_role("region", name="What could be")
    expect(section).to_contain_text("Neighbours with no network in common")
    page.get_by_label("Date", exact=True).fill("2018-07-01")
    expect(section).to_contain_text(re.compile("on 1.July 2018"))
    expect(section.get_by_role("link", name="For your next meeting: the sheet to print")).to_have_attribute(
        "href", "/en/croisements/reunion/?on=2018-07-01"
    )


def test_neighbours_are_tied_on_the_map_by_their_button_and_by_a_key(open_page: OpenPage) -> None:
    chances = opened(open_page, "?on=2021-07-01")
    button = chances.page.get_by_role("button", name="Relier ces voisins sur la carte")
    lines = chances.page.locator("#map path.tie")
    rows = chances.page.locator("#chances [data-line]").count()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    # A line and two rings each.
    expect(lines).to_have_count(3 * rows)
    chances.page.get_by_label("Date", exact=True).fill("2012-07-01")
    expect(chances.page.locator("#chances")).to_have_attribute("data-asked", re.compile("on=2012-07-01"))
    expect(lines).to_have_count(3 * chances.page.locator("#chances [data-line]").count())
    chances.page.keyboard.press("Escape")
    chances.page.locator("#play").focus()
    chances.page.keyboard.press("n")
    expect(lines).to_have_count(0)
    expect(chances.page.locator("#stage-aloud")).to_have_text("Les voisins ne sont plus reliés.")


@pytest.mark.parametrize("viewport", [PHONE, PROJECTOR], ids=["phone", "projector"])
def test_axe_finds_nothing_to_say_of_a_failure(open_page: OpenPage, guard: Guard, viewport: dict[str, int]) -> None:
    guard.is_failure_expected = True
    chances = opened(open_page, "?on=2019-07-01#chances-title", viewport=viewport)
    chances.page.route(f"**{LISTS}?*", lambda route: route.abort())
    chances.page.get_by_role("slider", name="Remonter le temps").press("PageDown")
    expect(chances.failure).to_be_visible()
    assert chances.page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    assert violations(chances.page) == []
