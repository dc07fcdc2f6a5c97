"""The filters: each acts on list, map and address at once, and the server answers the same without a script."""

import re
from datetime import datetime
from itertools import pairwise
from typing import Any
from urllib.parse import quote

import pytest
from django.utils import timezone
from playwright.sync_api import Route, expect

from network.models import NetworkedPlace
from places.hours import State
from places.models import Place
from tests.browser.conftest import PHONE, PROJECTOR, Guard, OpenPage
from tests.browser.pages import HomePage, expect_count

FLORAC = {"longitude": 3.5936, "latitude": 44.3242}


def count_of(**asked: Any) -> int:
    return NetworkedPlace.objects.published().filter(**asked).count()


def test_search_answers_as_one_types_and_back_undoes_the_whole_word(home: HomePage, counts: dict[str, int]) -> None:
    home.search.press_sequentially("flora")
    found = NetworkedPlace.objects.published().matching("flora").count()
    home.expect_places(found)
    expect(home.page).to_have_url(re.compile(r"/\?q=flora$"))
    home.page.go_back()
    home.expect_places(sum(counts.values()))
    expect(home.search).to_have_value("")


@pytest.mark.parametrize(
    "query",
    [
        *("florac", "mediateque", "SAINT CHELY", "48000 coworking", "l’atelier", "impression mende", "l", "%"),
        *("st chely", "Ste Enimie", "aidants connect", "solozere mende"),
    ],
)
def test_the_browser_and_the_server_find_the_same_places(open_page: OpenPage, home: HomePage, query: str) -> None:
    plain = HomePage(open_page(f"/?q={quote(query)}", java_script_enabled=False))
    home.search.fill(query)
    home.expect_places(plain.cards.count())
    assert home.names() == plain.names()


def test_what_is_folded_away_is_counted_and_asked_for(home: HomePage, counts: dict[str, int]) -> None:
    panel = home.open_more()
    panel.get_by_role("checkbox", name="Fablab", exact=True).check()
    fablabs = count_of(kinds__contains=["fablab"])
    home.expect_places(fablabs)
    panel.get_by_role("checkbox", name="Espace de coworking").check()
    home.expect_places(count_of(kinds__overlap=["fablab", "coworking"]))
    panel.get_by_role("checkbox", name="Seulement les lieux qui ont tout ce qui est coché").check()
    both = count_of(kinds__contains=["fablab", "coworking"])
    home.expect_places(both)
    expect(home.page).to_have_url(re.compile(r"\?kind=coworking&kind=fablab&match=all$"))
    panel.get_by_role("button", name=re.compile("^Voir le")).click()
    expect(panel).to_be_hidden()
    expect(home.more).to_contain_text("2")
    home.page.reload()
    home.expect_places(both)
    home.list.get_by_role("link", name="Voir tous les lieux").click()
    home.expect_places(sum(counts.values()))


def test_a_network_and_a_service_are_filters_too(home: HomePage) -> None:
    panel = home.open_more()
    panel.get_by_role("checkbox", name="France services", exact=True).check()
    members = NetworkedPlace.objects.published().in_networks(["france-services"])
    home.expect_places(members.count())
    panel.get_by_role("checkbox", name="Aide aux démarches administratives").check()
    home.expect_places(members.filter(services__contains=["administrative-help"]).count())
    home.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(home.more).to_be_focused()


def test_the_counts_of_the_states_follow_the_other_filters(home: HomePage) -> None:
    home.search.fill("florac")
    counted = NetworkedPlace.objects.published().matching("florac").overlap_counts()
    for state, count in counted.items():
        expect(home.choice(state)).to_contain_text(re.compile(rf"^\s*{count}\s"))
    home.choice("both").click()
    home.expect_only("both", counted["both"])
    expect(home.page).to_have_url(re.compile(r"/\?q=florac&overlap=both$"))


