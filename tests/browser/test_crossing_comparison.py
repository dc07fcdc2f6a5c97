"""Two dates compared: two maps that move together, a divider in the hand, and what changed with its evidence."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.browser.axe import violations
from tests.browser.conftest import PHONE, PROJECTOR, Guard, OpenPage
from tests.browser.pages import CrossingsPage

QUERY = "?from=2019-07-01&on=2024-09-01"


class Comparison:
    """Two dates on the page of crossings."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.turn = page.get_by_role("button", name="Comparer deux dates")
        self.start = page.get_by_role("slider", name="Date de départ")
        self.end = page.get_by_role("slider", name="Date d’arrivée")
        self.earlier = page.locator("#map-before")
        self.later = page.locator("#map")
        self.divider = page.get_by_role("slider", name="Séparation entre les deux dates")
        self.changes = page.get_by_role("region", name="Ce qui a changé")

    def wait(self) -> None:
        """Wait until both maps show each commune."""
        for shown in (self.earlier, self.later):
            expect(shown.locator(".commune[class*=is-]")).to_have_count(152)

    def counts(self) -> list[str]:
        """The counts beside the maps."""
        return [" ".join(text.split()) for text in self.page.locator("#tally li:not([hidden])").all_text_contents()]


def opened(open_page: OpenPage, query: str = QUERY, language: str = "", **given: object) -> Comparison:
    comparison = Comparison(open_page(f"{language}/croisements/{query}", **{"viewport": PROJECTOR, **given}))
    comparison.wait()
    return comparison


# The same as `view_of`, asked in the page until it is another.
MOVED = """([id, ...before]) => {
    const map = document.getElementById(id);
    const [frame, box] = [map, map.querySelectorAll(".commune")[40]].map((shown) => shown.getBoundingClientRect());
    return Math.round(box.x - frame.x) !== before[0] || Math.round(box.y - frame.y) !== before[1];
}"""


def view_of(shown: Locator) -> tuple[float, float]:
    """Tell where on the map the outline of a commune is."""
    frame, box = shown.bounding_box(), shown.locator(".commune").nth(40).bounding_box()
    assert frame
    assert box
    return round(box["x"] - frame["x"]), round(box["y"] - frame["y"])


def test_a_link_shows_both_dates_at_once(open_page: OpenPage) -> None:
    comparison = opened(open_page)
    expect(comparison.page.locator("#date-before")).to_have_text("1er\xa0juillet 2019")
    expect(comparison.page.locator("#date-after")).to_have_text("1er\xa0septembre 2024")
    assert comparison.counts() == [
        "0 commune gagnée",
        "3 communes vues pour la première fois",
        "8 communes perdues",
    ]
    expect(comparison.earlier.locator(".commune.is-both")).to_have_count(9)
    expect(comparison.later.locator(".outlined.is-first_seen")).to_have_count(3)
    expect(comparison.later.locator(".outlined.is-lost")).to_have_count(8)
    expect(comparison.earlier.locator(".outlined")).to_have_count(0)


def test_two_dates_are_compared_at_a_press_and_no_more_at_another(open_page: OpenPage) -> None:
    page = CrossingsPage(open_page("/croisements/?on=2024-09-01", viewport=PROJECTOR))
    page.wait_for_communes()
    comparison = Comparison(page.page)
    expect(comparison.changes).to_be_hidden()
    comparison.turn.click()
    comparison.wait()
    expect(page.page).to_have_url(re.compile(r"\?on=2024-09-01&from=2019-09-01$"))
    expect(comparison.changes.get_by_text("Entre le 1er\xa0septembre 2019")).to_be_visible()
    comparison.turn.click()
    expect(comparison.earlier).to_be_hidden()
    expect(comparison.changes).to_be_hidden()
    expect(page.time).to_be_visible()
    expect(page.page).to_have_url(re.compile(r"\?on=2024-09-01$"))


