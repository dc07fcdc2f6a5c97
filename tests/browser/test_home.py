"""The map and the list: one set of filters, one address, and a way for everyone."""

import re

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import Page, Route, expect

from network.models import NetworkedPlace
from tests.browser.conftest import PHONE, Guard, OpenPage
from tests.browser.pages import LABELS, HomePage, expect_count

STATES = ["a", "b", "both", "neither"]


# Alone in its commune to be in both families, so that its marker stands alone when they are asked for.
CROSSED = "La Pompe"
ITS_MARKER = f"La Pompe, Florac Trois Rivières, {LABELS['both']}"


def test_the_whole_directory_is_on_the_map_and_in_the_list(home: HomePage, counts: dict[str, int]) -> None:
    expect(home.page).to_have_title(re.compile("Croisée.*en Lozère"))
    for state in STATES:
        expect(home.choice(state)).to_contain_text(str(counts[state]))
        expect(home.choice(state)).to_have_attribute("aria-pressed", "false")
    home.expect_places(sum(counts.values()))


def test_our_own_ground_is_drawn_with_its_names(home: HomePage) -> None:
    expect(home.map.locator("path.land")).to_have_count(1)
    expect(home.map.locator("path.communes")).to_have_count(1)
    expect(home.map.locator("path.river")).to_have_count(4)
    expect(home.map.get_by_text("Tarn", exact=True).first).to_be_visible()
    expect(home.map.get_by_text("Mende", exact=True)).to_be_visible()


def test_a_state_of_overlap_acts_on_map_list_and_address_at_once(home: HomePage, counts: dict[str, int]) -> None:
    for state in STATES:
        home.choice(state).click()
        home.expect_only(state, counts[state])
        expect(home.page).to_have_url(re.compile(rf"/\?overlap={state}$"))


def test_pressing_again_shows_everything(home: HomePage, counts: dict[str, int]) -> None:
    home.choice("both").click()
    home.choice("both").click()
    home.expect_places(sum(counts.values()))
    expect(home.page).to_have_url(re.compile(r"/$"))


def test_back_and_forward_walk_through_the_states(home: HomePage, counts: dict[str, int]) -> None:
    for state in ("both", "neither"):
        home.choice(state).click()
        # The address follows a frame later, sooner than anyone goes back.
        expect(home.page).to_have_url(re.compile(rf"\?overlap={state}$"))
    home.page.go_back()
    home.expect_only("both", counts["both"])
    home.page.go_back()
    home.expect_places(sum(counts.values()))
    home.page.go_forward()
    home.expect_only("both", counts["both"])


def test_a_copied_address_shows_the_same_thing(open_page: OpenPage, counts: dict[str, int]) -> None:
    home = HomePage(open_page("/?overlap=b"))
    home.expect_only("b", counts["b"])


def test_an_address_with_an_unknown_state_says_so_and_shows_everything(
    open_page: OpenPage, guard: Guard, counts: dict[str, int]
) -> None:
    guard.is_failure_expected = True
    home = HomePage(open_page("/?overlap=tout"))
    expect(home.page.get_by_text(re.compile(r"«\stout\s» n’est pas connu"))).to_be_visible()
    home.expect_places(sum(counts.values()))


def test_a_place_opens_from_the_list(home: HomePage) -> None:
    home.list.get_by_role("link", name=CROSSED, exact=True).click()
    expect(home.page.get_by_role("heading", level=1, name=CROSSED)).to_be_visible()


def test_a_place_opens_from_its_marker_through_the_popup(home: HomePage) -> None:
    home.choice("both").click()
    home.marker(ITS_MARKER).click()
    expect(home.popup).to_contain_text(LABELS["both"])
    home.popup.get_by_role("link", name=CROSSED).click()
    expect(home.page.get_by_role("heading", level=1, name=CROSSED)).to_be_visible()


def test_a_place_opens_from_its_marker_by_keyboard_alone(home: HomePage) -> None:
    home.choice("both").press("Enter")
    marker = home.marker(ITS_MARKER)
    marker.focus()
    marker.press("Enter")
    link = home.popup.get_by_role("link", name=CROSSED)
    expect(link).to_be_focused()
    home.page.keyboard.press("Escape")
    expect(home.popup).to_have_count(0)
    expect(marker).to_be_focused()
    marker.press("Space")
    link.press("Enter")
    expect(home.page.get_by_role("heading", level=1, name=CROSSED)).to_be_visible()