def an_open_moment() -> datetime:
    """A moment of the coming days when a place is known to be open: whichever day and hour the tests are run."""
    spans = Place.objects.get(slug="france-services-florac").schedule.spans(timezone.localtime(), 10) or []
    return next(span.since + (span.until - span.since) / 2 for span in spans if span.state is State.OPEN)


def test_open_now_keeps_what_is_known_to_be_open(open_page: OpenPage) -> None:
    moment = an_open_moment()
    home = HomePage(open_page(before=lambda page: page.clock.set_fixed_time(moment)))
    home.wait_for_markers()
    home.page.get_by_role("checkbox", name="Ouvert maintenant").check()
    expect(home.page).to_have_url(re.compile(r"/\?open=now$"))
    expect(home.cards.first).to_contain_text("Ouvert")
    expect(home.cards.filter(has_not_text="Ouvert")).to_have_count(0)
    home.page.get_by_role("checkbox", name="Ouvert maintenant").uncheck()
    expect(home.cards.filter(has_text="Horaires non renseignés").first).to_be_attached()


def test_when_nothing_is_open_the_page_says_so_and_one_tap_shows_the_rest(
    open_page: OpenPage, counts: dict[str, int]
) -> None:
    night = an_open_moment().replace(hour=3)
    phone = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    home = HomePage(open_page("/?open=now", before=lambda page: page.clock.set_fixed_time(night), **phone))
    expect(home.map.get_by_text("Aucun lieu connu n’est ouvert à cette heure")).to_be_visible()
    home.search.fill("xylophone")
    expect(home.map.get_by_text("Aucun lieu ne correspond à ces choix")).to_be_visible()
    home.search.fill("")
    home.search.blur()
    home.map.get_by_role("link", name="Voir à toute heure").tap()
    expect_count(home, sum(counts.values()))
    expect(home.search).not_to_be_focused()


def test_the_words_of_hours_are_those_of_the_server(open_page: OpenPage, home: HomePage) -> None:
    plain = HomePage(open_page(java_script_enabled=False))
    assert home.cards.locator(".now").all_text_contents() == plain.cards.locator(".now").all_text_contents()


def test_near_me_sorts_by_distance_and_says_where_one_is(open_page: OpenPage, counts: dict[str, int]) -> None:
    home = HomePage(open_page(geolocation=FLORAC, permissions=["geolocation"]))
    home.wait_for_markers()
    home.near_me.click()
    expect(home.near_me).to_have_attribute("aria-pressed", "true")
    expect(home.page).to_have_url(re.compile(r"\?near=3\.5936,44\.3242"))
    expect(home.cards.first).to_contain_text(re.compile(r"Florac.*à \d+\sm", re.DOTALL | re.IGNORECASE))
    near = home.cards.filter(has_text=re.compile(r"à (\d+\sm|[0-4],\d\skm)\b")).count()
    for card in home.cards.all()[:near]:
        expect(card).not_to_contain_text("position approximative")
    expect(home.map.get_by_role("img", name="Vous êtes ici, à peu près")).to_be_visible()
    expect(home.page.locator("#near-message")).to_contain_text("Le plus proche d’abord")
    home.expect_places(sum(counts.values()))
    plain = HomePage(open_page("/?near=3.5936,44.3242", java_script_enabled=False))
    assert home.names() == plain.names()
    home.near_me.click()
    expect(home.page).not_to_have_url(re.compile("near="))
    expect(home.cards.first).to_contain_text(re.compile("bourgs sur colagne", re.IGNORECASE))


HELD = """
const get = window.fetch;
const held = new Promise((resolve) => { window.letCome = resolve; });
window.fetch = async (address, ...options) => {
  await (String(address).includes("annuaire.json") && held);
  return get(address, ...options);
};
"""


