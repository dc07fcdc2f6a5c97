"""What the first load costs to someone who pays for it by the megabyte."""

import gzip
from collections import Counter
from urllib.parse import urlsplit

import brotli
from playwright.sync_api import Page, Response

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.pages import HomePage

MOST_BYTES = 150_000
# What each answer adds to its body: the status line and the headers.
HEADERS = 500


def test_the_first_load_of_the_home_page_is_light_and_ours(open_page: OpenPage) -> None:
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    def watch(page: Page) -> None:
        page.context.on("response", keep)

    home = HomePage(open_page("/", before=watch, viewport=PHONE))
    home.wait_for_markers()
    home.page.wait_for_load_state("networkidle")
    assert {urlsplit(answer.url).hostname for answer in answers} == {"localhost"}
    found = weights(home.page, answers)
    assert found.total() <= MOST_BYTES, found.most_common()
    assert {"/", "/annuaire.json", "/fond-de-carte.geojson"} <= set(found)


def weights(page: Page, answers: list[Response]) -> Counter[str]:
    """Weigh answers by their path. The browser may have let go of what it read: the same is asked again."""
    bodies = {answer.url: page.request.get(answer.url).body() for answer in answers}
    return Counter({urlsplit(url).path: _weight(url, body) for url, body in bodies.items()})


def _weight(url: str, body: bytes) -> int:
    """The bytes on the wire, compressed as the site does and the server of tests does not: files once and for all."""
    is_file = urlsplit(url).path.startswith("/static/")
    return len(brotli.compress(body) if is_file else gzip.compress(body, 6)) + HEADERS