def test_a_group_opens_closer_and_hands_the_focus_on(home: HomePage) -> None:
    group = home.marker(re.compile(r"^\d+\slieux, Mende"))
    group.focus()
    group.press("Enter")
    expect(home.page.locator(".marker:focus")).to_have_count(1)
    expect(home.marker(re.compile(", Mende")).nth(2)).to_be_visible()


def test_places_at_the_very_same_point_can_all_be_reached(home: HomePage, counts: dict[str, int]) -> None:
    of_neither = NetworkedPlace.objects.published().overlapping(["neither"])
    together = of_neither.filter(point=most_shared_point()).values_list("name", flat=True)
    home.choice("neither").click()
    home.expect_only("neither", counts["neither"])
    for around in (r"^\d+\slieux, Mende et autour", r"^1\d\slieux, Mende"):
        home.marker(re.compile(around)).click()
    home.marker(re.compile(rf"^{len(together)}\slieux, Mende")).click()
    expect(home.popup.get_by_role("link")).to_have_count(len(together))
    for name in together:
        expect(home.popup.get_by_role("link", name=name, exact=True)).to_be_attached()


def most_shared_point() -> Point:
    points = list(NetworkedPlace.objects.published().overlapping(["neither"]).values_list("point", flat=True))
    return max(filter(None, points), key=lambda point: sum(point == other for other in points))


def test_a_popup_closes_with_its_places_and_leaves_the_focus_where_it_is(home: HomePage) -> None:
    home.choice("both").click()
    home.marker(ITS_MARKER).click()
    expect(home.popup).to_be_visible()
    home.search.fill("mende")
    expect(home.popup).to_have_count(0)
    expect(home.search).to_be_focused()


def test_a_popup_on_a_phone_is_clear_of_the_buttons(open_page: OpenPage) -> None:
    home = HomePage(open_page("/?overlap=both&q=la+pompe&map=12/44.33/3.57", viewport=PHONE))
    home.marker(ITS_MARKER).click()
    # The map slides under it, even for those who asked for less motion.
    home.page.wait_for_function(
        """() => {
            const popup = document.querySelector(".leaflet-popup")?.getBoundingClientRect();
            const buttons = document.querySelector(".leaflet-control-zoom").getBoundingClientRect();
            return popup && popup.left >= 0 && popup.right <= buttons.left;
        }"""
    )


def test_pointing_at_a_card_lights_its_marker_and_back(home: HomePage) -> None:
    home.choice("both").click()
    marker = home.marker(ITS_MARKER)
    card = home.cards.filter(has_text=CROSSED)
    card.hover()
    expect(marker).to_have_class(re.compile(r"\blit\b"))
    marker.hover()
    expect(card).to_have_class(re.compile(r"\blit\b"))


def test_no_place_has_a_way_out(home: HomePage, counts: dict[str, int]) -> None:
    home.search.fill("xylophone")
    expect(home.list.get_by_text("Aucun lieu ne correspond à ces choix.")).to_be_visible()
    expect(home.map.get_by_text("Aucun lieu ne correspond à ces choix.")).to_be_visible()
    expect(home.list.get_by_role("heading", level=2)).to_have_text("0\N{NO-BREAK SPACE}lieu")
    home.map.get_by_role("link", name="Voir tous les lieux").click()
    home.expect_places(sum(counts.values()))
    expect(home.search).to_be_focused()
    expect(home.search).to_have_value("")


@pytest.mark.parametrize("failure", ["refused", "broken", "nonsense"])
def test_a_directory_that_does_not_come_is_told_and_tried_again(
    open_page: OpenPage, guard: Guard, counts: dict[str, int], failure: str
) -> None:
    guard.is_failure_expected = True
    cut = lambda page: page.route("**/annuaire.json", lambda route: fail(route, failure))  # noqa: E731
    home = HomePage(open_page("/?overlap=neither", before=cut))
    alert = home.map.get_by_role("alert")
    expect(alert).to_contain_text("La liste, elle, est complète")
    expect(home.cards).to_have_count(counts["neither"])
    # The browser has nothing to answer from: the server answers instead.
    home.choice("both").click()
    expect(home.page).to_have_url(re.compile(r"overlap=both"))
    expect(home.cards).to_have_count(counts["both"])
    expect(alert).to_be_visible()
    home.page.unroute("**/annuaire.json")
    alert.get_by_role("button", name="Réessayer").click()
    expect(alert).to_be_hidden()
    home.expect_only("both", counts["both"])