def test_the_two_maps_move_together(open_page: OpenPage) -> None:
    comparison = opened(open_page)
    assert_together(comparison)
    for moved, other in ((comparison.earlier, comparison.later), (comparison.later, comparison.earlier)):
        before = view_of(other)
        moved.focus()
        moved.press("ArrowRight")
        comparison.page.wait_for_function(MOVED, arg=[other.get_attribute("id"), *before])
        assert_together(comparison)
    comparison.page.get_by_role("button", name="Agrandir").click()
    assert_together(comparison)
    box = comparison.earlier.bounding_box()
    assert box
    comparison.page.mouse.move(box["x"] + 200, box["y"] + 300)
    comparison.page.mouse.down()
    comparison.page.mouse.move(box["x"] + 260, box["y"] + 340, steps=4)
    assert_together(comparison, pixels=2)
    comparison.page.mouse.up()
    assert_together(comparison)
    comparison.page.get_by_role("button", name="Voir tout le territoire").click()
    assert_together(comparison)


def assert_together(comparison: Comparison, pixels: float = 1.5) -> None:
    """Wait until both maps show the same view, to a pixel; while one is dragged, to two."""
    comparison.page.wait_for_function(
        """pixels => {
            const [one, other] = ["#map-before", "#map"].map((id) => {
                const map = document.querySelector(id);
                const [frame, box] = [map, map.querySelectorAll(".commune")[40]].map(e => e.getBoundingClientRect());
                return [box.x - frame.x, box.y - frame.y, box.width];
            });
            return one.every((value, index) => Math.abs(value - other[index]) <= pixels);
        }""",
        arg=pixels,
    )


def test_the_keys_move_both_dates_and_the_list_follows(open_page: OpenPage) -> None:
    comparison = opened(open_page)
    asked: list[str] = []
    comparison.page.on("request", lambda request: asked.append(request.url) if is_page(request) else None)
    # However slowly the keys come here, to the page they come at once.
    moment = datetime.now(UTC)
    comparison.page.clock.install(time=moment)
    comparison.page.clock.pause_at(moment + timedelta(minutes=1))
    comparison.start.press("PageDown")
    comparison.start.press("ArrowRight")
    comparison.end.press("PageDown")
    comparison.page.clock.resume()
    expect(comparison.start).to_have_attribute("aria-valuetext", "1er\xa0août 2018")
    expect(
        comparison.changes.get_by_text(re.compile("^Entre le 1er.août 2018 et le 1er.septembre 2023"))
    ).to_be_visible()
    expect(comparison.page).to_have_url(re.compile(r"\?on=2023-09-01&from=2018-08-01$"))
    said = comparison.page.get_by_role("status").filter(has_text="1er\xa0août 2018 et le 1er\xa0septembre 2023")
    expect(said).to_have_count(1)
    assert len(asked) == 1


def is_page(request: Request) -> bool:
    return "/croisements/changements/?" in request.url


def test_the_earlier_date_never_passes_the_later(open_page: OpenPage) -> None:
    comparison = opened(open_page, "?from=2024-08-01&on=2024-09-01")
    comparison.start.press("PageUp")
    expect(comparison.page).to_have_url(re.compile(r"\?on=2024-09-01&from=2024-09-01$"))
    expect(comparison.changes.get_by_text("Les deux dates sont les mêmes")).to_be_visible()
    comparison.end.press("ArrowLeft")
    expect(comparison.end).to_have_attribute("aria-valuetext", "1er\xa0septembre 2024")


def test_dates_typed_the_other_way_round_are_put_in_order(open_page: OpenPage) -> None:
    comparison = opened(open_page)
    comparison.page.get_by_label("Comparer depuis le").fill("2026-01-01")
    comparison.page.get_by_label("Date", exact=True).focus()
    expect(comparison.page).to_have_url(re.compile(r"\?on=2026-01-01&from=2024-09-01$"))


def test_each_change_has_its_evidence_one_press_away(open_page: OpenPage) -> None:
    changes = opened(open_page).changes
    mende = changes.get_by_role("group").filter(has_text=re.compile("^\\s*Mende"))
    mende.locator("summary").click()
    expect(mende.get_by_text("(au moins depuis cette date)").first).to_be_visible()
    expect(mende.get_by_role("link", name="Série sur les tiers-lieux de Lozère (3/3)")).to_be_visible()
    changes.get_by_role("radio", name="Communes").press("ArrowRight")
    expect(mende).to_be_hidden()
    place = changes.get_by_role("group").filter(has_text="La Pompe").first
    place.locator("summary").click()
    expect(
        place.get_by_role("link", name="La Pompe : vu pour la première fois dans le réseau Fabriques de territoire")
    ).to_be_visible()


