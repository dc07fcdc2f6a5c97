"""The picture taken away: a drawing and an image that say it all alone, and sheets of paper."""

import re
import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Guard, OpenPage
from tests.browser.pages import CrossingsPage
from tests.browser.test_crossing_comparison import opened as compared
from tests.browser.test_printing import PRINTED, papers

SVG = "{http://www.w3.org/2000/svg}"
QUERY = "?on=2019-07-01&rule=distance&radius=7500"


def opened(open_page: OpenPage, path: str = f"/croisements/{QUERY}", **given: object) -> Page:
    page: Page = open_page(path, **given)
    CrossingsPage(page).wait_for_communes()
    return page


def saved(page: Page, button: str, tmp_path: Path) -> Path:
    """Press a button that saves a file, and give the file."""
    page.wait_for_load_state("networkidle")
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    return file


def words(drawing: ElementTree.Element) -> str:
    lines = ("".join(text.itertext()) for text in drawing.iter(f"{SVG}text"))
    return re.sub(r"\s+", " ", " ".join(lines))


def test_the_drawing_can_be_read_alone(open_page: OpenPage, tmp_path: Path) -> None:
    page = opened(open_page)
    file = saved(page, "Dessin SVG", tmp_path)
    assert file.name == "croisee-lozere-2019-07-01.svg"
    text = file.read_text(encoding="utf-8")
    drawing = ElementTree.fromstring(text)
    part = {group.get("data-part"): group for group in drawing.iter(f"{SVG}g")}
    communes = part["communes"].findall(f"{SVG}path")
    assert len(communes) == 152
    both = [commune for commune in communes if commune.get("data-state") == "both"]
    said = words(drawing)
    assert f"{len(both)} communes sur 152" in said
    assert "Au 1er juillet 2019" in said
    for told in (
        "à 7,5 km au plus, à vol d’oiseau",
        "Licence Ouverte 2.0",
        "Appui aux entreprises seulement",
        "Mende",
    ):
        assert told in said
    assert "/croisements/?on=2019-07-01&rule=distance&radius=7500" in said.replace(" ", "")
    assert len(part["places"].findall(f"{SVG}g")) > 10
    assert min(float(text.get("font-size", "0")) for text in drawing.iter(f"{SVG}text")) >= 16
    # Nothing is looked for elsewhere: no script, no style, no image, no link.
    assert not re.search(r"<(script|style|image|use|a)\b|\sstyle=|\sclass=|var\(|\shref=", text)
    assert set(re.findall(r"url\(#([\w-]+)\)", text)) <= set(re.findall(r' id="([\w-]+)"', text))
    expect(page.get_by_role("status").filter(has_text="L’image est enregistrée.")).to_have_count(1)


def test_the_drawing_is_light_in_a_dark_theme_and_shows_what_is_shown_alone(
    open_page: OpenPage, tmp_path: Path
) -> None:
    light = saved(opened(open_page), "Dessin SVG", tmp_path).read_text(encoding="utf-8")
    dark = saved(opened(open_page, color_scheme="dark"), "Dessin SVG", tmp_path).read_text(encoding="utf-8")
    assert re.sub("localhost:[0-9]+", "", light) == re.sub("localhost:[0-9]+", "", dark)
    alone = saved(opened(open_page, f"/croisements/{QUERY}&state=both"), "Dessin SVG", tmp_path)
    drawing = ElementTree.parse(alone)
    shown = [path for path in drawing.iter(f"{SVG}path") if path.get("fill-opacity") == "1"]
    assert {path.get("data-state") for path in shown} == {"both"}


def test_what_is_bare_is_toned_alone_and_keeps_its_borders(open_page: OpenPage, tmp_path: Path) -> None:
    page = opened(open_page, "/croisements/?on=2019-07-01&state=neither")
    drawing = ElementTree.parse(saved(page, "Dessin SVG", tmp_path))
    bare = [one for one in drawing.iter() if one.get("data-state") == "neither"]
    assert {one.tag for one in bare} == {f"{SVG}path", f"{SVG}rect"}
    ((fill, opacity),) = {(one.get("fill"), one.get("fill-opacity")) for one in bare}
    assert opacity == "0.6"
    assert fill not in {one.get("stroke") for one in bare}


def test_two_dates_are_drawn_side_by_side_with_what_changed(open_page: OpenPage, tmp_path: Path) -> None:
    file = saved(compared(open_page).page, "Dessin SVG", tmp_path)
    assert file.name == "croisee-lozere-2019-07-01-2024-09-01.svg"
    drawing = ElementTree.parse(file).getroot()
    drawn = {
        name: [len(part) for part in drawing.iterfind(f".//{SVG}g[@data-part='{name}']")]
        for name in ("communes", "changes")
    }
    assert drawn == {"communes": [152, 152], "changes": [0, 11]}
    said = words(drawing)
    for told in (
        "1er juillet 2019 9 communes ont les deux",
        "1er septembre 2024 ",
        "0 commune gagnée",
        "3 communes vues pour la première fois",
        "8 communes perdues",
    ):
        assert told in said
    kinds = [line.get("data-kind") for line in drawing.iter(f"{SVG}rect") if line.get("data-kind")]
    assert kinds == ["gained", "first_seen", "lost"]


