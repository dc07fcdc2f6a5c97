"""The map in another site: the code that is copied, and the frame that it makes there."""

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Self

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Guard, OpenPage
from tests.browser.pages import LABELS, Frame, ShareDialog

CROSSED = "/lieux/la-pompe/"
CLIPBOARD = ["clipboard-read", "clipboard-write"]


class OtherSite:
    """A site of another origin, with one page."""

    def __init__(self) -> None:
        self.html = ""

    def serve(self) -> Iterator[Self]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(site.html.encode())

            def log_message(self, *_arguments: object) -> None:
                """Say nothing."""

        with ThreadingHTTPServer(("localhost", 0), Handler) as server:
            self.address = f"http://localhost:{server.server_port}/"
            thread = Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            yield self
            server.shutdown()
            thread.join()

    def show(self, page: Page, html: str) -> None:
        """Show this in its page."""
        self.html = f'<!DOCTYPE html><link rel="icon" href="data:,">{html}'
        page.goto(self.address)


@pytest.fixture
def other_site() -> Iterator[OtherSite]:
    yield from OtherSite().serve()


def test_the_states_have_names_where_there_is_room(open_page: OpenPage) -> None:
    page = open_page("/embed/", viewport={"width": 1280, "height": 600})
    name = Frame(page).states.get_by_text("Médiation numérique seulement")
    expect(name).to_have_css("clip-path", "none")
    page.set_viewport_size({"width": 600, "height": 400})
    expect(name).to_have_css("clip-path", "inset(50%)")
    expect(Frame(page).state("a")).to_be_visible()


def test_the_code_that_is_copied_makes_a_map_in_another_site(
    open_page: OpenPage, site: str, other_site: OtherSite
) -> None:
    share = ShareDialog(open_page("/?overlap=both", permissions=CLIPBOARD))
    share.open()
    share.embed.click()
    share.dialog.get_by_role("radio", name="haute").check()
    share.copy_snippet.click()
    expect(share.said).to_have_text("C’est copié : il ne reste qu’à coller.")
    snippet = share.page.evaluate("navigator.clipboard.readText()")
    assert snippet == share.snippet.input_value()
    assert f'src="{site}/embed/?overlap=both"' in snippet
    assert 'height="700"' in snippet
    other_site.show(share.page, snippet)
    frame = Frame(share.page.frame_locator("iframe"))
    expect(frame.state("both")).to_have_attribute("aria-pressed", "true")
    expect(frame.markers.first).to_be_visible()
    expect(share.page.get_by_role("link", name="Voir sur Croisée")).to_have_attribute("href", f"{site}/?overlap=both")


@pytest.mark.parametrize(
    ("path", "frame"), [(CROSSED, "/embed/?place=la-pompe"), ("/reseaux/solozere/", "/embed/?network=solozere")]
)
def test_the_code_of_a_page_shows_what_the_page_tells(open_page: OpenPage, site: str, path: str, frame: str) -> None:
    share = ShareDialog(open_page(path))
    share.open()
    share.embed.click()
    expect(share.snippet).to_have_value(re.compile(re.escape(f'src="{site}{frame}"')))


def test_a_frame_of_one_place_opens_on_it_and_takes_no_focus(
    open_page: OpenPage, site: str, other_site: OtherSite
) -> None:
    page = open_page("/donnees/")
    other_site.show(
        page, f'<input autofocus><iframe src="{site}/embed/?place=la-pompe" width="500" height="400"></iframe>'
    )
    frame = Frame(page.frame_locator("iframe"))
    expect(frame.popup.get_by_role("link", name="La Pompe")).to_be_visible()
    expect(page.locator("input")).to_be_focused()
    with page.context.expect_page() as opened:
        frame.popup.get_by_role("link", name="La Pompe").click()
    opened.value.wait_for_url(f"**{CROSSED}")


def test_no_other_page_of_ours_shows_in_another_site(
    open_page: OpenPage, guard: Guard, site: str, other_site: OtherSite
) -> None:
    page = open_page("/donnees/")
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        other_site.show(page, f'<iframe src="{site}/"></iframe>')
    guard.errors.clear()