def test_the_rule_moves_the_comparison(open_page: OpenPage) -> None:
    comparison = opened(open_page)
    comparison.page.get_by_label("un lieu dans un rayon de…").check()
    expect(comparison.page).to_have_url(re.compile(r"\?on=2024-09-01&rule=distance&radius=10000&from=2019-07-01$"))
    expect(comparison.changes.locator("[aria-busy]")).to_have_count(0)
    seen = comparison.counts()[1].split()[0]
    assert seen != "3"
    expect(comparison.changes.get_by_text(re.compile(rf"\+.{seen}.vues pour la première fois.−"))).to_be_visible()


def test_the_map_marks_what_the_sentence_counts(open_page: OpenPage) -> None:
    comparison = opened(open_page, f"{QUERY}&state=a")
    sentence = comparison.changes.locator(".sentence")
    for state in ("a", "b", "neither", "both"):
        comparison.page.locator(f'.told[data-state="{state}"] .alone').click()
        if state == "a":  # It was shown alone: pressed again, it is not.
            comparison.page.locator(f'.told[data-state="{state}"] .alone').click()
        label = comparison.page.locator(f'.told[data-state="{state}"] h4').inner_text()
        expect(sentence).to_contain_text(f"«\xa0{label}\xa0»")
        for part in ("gained", "first_seen", "lost"):
            cell = comparison.changes.locator(f'.changed-communes [data-of="{state}"] [data-part="{part}"]')
            expect(comparison.later.locator(f".outlined.is-{part}")).to_have_count(int(cell.inner_text()))
    expect(comparison.page.locator("#both-before")).to_have_text("9 communes ont les deux")


def test_one_date_draws_the_edge_of_what_is_merely_first_seen(open_page: OpenPage) -> None:
    page = CrossingsPage(open_page("/croisements/?on=2020-10-31", viewport=PROJECTOR))
    page.wait_for_communes()
    seen, tally = page.page.locator("#map .outlined.is-first_seen"), page.page.locator("#tally li:not([hidden])")
    few = seen.count()
    page.time.press("ArrowRight")
    expect(page.page.locator("#happening")).to_contain_text("vus pour la première fois")
    expect(tally).to_have_count(1)
    assert seen.count() > few
    expect(tally).to_contain_text(f"{seen.count()} communes vues pour la première fois")
    expect(page.page.locator("#marks circle.is-seen").first).to_be_attached()
    expect(page.page.locator("#marks line.mark").first).to_be_attached()


def test_without_a_network_states_and_reasons_are_listed_and_the_evidence_can_be_asked_again(
    open_page: OpenPage, guard: Guard
) -> None:
    guard.is_failure_expected = True
    comparison = opened(open_page)
    comparison.page.route("**/croisements/changements/?*", lambda route: route.abort())
    comparison.end.press("PageDown")
    expect(comparison.changes.get_by_role("alert")).to_contain_text("Les preuves demandent une connexion")
    why = comparison.changes.locator(".endings").inner_text()
    expect(
        comparison.changes.get_by_text(re.compile("^Entre le 1er.juillet 2019 et le 1er.septembre 2023"))
    ).to_be_visible()
    mende = comparison.changes.get_by_role("group").filter(has_text=re.compile("^\\s*Mende"))
    mende.locator("summary").click()
    expect(mende.get_by_role("link").first).to_have_attribute("href", re.compile("^/lieux/[a-z0-9-]+/$"))
    reasons = [text for text in mende.locator(".facts strong").all_inner_texts() if text]
    told = " ".join(comparison.changes.locator(".way").all_inner_texts())
    comparison.page.unroute("**/croisements/changements/?*")
    comparison.changes.get_by_role("button", name="Réessayer").click()
    expect(comparison.changes.get_by_role("alert")).to_be_hidden()
    assert " ".join(comparison.changes.locator(".way").all_inner_texts()) == told
    assert comparison.changes.locator(".endings").inner_text() == why
    mende.locator("summary").click()
    assert set(reasons) <= set(mende.locator(".facts strong").all_inner_texts())
    expect(mende.get_by_text("Source :").first).to_be_visible()


