"""Pages follow what is changed, here where no hub stands beside the site: they ask now and then."""

import re

import pytest
from playwright.sync_api import Page, expect

from places.choices import Door, Status
from places.models import Place
from places.services import edit
from tests.browser.conftest import LIVE, OpenPage, elsewhere
from tests.browser.pages import Frame, HomePage

pytestmark = pytest.mark.usefixtures("site")
# Milliseconds: a page asks every five seconds or so; what other tests still write in the same cluster holds news back.
SOON = 120_000


def rename(place: Place, name: str) -> None:
    elsewhere(lambda: edit(place, changes={"name": name}, by=None, door=Door.CONSOLE))


def follow(page: Page) -> None:
    """Let the page hear of what moves."""
    page.context.unroute(LIVE)


def test_a_change_comes_to_the_list_and_to_the_listing_unless_someone_is_reading(open_page: OpenPage) -> None:
    place = Place.objects.filter(status=Status.PUBLISHED).earliest("pk")
    before = place.name
    home, listing = HomePage(open_page(before=follow)), open_page(f"/lieux/{place.slug}/", before=follow)
    home.wait_for_markers()
    frame = open_page("/embed/", before=follow)
    expect(Frame(frame).markers.first).to_be_visible()
    try:
        # What others wrote just before may be told with it, and be so much that the whole is asked for.
        with frame.expect_response(re.compile(r"/annuaire(/changes\.json\?|\.json)"), timeout=SOON):
            rename(place, "Essai en direct")
        expect(listing.get_by_role("heading", level=1, name="Essai en direct")).to_be_visible(timeout=SOON)
        expect(listing.get_by_text("Du nouveau", exact=True)).to_be_visible()
        card = home.page.locator(".card", has_text="Essai en direct")
        expect(card).to_have_count(1, timeout=SOON)
        home.page.locator(".card a").first.focus()
        rename(place, before)
        notice = home.page.get_by_role("status").filter(has_text="1 changement")
        notice.get_by_role("button", name="Afficher").click(timeout=SOON)
        expect(card).to_have_count(0)
    finally:
        rename(place, before)