def test_a_slow_directory_says_that_it_is_coming_and_the_list_answers_meanwhile(
    open_page: OpenPage, counts: dict[str, int]
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    home = HomePage(open_page(before=lambda page: page.route("**/annuaire.json", hold)))
    expect(home.map.get_by_text("Chargement des lieux…")).to_be_visible()
    home.choice("both").click()
    expect(home.cards).to_have_count(counts["both"])
    home.page.wait_for_timeout(0)
    held[-1].continue_()
    home.expect_only("both", counts["both"])
    expect(home.map.get_by_text("Chargement des lieux…")).to_be_hidden()


def fail(route: Route, failure: str) -> None:
    if failure == "refused":
        route.abort()
    elif failure == "broken":
        route.fulfill(status=503, json={"title": "Indisponible"})
    else:
        route.fulfill(json={"detail": "?"})


def test_without_javascript_the_list_answers_alone(open_page: OpenPage, counts: dict[str, int]) -> None:
    home = HomePage(open_page(java_script_enabled=False))
    expect(home.cards).to_have_count(sum(counts.values()))
    home.choice("both").click()
    expect(home.page).to_have_url(re.compile(r"overlap=both"))
    expect(home.choice("both")).to_have_attribute("aria-pressed", "true")
    expect(home.cards).to_have_count(counts["both"])
    home.search.fill("pompe")
    home.search.press("Enter")
    expect(home.cards).to_have_count(1)
    expect(home.choice("both")).to_have_attribute("aria-pressed", "true")
    home.search.fill("")
    home.search.press("Enter")
    expect(home.cards).to_have_count(counts["both"])
    home.choice("both").click()
    expect(home.cards).to_have_count(sum(counts.values()))
    home.list.get_by_role("link", name=CROSSED, exact=True).click()
    expect(home.page.get_by_role("heading", level=1, name=CROSSED)).to_be_visible()


def test_a_phone_turns_from_the_map_to_the_list(open_page: OpenPage, counts: dict[str, int]) -> None:
    home = HomePage(open_page(viewport=PHONE, has_touch=True, is_mobile=True))
    home.wait_for_markers()
    views = home.page.get_by_role("navigation", name="Vue")
    expect(home.list).to_be_hidden()
    home.choice("neither").tap()
    views.get_by_role("link", name="Liste").tap()
    expect(home.list).to_be_visible()
    expect(home.map).to_be_hidden()
    expect(home.cards).to_have_count(counts["neither"])
    expect(views.get_by_role("link", name="Liste")).to_have_attribute("aria-current", "true")
    home.page.go_back()
    expect(home.map).to_be_visible()
    expect_count(home, counts["neither"])


def test_a_phone_that_finds_itself_in_the_list_is_shown_there_on_the_map(open_page: OpenPage) -> None:
    florac = {"longitude": 3.5936, "latitude": 44.3242}
    phone = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    home = HomePage(open_page("/#liste", geolocation=florac, permissions=["geolocation"], **phone))
    expect(home.cards.first).to_be_visible()
    home.near_me.tap()
    expect(home.page).to_have_url(re.compile(r"\?near=3\.5936,44\.3242#liste$"))
    home.page.get_by_role("navigation", name="Vue").get_by_role("link", name="Carte").tap()
    expect(home.map.get_by_role("img", name="Vous êtes ici, à peu près")).to_be_in_viewport()
    expect(home.marker(re.compile("Florac")).first).to_be_in_viewport()


def test_a_position_that_is_only_a_networks_sorts_nothing_and_says_so(open_page: OpenPage) -> None:
    somewhere = {"longitude": 3.5936, "latitude": 44.3242, "accuracy": 50_000}
    home = HomePage(open_page("/", geolocation=somewhere, permissions=["geolocation"]))
    home.wait_for_markers()
    home.near_me.click()
    said = home.page.locator("#near-message")
    expect(said).to_contain_text(re.compile(r"à.50.km.près"))
    expect(said).to_contain_text("Dites plutôt votre commune")
    expect(home.near_me).to_have_attribute("aria-pressed", "false")
    assert "near" not in home.page.url


def test_how_well_a_position_is_known_is_said(open_page: OpenPage) -> None:
    somewhere = {"longitude": 3.5936, "latitude": 44.3242, "accuracy": 400}
    home = HomePage(open_page("/", geolocation=somewhere, permissions=["geolocation"]))
    home.wait_for_markers()
    home.near_me.click()
    expect(home.page.locator("#near-message")).to_contain_text(re.compile(r"à.400.m.près"))
    expect(home.page).to_have_url(re.compile("near=3.5936,44.3242"))


def test_a_browser_that_never_answers_leaves_a_way_out(open_page: OpenPage) -> None:
    def silence(page: Page) -> None:
        page.clock.install()
        page.add_init_script("navigator.geolocation.getCurrentPosition = () => {}")

    home = HomePage(open_page("/", before=silence))
    home.wait_for_markers()
    home.near_me.click()
    said = home.page.locator("#near-message")
    expect(said).to_contain_text("Recherche")
    home.page.clock.fast_forward(10_000)
    expect(said).to_contain_text("ne répond pas")
    expect(home.near_me).not_to_have_attribute("aria-busy", "true")


def test_a_way_past_the_list_leads_to_the_map(home: HomePage) -> None:
    for _ in range(2):
        home.page.keyboard.press("Tab")
    expect(home.page.get_by_role("link", name="Aller à la carte")).to_be_focused()
    home.page.keyboard.press("Enter")
    home.page.keyboard.press("Tab")
    expect(home.map.locator("#map")).to_be_focused()


def test_a_phone_leads_to_the_crossings_at_first_sight(open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE)
    ways = page.get_by_role("navigation", name="Le site")
    for name in ("Réseaux", "Croisements", "Données", "English"):
        expect(ways.get_by_role("link", name=name)).to_be_in_viewport(ratio=1)
    ways.get_by_role("link", name="Croisements").click()
    expect(page).to_have_url(re.compile("/croisements/$"))


@pytest.mark.parametrize("viewport", [{"width": 320, "height": 256}, {"width": 844, "height": 390}], ids=["x4", "side"])
def test_in_a_low_window_the_page_moves_and_map_and_list_have_room(
    open_page: OpenPage, viewport: dict[str, int]
) -> None:
    home = HomePage(open_page("/#carte", viewport=viewport))
    home.wait_for_markers()
    box = home.map.bounding_box()
    assert box
    assert box["height"] >= 224
    home.page.goto("/#liste")
    last = home.cards.last
    last.scroll_into_view_if_needed()
    expect(last.get_by_role("link")).to_be_in_viewport(ratio=1)
    last.get_by_role("link").click()
    expect(home.page.get_by_role("heading", level=1)).to_be_visible()


def test_nothing_is_wider_than_the_screen(home: HomePage) -> None:
    for width in (320, 390, 768, 1280, 1920):
        home.page.set_viewport_size({"width": width, "height": 800})
        assert home.page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_one_comes_for_is_asked_first_and_remembered(open_page: OpenPage) -> None:
    home = HomePage(open_page(viewport=PHONE))
    home.wait_for_markers()
    for need in ("Travailler", "Me faire aider", "Entreprendre", "Démarches"):
        expect(home.page.locator("label.need", has_text=need)).to_be_in_viewport(ratio=1)
    home.page.locator("label.need", has_text="Travailler").click()
    expect(home.page).to_have_url(re.compile(r"\?need=work$"))
    working = NetworkedPlace.objects.published().for_needs(["work"]).count()
    assert 0 < working < 40
    expect_count(home, working)
    home.page.reload()
    expect(home.page.get_by_label("Travailler", exact=True)).to_be_checked()


def test_once_one_searches_the_four_counts_take_one_line_of_a_phone(open_page: OpenPage) -> None:
    home = HomePage(open_page(viewport={"width": 360, "height": 640}))
    home.wait_for_markers()
    home.search.fill("florac")
    control = home.page.get_by_role("region", name=re.compile("^Où les réseaux se croisent"))
    box = control.bounding_box()
    assert box
    assert box["height"] <= 60, "they took 150, after 78 of the site's name, and before what one asks"
    for state in STATES:
        expect(home.choice(state).locator(".count")).to_be_in_viewport(ratio=1)


def test_the_map_of_a_phone_goes_to_what_is_found_and_comes_back(open_page: OpenPage) -> None:
    home = HomePage(open_page(viewport=PHONE))
    home.wait_for_markers()
    scale = home.map.locator(".leaflet-control-scale-line")
    whole = scale.text_content() or ""
    home.search.fill("villefort")
    expect(scale).not_to_have_text(whole)
    for marker in home.markers.all():
        expect(marker).to_be_in_viewport(ratio=1)
    home.search.fill("")
    expect(scale).to_have_text(whole)


def test_the_number_of_a_gathering_is_over_the_markers_of_one(home: HomePage) -> None:
    hidden = home.page.evaluate(
        """() => [...document.querySelectorAll(".marker.group:not([hidden]) .marker-count")].filter(count => {
            const { left, top, width, height } = count.getBoundingClientRect();
            const over = document.elementFromPoint(left + width / 2, top + height / 2)?.closest(".marker");
            return over && !over.classList.contains("group");
        }).length"""
    )
    assert hidden == 0


def test_with_wide_letters_nothing_lies_over_what_one_asks(open_page: OpenPage) -> None:
    home = HomePage(open_page(viewport={"width": 320, "height": 640}))
    home.wait_for_markers()
    home.page.evaluate(
        """() => document.styleSheets[0].insertRule(
            "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }")"""
    )
    for control in home.page.locator("#filters label:not(.unseen):visible, #filters summary, #overlap button").all():
        control.scroll_into_view_if_needed()
        assert control.evaluate(
            """control => {
                const { left, top, width, height } = control.getBoundingClientRect();
                const over = document.elementFromPoint(left + width / 2, top + height / 2);
                return control.contains(over) || over.contains(control);
            }"""
        ), f"something lies over {control.text_content()}"
    broken = home.page.evaluate(
        """() => [...document.querySelectorAll("#overlap .label")].flatMap(label => {
            const walker = document.createTreeWalker(label, NodeFilter.SHOW_TEXT), found = [];
            while (walker.nextNode()) {
                for (const word of walker.currentNode.data.matchAll(/[^\\s]+/g)) {
                    const range = document.createRange();
                    range.setStart(walker.currentNode, word.index);
                    range.setEnd(walker.currentNode, word.index + word[0].length);
                    if (range.getClientRects().length > 1) found.push(word[0]);
                }
            }
            return found;
        })"""
    )
    assert broken == [], "a word stays whole"
    assert home.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = home.map.bounding_box()
    assert box
    assert box["height"] >= 200


def test_on_its_side_a_phone_shows_what_one_asks_and_the_map(open_page: OpenPage) -> None:
    home = HomePage(open_page(viewport={"width": 640, "height": 400}))
    home.wait_for_markers()
    box = home.map.bounding_box()
    assert box
    assert box["y"] <= 240, "the map is in sight, where the header filled the screen"
    expect(home.search).to_be_in_viewport(ratio=1)


def test_icons_are_seen_in_forced_colours(open_page: OpenPage) -> None:
    home = HomePage(open_page(forced_colors="active"))
    for selector in (".search", "#near-me"):
        seen = home.page.locator(selector).evaluate("""element => {
            const { backgroundColor, forcedColorAdjust } = getComputedStyle(element, "::before");
            return [backgroundColor !== getComputedStyle(document.body).backgroundColor, forcedColorAdjust];
        }""")
        assert seen == [True, "none"]


def test_the_labels_of_the_counts_take_two_lines_on_a_laptop_and_what_could_be_one_more(open_page: OpenPage) -> None:
    home = HomePage(open_page(viewport={"width": 1366, "height": 768}))
    for label in home.page.locator("#overlap .label").all():
        lines = label.evaluate(
            "label => label.getClientRects().length && label.offsetHeight / parseFloat("
            "getComputedStyle(label).lineHeight)"
        )
        assert lines < 2.5 + label.locator("small").count()
