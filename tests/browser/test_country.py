"""A directory that no browser could hold, in one: what is in sight on the map, and in the list beside it."""

import re

import pytest
from playwright.sync_api import Route, expect
from pytest_django import Settings

from tests.browser.conftest import PHONE, Guard, OpenPage

MARKERS = ".marker:not([hidden])"
ALL = re.compile(r"environ\s1\d0\slieux dans cette vue")
SOME = re.compile(r"^[1-4]?\d\slieux dans cette vue")


@pytest.fixture(autouse=True)
def _country(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Lozère be more than a browser could hold."""
    settings.WHOLE_DIRECTORY = 50
    monkeypatch.setattr("frontend.home.viewport.CARDS", 10)


def test_the_map_shows_crowds_and_comes_closer_to_places(open_page: OpenPage) -> None:
    page = open_page("/")
    expect(page.locator("#shown")).to_have_text(ALL)
    # The list is its twin, and goes on.
    expect(page.locator(".card:visible")).to_have_count(10)
    page.locator("#more-cards").click()
    expect(page.locator(".card:visible")).to_have_count(20)
    crowd = page.get_by_role("button", name=re.compile(r"^environ\s\d+\slieux, Mende")).first
    expect(crowd).to_have_accessible_name(re.compile(r"Les deux \(\d+\)"))
    crowd.click()
    expect(page.locator("#shown")).to_have_text(SOME)
    names = page.locator(MARKERS).evaluate_all("found => found.map((marker) => marker.getAttribute('aria-label'))")
    assert names
    page.wait_for_function(
        """() => parseInt(document.querySelector("#shown").textContent)
            === [...document.querySelectorAll(".card")].filter((card) => card.checkVisibility()).length"""
    )


def test_a_filter_changes_both(open_page: OpenPage) -> None:
    page = open_page("/", viewport=PHONE)
    expect(page.locator("#shown")).to_have_text(ALL)
    page.locator("[data-state=both]").click()
    expect(page.locator("#shown")).not_to_have_text(ALL)
    expect(page).to_have_url(re.compile(r"overlap=both"))
    expect(page.locator(MARKERS).first).to_have_accessible_name(re.compile("Les deux"))


def test_a_network_that_is_cut_loses_nothing(open_page: OpenPage) -> None:
    page = open_page("/")
    expect(page.locator("#shown")).to_have_text(ALL)

    def cut(route: Route) -> None:
        # A refusal, not a cut wire, which the browser would tell as an error of ours.
        route.fulfill(status=200, body="no answer")

    page.route("**/vue/**", cut)
    page.get_by_role("button", name="Agrandir").click()
    expect(page.get_by_role("alert").filter(has_text="n’ont pas pu être chargés")).to_be_visible()
    expect(page.locator(MARKERS).first).to_be_visible()
    page.unroute("**/vue/**")
    page.get_by_role("button", name="Réessayer").click()
    expect(page.locator("#map-failed")).to_be_hidden()


def test_where_nothing_is_in_sight_there_is_a_way_to_what_is(open_page: OpenPage) -> None:
    page = open_page("/?map=16/44.6/3.45")
    page.get_by_role("button", name="Aller au plus proche").click()
    expect(page.locator("#shown")).to_have_text(SOME)
    expect(page.locator(MARKERS).first).to_be_visible()


def test_what_follows_in_the_list_may_not_come_and_is_asked_for_again(open_page: OpenPage, guard: Guard) -> None:
    page = open_page("/")
    expect(page.locator(".card:visible")).to_have_count(10)
    guard.is_failure_expected = True
    page.route("**/vue/?*page=*", lambda route: route.abort())
    page.locator("#more-cards").click()
    expect(page.get_by_role("alert").filter(has_text="La suite")).to_be_visible()
    expect(page.locator(".card:visible")).to_have_count(10)
    page.unroute("**/vue/?*page=*")
    page.locator("#more-cards").click()
    expect(page.locator(".card:visible")).to_have_count(20)
    expect(page.locator("#more-failed")).to_be_hidden()


def test_distances_are_said_as_elsewhere(open_page: OpenPage) -> None:
    page = open_page("/?near=3.4961,44.5202")
    distances = page.locator(".card:visible .distance")
    expect(distances).to_have_count(10)
    # The nearest that a browser could hold.
    for _ in range(4):
        before = distances.count()
        page.locator("#more-cards").click()
        expect(distances).to_have_count(before + 10)
    told = distances.all_inner_texts()
    assert any(text.startswith("à environ") for text in told), "some are placed at their commune"
    assert not [text for text in told if "{" in text]
