"""The page of a place: what is known, and what is not."""

import pytest
from django.db.models.functions import Length
from playwright.sync_api import expect

from network.models import NetworkedPlace
from tests.browser.conftest import OpenPage
from tests.browser.pages import HomePage

KNOWN = "atelier-boutique-du-petassou"
CROSSED = "la-pompe"


def test_a_page_tells_hours_services_networks_and_source(open_page: OpenPage) -> None:
    page = open_page(f"/lieux/{KNOWN}/")
    expect(page.get_by_role("region", name="Horaires").get_by_role("row", name="Mardi")).to_contain_text("14 h")
    expect(page.get_by_role("region", name="Dans quels réseaux")).to_contain_text("Au moins depuis le 7 septembre 2022")
    expect(page.get_by_role("region", name="D’où vient cette fiche")).to_contain_text("Licence Ouverte")
    expect(page.get_by_role("img", name="Moissac-Vallée-Française en Lozère")).to_be_visible()


def test_what_is_unknown_is_said(open_page: OpenPage) -> None:
    page = open_page(f"/lieux/{CROSSED}/")
    expect(page.get_by_text("Horaires non renseignés")).to_be_visible()
    expect(page.get_by_text("Pas encore connu : horaires, adresse exacte, téléphone")).to_be_visible()
    expect(page.get_by_text("se croisent ici")).to_be_visible()


def test_the_page_needs_no_javascript_and_leads_back(open_page: OpenPage) -> None:
    page = open_page(f"/lieux/{CROSSED}/", java_script_enabled=False)
    page.get_by_role("link", name="Tous les lieux en Lozère").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("tiers-lieux")


def test_a_page_leads_to_the_places_around(open_page: OpenPage) -> None:
    page = open_page(f"/lieux/{CROSSED}/")
    around = page.get_by_role("region", name="Autour")
    expect(around.get_by_role("listitem")).to_have_count(5)
    expect(around.get_by_role("listitem").nth(4)).to_contain_text("km")
    name = around.get_by_role("link").first.text_content() or ""
    around.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


@pytest.mark.parametrize("size", [(360, 640), (390, 844)], ids=["small-phone", "phone"])
def test_one_can_come_or_call_without_scrolling(open_page: OpenPage, size: tuple[int, int]) -> None:
    page = open_page("/", viewport={"width": size[0], "height": size[1]})
    known = NetworkedPlace.objects.published().filter(
        opening_hours__isnull=False, phone__isnull=False, address__isnull=False
    )
    names_first = known.order_by(Length("name").desc()).values_list("slug", flat=True)[:5]
    for slug in [*names_first, known.order_by(Length("address").desc())[0].slug]:
        page.goto(f"/lieux/{slug}/")
        for needed in (".now", ".today-hours", ".whereabouts", ".action[href^='tel:']"):
            expect(page.locator(f"main {needed}").first, f"{needed} of {slug}").to_be_in_viewport(ratio=1)


def test_the_way_back_keeps_the_search(open_page: OpenPage) -> None:
    home = HomePage(open_page("/?q=florac#liste"))
    home.cards.first.get_by_role("link").click()
    page = home.page
    page.get_by_role("region", name="Autour").get_by_role("link").first.click()
    page.get_by_role("link", name="Tous les lieux en Lozère").click()
    page.wait_for_url("**/?q=florac#liste")
    expect(home.search).to_have_value("florac")


def test_the_way_back_stays_in_the_language_of_the_page(open_page: OpenPage) -> None:
    home = HomePage(open_page("/?q=florac"))
    home.cards.first.get_by_role("link").click()
    page = home.page
    page.get_by_role("link", name="English").click()
    expect(page.locator("a[data-search]")).to_have_attribute("href", "/en/")
