"""Whose crossing it is: the two sides that a reader chooses, and the networks that go together."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import PHONE, PROJECTOR, OpenPage
from tests.browser.pages import CrossingsPage

MSAP_AND_SOLOZERE = "?on=2019-07-01&a=msap&b=solozere"
BOTH_OF_2019 = re.compile("9 communes sur 152 réunissent Maisons de services au public et SoLozère")


def side(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True)


def choose(page: Page) -> None:
    """Ask for the MSAP on one side, SoLozère on the other."""
    page.get_by_text("Choisir les deux côtés").click()
    for name, family, network in (
        ("Côté A", "Toute la médiation numérique", "Maisons de services au public"),
        ("Côté B", "Tout l’appui aux entreprises", "SoLozère"),
    ):
        one = side(page, name)
        if one.get_by_label(family).is_checked():
            one.get_by_label(family).uncheck()
        one.get_by_label(network).check()
    page.get_by_role("button", name="Comparer ces deux côtés").click()


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_two_sides_are_chosen_and_the_sentence_follows(open_page: OpenPage, has_script: bool) -> None:
    page = open_page("/croisements/?on=2019-07-01", java_script_enabled=has_script)
    choose(page)
    expect(page.locator("#point")).to_have_text(BOTH_OF_2019)
    expect(page.get_by_role("heading", name="SoLozère seulement")).to_be_visible()
    if has_script:
        expect(page).to_have_url(re.compile(r"\?on=2019-07-01&a=msap&b=solozere$"))
    page.get_by_role("link", name="Revenir aux deux familles").click()
    expect(page.get_by_role("heading", name="Appui aux entreprises seul", exact=True)).to_be_visible()


def test_a_family_lets_go_of_its_networks_and_a_network_of_its_family(open_page: OpenPage) -> None:
    page = open_page("/croisements/")
    page.get_by_text("Choisir les deux côtés").click()
    one = side(page, "Côté A")
    one.get_by_label("France services").check()
    expect(one.get_by_label("Toute la médiation numérique")).not_to_be_checked()
    one.get_by_label("Toute la médiation numérique").check()
    expect(one.get_by_label("France services")).not_to_be_checked()
    expect(side(page, "Côté B").get_by_label("Tout l’appui aux entreprises")).to_be_checked()


def test_the_sides_stay_while_time_moves(open_page: OpenPage) -> None:
    crossings = CrossingsPage(open_page(f"/croisements/{MSAP_AND_SOLOZERE}"))
    crossings.wait_for_communes()
    expect(crossings.page.locator(".coverage .commune.is-both")).to_have_count(9)
    crossings.time.press("ArrowRight")
    expect(crossings.page).to_have_url(re.compile(r"\?on=2019-08-01&a=msap&b=solozere$"))
    expect(crossings.point).to_have_text(re.compile("août 2019.*réunissent Maisons de services au public et SoLozère"))
    expect(crossings.page.locator("#api")).to_have_attribute("href", re.compile("on=2019-08-01&a=msap&b=solozere$"))


def test_what_nobody_has_confirmed_for_long_is_drawn_and_counted_at_any_date(open_page: OpenPage) -> None:
    crossings = CrossingsPage(open_page("/croisements/?on=2024-09-15"))
    crossings.wait_for_communes()
    page = crossings.page
    key = page.get_by_text("Non confirmé depuis 24 mois")
    expect(page.locator("#doubt-key")).to_have_text(re.compile(r"\b72\slieux"))
    drawn = page.locator(".leaflet-marker-pane .unsure-a, .leaflet-marker-pane .unsure-b").count()
    assert 60 < drawn <= 72
    said = page.get_by_text(re.compile("sans avoir été confirmés? depuis 24 mois"))
    expect(said).to_have_text(re.compile(r"^\s*72\slieux sont comptés"))
    crossings.time.press("PageDown")
    expect(page).to_have_url(re.compile("2023-09-15"))
    expect(said).to_have_text(re.compile(r"^\s*70\slieux"))
    page.get_by_label("Date", exact=True).fill("2012-01-01")
    expect(key).to_be_hidden()
    expect(said).to_be_hidden()
    expect(page.get_by_text("un début « au moins depuis »")).to_be_hidden()


@pytest.mark.parametrize("viewport", [PHONE, PROJECTOR], ids=["phone", "projector"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_say(open_page: OpenPage, viewport: dict[str, int], scheme: str) -> None:
    asked = "?on=2023-07-01&a=france-services&a=conseillers-numeriques&a=aidants-connect&b=solozere"
    crossings = CrossingsPage(open_page(f"/croisements/{asked}", viewport=viewport, color_scheme=scheme))
    crossings.wait_for_communes()
    page = crossings.page
    page.get_by_text("Choisir les deux côtés").click()
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    assert violations(page) == []
