"""A territory of a country that someone keeps: it answers where there is no network, until she lets it go."""

import re
from collections.abc import Iterator

import pytest
from django.urls import resolve
from playwright.sync_api import Page, expect
from pytest_django import Settings

from frontend.offline import keeping
from network.models import User
from places.models import Territory
from tests.browser.axe import violations
from tests.browser.conftest import PHONE, Guard, OpenPage, elsewhere
from tests.browser.pages import CrossingsPage, HomePage
from tests.factories import forget_account

PART = "48"
DATA = "async () => (await (await caches.open('croisee-files')).keys()).map(({ url }) => url)"


@pytest.fixture(autouse=True)
def _country(settings: Settings, guard: Guard, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the directory be a country's, of which the real territory is a part that a browser could hold."""
    guard.is_failure_expected = True
    resolve("/")  # the first address that is looked up imports all views, and they would hold what is put here
    monkeypatch.setattr(keeping, "_GOOD_FOR", 0)
    monkeypatch.setattr(keeping, "_GOOD_FOR_TERRITORY", 0)
    monkeypatch.setattr("frontend.home.held.is_country", lambda territories=(): not territories)
    monkeypatch.setattr(keeping, "is_country", lambda territories=(): not territories)
    monkeypatch.setattr(keeping, "_has_every_place", lambda: False)
    other = Territory(code="ailleurs", name="Ailleurs", locative="ailleurs", credit="")
    elsewhere(other.save)
    yield
    elsewhere(other.delete)


def keep(page: Page) -> None:
    button = page.get_by_role("button", name=re.compile(r"^Garder hors ligne \(environ \d+\sko\)$"))
    button.click()
    expect(page.get_by_text("Gardé : la carte")).to_be_visible(timeout=120_000)
    expect(button).to_be_hidden()
    told = re.compile(r"Lozère\s+gardé le .+ \([\d\s]+ko sur cet appareil\)")
    expect(page.locator("#keep .kept-territories > p")).to_have_text(told)


def test_a_territory_that_is_kept_answers_without_a_network(open_page: OpenPage, counts: dict[str, int]) -> None:
    page = open_page(f"/?territory={PART}", service_workers="allow")
    keep(page)
    assert violations(page) == []
    page.context.set_offline(True)
    page.goto(f"/?territory={PART}")
    home = HomePage(page)
    home.wait_for_markers()
    home.expect_places(sum(counts.values()))
    home.choice("both").click()
    home.expect_only("both", counts["both"])
    page.goto(f"/?territory={PART}&q=fablab")
    home.wait_for_markers()
    expect(home.cards.filter(has_text="La Pompe")).to_be_visible()
    page.goto("/lieux/la-pompe/")
    expect(page.get_by_role("heading", level=1)).to_have_text("La Pompe")
    page.goto("/nulle-part/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette page demande une connexion")
    page.locator("#keep").get_by_role("link", name="Lozère").click()
    home.wait_for_markers()
    page.goto(f"/croisements/?territory={PART}&on=2019-07-01")
    crossings = CrossingsPage(page)
    crossings.wait_for_communes()
    expect(crossings.point).to_have_text(re.compile("^Au 1er.juillet 2019, 9.communes sur 152"))
    expect(page.get_by_text("Le reste de votre demande attend une connexion")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_kept_can_be_read_on_a_telephone(open_page: OpenPage, scheme: str) -> None:
    page = open_page(f"/?territory={PART}#liste", viewport=PHONE, color_scheme=scheme, service_workers="allow")
    keep(page)
    assert violations(page) == []


def test_what_is_let_go_answers_no_more(open_page: OpenPage) -> None:
    page = open_page(f"/?territory={PART}", service_workers="allow")
    keep(page)
    page.get_by_role("button", name="Ne plus garder").click()
    expect(page.get_by_text("Ce territoire n’est plus gardé")).to_be_visible()
    expect(page.locator("#keep-territory")).to_be_focused()
    assert not [url for url in page.evaluate(DATA) if "territory=" in url]
    page.context.set_offline(True)
    page.goto("/lieux/la-pompe/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette page demande une connexion")


def test_a_page_of_the_country_names_what_is_kept(open_page: OpenPage) -> None:
    page = open_page(f"/?territory={PART}", service_workers="allow")
    expect(page.locator("#keep-territory")).to_be_visible()
    keep(page)
    page.goto("/")
    expect(page.locator("#keep-territory")).to_have_count(0)
    expect(page.locator("#keep").get_by_role("link", name="Lozère")).to_be_visible()


def test_what_someone_signed_in_keeps_is_what_anyone_sees(open_page: OpenPage) -> None:
    elsewhere(lambda: User.objects.create_superuser("chef", "chef@example.org", "pluie tambour ficelle"))
    try:
        page = open_page(f"/admin/login/?next=/%3Fterritory={PART}", service_workers="allow")
        page.get_by_label(re.compile("utilisateur")).fill("chef")
        page.get_by_label(re.compile("passe")).fill("pluie tambour ficelle")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(rf"/\?territory={PART}$"))
        keep(page)
        page.context.set_offline(True)
        for path in (f"/?territory={PART}", "/lieux/la-pompe/"):
            page.goto(path)
            assert "chef" not in page.content()
            expect(page.locator("a[href^='/espace/lieux/']")).to_have_count(0)
    finally:
        elsewhere(lambda: forget_account("chef"))
