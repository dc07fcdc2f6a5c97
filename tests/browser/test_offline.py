"""A valley without a signal: what was kept answers, says its age, and gives way to the network when it is back."""

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from time import monotonic

import pytest
from django.core.cache import cache
from django.utils import timezone, translation
from playwright.sync_api import BrowserType, Page, expect

from frontend.offline import keeping
from frontend.site.words import now_in_words, week_in_words
from network.models import User
from places.models import Place
from tests.browser.axe import violations
from tests.browser.conftest import ARGUMENTS, PHONE, Guard, OpenPage, elsewhere
from tests.browser.pages import CrossingsPage, HomePage
from tests.factories import forget_account

VISITED = """async () => {
  const kept = await (await caches.open("croisee-visited")).keys();
  return kept.map(({ url }) => new URL(url).pathname);
}"""
HELD = "async (pack) => { const kept = await caches.match(pack); return kept ? kept.headers.get('ETag') : null; }"


class Visit:
    """A browser that came once, and whose network is then cut."""

    def __init__(self, page: Page, pack: str = "/hors-ligne.json") -> None:
        self.page = page
        self.pack = pack
        self.notice = page.locator("#offline")

    def wait_until_kept(self, *, other_than: str | None = None) -> str:
        """Wait until every page is kept, in another version than one given; give the version."""
        deadline = monotonic() + 300
        while monotonic() < deadline:
            held: str | None = self.page.evaluate(HELD, self.pack)
            if held and held != other_than:
                return held
            self.page.wait_for_timeout(100)
        raise AssertionError("Nothing was kept in five minutes")

    def cut(self) -> None:
        """Cut the network."""
        self.page.context.set_offline(True)

    def mend(self) -> None:
        """The network back."""
        self.page.context.set_offline(False)


# The last pages that were written, of each copy: each test forgets the caches of the one before.
_written: dict[keeping.Copy, tuple[keeping.Pack, keeping.Stamp]] = {}


def write(copy: keeping.Copy) -> None:
    """Write all pages, unless they are written already and nothing has changed since: that takes many seconds."""
    key, stamp_key = keeping._key(copy), f"{keeping._key(copy)}:stamp"
    if copy in _written and _written[copy][0].version == keeping.version_of_pages():
        pack, stamp = _written[copy]
        cache.set(key, pack, None)
        cache.set(stamp_key, stamp, None)
    keeping.write(copy)
    if (held := keeping._held(copy)) and (told := keeping._stamped(copy)):
        _written[copy] = held, told


