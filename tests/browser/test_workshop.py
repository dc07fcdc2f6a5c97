"""A workshop, played from one end to the other: who presents, who moderates, the screen, and two telephones.

A page that is live asks for nothing by itself: what it shows it was told. How soon is measured by `bin/bench room`.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, Route, expect

from network.choices import Airing, Phase
from network.models import Network, Post, User, Workshop
from network.workshops import making
from places.choices import Door
from places.services import create
from tests.browser.axe import violations
from tests.browser.conftest import LAPTOP, LIVE, PHONE, Guard, OpenPage, elsewhere
from tests.browser.test_workspace import sign_in
from tests.factories import make_contribution, period
from tests.served.conftest import served, url_of_tests
from tests.served.test_live import SECRET, Hub

YEARS = (2016, 2019)


@pytest.fixture(scope="module")
def live_site(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same site as `bin/serve` serves it, with a hub beside it."""
    hub = Hub(tmp_path_factory.mktemp("live") / "hub", url_of_tests())
    more = {"ALLOWED_HOSTS": "localhost", "DEBUG": "true", "LIVE_SOCKET": str(hub.path), "SECRET_KEY": SECRET}
    try:
        with served(url_of_tests(), **more) as served_site:
            yield f"http://localhost:{served_site.port}"
    finally:
        hub.kill()


def follow(page: Page) -> None:
    """Let the page hear of what moves."""
    page.context.unroute(LIVE)


@pytest.fixture
def workshop(site: str) -> Iterator[Workshop]:
    """An open workshop of France services, which Claire runs."""
    made: list[Workshop] = []
    people: list[User] = []

    def write() -> None:
        user = User.objects.create_user("claire", "claire@example.org", "pluie tambour ficelle", first_name="Claire")
        network = Network.objects.get(slug="france-services")
        values = {"person": user, "organisation": network.organisations.first(), "period": period("2020-01-01")}
        create(Post, values=values, by=None, door=Door.CONSOLE)
        scenes = [{"page": "crossings", "query": f"on={year}-07-01", "title": f"Juillet {year}"} for year in YEARS]
        workshop = making.make_workshop(network=network, values={"title": "Trois ateliers", "day": date(2026, 12, 1)})
        making.add_scenes(workshop, scenes=scenes)
        making.move_to(workshop, phase=Phase.OPEN)
        people.append(user)
        made.append(workshop)

    def clear() -> None:
        made[0].delete()
        people[0].delete()

    elsewhere(write)
    yield made[0]
    elsewhere(clear)


def send(phone: Page, sort: str, **said: str) -> None:
    """Fill in the form of a sort, and send it."""
    phone.locator(f"#ask-{sort} summary").click()
    for name, text in said.items():
        phone.locator(f"#{sort}-{name}").fill(text)
    phone.locator(f"#ask-{sort} [type=submit]").click()


def test_a_workshop_is_presented_moderated_and_joined_by_two_telephones(
    open_page: OpenPage, live_site: str, workshop: Workshop, guard: Guard
) -> None:
    usual = {"base_url": live_site, "before": follow}
    desk = open_page(f"/espace/ateliers/{workshop.pk}/pupitre/", viewport=LAPTOP, **usual)
    sign_in(desk)
    with desk.expect_popup() as opened:
        desk.get_by_role("link", name="Ouvrir l’écran de la salle").click()
    screen = opened.value
    expect(screen.locator("#stage-title")).to_have_text("Juillet 2016")
    desk.locator("body").press("ArrowRight")
    expect(screen.locator("#stage-title")).to_have_text("Juillet 2019")
    shown = screen.frame_locator("iframe:not(.is-coming, .is-going)")
    expect(shown.locator("#point")).to_contain_text("1er juillet 2019")
    # Another laptop has no window in common with the desk.
    far = open_page(f"/ecran/{workshop.code}/", viewport=LAPTOP, **usual)
    expect(far.locator("#stage-title")).to_have_text("Juillet 2019")
    expect(far.locator("#stage-standing")).to_contain_text("En direct")
    desk.locator("body").press("ArrowLeft")
    expect(far.locator("#stage-title")).to_have_text("Juillet 2016")
    expect(far.locator("#stage-standing")).to_contain_text("En direct · dernier changement il y a")
    expect(far.locator("#stage-standing")).to_contain_text("rien de manqué")

    one, other = (open_page(f"/a/{workshop.code}/", viewport=PHONE, **usual) for _phone in range(2))
    assert violations(one) == []
    pair = {"place_said": "La Pompe", "other_said": "Relais de l’Espinas – Épi de Mains"}
    send(one, "partnership", words="Échanger.", **pair)
    expect(one.locator("#own")).to_contain_text("à relire avant d’être montré")
    expect(desk.locator("#waiting-title")).to_contain_text("1 contribution à relire")
    expect(desk.locator("[data-waiting-count]")).to_have_text("1")
    assert violations(desk) == []
    # The wifi dies: what is written waits on the telephone, and counts once.
    lose_and_find_the_site(far, guard)
    other.context.set_offline(True)
    send(other, "word", heading="Accueil")
    expect(other.locator("#own")).to_contain_text("attend le réseau")
    other.context.set_offline(False)
    expect(other.locator("#own")).to_contain_text("à relire avant d’être montré")

    moderator = desk.context.new_page()
    moderator.goto(f"/espace/ateliers/{workshop.pk}/salle/")
    expect(moderator.locator("#waiting-title")).to_contain_text("2 contributions à relire")
    desk.locator("body").press("w")
    moderator.locator("body").press("a")
    expect(screen.locator("#wall-cards")).to_contain_text("Échanger.")
    expect(far.locator("#wall-cards")).to_contain_text("Échanger.")
    # Its author is told what became of it, and the other telephone that there is something to vote for.
    expect(one.locator("#own")).to_contain_text("montré à la salle")
    expect(other.locator("#shown")).to_contain_text("Échanger.")
    expect(moderator.locator("#waiting-title")).to_contain_text("1 contribution à relire")
    moderator.locator("body").press("a")
    expect(moderator.locator("#waiting-title")).to_contain_text("0 contribution à relire")
    expect(screen.locator("#wall-words")).to_contain_text("accueil")
    expect(screen.locator("#wall .arc")).to_have_count(1)
    other.locator("#shown button").first.click()
    expect(screen.locator("#wall-cards")).to_contain_text("1 pour")
    assert violations(screen) == []
    suppose(desk, screen, far, other)