def test_the_states_of_a_frame_act_on_its_map_and_on_the_way_back(open_page: OpenPage, counts: dict[str, int]) -> None:
    frame = Frame(open_page("/embed/"))
    expect(frame.markers.first).to_be_visible()
    for state, count in counts.items():
        said = f"{count} {LABELS[state]}" + (r" dont 48.pourraient en être" if state == "neither" else "")
        expect(frame.state(state)).to_have_accessible_name(re.compile(f"^{said}$"))
    frame.state("both").click()
    expect(frame.state("both")).to_have_attribute("aria-pressed", "true")
    expect(frame.back).to_have_attribute("href", "/?overlap=both")
    frame.state("both").click()
    expect(frame.back).to_have_attribute("href", "/")


@pytest.mark.parametrize(("width", "height"), [(300, 200), (390, 500), (1900, 700)])
def test_a_frame_fits_whatever_holds_it(open_page: OpenPage, width: int, height: int) -> None:
    page = open_page("/embed/", viewport={"width": width, "height": height})
    frame = Frame(page)
    expect(frame.markers.first).to_be_visible()
    expect(frame.state("neither")).to_be_in_viewport(ratio=1)
    expect(frame.back).to_have_accessible_name(re.compile("Croisée"))
    assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
        width,
        height,
    ]


def test_a_frame_without_data_says_so_and_tries_again(open_page: OpenPage, guard: Guard) -> None:
    guard.is_failure_expected = True
    cut = lambda page: page.route("**/annuaire.json", lambda route: route.abort())  # noqa: E731
    page = open_page("/embed/", before=cut)
    frame = Frame(page)
    expect(frame.map.get_by_role("alert")).to_contain_text("n’a pas pu charger les lieux")
    page.unroute("**/annuaire.json")
    frame.map.get_by_role("button", name="Réessayer").click()
    expect(frame.markers.first).to_be_visible()


def test_a_frame_without_javascript_leads_to_the_list(open_page: OpenPage) -> None:
    page = open_page("/embed/?overlap=both", java_script_enabled=False)
    expect(page.get_by_role("link", name="La liste des lieux")).to_have_attribute("href", "/?overlap=both")


# What WordPress does of a frame that a page of its own holds (`wp-embed.js`), as far as links go.
WORDPRESS = """
<iframe sandbox="allow-scripts" security="restricted" data-secret="abcdefghij" width="600" height="400"
        src="{site}/embed/?place=la-pompe#?secret=abcdefghij"></iframe>
<script>
    window.asked = [];
    const frame = document.querySelector("iframe");
    addEventListener("message", ({{ data, source }}) => {{
        if (source === frame.contentWindow && data.secret === frame.dataset.secret && data.message === "link") {{
            window.asked.push(data.value);
        }}
    }});
</script>
"""


def test_a_frame_that_is_let_nothing_is_whole_and_its_links_are_opened_by_who_holds_it(
    open_page: OpenPage, guard: Guard, site: str, other_site: OtherSite
) -> None:
    page = open_page("/donnees/")
    other_site.show(page, WORDPRESS.format(site=site))
    frame = Frame(page.frame_locator("iframe"))
    expect(frame.markers.first).to_be_visible()
    frame.popup.get_by_role("link", name="La Pompe").click()
    frame.back.click()
    page.wait_for_function("() => window.asked.length > 1")
    assert page.evaluate("window.asked") == [f"{site}{CROSSED}", f"{site}{CROSSED}"]
    # The images of styles: the server of these tests says no origin for what is static, and WhiteNoise does.
    guard.errors[:] = [error for error in guard.errors if "/static/" not in error and "ERR_FAILED" not in error]


def test_a_page_that_is_opened_from_a_disk_may_hold_the_frame(browser: Browser, site: str, tmp_path: Path) -> None:
    held = tmp_path / "page.html"
    held.write_text(f'<iframe src="{site}/embed/" width="600" height="400"></iframe>')
    page = browser.new_page()
    page.goto(held.as_uri())
    expect(Frame(page.frame_locator("iframe")).markers.first).to_be_visible()
    page.close()
