"""Where the networks cross: the map and its text, moved by date and by rule, with a mouse, keys or no script."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.axe import violations
from tests.browser.conftest import PHONE, PROJECTOR, Guard, OpenPage
from tests.browser.pages import CrossingsPage


def opened(open_page: OpenPage, query: str = "", **given: object) -> CrossingsPage:
    crossings = CrossingsPage(open_page(f"/croisements/{query}", **given))
    crossings.wait_for_communes()
    return crossings


def test_the_server_and_the_browser_count_alike_at_any_date_and_rule(open_page: OpenPage) -> None:
    for query in ("?on=2019-07-01", "?on=2019-07-01&rule=distance&radius=7500", "?on=2012-07-01&confirmed=true"):
        told = CrossingsPage(open_page(f"/croisements/{query}", java_script_enabled=False)).words()
        assert opened(open_page, query).words() == told


def test_what_is_supposed_is_counted_alike_drawn_apart_and_goes_by_one_press(open_page: OpenPage) -> None:
    near = (
        "?on=2019-07-01&rule=distance&radius=7500&if=place:48198:solozere%2Bmsap&if=member:france-services-florac:msap"
    )
    for query in (near, "?on=2026-11-23&if=pair:france-services-florac:la-pompe"):
        told = CrossingsPage(open_page(f"/croisements/{query}", java_script_enabled=False)).words()
        crossings = opened(open_page, query)
        assert crossings.words() == told
    page = crossings.page
    expect(crossings.point).to_have_text(re.compile("^Et si «.France services de Florac.»"))
    expect(page.get_by_role("note").filter(has_text="n’est pas un fait de l’annuaire")).to_be_visible()
    expect(page.locator(".tie.is-supposed")).to_have_count(3)
    assert violations(page) == []
    page.get_by_role("link", name="Revenir aux faits").click()
    expect(crossings.point).to_have_text(re.compile("^Au 23.novembre 2026, 4.communes sur 152 ont à la fois"))
    expect(page.locator(".tie.is-supposed")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?on=2026-11-23$"))


def test_the_text_says_it_all_without_a_script(open_page: OpenPage) -> None:
    crossings = CrossingsPage(open_page("/croisements/", java_script_enabled=False))
    expect(crossings.map).to_be_hidden()
    crossings.date.fill("2019-07-01")
    crossings.page.get_by_role("button", name="Montrer").click()
    expect(crossings.point).to_have_text(re.compile("^Au 1er.juillet 2019, 9.communes sur 152 ont à la fois un lieu"))
    chapter = crossings.page.get_by_role("region", name="2016").get_by_role("group").first
    chapter.locator("summary").click()
    expect(chapter.get_by_role("link", name="Inauguration de la maison").first).to_be_visible()


def test_the_keys_move_time_and_the_address_follows(open_page: OpenPage) -> None:
    crossings = opened(open_page, "?on=2019-07-01")
    crossings.time.press("ArrowRight")
    expect(crossings.point).to_have_text(re.compile("^Au 1er.août 2019"))
    crossings.time.press("PageDown")
    expect(crossings.time).to_have_attribute("aria-valuetext", "1er\xa0août 2018")
    expect(crossings.page).to_have_url(re.compile(r"\?on=2018-08-01$"))
    expect(crossings.page.get_by_role("status").filter(has_text="1er\xa0août 2018")).to_have_count(1)


def test_time_plays_to_its_end_without_a_request(open_page: OpenPage) -> None:
    crossings = opened(open_page, "?on=2015-12-01")
    crossings.page.wait_for_load_state("networkidle")
    asked: list[str] = []

    def note(request: Request) -> None:
        # Chromium asks for the icon of a tab whenever it likes, and a page that is cut off comes back to be told.
        asked.extend([path] if not (path := urlsplit(request.url).path).endswith(("favicon.svg", "/live/")) else [])

    crossings.page.on("request", note)
    crossings.page.get_by_label("Vitesse").select_option("2")
    crossings.page.get_by_role("button", name="Lecture").click()
    # Asked at each frame: time does not wait for who looks now and then.
    crossings.page.wait_for_function("() => document.querySelectorAll('.coverage .commune.is-both').length === 6")
    assert asked == []
    crossings.page.get_by_role("button", name="Pause").click()
    expect(crossings.page.get_by_role("button", name="Lecture")).to_be_visible()
    expect(crossings.page).to_have_url(re.compile(r"\?on=201[6-9]-"))


def test_on_a_telephone_the_counts_wait_for_the_map_that_pushes_them_down(open_page: OpenPage) -> None:
    # As the page stands while the rest of it, its script too, is still coming.
    def without_script(page: Page) -> None:
        page.route("**/crossings.js", lambda route: route.fulfill(body="", content_type="text/javascript"))

    page = open_page("/croisements/", viewport=PHONE, before=without_script)
    counts = page.locator("section[aria-labelledby=states-title]")
    expect(counts).to_be_visible()
    page.evaluate("document.querySelector('#picture').remove()")
    expect(counts).not_to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_rule_and_its_radius_move_the_map_and_the_text(open_page: OpenPage) -> None:
    crossings = opened(open_page)
    crossings.page.get_by_label("un lieu dans un rayon de…").check()
    expect(crossings.point).to_have_text(re.compile("37.communes sur 152"))
    expect(crossings.page.locator(".coverage .commune.is-both")).to_have_count(37)
    crossings.page.get_by_role("slider", name="Rayon").fill("5000")
    expect(crossings.point).to_have_text(re.compile("11.communes sur 152"))
    expect(crossings.page.get_by_text("à 5 km au plus, à vol")).to_be_visible()
    expect(crossings.page).to_have_url(re.compile("rule=distance&radius=5000$"))


def test_what_is_no_longer_confirmed_leaves_and_the_page_says_why(open_page: OpenPage) -> None:
    crossings = opened(open_page, "?on=2027-01-01")
    crossings.page.get_by_label("Seulement les adhésions confirmées").check()
    expect(crossings.page.get_by_text("Les sources vont jusqu’au 21 novembre 2024. Vingt-quatre")).to_be_visible()
    expect(crossings.point).to_have_text(re.compile("aucune commune sur 152"))


def test_a_date_that_is_being_typed_stays_whatever_else_is_asked(open_page: OpenPage) -> None:
    crossings = CrossingsPage(open_page("/croisements/?on=2019-07-01"))
    crossings.wait_for_communes()
    crossings.date.evaluate("field => { field.value = ''; }")  # half a date is none yet
    crossings.page.get_by_role("button", name="Montrer seulement : Les deux").click()
    expect(crossings.page).to_have_url(re.compile("state=both"))
    expect(crossings.date).to_have_value("")


def test_a_radius_that_is_dragged_chooses_the_rule_of_distance(open_page: OpenPage) -> None:
    crossings = opened(open_page)
    crossings.page.get_by_role("slider", name="Rayon").fill("5000")
    expect(crossings.page.get_by_label("un lieu dans un rayon de…")).to_be_checked()
    expect(crossings.page.get_by_role("slider", name="Rayon")).to_have_attribute("aria-valuetext", "5\xa0km")
    expect(crossings.point).to_have_text(re.compile("11.communes sur 152"))


def test_time_goes_as_far_as_a_date_that_is_asked_and_no_further(open_page: OpenPage) -> None:
    crossings = opened(open_page, "?on=2019-07-01")
    years = crossings.page.locator("#marks text")
    assert years.all_text_contents() == ["2015", "2020", "2025"]
    # While a year is typed, its first figures are no date to go to.
    crossings.date.fill("0020-01-01")
    expect(crossings.point).to_have_text(re.compile("^Au 1er.juillet 2019"))
    crossings.date.fill("2040-01-01")
    expect(crossings.point).to_have_text(re.compile("^Au 1er.janvier 2040"))
    assert years.all_text_contents() == ["2015", "2020", "2025", "2030", "2035", "2040"]
    expect(crossings.page.get_by_text("Ce jour est à venir")).to_be_visible()


def test_the_map_is_one_stop_for_the_keyboard(open_page: OpenPage) -> None:
    page = opened(open_page).page
    page.get_by_label("Seulement les adhésions confirmées").focus()
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert stops.count("map") == 1
    assert "play" in stops


def test_a_place_says_its_name_and_its_state(open_page: OpenPage) -> None:
    page = opened(open_page, "?on=2019-07-01").page
    # Whichever of those that stand there is on top.
    page.locator(".spot [href='#venn-both']").first.hover(force=True)
    expect(page.get_by_role("tooltip")).to_have_text(re.compile(r"\S\s: Les deux$"))


def test_what_fails_to_load_is_asked_again_and_the_form_still_asks_the_site(open_page: OpenPage, guard: Guard) -> None:
    guard.is_failure_expected = True
    outlines = "**/communes.geojson*"
    page = open_page("/croisements/", before=lambda page: page.route(outlines, lambda route: route.abort()))
    ask = page.get_by_role("button", name="Montrer", exact=True)
    expect(page.get_by_role("alert")).to_contain_text("La carte n’a pas pu être chargée.")
    page.get_by_label("Date", exact=True).fill("2019-07-01")
    with page.expect_navigation():
        ask.click()
    expect(page.locator("#point")).to_have_text(re.compile("^Au 1er.juillet 2019, 9.communes"))
    expect(page.get_by_role("alert")).to_be_visible()
    page.unroute(outlines)
    page.get_by_role("alert").get_by_role("button", name="Réessayer").click()
    CrossingsPage(page).wait_for_communes()
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(ask).to_be_hidden()


@pytest.mark.parametrize("viewport", [PHONE, PROJECTOR], ids=["phone", "projector"])
def test_axe_finds_nothing_to_say(open_page: OpenPage, viewport: dict[str, int]) -> None:
    page: Page = opened(open_page, "?on=2019-07-01", viewport=viewport).page
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    assert violations(page) == []
