"""The crossings for a room: full screen, all by keyboard, one state alone; and in the hand, numbers beside the map."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import PHONE, PROJECTOR, OpenPage
from tests.browser.pages import LABELS, CrossingsPage

IN_VIEW = """selector => {
    const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight && bottom > top;
}"""


class Stage(CrossingsPage):
    """The picture in full screen."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.open = page.get_by_role("button", name="Plein écran", exact=True)
        self.leave = page.get_by_role("button", name="Quitter le plein écran")
        self.help = page.get_by_role("dialog", name="Raccourcis clavier")
        self.day = page.locator("#bar-day")

    def press(self, *keys: str) -> None:
        """Press keys, one after another, wherever the focus is."""
        for key in keys:
            self.page.keyboard.press(key)

    def alone(self, state: str) -> Locator:
        """The button that shows a state alone."""
        return self.page.get_by_role("button", name=f"Montrer seulement\xa0: {LABELS[state]}")

    def expect_alone(self, state: str | None) -> None:
        """See that this state is shown alone, or that all are."""
        for other in LABELS:
            expect(self.alone(other)).to_have_attribute("aria-pressed", str(other == state).lower())


def staged(open_page: OpenPage, query: str = "?on=2019-07-01", **given: object) -> Stage:
    stage = Stage(open_page(f"/croisements/{query}", **given))
    stage.wait_for_communes()
    return stage


def test_the_picture_fills_the_screen_and_comes_back(open_page: OpenPage) -> None:
    stage = staged(open_page, viewport=PROJECTOR)
    stage.open.click()
    expect(stage.leave).to_be_visible()
    stage.page.wait_for_function("() => document.fullscreenElement?.id === 'stage'")
    expect(stage.point).to_be_in_viewport(ratio=1)
    expect(stage.map).to_be_in_viewport(ratio=0.99)
    expect(stage.page.get_by_role("banner")).to_have_js_property("inert", True)
    size = stage.page.evaluate("parseFloat(getComputedStyle(document.querySelector('.told strong')).fontSize)")
    assert size >= 80
    stage.press("Escape")
    expect(stage.open).to_be_focused()
    stage.page.wait_for_function("() => document.fullscreenElement === null")
    expect(stage.page.get_by_role("banner")).to_have_js_property("inert", False)


def test_the_page_itself_is_the_stage_where_the_screen_is_refused(open_page: OpenPage) -> None:
    refuse = "Element.prototype.requestFullscreen = undefined"
    stage = staged(open_page, viewport=PHONE, before=lambda page: page.add_init_script(refuse))
    stage.press("f")
    expect(stage.leave).to_be_in_viewport(ratio=1)
    expect(stage.map).to_be_in_viewport(ratio=0.99)
    expect(stage.day).to_be_in_viewport(ratio=1)
    expect(stage.page.locator(".bar-states")).to_be_in_viewport(ratio=1)
    box = stage.map.bounding_box()
    assert box
    assert box["width"] > 350
    stage.press("f")
    expect(stage.open).to_be_focused()


def test_time_is_moved_by_keys_alone(open_page: OpenPage) -> None:
    stage = staged(open_page)
    stage.press("f", "ArrowRight", "ArrowRight", "ArrowLeft")
    expect(stage.day).to_have_text("1er\xa0août 2019")
    stage.press("PageUp")
    expect(stage.day).to_have_text("1er\xa0août 2018")
    expect(stage.page).to_have_url(re.compile(r"\?on=2018-08-01$"))
    stage.time.focus()
    stage.press("PageDown")
    expect(stage.day).to_have_text("1er\xa0août 2019")
    stage.press("Home", " ")
    expect(stage.page.get_by_role("button", name="Pause")).to_be_visible()
    expect(stage.time).not_to_have_js_property("value", stage.time.get_attribute("min"))
    stage.press(" ", "End")
    expect(stage.page.get_by_role("button", name="Lecture")).to_be_visible()
    expect(stage.time).to_have_js_property("value", stage.time.get_attribute("max"))


def test_a_digit_shows_a_state_alone_and_the_link_keeps_it(open_page: OpenPage) -> None:
    stage = staged(open_page)
    stage.press("f", "1")
    stage.expect_alone("both")
    expect(stage.page.get_by_role("status").filter(has_text="Seulement\xa0: Les deux")).to_have_count(1)
    expect(stage.page).to_have_url(re.compile(r"\?on=2019-07-01&state=both$"))
    faded = stage.page.locator(".coverage .commune.is-a").first
    expect(faded).to_have_css("opacity", "0.16")
    stage.press("2")
    stage.expect_alone("a")
    expect(faded).to_have_css("opacity", "1")
    stage.press("2")
    stage.expect_alone(None)
    stage.press("4", "0")
    stage.expect_alone(None)
    expect(stage.page).to_have_url(re.compile(r"\?on=2019-07-01$"))