def test_what_is_asked_before_the_directory_has_come_is_answered_when_it_comes(
    open_page: OpenPage, counts: dict[str, int]
) -> None:
    hold = lambda page: page.add_init_script(HELD)  # noqa: E731
    home = HomePage(open_page(before=hold, geolocation=FLORAC, permissions=["geolocation"]))
    home.near_me.click()
    expect(home.near_me).to_have_attribute("aria-pressed", "true")
    home.page.locator(".need", has_text="Travailler").click()
    expect(home.markers).to_have_count(0)
    expect(home.page).to_have_url(re.compile(r"/$"))
    home.page.evaluate("letCome()")
    home.wait_for_markers()
    expect(home.page).to_have_url(re.compile(r"\?need=work&near=3\.5936,44\.3242"))
    expect(home.near_me).to_have_attribute("aria-pressed", "true")
    expect(home.page.get_by_role("checkbox", name="Travailler")).to_be_checked()
    expect(home.cards.first).to_contain_text(re.compile(r"Florac.*à \d+\sm", re.DOTALL | re.IGNORECASE))
    expect(home.map.get_by_role("img", name="Vous êtes ici, à peu près")).to_be_in_viewport()
    assert len(home.names()) < sum(counts.values())


def test_near_me_from_far_away_says_how_far_and_stays_on_the_territory(open_page: OpenPage) -> None:
    paris = {"longitude": 2.35, "latitude": 48.85}
    home = HomePage(open_page(geolocation=paris, permissions=["geolocation"]))
    home.wait_for_markers()
    count = home.markers.count()
    home.near_me.click()
    expect(home.page.get_by_text(re.compile(r"Vous êtes à 4\d\d\skm du lieu le plus proche"))).to_be_visible()
    expect(home.page).to_have_url(re.compile(r"/\?near=2\.3500,48\.8500$"))
    expect(home.markers).to_have_count(count)
    expect(home.markers.first).to_be_in_viewport()


SIZES = [(320, 640), (390, 844), (640, 400), (844, 390), (1024, 768), (1366, 768), (1920, 1080)]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("path", ["/", "/en/"])
def test_every_filter_is_reached_by_going_down_and_never_sideways(
    open_page: OpenPage, path: str, size: tuple[int, int]
) -> None:
    page = open_page(path, viewport={"width": size[0], "height": size[1]})
    page.locator("#more > summary").click()
    panel = page.locator("#more .panel")
    expect(panel).to_be_visible()
    assert panel.evaluate("panel => panel.scrollWidth - panel.clientWidth") <= 0


def test_near_me_refused_says_what_to_do_instead(home: HomePage, counts: dict[str, int]) -> None:
    home.near_me.click()
    expect(home.page.get_by_text("Votre navigateur ne donne pas votre position")).to_be_visible()
    expect(home.near_me).to_have_attribute("aria-pressed", "false")
    home.expect_places(sum(counts.values()))


@pytest.mark.parametrize(
    "world",
    [
        "Object.defineProperty(Navigator.prototype, 'geolocation', { get: () => undefined })",
        "Geolocation.prototype.getCurrentPosition = (_found, fail) => fail({ code: 2, PERMISSION_DENIED: 1 })",
    ],
    ids=["none", "lost"],
)
def test_near_me_unavailable_says_what_to_do_instead(open_page: OpenPage, world: str) -> None:
    home = HomePage(open_page(before=lambda page: page.add_init_script(world)))
    home.wait_for_markers()
    home.near_me.click()
    expect(home.page.get_by_text("Votre position est introuvable")).to_be_visible()


def test_the_address_holds_the_view_of_the_map_too(home: HomePage, open_page: OpenPage) -> None:
    home.map.get_by_role("button", name="Agrandir").click()
    expect(home.page).to_have_url(re.compile(r"\?map=[\d.]+/44\.\d+/3\.\d+$"))
    copied = HomePage(open_page(home.page.url))
    copied.wait_for_markers()
    expect(copied.markers).to_have_count(home.markers.count())
    copied.map.get_by_role("button", name="Voir tout le territoire").click()
    expect(copied.page).to_have_url(re.compile(r"/$"))


def test_what_is_asked_comes_in_sight(home: HomePage) -> None:
    for _ in range(3):
        home.map.get_by_role("button", name="Agrandir").click()
    home.search.fill("langogne")
    expect(home.marker(re.compile("Langogne")).first).to_be_visible()
    expect(home.marker(re.compile("Langogne")).first).to_be_in_viewport()


