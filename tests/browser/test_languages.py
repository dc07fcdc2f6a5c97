"""The other language is one step away, and says the same."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import PHONE, PROJECTOR, Guard, OpenPage
from tests.browser.pages import HomePage

each_screen = pytest.mark.parametrize("viewport", [PHONE, PROJECTOR], ids=["phone", "projector"])
PATHS = ["/lieux/la-pompe/", "/reseaux/", "/reseaux/solozere/", "/donnees/", "/imprimer/"]


def switch(page: Page, name: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()


@each_screen
def test_the_switch_keeps_what_was_asked_on_the_page(open_page: OpenPage, viewport: dict[str, int]) -> None:
    home = HomePage(open_page("/", viewport=viewport, locale="de-DE"))
    home.wait_for_markers()
    home.choice("both").click()
    expect(home.page).to_have_url(re.compile(r"/\?.*overlap=both"))
    switch(home.page, "English")
    expect(home.page).to_have_url(re.compile(r"/en/\?.*overlap=both"))
    expect(home.page.locator("html")).to_have_attribute("lang", "en")
    expect(home.page.get_by_role("button", name=re.compile("Both$"), pressed=True)).to_be_visible()
    switch(home.page, "Français")
    expect(home.page).to_have_url(re.compile(r"localhost:\d+/\?.*overlap=both"))
    expect(home.choice("both")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("path", PATHS)
def test_the_switch_leads_to_the_same_page_and_back(open_page: OpenPage, path: str) -> None:
    page = open_page(path, locale="en-GB")
    title = page.title()
    switch(page, "English")
    expect(page).to_have_url(re.compile(rf"/en{path}$"))
    switch(page, "Français")
    expect(page).to_have_url(re.compile(rf"localhost:\d+{path}$"))
    expect(page).to_have_title(title)


def test_the_map_speaks_english(open_page: OpenPage) -> None:
    page = open_page("/en/?overlap=both")
    page.locator(".marker").first.wait_for()
    page.get_by_role("region", name=re.compile("^Map of the places")).wait_for()
    marker = page.get_by_role("button", name=re.compile("^La Pompe, Florac Trois Rivières, Both$"))
    marker.click()
    link = page.get_by_role("dialog").get_by_role("link", name="La Pompe")
    expect(link).to_have_attribute("href", "/en/lieux/la-pompe/")


@each_screen
@pytest.mark.parametrize("path", ["/", *PATHS])
def test_nothing_is_in_the_way_in_english(open_page: OpenPage, path: str, viewport: dict[str, int]) -> None:
    page = open_page(f"/en{path}", viewport=viewport)
    if path == "/":
        page.locator(".marker").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    assert violations(page) == []


def test_a_page_that_is_not_there_says_so_in_english(open_page: OpenPage, guard: Guard) -> None:
    guard.is_failure_expected = True
    page = open_page("/en/lieux/nowhere/")
    page.get_by_role("link", name="Browse the list of places").click()
    expect(page).to_have_url(re.compile("/en/#liste$"))