@pytest.fixture(autouse=True)
def _kept_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the first visitor of all keep them too."""
    monkeypatch.setattr(keeping, "_GOOD_FOR", 0)
    monkeypatch.setattr(keeping, "_start", write)


@pytest.fixture
def visit(open_page: OpenPage, guard: Guard) -> Callable[..., Visit]:
    """A way to come to a page and stay until everything is kept, with a network that will fail."""
    guard.is_failure_expected = True

    def come(path: str = "/", **options: object) -> Visit:
        page = open_page(path, service_workers="allow", **options)
        visit = Visit(page, "/en/hors-ligne.json" if path.startswith("/en/") else "/hors-ligne.json")
        visit.wait_until_kept()
        return visit

    return come


def test_before_the_first_visit_there_is_nothing_that_a_site_can_do(open_page: OpenPage, guard: Guard) -> None:
    guard.is_failure_expected = True
    page = open_page("about:blank", service_workers="allow")
    page.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/")


def test_after_one_visit_the_whole_directory_answers(visit: Callable[..., Visit], counts: dict[str, int]) -> None:
    there = visit("/reseaux/")
    there.cut()
    there.page.goto("/")
    home = HomePage(there.page)
    home.wait_for_markers()
    home.expect_places(sum(counts.values()))
    expect(home.map.locator("path.land")).to_have_count(1)
    home.choice("both").click()
    home.expect_only("both", counts["both"])


def test_the_crossings_move_without_a_network(visit: Callable[..., Visit]) -> None:
    there = visit("/reseaux/")
    there.cut()
    there.page.goto("/croisements/")
    crossings = CrossingsPage(there.page)
    crossings.wait_for_communes()
    crossings.date.fill("2019-07-01")
    expect(crossings.point).to_have_text(re.compile("^Au 1er.juillet 2019, 9.communes sur 152"))
    crossings.page.get_by_label("un lieu dans un rayon de…").check()
    crossings.page.get_by_role("slider", name="Rayon").fill("5000")
    expect(crossings.page).to_have_url(re.compile("rule=distance&radius=5000"))
    chances = crossings.page.get_by_role("region", name="Ce qui pourrait se faire")
    expect(chances.get_by_role("alert")).to_contain_text("Le site n’a pas pu être joint : ces listes sont restées au")
    there.mend()
    expect(chances).to_contain_text("à 5 km au plus")


def test_a_link_to_a_date_is_understood_without_a_network_and_what_waits_is_told(visit: Callable[..., Visit]) -> None:
    there = visit("/")
    there.cut()
    there.page.goto("/croisements/?on=2019-07-01&rule=distance&radius=5000")
    crossings = CrossingsPage(there.page)
    crossings.wait_for_communes()
    expect(crossings.point).to_have_text(re.compile("^Au 1er.juillet 2019"))
    expect(there.page.get_by_label("un lieu dans un rayon de…")).to_be_checked()
    expect(there.page.get_by_text("à 5 km au plus, à vol").first).to_be_visible()
    waiting = there.page.get_by_text("Le reste de votre demande attend une connexion")
    expect(waiting).to_be_hidden()
    there.page.get_by_label("Seulement les adhésions confirmées").press("Space")
    expect(waiting).to_be_visible()
    crossings.wait_for_communes()
    assert violations(there.page) == []
    there.mend()
    expect(there.page.get_by_label("Seulement les adhésions confirmées")).to_be_checked()


def test_a_state_shown_alone_stays_alone_without_a_network(visit: Callable[..., Visit]) -> None:
    there = visit("/")
    there.cut()
    there.page.goto("/croisements/?on=2019-07-01&state=both")
    CrossingsPage(there.page).wait_for_communes()
    alone = there.page.get_by_role("button", name="Montrer seulement : Les deux")
    expect(alone).to_have_attribute("aria-pressed", "true")
    expect(there.page).to_have_url(re.compile("state=both"))


def test_a_sheet_for_another_day_says_that_it_waits_for_the_network(visit: Callable[..., Visit]) -> None:
    there = visit("/")
    there.cut()
    waiting = there.page.get_by_text("Le reste de votre demande attend une connexion")
    there.page.goto("/croisements/reunion/")
    expect(waiting).to_be_hidden()
    there.page.goto("/croisements/reunion/?on=2024-06-01")
    expect(waiting).to_be_visible()


def test_a_link_with_filters_is_understood_without_a_network(
    visit: Callable[..., Visit], counts: dict[str, int]
) -> None:
    there = visit("/")
    there.cut()
    there.page.goto("/?overlap=both")
    home = HomePage(there.page)
    home.wait_for_markers()
    home.expect_only("both", counts["both"])


def test_a_search_answers_without_a_network(visit: Callable[..., Visit]) -> None:
    there = visit("/")
    there.cut()
    there.page.goto("/?q=fablab")
    home = HomePage(there.page)
    home.wait_for_markers()
    expect(home.cards.filter(has_text="La Pompe")).to_be_visible()


def test_places_and_networks_never_visited_answer(visit: Callable[..., Visit]) -> None:
    there = visit("/")
    there.cut()
    there.page.goto("/lieux/la-pompe/")
    expect(there.page.get_by_role("heading", level=1)).to_have_text("La Pompe")
    there.page.goto("/reseaux/solozere/")
    expect(there.page.get_by_role("heading", level=1)).to_have_text("SoLozère")
    there.page.goto("/donnees/")
    expect(there.page.get_by_role("heading", level=1)).to_have_text("Données à réutiliser")


def test_a_page_that_is_not_kept_says_what_is(visit: Callable[..., Visit]) -> None:
    there = visit("/")
    there.cut()
    there.page.goto("/nulle-part/")
    expect(there.page.get_by_role("heading", level=1)).to_have_text("Cette page demande une connexion")
    there.page.get_by_role("link", name="Voir les réseaux").click()
    expect(there.page.get_by_role("heading", level=1)).to_contain_text("réseaux")


def test_english_is_kept_for_those_who_read_it(visit: Callable[..., Visit]) -> None:
    there = visit("/en/")
    there.cut()
    there.page.goto("/en/lieux/la-pompe/")
    expect(there.page.locator("html")).to_have_attribute("lang", "en")
    expect(there.page.get_by_role("heading", level=1)).to_have_text("La Pompe")
    there.page.goto("/en/nowhere/")
    expect(there.page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("options", [{"viewport": PHONE}, {"color_scheme": "dark"}], ids=["phone", "dark"])
def test_a_quiet_notice_tells_the_date_of_what_is_shown(
    visit: Callable[..., Visit], options: dict[str, object]
) -> None:
    there = visit("/", **options)
    expect(there.notice).to_be_empty()
    there.cut()
    for path in ("/", "/lieux/la-pompe/", "/nulle-part/"):
        there.page.goto(path)
        words = re.compile(r"^Hors connexion\s: copie enregistrée le\s\d+(er)?\s\w+ à\s\d+\sh(\s\d\d)?$")
        expect(there.page.get_by_role("status").filter(has_text=words)).to_be_in_viewport()
        assert violations(there.page) == []


def test_the_notice_comes_to_a_page_that_is_open_and_goes_by_itself(visit: Callable[..., Visit]) -> None:
    there = visit("/reseaux/")
    there.cut()
    expect(there.notice).to_contain_text("Hors connexion")
    there.mend()
    expect(there.notice).to_be_empty()


def test_a_page_that_was_kept_becomes_new_when_the_network_is_back(visit: Callable[..., Visit]) -> None:
    there = visit("/")
    there.cut()
    there.page.goto("/lieux/la-pompe/")
    expect(there.page.locator("html[data-kept]")).to_be_attached()
    there.mend()
    expect(there.page.locator("html:not([data-kept])")).to_be_attached()
    expect(there.page.get_by_role("heading", level=1)).to_have_text("La Pompe")


def test_a_page_that_came_kept_once_more_as_the_site_was_slow_becomes_new_a_little_later(
    visit: Callable[..., Visit],
) -> None:
    there = visit("/")
    there.cut()
    there.page.goto("/lieux/la-pompe/")
    expect(there.page.locator("html[data-kept]")).to_be_attached()
    there.page.evaluate("sessionStorage.setItem(location.pathname, `${Date.now()} 3000`)")
    there.mend()
    expect(there.page.locator("html:not([data-kept])")).to_be_attached()


def test_what_changed_replaces_what_was_kept(visit: Callable[..., Visit]) -> None:
    there = visit("/")
    before = there.wait_until_kept()
    pompe = Place.objects.get(slug="la-pompe")

    def rename(name: str) -> Callable[[], object]:
        return lambda: Place.objects.filter(pk=pompe.pk).update(name=name)

    elsewhere(rename("La Pompe à idées"))
    try:
        there.page.reload()
        there.wait_until_kept(other_than=before)
        there.cut()
        there.page.goto("/lieux/la-pompe/")
        expect(there.page.get_by_role("heading", level=1)).to_have_text("La Pompe à idées")
    finally:
        elsewhere(rename(pompe.name))


def test_who_saves_data_keeps_the_pages_they_visit_and_is_sent_no_others(open_page: OpenPage, guard: Guard) -> None:
    guard.is_failure_expected = True
    asked: list[str] = []

    def save_data(page: Page) -> None:
        page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
        page.context.on("request", lambda request: asked.append(request.url))

    page = open_page("/reseaux/", before=save_data, service_workers="allow")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.goto("/lieux/la-pompe/")
    assert not [url for url in asked if url.endswith("hors-ligne.json")]
    assert page.evaluate(HELD, "/hors-ligne.json") is None
    page.context.set_offline(True)
    page.goto("/lieux/la-pompe/")
    expect(page.get_by_role("heading", level=1)).to_have_text("La Pompe")


def test_what_someone_signed_in_sees_is_not_kept(open_page: OpenPage, guard: Guard) -> None:
    elsewhere(lambda: User.objects.create_superuser("chef", "chef@example.org", "pluie tambour ficelle"))
    try:
        page = open_page("/admin/login/?next=/reseaux/", service_workers="allow")
        page.get_by_label(re.compile("utilisateur")).fill("chef")
        page.get_by_label(re.compile("passe")).fill("pluie tambour ficelle")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"^[^?]*/reseaux/$"))
        Visit(page).wait_until_kept()
        page.goto("/croisements/")
        page.goto("/donnees/")
        page.goto("/reseaux/")
        assert page.evaluate(VISITED) == []
        page.context.clear_cookies()
        page.goto("/donnees/")
        page.goto("/reseaux/")
        page.wait_for_function(f"async () => (await ({VISITED})()).includes('/donnees/')")
    finally:
        elsewhere(lambda: forget_account("chef"))


def test_hours_stay_true_on_a_page_that_was_kept_for_days(visit: Callable[..., Visit]) -> None:
    there = visit("/", timezone_id="Europe/Paris")
    slug = "france-services-florac"
    place = Place.objects.get(slug=slug)
    there.cut()
    later = timezone.localtime() + timedelta(days=3, hours=2)
    there.page.clock.set_fixed_time(later)
    there.page.goto(f"/lieux/{slug}/")
    with translation.override("fr"):
        now, week = now_in_words(place.schedule, later), week_in_words(place.schedule, later)
    expect(there.page.locator(".now-line .now")).to_have_text(now.words)
    rows = there.page.get_by_role("row")
    expect(rows).to_have_count(7)
    for index, day in enumerate(week):
        expect(rows.nth(index)).to_have_text(re.compile(day.name, re.I))
        expect(rows.nth(index).get_by_role("cell")).to_have_text(re.compile(r"\s*".join(day.hours or ["fermé"])))
    expect(rows.first).to_contain_text("aujourd’hui")
    there.page.clock.set_fixed_time(later + timedelta(days=30))
    there.page.evaluate("dispatchEvent(new Event('pageshow'))")
    expect(there.page.locator(".now-line .now")).to_have_text("Horaires à confirmer")
    expect(rows).to_have_count(0)


def test_hours_stay_true_in_the_list_of_a_network(visit: Callable[..., Visit]) -> None:
    there = visit("/")
    there.cut()
    later = timezone.localtime() + timedelta(days=3, hours=2)
    there.page.clock.set_fixed_time(later)
    there.page.goto("/reseaux/france-services/")
    place = Place.objects.get(slug="france-services-florac")
    with translation.override("fr"):
        now = now_in_words(place.schedule, later)
    card = there.page.get_by_role("listitem").filter(has=there.page.get_by_role("link", name=place.name, exact=True))
    expect(card.locator(".now")).to_have_text(now.words)


def test_the_site_can_be_installed(browser_type: BrowserType, site: str) -> None:
    # Only a browser that has a window judges that.
    whole = shutil.which("chromium") or shutil.which("google-chrome")
    if not whole:
        pytest.skip("no Chromium with a window here")
    with browser_type.launch(executable_path=whole, args=ARGUMENTS) as browser:
        page = browser.new_page()
        page.goto(site)
        judge = page.context.new_cdp_session(page)
        found = judge.send("Page.getAppManifest")
        assert found["errors"] == []
        assert found["url"].endswith("/manifest.webmanifest")
        refusals = judge.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # The browsers of tests remember nothing: that is the only reason not to install it.
    assert [refusal["errorId"] for refusal in refusals] == ["in-incognito"]