def test_an_older_answer_never_takes_the_place_of_a_newer(open_page: OpenPage) -> None:
    comparison = opened(open_page)
    waiting: list[Route] = []
    comparison.page.route(re.compile("on=2023-09-01"), lambda route: waiting.append(route))  # noqa: PLW0108
    with comparison.page.expect_request(re.compile("on=2023-09-01")):
        comparison.end.press("PageDown")
    comparison.end.press("PageDown")
    newer = comparison.changes.get_by_text(re.compile("et le 1er.septembre 2022"))
    expect(newer).to_be_visible()
    for route in waiting:
        route.abort()
    expect(newer).to_be_visible()
    expect(comparison.changes.get_by_role("alert")).to_be_hidden()


def test_in_the_hand_a_divider_parts_the_dates(open_page: OpenPage) -> None:
    comparison = opened(open_page, viewport=PHONE, has_touch=True)
    expect(comparison.divider).to_be_visible()
    parted = "document.getElementById('coverage').style.getPropertyValue('--split')"
    comparison.divider.press("End")
    assert comparison.page.evaluate(parted) == "100"
    comparison.divider.press("Home")
    assert comparison.page.evaluate(parted) == "0"
    comparison.divider.fill("50")
    comparison.later.scroll_into_view_if_needed()
    box = comparison.later.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    comparison.page.mouse.move(box["x"] + box["width"] / 2, middle)
    comparison.page.mouse.down()
    comparison.page.mouse.move(box["x"] + box["width"] / 4, middle, steps=3)
    comparison.page.mouse.up()
    assert 20 <= int(comparison.page.evaluate(parted)) <= 30
    assert_together(comparison)


def test_the_comparison_is_told_without_a_script(open_page: OpenPage) -> None:
    page = open_page("/croisements/?on=2024-09-01", java_script_enabled=False)
    page.get_by_label("Comparer depuis le").fill("2019-07-01")
    page.get_by_role("button", name="Montrer").click()
    changes = page.get_by_role("region", name="Ce qui a changé")
    expect(
        changes.get_by_text("9 communes +\xa00 gagnée +\xa03 vues pour la première fois −\xa08 perdues =\xa04 communes")
    ).to_be_visible()
    changes.get_by_text(re.compile("^Lieux")).first.click()
    place = changes.get_by_role("group").filter(has_text="La Pompe").first
    place.locator("summary").click()
    expect(place.get_by_text("Source :").first).to_be_visible()


def test_two_dates_are_compared_in_english(open_page: OpenPage) -> None:
    page = opened(open_page, QUERY, language="/en").page
    expect(page.get_by_text("3 communes first seen", exact=True)).to_be_visible()
    expect(page.get_by_role("slider", name="Start date")).to_be_visible()
    changes = page.get_by_role("region", name="What has changed")
    sentence = re.compile("^Between 1.July 2019 and 1.September 2024, “Both”: 9 communes ..0 gained ..3 first seen")
    expect(changes.get_by_text(sentence)).to_be_visible()


@pytest.mark.parametrize("language", ["", "/en"])
def test_both_maps_keep_their_height_in_the_smallest_hand(open_page: OpenPage, language: str) -> None:
    given = {"viewport": {"width": 360, "height": 640}, "has_touch": True}
    comparison = opened(open_page, "?from=2019-07-01&on=2026-11-28", language, **given)
    under = comparison.page.locator(".map-keys").bounding_box()
    tally = comparison.page.locator("#tally").bounding_box()
    for shown in (comparison.earlier, comparison.later):
        box = shown.bounding_box()
        assert box
        assert box["height"] >= 0.4 * 640
        assert under
        assert tally
        assert box["y"] + box["height"] <= under["y"]
        assert under["y"] + under["height"] <= tally["y"]


@pytest.mark.parametrize("viewport", [PHONE, PROJECTOR], ids=["phone", "projector"])
def test_axe_finds_nothing_to_say_of_two_dates(open_page: OpenPage, viewport: dict[str, int]) -> None:
    comparison = opened(open_page, viewport=viewport)
    comparison.changes.locator("summary").first.click()
    assert comparison.page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    assert violations(comparison.page) == []
