"""The parts of the page of crossings: folded in the hand, named by its contents, open where there is room."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import LAPTOP, PHONE, OpenPage
from tests.browser.pages import CrossingsPage, ShareDialog

TITLES = [
    "Par intercommunalité",
    "Quels réseaux partagent des lieux ?",
    "Ce qui pourrait se faire",
    "Depuis quand",
    "Comment c’est calculé",
]


def opened(open_page: OpenPage, path: str = "/croisements/?on=2019-07-01", **given: object) -> Page:
    page = open_page(path, **given)
    CrossingsPage(page).wait_for_communes()
    return page


def test_in_the_hand_the_parts_are_folded_and_the_page_is_short(open_page: OpenPage) -> None:
    page = opened(open_page, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollHeight") < 4 * PHONE["height"]
    expect(page.locator("details.fold:not([open])")).to_have_count(len(TITLES))
    expect(page.get_by_role("table")).to_have_count(0)
    assert violations(page) == []


@pytest.mark.parametrize("title", TITLES)
def test_the_contents_open_what_they_name(open_page: OpenPage, title: str) -> None:
    page = opened(open_page, viewport=PHONE)
    page.get_by_role("navigation", name="Sur cette page").get_by_role("link", name=title).click()
    expect(page.locator("details.fold[open]")).to_have_count(1)
    expect(page.locator("details.fold[open] > summary")).to_have_text(title)
    expect(page.locator("details.fold[open] > summary")).to_be_in_viewport(ratio=1)


def test_a_link_to_what_is_folded_opens_it_and_a_question_leaves_it_open(open_page: OpenPage) -> None:
    page = opened(open_page, "/croisements/?on=2019-07-01#chances-title", viewport=PHONE)
    chances = page.locator("#chances")
    expect(chances).to_be_visible()
    page.get_by_label("Date", exact=True).fill("2021-07-01")
    expect(chances).to_have_attribute("data-asked", re.compile("on=2021-07-01"))
    expect(chances).to_be_visible()


def test_where_there_is_room_all_is_open_under_one_title_each(open_page: OpenPage) -> None:
    page = opened(open_page, viewport=LAPTOP)
    for title in TITLES:
        expect(page.get_by_role("heading", level=2, name=title)).to_be_visible()
    expect(page.locator(".fold > summary:visible")).to_have_count(0)
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    expect(page.locator("details.fold[open]")).to_have_count(0)
    page.set_viewport_size({"width": LAPTOP["width"], "height": LAPTOP["height"]})
    expect(page.locator("details.fold[open]")).to_have_count(len(TITLES))


def test_paper_has_what_is_folded_on_a_telephone(open_page: OpenPage) -> None:
    page = opened(open_page, viewport=PHONE)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".groups")).to_be_visible()
    expect(page.locator("#rule-text")).to_be_visible()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("details.fold[open]")).to_have_count(0)


def test_without_a_script_all_is_open_and_the_page_gives_its_link(open_page: OpenPage) -> None:
    page = open_page("/croisements/?on=2019-07-01", viewport=PHONE, java_script_enabled=False)
    expect(page.locator(".groups")).to_be_visible()
    link = page.get_by_role("link", name="Lien de cette page")
    expect(link).to_have_attribute("href", "/croisements/?on=2019-07-01")


@pytest.mark.parametrize("path", ["/croisements/?on=2019-07-01", "/reseaux/", "/donnees/"])
def test_a_page_is_shared_by_link_and_by_code(open_page: OpenPage, path: str) -> None:
    share = ShareDialog(open_page(path))
    share.open()
    expect(share.address).to_have_value(re.compile(re.escape(path) + "$"))
    expect(share.code).not_to_have_js_property("naturalWidth", 0)
    expect(share.page.get_by_text("Intégrer la carte")).to_have_count(0)
    assert violations(share.page) == []
    share.page.keyboard.press("Escape")
    expect(share.page.get_by_role("button", name="Partager")).to_be_focused()