def test_a_link_shows_a_state_alone_and_a_click_does_too(open_page: OpenPage) -> None:
    stage = staged(open_page, "?on=2019-07-01&state=a")
    stage.expect_alone("a")
    stage.alone("both").click()
    stage.expect_alone("both")
    stage.page.get_by_label("Seulement les adhésions confirmées").check()
    expect(stage.page).to_have_url(re.compile(r"confirmed=true&state=both"))
    stage.wait_for_communes()
    stage.expect_alone("both")


def test_the_rule_and_its_radius_have_keys(open_page: OpenPage) -> None:
    stage = staged(open_page)
    rule = stage.page.locator("#stage-rule")
    stage.press("f")
    expect(rule).to_have_text("Règle\xa0: un lieu ouvert dans la commune.")
    stage.press("l")
    expect(rule).to_have_text(re.compile("dans la commune, ou à 10,5.km au plus de sa mairie"))
    notice = stage.page.locator("#rule-notice span")
    expect(notice).to_have_text("Nouvelle règle\xa0: un lieu dans la commune, ou à 10,5\xa0km au plus")
    size = notice.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert size >= 30
    stage.press("p", "p")
    expect(rule).to_have_text(re.compile("à 9,5.km au plus"))
    stage.press("d")
    expect(stage.page.get_by_label("un lieu dans la commune")).to_be_checked()
    stage.press("d")
    expect(rule).to_have_text(re.compile("à 9,5.km au plus"))


def test_plus_and_minus_zoom_the_map_and_leave_the_rule(open_page: OpenPage) -> None:
    stage = staged(open_page, viewport=PROJECTOR)
    stage.press("f")
    stage.page.wait_for_function("() => document.fullscreenElement?.id === 'stage'")
    scale = stage.page.locator(".leaflet-control-scale-line").first
    far = scale.inner_text()
    stage.press("+")
    expect(scale).not_to_have_text(far)
    stage.press("-")
    expect(scale).to_have_text(far)
    expect(stage.page.locator("#stage-rule")).to_have_text("Règle\xa0: un lieu ouvert dans la commune.")


def test_the_screen_is_blanked_and_any_key_or_click_lights_it(open_page: OpenPage) -> None:
    stage = staged(open_page)
    stage.press("f", "b")
    black = stage.page.locator("#stage.is-blank")
    expect(black).to_have_count(1)
    cover = stage.page.evaluate("getComputedStyle(document.querySelector('#stage'), '::after').backgroundColor")
    assert cover == "rgb(0, 0, 0)"
    stage.press("ArrowRight")
    expect(black).to_have_count(0)
    expect(stage.day).to_have_text("1er\xa0juillet 2019")
    stage.press(".")
    expect(black).to_have_count(1)
    stage.page.mouse.click(5, 5)
    expect(black).to_have_count(0)


def test_the_screen_is_kept_awake_while_it_is_whole(open_page: OpenPage) -> None:
    spy = """globalThis.locks = [];
        navigator.wakeLock.request = async (kind) => {
            locks.push(kind);
            return { release: async () => void locks.push("released") };
        };"""
    stage = staged(open_page, before=lambda page: page.add_init_script(spy))
    stage.press("f")
    stage.page.wait_for_function("() => locks.join() === 'screen'")
    stage.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    stage.page.wait_for_function("() => locks.join() === 'screen,screen'")
    stage.press("Escape")
    stage.page.wait_for_function("() => locks.at(-1) === 'released'")


def test_full_screen_goes_on_after_the_page_is_loaded_again_and_not_once_it_was_left(open_page: OpenPage) -> None:
    stage = staged(open_page)
    stage.press("f", "ArrowRight")
    expect(stage.page).to_have_url(re.compile(r"on=2019-08-01$"))
    stage.page.reload()
    stage.wait_for_communes()
    expect(stage.leave).to_be_visible()
    expect(stage.day).to_have_text("1er\xa0août 2019")
    stage.press("Escape")
    stage.page.reload()
    stage.wait_for_communes()
    expect(stage.open).to_be_visible()


