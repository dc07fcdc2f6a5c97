"""What only could be: drawn with a question mark at any date, and counted when it is asked for."""

import re
from xml.etree import ElementTree

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.pages import CrossingsPage
from tests.browser.test_crossing_export import SVG, words

POSSIBLE = ".leaflet-marker-pane .venn.maybe-a"


def opened(open_page: OpenPage, query: str = "?on=2024-09-15") -> CrossingsPage:
    crossings = CrossingsPage(open_page(f"/croisements/{query}"))
    crossings.wait_for_communes()
    return crossings


def test_what_could_be_has_a_question_mark_and_follows_time(open_page: OpenPage) -> None:
    page = opened(open_page).page
    said = page.locator("#possible")
    signs = page.locator(".leaflet-pane .possible-commune.is-a")
    expect(signs).to_have_count(26)
    expect(said).to_have_text(re.compile(r"^\s*48\slieux pourraient en être, et ne sont pas comptés"))
    expect(said).to_have_text(re.compile(r"26\scommunes ne seraient couvertes, d’un côté, que par de tels lieux\.\s*$"))
    expect(page.get_by_text("« ? » et points : pourrait en être 48 lieux · 26 communes")).to_be_visible()
    drawn = page.locator(POSSIBLE)
    assert drawn.count() > 40
    asking = "element => getComputedStyle(element).getPropertyValue('--ask-a').trim()"
    assert drawn.first.evaluate(asking)
    page.get_by_label("Date", exact=True).fill("2019-07-01")
    expect(said).to_be_hidden()
    expect(page.locator("#possible-key")).to_be_hidden()
    expect(drawn).to_have_count(0)
    expect(signs).to_have_count(0)


def test_a_commune_that_could_be_follows_the_state_that_is_shown_alone(open_page: OpenPage) -> None:
    page = opened(open_page).page
    signs = page.locator(".leaflet-pane .possible-commune")
    expect(signs).to_have_count(26)
    page.get_by_role("button", name="Montrer seulement : Appui aux entreprises seulement").click()
    expect(signs).to_have_count(0)
    page.get_by_role("button", name="Montrer seulement : Appui aux entreprises seulement").click()
    expect(signs).to_have_count(26)


def test_a_place_that_could_be_says_so(open_page: OpenPage) -> None:
    page = opened(open_page).page
    page.locator(POSSIBLE).first.dispatch_event("mouseover")
    expect(page.locator(".leaflet-tooltip")).to_have_text(re.compile("Médiation numérique, peut-être$"))


def test_one_press_counts_every_library_and_the_address_remembers_it(open_page: OpenPage) -> None:
    crossings = opened(open_page, "?on=2026-11-23")
    page = crossings.page
    mediation = page.locator('.told[data-state="a"] [data-communes]')
    expect(mediation).to_have_text("29")
    page.get_by_label("Avec tous les lieux de ces réseaux").check()
    expect(page).to_have_url(re.compile("could_be=true"))
    crossings.wait_for_communes()
    expect(mediation).to_have_text("55")
    expect(page.locator("#possible")).to_have_text(re.compile(r"48\slieux sont comptés sans que"))
    expect(page.get_by_text("« ? » et points : compté sans service connu 48 lieux · 26 communes")).to_be_visible()
    expect(page.locator(".leaflet-pane .possible-commune.is-a")).to_have_count(26)
    crossings.time.press("PageDown")
    expect(page).to_have_url(re.compile("on=2025-11-23.*could_be=true"))
    told = CrossingsPage(open_page(page.url.replace("127.0.0.1", "localhost"), java_script_enabled=False)).words()
    assert crossings.words() == told


def test_the_drawing_has_its_question_marks_and_says_what_they_are(open_page: OpenPage) -> None:
    page = opened(open_page).page
    expect(page.locator(".leaflet-pane .possible-commune")).to_have_count(26)
    with page.expect_download() as download:
        page.get_by_role("button", name="Dessin SVG").click()
    drawing = ElementTree.fromstring(download.value.path().read_text(encoding="utf-8"))
    asking = [path for path in drawing.iter(f"{SVG}path") if path.get("d", "").startswith("M5.2 9.6")]
    assert sum(path.get("stroke") not in (None, "none") for path in asking) > 40
    assert sum(path.get("fill") == "url(#paper-maybe-a)" for path in drawing.iter(f"{SVG}path")) == 26
    assert "« ? » et points : pourrait en être · 48 lieux · 26 communes" in words(drawing)
    assert "Être membre de ces réseaux ne suffit pas" in words(drawing)
