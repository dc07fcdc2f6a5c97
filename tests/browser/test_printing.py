"""The directory on paper: the pages that come out, and the buttons that lead there."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage

MILLIMETRES = 25.4 / 72
PRINTED = "globalThis.printed = 0; globalThis.print = () => { globalThis.printed += 1; }"


def papers(page: Page, tmp_path: Path, **given: Any) -> list[tuple[int, int]]:
    """Print a page, and give the size of each sheet in millimetres."""
    file = tmp_path / "sheet.pdf"
    page.pdf(path=file, prefer_css_page_size=True, **given)
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", file.read_bytes())
    return [(round(float(width) * MILLIMETRES), round(float(height) * MILLIMETRES)) for width, height in boxes]


@pytest.mark.parametrize(("paper", "size"), [("a4", (210, 297)), ("a3", (420, 297))])
def test_the_whole_directory_comes_out_on_the_chosen_paper(
    open_page: OpenPage, tmp_path: Path, paper: str, size: tuple[int, int]
) -> None:
    sheets = papers(open_page(f"/imprimer/?paper={paper}", java_script_enabled=False), tmp_path)
    assert set(sheets) == {size}
    assert len(sheets) <= 4


@pytest.mark.parametrize(
    "path",
    ["/imprimer/?overlap=both", "/lieux/la-pompe/", "/lieux/france-services-florac/", "/lieux/relais-de-l-espinas/"],
)
def test_a_few_places_or_one_fit_on_one_sheet(open_page: OpenPage, tmp_path: Path, path: str) -> None:
    assert papers(open_page(path), tmp_path) == [(210, 297)]


@pytest.mark.parametrize("path", ["/imprimer/", "/lieux/la-pompe/", "/reseaux/solozere/"])
def test_the_button_prints(open_page: OpenPage, path: str) -> None:
    page = open_page(path, before=lambda page: page.add_init_script(PRINTED))
    page.get_by_role("button", name="Imprimer").click()
    page.wait_for_function("() => globalThis.printed === 1")


def test_one_turns_from_a_paper_to_the_other_and_back_to_the_map(open_page: OpenPage) -> None:
    page = open_page("/imprimer/?overlap=both", java_script_enabled=False)
    page.get_by_role("navigation", name="Papier").get_by_role("link", name="A3 paysage").click()
    expect(page.get_by_role("link", name="A3 paysage")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("img", name=re.compile("^Carte du territoire"))).to_be_visible()
    page.get_by_role("link", name="Revenir à la carte").click()
    expect(page).to_have_url(re.compile(r"/\?overlap=both$"))


def test_no_name_or_mark_of_the_map_hides_another(open_page: OpenPage) -> None:
    page = open_page("/imprimer/")
    hidden = page.evaluate(
        """() => {
            const boxes = [...document.querySelectorAll(".atlas-drawing > :is(use, .atlas-mark)")]
                .map((element) => element.getBoundingClientRect());
            return boxes.filter((one, index) => boxes.slice(index + 1).some((other) =>
                one.left + 2 < other.right && other.left + 2 < one.right &&
                one.top + 2 < other.bottom && other.top + 2 < one.bottom)).length;
        }"""
    )
    assert hidden == 0


def test_the_preview_fits_a_phone(open_page: OpenPage) -> None:
    page = open_page("/imprimer/?paper=a3", viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