def test_a_code_leads_telephones_to_what_is_shown(open_page: OpenPage) -> None:
    stage = staged(open_page, viewport=PROJECTOR, color_scheme="dark")
    stage.press("f")
    code = stage.page.get_by_role("img", name="Code QR de cette vue, pour un téléphone")
    expect(code).to_be_in_viewport(ratio=1)
    box = code.bounding_box()
    assert box
    assert box["width"] >= 150
    drawn = code.locator("path").get_attribute("d")
    expect(code).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(code.locator("path")).to_have_css("fill", "rgb(0, 0, 0)")
    stage.press("ArrowRight")
    expect(stage.page).to_have_url(re.compile(r"on=2019-08-01$"))
    expect(code.locator("path")).not_to_have_attribute("d", drawn or "")


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080)])
def test_captions_are_large_and_nothing_is_cut_on_a_projector(open_page: OpenPage, size: tuple[int, int]) -> None:
    stage = staged(open_page, "?on=2024-09-01&rule=distance", viewport={"width": size[0], "height": size[1]})
    stage.press("f", "c")
    expect(stage.page.locator("#date-before")).to_have_text("1er\xa0septembre 2019")
    stage.page.wait_for_function("() => document.fullscreenElement?.id === 'stage'")
    expect(stage.page.get_by_role("img", name="Code QR de cette vue, pour un téléphone")).to_be_visible()
    small = """() => [...document.querySelectorAll('#stage *')].filter(
        (e) => e.checkVisibility() && e.clientWidth > 1 && !e.closest('kbd, .unseen')
            && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
            && parseFloat(getComputedStyle(e).fontSize) < 16).map((e) => e.outerHTML.slice(0, 80))"""
    stage.page.wait_for_function(f"() => !({small})().length")
    cut = """() => [...document.querySelectorAll('.coverage .map')].flatMap((map) => {
        const box = map.getBoundingClientRect();
        return [...map.querySelectorAll('.name:not(.name-river) span')].filter((name) => {
            const { left, right, top, bottom } = name.getBoundingClientRect();
            return left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1;
        }).map((name) => name.textContent);
    })"""
    stage.page.wait_for_function(f"() => !({cut})().length")
    # No marker lies on a name.
    stage.page.wait_for_function("""() => [...document.querySelectorAll('.coverage .map')].every((map) => {
        const [names, markers] = ['names', 'marker'].map((pane) => map.querySelector(`.leaflet-${pane}-pane`))
            .map((pane) => pane ? Number(getComputedStyle(pane).zIndex) : NaN);  // NaN: it is not drawn yet
        return names > markers;
    })""")
    for whole in ("#stage", "#stage-rule", "#point", "#reach"):
        stage.page.wait_for_function(
            "whole => [document.querySelector(whole)].every((e) => e.scrollHeight - e.clientHeight <= 1)", arg=whole
        )


# What lies on something else, of all that full screen shows.
TOUCHING = """() => {
    const shown = [...document.querySelectorAll(
        '#bar-day, #present, #help, #play, .axis-key > span, .axis label, .map-key, .tally li, .dated, .map,'
        + ' #time, #stage-rule, #stage-happening, .stage-code, .told, .told-places, #stage header p')]
        .filter((e) => e.checkVisibility() && e.getClientRects().length)
        .map((e) => [e, e.getBoundingClientRect()]);
    const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    return shown.flatMap(([one, box], index) => shown.slice(index + 1)
        .filter(([other, room]) => !one.contains(other) && !other.contains(one) && over(box, room))
        .map(([other]) => `${one.id || one.className} × ${other.id || other.className}`));
}"""