def test_the_image_is_sharp_and_not_blank(open_page: OpenPage, tmp_path: Path) -> None:
    file = saved(opened(open_page, color_scheme="dark"), "Image PNG", tmp_path)
    assert file.name == "croisee-lozere-2019-07-01.png"
    data = file.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    assert width == 3200
    assert height >= 2000
    # A blank sheet of this size is some 30 kB.
    assert len(data) > 300_000


def test_the_drawing_speaks_english(open_page: OpenPage, tmp_path: Path) -> None:
    page = opened(open_page, f"/en/croisements/{QUERY}")
    drawing = ElementTree.parse(saved(page, "SVG drawing", tmp_path)).getroot()
    assert drawing.get("lang") == "en"
    assert "On 1 July 2019" in words(drawing)


def test_the_drawing_is_made_without_a_network(open_page: OpenPage, guard: Guard, tmp_path: Path) -> None:
    guard.is_failure_expected = True
    page = opened(open_page)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    assert saved(page, "Image PNG", tmp_path).stat().st_size > 300_000


@pytest.mark.parametrize("button", ["Image PNG", "Dessin SVG"])
def test_full_screen_holds_no_export(open_page: OpenPage, button: str) -> None:
    page = opened(open_page)
    page.keyboard.press("f")
    expect(page.get_by_role("button", name=button)).to_be_hidden()


@pytest.mark.parametrize(("theme", "paper", "size"), [("light", "A4", (210, 297)), ("dark", "A3", (297, 420))])
def test_the_picture_and_its_table_come_out_on_two_sheets(
    open_page: OpenPage, tmp_path: Path, theme: str, paper: str, size: tuple[int, int]
) -> None:
    assert papers(opened(open_page, color_scheme=theme), tmp_path, format=paper) == [size] * 2


def test_paper_lies_as_the_reader_lays_it(open_page: OpenPage, tmp_path: Path) -> None:
    assert set(papers(opened(open_page), tmp_path, format="A3", landscape=True)) == {(420, 297)}


def test_paper_holds_what_makes_the_answer_and_no_control(open_page: OpenPage, tmp_path: Path) -> None:
    page = opened(open_page)
    papers(page, tmp_path, format="A4")
    page.emulate_media(media="print")
    expect(page.locator("#paper-map [data-part=communes] path")).to_have_count(152)
    for told in ("#point", "#paper-map", ".groups", "#stage-rule", "#rule-text", "#credit", "#paper-address"):
        expect(page.locator(told)).to_be_visible()
    expect(page.locator(".told")).to_have_count(4)
    shown = page.locator("button, input, select, summary, .leaflet-container, dialog")
    assert [one.evaluate("e => e.outerHTML") for one in shown.all() if one.is_visible()] == []


def test_paper_holds_two_dates_and_both_lists_of_what_changed(open_page: OpenPage, tmp_path: Path) -> None:
    page = compared(open_page).page
    papers(page, tmp_path, format="A4")
    page.emulate_media(media="print")
    expect(page.locator("#paper-map [data-part=communes]")).to_have_count(2)
    expect(page.locator("#paper-map [data-part=changes] path")).to_have_count(11)
    for told in (
        "1er\xa0juillet 2019",
        "1er\xa0septembre 2024",
        "3 communes vues pour la première fois",
        "8 communes perdues",
    ):
        expect(page.locator("#paper-map").get_by_text(told, exact=True)).to_be_visible()
    for which, change in (("communes", "Mende"), ("places", "La Pompe")):
        changed = page.locator(f".changed-{which}")
        expect(changed.get_by_role("heading", level=3)).to_have_css("position", "static")
        expect(changed.get_by_text(change, exact=True).first).to_be_visible()


def test_paper_says_which_places_it_shows(open_page: OpenPage, tmp_path: Path) -> None:
    page = opened(open_page, "/croisements/?on=2021-06-01&network=conseillers-numeriques")
    page.wait_for_load_state("networkidle")
    papers(page, tmp_path, format="A4")
    page.emulate_media(media="print")
    shown = page.locator("#paper-map")
    expect(shown.get_by_text("4 lieux exactement dans : Conseillers numériques")).to_be_visible()
    expect(shown.locator("[data-part=places] > g")).to_have_count(4)


def test_the_dates_that_a_reader_opened_are_printed(open_page: OpenPage) -> None:
    page = opened(open_page)
    page.emulate_media(media="print")
    story = page.locator(".story")
    expect(story).to_be_hidden()
    page.emulate_media(media="screen")
    story.locator("summary").first.click()
    page.emulate_media(media="print")
    expect(story.locator(".chapter:visible")).to_have_count(1)


def test_a_button_prints(open_page: OpenPage) -> None:
    page = opened(open_page, before=lambda page: page.add_init_script(PRINTED))
    page.get_by_role("button", name="Imprimer").click()
    page.wait_for_function("() => globalThis.printed === 1")
