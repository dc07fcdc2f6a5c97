"""From a place to its networks, from a network to its places, and to the data."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage


def test_a_place_leads_to_its_network_and_the_network_to_its_places(open_page: OpenPage) -> None:
    page = open_page("/lieux/la-pompe/", java_script_enabled=False)
    page.get_by_role("region", name="Dans quels réseaux").get_by_role("link").first.click()
    members = page.get_by_role("region", name=re.compile(r"^\d+\slieux? aujourd’hui"))
    members.get_by_role("link", name="La Pompe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("La Pompe")


def test_the_header_leads_to_networks_and_data(open_page: OpenPage) -> None:
    page = open_page("/lieux/la-pompe/")
    site = page.get_by_role("navigation", name="Le site")
    site.get_by_role("link", name="Réseaux").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Les réseaux")
    site.get_by_role("link", name="Données").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Données à réutiliser")
    expect(site.get_by_role("link", name="Données")).to_have_attribute("aria-current", "page")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Lieux, CSV").click()
    assert re.fullmatch(r"croisee-places-\d{4}-\d\d-\d\d\.csv", taken.value.suggested_filename)


def test_a_network_that_ended_tells_who_was_in_it(open_page: OpenPage) -> None:
    page = open_page("/reseaux/solozere/")
    expect(page.get_by_role("region", name="En ont fait partie").get_by_role("listitem").first).to_be_visible()