@pytest.mark.parametrize("keys", [("f",), ("f", "c")])
@pytest.mark.parametrize("size", [(1024, 768), (1280, 720), (1366, 768)])
def test_no_words_and_no_button_of_a_small_projector_lie_on_each_other(
    open_page: OpenPage, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    stage = staged(open_page, "?on=2024-09-24", viewport={"width": size[0], "height": size[1]})
    stage.press(*keys)
    stage.page.wait_for_function("() => document.fullscreenElement?.id === 'stage'")
    expect(stage.page.get_by_role("img", name="Code QR de cette vue, pour un téléphone")).to_be_visible()
    stage.page.wait_for_function(f"() => !({TOUCHING})().length")


@pytest.mark.parametrize("size", [(360, 640), (390, 844)])
def test_a_telephone_held_upright_has_a_map_in_full_screen_too(open_page: OpenPage, size: tuple[int, int]) -> None:
    stage = staged(open_page, viewport={"width": size[0], "height": size[1]})
    stage.page.get_by_role("button", name="Plein écran", exact=True).click()
    stage.page.wait_for_function("() => document.fullscreenElement?.id === 'stage'")
    stage.page.wait_for_function(f"() => !({TOUCHING})().length")
    stage.page.wait_for_function("most => document.querySelector('#map').clientHeight > most", arg=size[1] / 4)


def test_two_dates_and_the_speed_have_keys(open_page: OpenPage) -> None:
    stage = staged(open_page, "?on=2024-11-21")
    stage.press("f", "c")
    expect(stage.page.locator("#date-before")).to_have_text("21\xa0novembre 2019")
    stage.press("c")
    expect(stage.page.locator("#date-before")).to_be_hidden()
    stage.press("v")
    expect(stage.page.locator("#stage-aloud")).to_have_text(re.compile("^Vitesse.: rapide$"))


def test_the_keys_are_told_in_a_dialog(open_page: OpenPage) -> None:
    stage = staged(open_page)
    stage.press("?")
    expect(
        stage.help.get_by_role("row", name="1 montrer seulement «\xa0Les deux\xa0», puis tout de nouveau")
    ).to_be_visible()
    stage.press("1", "ArrowRight", "Escape")
    expect(stage.help).to_be_hidden()
    stage.expect_alone(None)
    stage.page.get_by_role("button", name="Raccourcis clavier").click()
    expect(stage.help).to_be_visible()
    stage.press("?")
    expect(stage.help).to_be_hidden()


def test_keys_of_one_sign_can_be_switched_off_for_good(open_page: OpenPage) -> None:
    stage = staged(open_page)
    stage.press("?")
    stage.help.get_by_label("Les lettres et les chiffres agissent").uncheck()
    stage.help.get_by_role("button", name="Fermer").click()
    stage.page.reload()
    stage.wait_for_communes()
    stage.press("1", "f", "?")
    stage.expect_alone(None)
    expect(stage.help).to_be_hidden()
    expect(stage.open).to_be_visible()


def test_fields_modified_keys_and_the_map_keep_theirs(open_page: OpenPage) -> None:
    stage = staged(open_page)
    stage.page.get_by_label("Vitesse").focus()
    stage.press("1", "f", "Control+1", "Alt+2")
    stage.expect_alone(None)
    expect(stage.open).to_be_visible()
    stage.page.locator("#play").focus()
    stage.press("f")
    stage.page.locator("#map").focus()
    stage.press("ArrowRight", "1")
    stage.expect_alone("both")
    expect(stage.day).to_have_text("1er\xa0juillet 2019")


def test_after_a_click_space_plays(open_page: OpenPage) -> None:
    stage = staged(open_page, "?on=2015-01-01")
    stage.press("f")
    stage.alone("both").click()
    stage.press(" ")
    expect(stage.page.get_by_role("button", name="Pause")).to_be_visible()
    stage.expect_alone("both")


def test_in_the_hand_the_numbers_stay_beside_the_map_and_the_slider(open_page: OpenPage) -> None:
    # Time has far to go: it has not come to its end before somebody stops it.
    stage = staged(open_page, "?on=2012-01-01", viewport=PHONE)
    stage.page.get_by_role("button", name="Lecture").click()
    stage.page.get_by_role("button", name="Pause").click()
    for selector in (".bar", "#map", "#time"):
        assert stage.page.evaluate(IN_VIEW, selector), selector
    stage.date.fill("2018-07-01")
    expect(stage.day).to_have_text("1er\xa0juillet 2018")
    numbers = stage.page.locator(".bar-states b").all_text_contents()
    assert numbers == stage.page.locator("[data-communes]").all_text_contents()


def test_in_the_hand_the_map_comes_with_the_sentence(open_page: OpenPage) -> None:
    page = staged(open_page, viewport=PHONE).page
    boxes = [page.locator(selector).bounding_box() for selector in ("#point", ".bar", "#map", ".told-states")]
    tops = [box["y"] for box in boxes if box]
    assert len(tops) == 4
    assert tops == sorted(tops)
    assert tops[2] < PHONE["height"] / 2 + 60


def test_the_stage_speaks_english(open_page: OpenPage) -> None:
    page = open_page("/en/croisements/?on=2019-07-01")
    CrossingsPage(page).wait_for_communes()
    page.get_by_role("button", name="Full screen", exact=True).click()
    expect(page.locator("#stage-rule")).to_have_text("Rule: an open place in the commune.")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, PROJECTOR], ids=["phone", "projector"])
def test_axe_finds_nothing_to_say(open_page: OpenPage, viewport: dict[str, int]) -> None:
    stage = staged(open_page, "?on=2019-07-01&state=both", viewport=viewport)
    assert violations(stage.page) == []
    stage.press("f")
    assert violations(stage.page) == []
    stage.press("?")
    assert violations(stage.page) == []
