"""Whose crossing it is: the two sides that a reader chooses, and the networks that go together."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import PHONE, PROJECTOR, Guard, OpenPage
from tests.browser.pages import CrossingsPage

MSAP_AND_SOLOZERE = "?on=2019-07-01&a=msap&b=solozere"
BOTH = "ont à la fois un lieu du réseau Maisons de services au public et un lieu du réseau SoLozère"
BOTH_OF_2019 = re.compile(f"9.communes sur 152 {BOTH}")


def side(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True)


def choose(page: Page) -> None:
    """Ask for the MSAP on one side, SoLozère on the other."""
    page.get_by_text("Choisir les deux côtés").click()
    for name, family, network in (
        ("Premier côté", "Médiation numérique, tous les réseaux", "Maisons de services au public"),
        ("Second côté", "Appui aux entreprises, tous les réseaux", "SoLozère"),
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
    page.get_by_role("link", name="Revenir aux deux côtés habituels").click()
    expect(page.get_by_role("heading", name="Appui aux entreprises seulement", exact=True)).to_be_visible()


def test_a_family_lets_go_of_its_networks_and_a_network_of_its_family(open_page: OpenPage) -> None:
    page = open_page("/croisements/")
    page.get_by_text("Choisir les deux côtés").click()
    one = side(page, "Premier côté")
    one.get_by_label("France services").check()
    expect(one.get_by_label("Médiation numérique, tous les réseaux")).not_to_be_checked()
    one.get_by_label("Médiation numérique, tous les réseaux").check()
    expect(one.get_by_label("France services")).not_to_be_checked()
    expect(side(page, "Second côté").get_by_label("Appui aux entreprises, tous les réseaux")).to_be_checked()


def test_the_sides_stay_while_time_moves(open_page: OpenPage) -> None:
    crossings = CrossingsPage(open_page(f"/croisements/{MSAP_AND_SOLOZERE}"))
    crossings.wait_for_communes()
    expect(crossings.page.locator(".coverage .commune.is-both")).to_have_count(9)
    crossings.time.press("ArrowRight")
    expect(crossings.page).to_have_url(re.compile(r"\?on=2019-08-01&a=msap&b=solozere$"))
    expect(crossings.point).to_have_text(re.compile(f"août 2019.*{BOTH}"))
    same_question = crossings.page.locator(".same-question").first
    expect(same_question).to_have_attribute("href", re.compile("on=2019-08-01&a=msap&b=solozere$"))
    crossings.page.get_by_role("link", name="Revenir aux deux côtés habituels").click()
    expect(crossings.page).to_have_url(re.compile(r"\?on=2019-08-01$"))


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_a_combination_of_networks_shows_its_places_alone(open_page: OpenPage, has_script: bool) -> None:
    page = open_page("/croisements/?on=2019-07-01", java_script_enabled=has_script)
    chart = page.get_by_role("region", name="Combinaisons de réseaux")
    name = "8 lieux exactement dans : Maisons de services au public, SoLozère"
    column = chart.get_by_role("button" if has_script else "link", name=name)
    column.click()
    expect(page).to_have_url(re.compile(r"\?on=2019-07-01&network=msap&network=solozere(#together)?$"))
    expect(page.locator("#chosen-said")).to_have_text(re.compile(name.replace(" ", r"\s")))
    expect(page.locator("#chosen-places").get_by_role("link")).to_have_count(8)
    if has_script:
        expect(column).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".spot .is-chosen")).to_have_count(8)
        expect(page.locator(".spot .venn:not(.is-chosen):visible")).to_have_count(0)
        page.get_by_role("button", name="Montrer tous les lieux").click()
        expect(page.locator("#time")).to_be_focused()
        expect(page.locator(".spot .is-away")).to_have_count(0)
        expect(page).to_have_url(re.compile(r"\?on=2019-07-01$"))
    else:
        expect(page.get_by_text("119 lieux de l’annuaire ne sont dans aucun de ces réseaux.")).to_be_visible()
        page.get_by_label("Date", exact=True).fill("2019-08-01")
        page.get_by_role("button", name="Montrer").click()
        expect(page.locator("#chosen-places").get_by_role("link")).to_have_count(8)


def test_the_chart_is_drawn_alike_by_the_server_and_the_browser(open_page: OpenPage) -> None:
    told = []
    for has_script in (False, True):
        page = open_page("/croisements/?on=2021-07-01&network=bibliotheques", java_script_enabled=has_script)
        if has_script:
            expect(page.locator("#set-columns button").first).to_be_visible()
        said = page.locator("#together").inner_text()
        told.append([line.strip() for line in said.splitlines() if line.strip()])
    assert told[0] == told[1]


def test_the_chart_follows_the_date_by_keyboard_and_the_choice_stays(open_page: OpenPage) -> None:
    crossings = CrossingsPage(open_page("/croisements/?on=2019-07-01"))
    crossings.wait_for_communes()
    page = crossings.page
    column = page.get_by_role("button", name="6 lieux exactement dans : SoLozère")
    column.focus()
    column.press("Space")
    expect(column).to_have_attribute("aria-pressed", "true")
    expect(column).to_be_focused()
    crossings.time.press("PageUp")
    crossings.time.press("PageUp")
    expect(page.locator("#sets-day")).to_have_text(re.compile("Au 1er.juillet 2021"))
    expect(page.get_by_role("button", name="5 lieux exactement dans : SoLozère")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page).to_have_url(re.compile(r"\?on=2021-07-01&network=solozere$"))
    page.get_by_label("Date", exact=True).fill("2012-01-01")
    expect(page.locator("#chosen-said")).to_have_text(re.compile("^Aucun lieu, ce jour-là, exactement dans"))


def test_the_chart_says_its_day_when_the_history_cannot_be_read(open_page: OpenPage, guard: Guard) -> None:
    guard.is_failure_expected = True

    def cut(page: Page) -> None:
        page.route("**/overlap/history/**", lambda route: route.abort())

    page = open_page("/croisements/?on=2019-07-01", before=cut)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#sets-day")).to_have_text(re.compile("Au 1er.juillet 2019"))
    page.get_by_role("link", name="2 lieux exactement dans : Maisons de services au public").click()
    expect(page.locator("#chosen-places").get_by_role("link")).to_have_count(2)


def test_what_is_taken_away_draws_the_doubts_and_the_choice(open_page: OpenPage) -> None:
    page = open_page("/croisements/?on=2025-03-01&network=bibliotheques")
    expect(page.locator("#chosen-key")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Dessin SVG").click()
    drawing = download.value.path().read_text(encoding="utf-8")
    assert len(re.findall('stroke-width="2.2', drawing)) > 10
    assert "exactement dans : Réseau départemental des bibliothèques" in drawing.replace("\xa0", " ")
    assert "Estompé : non confirmé depuis 24 mois" in drawing.replace("\xa0", " ")
    assert 'data-state="both" transform' not in drawing


def test_the_chart_speaks_english(open_page: OpenPage) -> None:
    page = open_page("/en/croisements/?on=2019-07-01")
    page.get_by_role("button", name="8 places exactly in: Maisons de services au public, SoLozère").click()
    expect(page.get_by_text("119 places of the directory are in none of these networks.")).to_be_visible()
    expect(page.get_by_role("link", name="Show every place")).to_be_visible()


def test_what_nobody_has_confirmed_for_long_is_drawn_and_counted_at_any_date(open_page: OpenPage) -> None:
    crossings = CrossingsPage(open_page("/croisements/?on=2024-09-15"))
    crossings.wait_for_communes()
    page = crossings.page
    key = page.get_by_text("Estompé : non confirmé depuis 24 mois")
    expect(page.locator("#doubt-key")).to_have_text(re.compile(r"\b8\slieux"))
    drawn = page.locator(".leaflet-marker-pane .unsure-a, .leaflet-marker-pane .unsure-b").count()
    assert 5 <= drawn <= 8
    said = page.get_by_text(re.compile("sans avoir été confirmés? depuis 24 mois"))
    expect(said).to_have_text(re.compile(r"^\s*8\slieux sont comptés"))
    crossings.time.press("PageDown")
    expect(page).to_have_url(re.compile("2023-09-15"))
    expect(said).to_have_text(re.compile(r"^\s*6\slieux"))
    page.get_by_label("Date", exact=True).fill("2012-01-01")
    expect(key).to_be_hidden()
    expect(said).to_be_hidden()
    expect(page.get_by_text("un début « au moins depuis »")).to_be_hidden()


@pytest.mark.parametrize("viewport", [PHONE, PROJECTOR], ids=["phone", "projector"])
def test_axe_finds_nothing_to_say(open_page: OpenPage, viewport: dict[str, int]) -> None:
    asked = "?on=2023-07-01&a=france-services&a=conseillers-numeriques&a=aidants-connect&b=business_support"
    crossings = CrossingsPage(open_page(f"/croisements/{asked}", viewport=viewport))
    crossings.wait_for_communes()
    page = crossings.page
    page.get_by_text("Choisir les deux côtés").click()
    if viewport == PHONE:
        page.locator("summary", has_text="Quels réseaux partagent des lieux").click()
    page.locator("button.set").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    assert violations(page) == []