def test_an_older_list_does_not_close_the_form_that_one_writes_in(
    open_page: OpenPage, site: str, workshop: Workshop
) -> None:
    elsewhere(lambda: make_contribution(workshop, heading="Une faut"))
    page = open_page(f"/espace/ateliers/{workshop.pk}/salle/", viewport=LAPTOP)
    sign_in(page)
    expect(page.locator("#waiting-title")).to_contain_text("1 contribution à relire")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    # However slow the machine is, what is held back here is not given up.
    page.evaluate("AbortSignal.timeout = () => new AbortController().signal")
    # The page may be about to ask by itself, and asks for one list at a time.
    with page.expect_request("**/salle/?part"):
        page.route(lambda url: url.endswith("/salle/?part"), hold)
        page.evaluate("dispatchEvent(new Event('online'))")
    page.locator("body").press("e")
    field = page.locator(".heard-edit textarea").first
    expect(field).to_be_focused()
    with page.expect_request_finished(lambda request: request.url.endswith("/salle/?part")):
        held[0].continue_()
    page.unroute_all()
    field.fill("Une faute")
    page.locator(".heard-edit [type=submit]").first.click()
    expect(page.locator(".heard-one")).to_contain_text("Une faute")


def lose_and_find_the_site(screen: Page, guard: Guard) -> None:
    """A screen that the site does not answer says since when, and not that it is live."""
    guard.is_failure_expected = True
    standing = screen.locator("#stage-standing")
    screen.context.set_offline(True)
    expect(standing).to_contain_text("de retard")
    expect(standing).not_to_contain_text("En direct")
    screen.context.set_offline(False)
    expect(standing).to_contain_text("rien de manqué")


def test_a_view_is_captured_with_one_key_and_called_by_its_day(
    open_page: OpenPage, site: str, workshop: Workshop
) -> None:
    page = open_page(f"/espace/ateliers/{workshop.pk}/", viewport=LAPTOP)
    sign_in(page)
    page.get_by_text("Capturer dans les croisements").click()
    strip = page.locator(".capture-strip")
    expect(strip).to_contain_text("G garde cette vue")
    page.goto("/croisements/?on=2016-07-01")
    expect(page.locator("#bar-day")).to_have_text("1er juillet 2016")
    page.locator("body").press("g")
    expect(strip).to_contain_text("Gardée : scène 3")
    page.goto("/croisements/")
    page.locator("body").press("g")
    expect(strip).to_contain_text("Gardée : scène 4")
    strip.get_by_role("button", name="Terminer").click()
    titles = ["Juillet 2016", "Juillet 2019", "1er juillet 2016", "Où les réseaux se croisent"]
    expect(page.locator(".scene h3")).to_have_text(titles)


def test_a_telephone_that_joins_asks_for_nothing_of_its_own_before_it_has_sent_anything(
    open_page: OpenPage, live_site: str, workshop: Workshop
) -> None:
    posts: list[str] = []

    def listen(page: Page) -> None:
        follow(page)
        page.on("request", lambda request: posts.append(request.post_data or "") if request.method == "POST" else None)

    phone = open_page(f"/a/{workshop.code}/", viewport=PHONE, base_url=live_site, before=listen)
    send(phone, "word", heading="accueil")
    expect(phone.locator("#own")).to_contain_text("à relire avant d’être montré")
    assert "do=send" in posts[0]
    # It is known from then on, also when it comes back.
    elsewhere(lambda: workshop.contributions.update(state=Airing.SHOWN))
    phone.reload()
    expect(phone.locator("#own")).to_contain_text("montré à la salle")


