"""The page of a place: what is known, and what is not."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage

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
    expect(page.get_by_role("region", name="Y aller").get_by_text("non renseigné").first).to_be_visible()
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