def test_the_keyboard_alone_searches_filters_and_opens_a_place(open_page: OpenPage) -> None:
    home = HomePage(open_page())
    home.wait_for_markers()
    press = home.page.keyboard.press
    home.search.focus()
    home.page.keyboard.type("la pompe fablab")
    home.expect_places(1)
    press("Enter")
    expect(home.search).to_be_focused()
    home.expect_places(1)
    for name in ("Autour de moi", "Ouvert maintenant", "Filtres"):
        press("Tab")
        expect(home.page.locator(":focus")).to_have_accessible_name(re.compile(name))
    link = home.cards.get_by_role("link")
    # Next come the four states, what may be done with the list, and then its only place.
    for _ in range(20):
        if link.evaluate("link => link === document.activeElement"):
            break
        press("Tab")
    expect(link).to_be_focused()
    marker = home.markers.first
    marker.focus()
    press("Enter")
    expect(home.popup.get_by_role("link", name="La Pompe")).to_be_focused()
    press("Enter")
    expect(home.page.get_by_role("heading", level=1, name="La Pompe")).to_be_visible()


def test_every_marker_is_reached_by_tab_from_north_to_south(home: HomePage) -> None:
    tops = home.markers.evaluate_all("markers => markers.map(marker => marker.getBoundingClientRect().top)")
    assert len(tops) > 20
    # Their middles are in order; groups are taller.
    assert max(one - other for one, other in pairwise(tops)) < 20
    home.markers.first.focus()
    for rank in range(5):
        expect(home.markers.nth(rank)).to_be_focused()
        home.page.keyboard.press("Tab")