def suppose(desk: Page, screen: Page, far: Page, phone: Page) -> None:
    """What is supposed is counted before the room, which votes on it; one arrow goes back to the facts."""
    shown = screen.frame_locator("iframe:not(.is-coming, .is-going)")
    desk.locator("body").press("w")
    expect(screen.locator("#wall")).to_be_hidden()
    show_alone(desk, screen)
    desk.locator("#suppose summary").click()
    desk.get_by_label("Dans quelle commune ?").fill("villefort")
    for name in ("SoLozère", "France services"):
        desk.get_by_label(name, exact=True).check()
    desk.get_by_role("button", name="Montrer à la salle").click()
    # A whole page of crossings is counted and drawn meanwhile.
    expect(shown.locator("#point")).to_contain_text("Et si Villefort avait un lieu de plus")
    expect(shown.locator("#point")).to_contain_text("Au 1er juillet 2016")
    renewed = "page => { page.dataset.before = ''; page.ownerDocument.defaultView.location.reload(); }"
    shown.locator("html").evaluate(renewed)
    expect(shown.locator("html.staged:not([data-before]) #point")).to_contain_text("Et si Villefort avait")
    expect(screen.locator("#stage-title")).to_have_text("Et si… ?")
    expect(far.locator("#stage-title")).to_have_text("Et si… ?")
    expect(desk.locator("#suppose-said")).to_have_text("C’est à l’écran : la salle peut voter.")
    proposed = phone.locator("#shown li").filter(has_text="Et si Villefort")
    proposed.get_by_role("button").click()
    expect(screen.locator("#stage-sentence")).to_have_text("Votes pour : 1. Votez sur votre téléphone.")
    assert violations(desk) == []
    # What the room proposed is tried from its card.
    desk.locator(".heard-one").filter(has_text="Échanger.").get_by_role("link", name="Et si… ?").click()
    expect(shown.locator("#point")).to_contain_text("faisaient ensemble ce que fait chacun")
    desk.locator("h1").click()
    desk.locator("body").press("ArrowRight")
    expect(screen.locator("#stage-title")).to_have_text("Juillet 2016")
    expect(shown.locator("#point")).to_contain_text("ont à la fois")
    go_closer(phone)


def show_alone(desk: Page, screen: Page) -> None:
    """What the presenter puts on the screen alone is seen there, whatever was shown; and the wall is left again."""
    card = desk.locator(".heard-one").filter(has_text="Échanger.")
    card.get_by_role("button", name="Seule à l’écran").click()
    expect(screen.locator("#wall-alone")).to_contain_text("Échanger.")
    card.get_by_role("button", name="L’enlever de l’écran").click()
    expect(screen.locator("#wall-alone")).to_be_hidden()
    desk.locator("h1").click()
    desk.locator("body").press("w")
    expect(screen.locator("#wall")).to_be_hidden()


def go_closer(phone: Page) -> None:
    """The map of a telephone goes closer, and what is touched is named as before."""
    phone.locator("#ask-partnership summary").click()
    phone.locator("#ask-partnership .pick").first.click()
    land = phone.locator("#ask-partnership svg.land").first
    whole = land.get_attribute("viewBox")
    phone.get_by_role("button", name="Agrandir la carte").click()
    assert float((land.get_attribute("viewBox") or "").split()[2]) == float((whole or "").split()[2]) / 2
    land.click()
    expect(phone.locator("#ask-partnership .spot")).to_have_count(5)


PHONES = 9


@pytest.mark.walk
def test_twelve_browsers_in_one_room_end_equal_to_the_database(
    open_page: OpenPage, live_site: str, workshop: Workshop
) -> None:
    """Who presents, the screen, who moderates, nine telephones: each thing is said, read and shown once."""
    usual = {"base_url": live_site, "before": follow}
    desk = open_page(f"/espace/ateliers/{workshop.pk}/pupitre/", viewport=LAPTOP, **usual)
    sign_in(desk)
    screen = open_page(f"/ecran/{workshop.code}/", viewport=LAPTOP, **usual)
    moderator = desk.context.new_page()
    moderator.goto(f"/espace/ateliers/{workshop.pk}/salle/")
    phones = [open_page(f"/a/{workshop.code}/", viewport=PHONE, **usual) for _phone in range(PHONES)]
    for number, phone in enumerate(phones):
        send(phone, "word", heading=f"mot{number}")
        send(phone, "place", heading=f"Lieu {number}", place_said="Mende")
    desk.locator("body").press("ArrowRight")
    for rest in range(2 * PHONES, 0, -1):
        expect(moderator.locator("#waiting-title")).to_contain_text(f"{rest} contribution")
        moderator.locator("body").press("a")
    desk.locator("body").press("w")
    for phone in phones:
        expect(phone.locator("#own li").filter(has_text="montré à la salle")).to_have_count(2)
        expect(phone.locator("#shown li")).to_have_count(PHONES)
    expect(screen.locator("#wall-words span")).to_have_count(PHONES)
    expect(screen.locator("#wall circle")).to_have_count(PHONES)
    assert workshop.contributions.filter(state=Airing.SHOWN).count() == 2 * PHONES
    assert workshop.participants.count() == PHONES