def test_a_marker_out_of_the_window_comes_in_with_the_focus(home: HomePage) -> None:
    for _ in range(3):
        home.map.get_by_role("button", name="Agrandir").click()
    home.markers.first.focus()
    for rank in (1, 2):
        home.page.keyboard.press("Tab")
        expect(home.markers.nth(rank)).to_be_focused()
        expect(home.markers.nth(rank)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("viewport", [PHONE, PROJECTOR], ids=["phone", "projector"])
def test_words_that_are_not_known_are_told_and_the_others_asked(
    open_page: OpenPage, guard: Guard, viewport: dict[str, int]
) -> None:
    guard.is_failure_expected = True
    home = HomePage(open_page("/?kind=coworking&kind=castle&network=xx", viewport=viewport))
    expect_count(home, count_of(kinds__contains=["coworking"]))
    told = home.page.get_by_text("ce filtre est laissé de côté")
    expect(told).to_have_text([re.compile(r"«\scastle\s»"), re.compile(r"«\sxx\s»")])
    expect(told.first).to_be_in_viewport(ratio=1)
    home.page.get_by_role("checkbox", name="Ouvert maintenant").check()
    expect(told).to_have_count(0)
    expect(home.page).to_have_url(re.compile(r"\?kind=coworking&open=now$"))


def many(count: int) -> Any:
    """Answer with a made-up directory of so many places, spread over the land."""

    def answer(route: Route) -> None:
        told = route.fetch().json()
        real = told["places"]
        told["places"] = [
            {
                **real[n % len(real)],
                "slug": f"lieu-{n}",
                "name": f"Numéro {n} bis",
                "position": [44.2 + n % 71 / 100, 3.1 + n % 83 / 100],
            }
            for n in range(count)
        ]
        route.fulfill(json=told)

    return answer


@pytest.mark.parametrize("viewport", [PHONE, PROJECTOR], ids=["phone", "projector"])
def test_five_thousand_places_are_shown_two_hundred_at_a_time(open_page: OpenPage, viewport: dict[str, int]) -> None:
    home = HomePage(
        open_page("/#liste", viewport=viewport, before=lambda page: page.route("**/annuaire.json", many(5000)))
    )
    expect(home.list.get_by_role("heading", level=2)).to_have_text(re.compile(r"5000\slieux"))
    expect(home.cards).to_have_count(200)
    home.list.get_by_role("link", name="Lieux suivants").click()
    expect(home.cards).to_have_count(400)
    expect(home.cards.nth(200).get_by_role("link")).to_be_focused()
    home.search.fill("numero 4999")
    expect(home.cards.filter(has_text="4999")).to_have_count(1)
    assert 0 < home.cards.count() < 20
    home.search.fill("")
    expect(home.cards).to_have_count(200)
    expect_count(home, 5000)


def test_one_place_is_a_directory_too(open_page: OpenPage, guard: Guard) -> None:
    home = HomePage(open_page(before=lambda page: page.route("**/annuaire.json", many(1))))
    expect(home.list.get_by_role("heading", level=2)).to_have_text(re.compile(r"^\s*1\slieu\s*$"))
    expect(home.cards).to_have_count(1)
    expect(home.markers).to_have_count(1)
    home.open_more()
    expect(home.page.get_by_role("button", name="Voir le lieu trouvé")).to_be_visible()


def test_a_card_that_is_older_than_the_directory_is_written_again(open_page: OpenPage) -> None:
    def renamed(route: Route) -> None:
        told = route.fetch().json()
        told["places"][0] |= {"name": "Nouveau nom", "overlap": "both"}
        route.fulfill(json=told)

    home = HomePage(open_page(before=lambda page: page.route("**/annuaire.json", renamed)))
    expect(home.cards.first.get_by_role("link")).to_have_text("Nouveau nom")
    expect(home.cards.first).to_contain_text("Les deux")


def test_the_panel_of_filters_fits_on_a_phone(open_page: OpenPage) -> None:
    home = HomePage(open_page(viewport=PHONE, has_touch=True, is_mobile=True))
    home.wait_for_markers()
    panel = home.open_more()
    box = panel.bounding_box()
    assert box
    assert (box["x"], box["width"]) == (0, PHONE["width"])
    assert box["y"] >= 0
    panel.get_by_role("checkbox", name="Bibliothèque ou médiathèque").tap()
    panel.get_by_role("button", name=re.compile(r"^Voir les \d+.lieux$")).tap()
    expect(panel).to_be_hidden()
    expect_count(home, count_of(kinds__contains=["library"]))


def test_what_nobody_told_is_counted_and_offered_as_the_server_does(open_page: OpenPage, home: HomePage) -> None:
    told = count_of(has_wifi=True)
    untold = count_of(has_wifi=None)
    home.open_more().get_by_role("checkbox", name="Wi\u2011Fi").check()
    home.expect_places(told)
    home.page.keyboard.press("Escape")
    note = home.list.get_by_role("status")
    expect(note).to_contain_text(f"Non renseigné pour {untold}\u00a0lieux\u00a0: Wi\u2011Fi.")
    note.get_by_role("link", name="Les voir").click()
    home.expect_places(untold)
    expect(home.page).to_have_url(re.compile(r"/\?wifi=yes&unknown=only$"))
    plain = HomePage(open_page("/?wifi=yes&unknown=only", java_script_enabled=False))
    assert home.names() == plain.names()
    assert " ".join(note.inner_text().split()) == " ".join(plain.list.get_by_role("status").inner_text().split())
    note.get_by_role("link", name="Revoir les lieux qui répondent").click()
    home.expect_places(told)
    home.open_more().get_by_role("checkbox", name="Wi\u2011Fi").uncheck()
    expect(note.get_by_role("link")).to_have_count(0)


def test_an_hour_to_come_is_asked_instead_of_now_and_answered_as_the_server_does(
    open_page: OpenPage, home: HomePage
) -> None:
    hour = timezone.localtime(an_open_moment()).strftime("%Y-%m-%dT%H:%M")
    home.page.get_by_role("checkbox", name="Ouvert maintenant").check()
    home.open_more().get_by_label("Ouvert le… à…").fill(hour)
    expect(home.page).to_have_url(re.compile(rf"/\?open={hour}$"))
    expect(home.page.get_by_role("checkbox", name="Ouvert maintenant")).not_to_be_checked()
    expect(home.more).to_contain_text("1")
    plain = HomePage(open_page(f"/?open={hour}", java_script_enabled=False))
    home.expect_places(plain.cards.count())
    assert home.names() == plain.names()
    assert "France services de Florac" in " ".join(home.names())
    home.page.keyboard.press("Escape")
    home.page.get_by_role("checkbox", name="Ouvert maintenant").check()
    expect(home.page).to_have_url(re.compile(r"/\?open=now$"))
    expect(home.page.locator("#open-at")).to_have_value("")


def test_the_cards_say_what_is_so_at_the_hour_that_is_asked(open_page: OpenPage, home: HomePage) -> None:
    hour = timezone.localtime(an_open_moment()).strftime("%Y-%m-%dT%H:%M")
    home.open_more().get_by_label("Ouvert le… à…").fill(hour)
    expect(home.page).to_have_url(re.compile(rf"/\?open={hour}$"))
    home.page.keyboard.press("Escape")
    expect(home.cards.first.locator(".now")).to_contain_text(": ouvert")
    plain = HomePage(open_page(f"/?open={hour}", java_script_enabled=False))
    said = home.list.locator(".card:not([hidden]) .now").all_text_contents()
    assert said == plain.list.locator(".card .now").all_text_contents()
    assert all(": ouvert" in words.replace("\u00a0", " ") for words in said)
    home.page.get_by_role("checkbox", name="Ouvert maintenant").check()
    home.page.get_by_role("checkbox", name="Ouvert maintenant").uncheck()
    expect(home.cards.first.locator(".now")).not_to_contain_text(": ouvert")


def test_a_commune_and_a_distance_are_chosen_in_the_panel_said_above_the_list_and_taken_away(
    open_page: OpenPage, home: HomePage, counts: dict[str, int]
) -> None:
    panel = home.open_more()
    panel.get_by_label("Autour d’une commune").press_sequentially("florac")
    expect(home.page).to_have_url(re.compile(r"\?near_commune=48061&radius=10000(&map=|$)"))
    plain = HomePage(open_page("/?near_commune=48061&radius=10000", java_script_enabled=False))
    home.expect_places(plain.cards.count())
    assert home.names() == plain.names()
    assert 0 < len(home.names()) < sum(counts.values())
    home.page.keyboard.press("Tab")
    expect(panel.get_by_label("Autour d’une commune")).to_have_value("Florac Trois Rivières")
    panel.get_by_label("Distance").select_option("à moins de 20 km")
    expect(home.page).to_have_url(re.compile(r"\?near_commune=48061&radius=20000(&map=|$)"))
    home.page.keyboard.press("Escape")
    expect(home.more).to_contain_text("1")
    note = home.list.locator("#around")
    expect(note).to_contain_text("À moins de 20 km de Florac Trois Rivières")
    home.page.reload()
    expect(note).to_be_visible()
    note.get_by_role("link", name="Ne plus chercher autour").click()
    home.expect_places(sum(counts.values()))
    expect(home.page).not_to_have_url(re.compile("near_commune|radius"))
    expect(note).to_be_hidden()


def test_a_commune_that_nobody_knows_is_said_beside_its_field_and_asks_nothing(
    home: HomePage, counts: dict[str, int]
) -> None:
    panel = home.open_more()
    panel.get_by_label("Autour d’une commune").fill("Paris")
    home.page.keyboard.press("Tab")
    expect(panel.get_by_text("Aucune commune de l’annuaire ne s’appelle ainsi.")).to_be_visible()
    home.expect_places(sum(counts.values()))
    panel.get_by_label("Autour d’une commune").fill("saint")
    home.page.keyboard.press("Tab")
    expect(panel.get_by_text("Plusieurs communes s’appellent ainsi")).to_be_visible()
