"""A real Chromium on the real Lozère, with no other network: what leaves this machine is refused, and told."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route, expect
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer
from time_machine import TimeMachineFixture

from network.models import NetworkedPlace
from tests import databases
from tests.browser.pages import HomePage

ROOT = Path(__file__).resolve().parent.parent.parent
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}
PROJECTOR = {"width": 1920, "height": 1080}
# Nothing that Chromium does by itself may look like a request of ours.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


HERE = Path(__file__).parent
# Milliseconds: what has not come by then will not come, on a machine that does ten things at once. What goes well takes
# none of it.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)
# Playwright keeps an event loop in the thread of the tests; our queries make nobody wait in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark these tests, before any is chosen by its mark; and run them last, where most of the time goes."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")
            # Without this mark on any test there would be no test database, and ours would be written in.
            item.add_marker("django_db")
    items.sort(key=lambda item: item.path.is_relative_to(HERE))


@pytest.fixture(scope="package")
def ahead(beginning: datetime) -> timedelta:
    """How far the moment of the tests is from that of this machine."""
    return beginning - datetime.now(UTC)


@pytest.fixture(autouse=True)
def _moment(time_machine: TimeMachineFixture, ahead: timedelta) -> None:
    """Let time go on from one test to the next: the site that they share knows what it answered a minute ago."""
    time_machine.move_to(datetime.now(UTC) + ahead)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"), "args": ARGUMENTS}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Take the place of pytest-base-url's, which this pytest warns about: each context has the site's address."""


@pytest.fixture(scope="session")
def browser_database(lozere_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of the site's own: what is written through it is committed, and would be found by other tests."""
    with (
        django_db_blocker.unblock(),
        databases.copy(lozere_database, f"{lozere_database}_browser") as name,
        django_db_blocker.block(),
    ):
        yield name


@pytest.fixture(scope="package")
def _lozere(browser_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Stand on that database: the site, its threads and the tests that ask it what is true."""
    with databases.stand_on(browser_database), django_db_blocker.unblock():
        yield
        connections.close_all()


@pytest.fixture(scope="package")
def site(_lozere: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the site, and give its address. Its data stays from one test to the next: see `elsewhere`."""
    assert (ROOT / "frontend/static/frontend/home.js").exists(), "The bundle is missing: npm run build"
    # WhiteNoise looks for collected files when the server starts; the server of tests finds them where they are made.
    with override_settings(STATIC_ROOT=str(tmp_path_factory.mktemp("static"))):
        server = LiveServer("localhost")
        with server._live_server_modified_settings:
            yield server.url
            server.stop()


def elsewhere(write: Callable[[], object]) -> None:
    """Write as another process would: committed at once, so that the site sees it. The test puts back what it wrote."""

    def write_and_leave() -> None:
        write()
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(write_and_leave).result()


@pytest.fixture(scope="package")
def counts(_lozere: None) -> dict[str, int]:
    """How many places are in each state of overlap."""
    return NetworkedPlace.objects.published().overlap_counts()


class Guard:
    """Sees everything that goes wrong in a page, and refuses what would leave this machine."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.outside: list[str] = []
        self.is_failure_expected = False

    def watch(self, context: BrowserContext) -> None:
        context.route(lambda url: urlsplit(url).hostname != "localhost", self._refuse)
        context.on("console", self._read)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def _refuse(self, route: Route) -> None:
        self.outside.append(route.request.url)
        route.abort()

    def _read(self, message: ConsoleMessage) -> None:
        is_refused = self.is_failure_expected and "Failed to load resource" in message.text
        # What `open_page` asks for, unless a test is about the worker.
        is_blocked = message.text == "Service Worker registration blocked by Playwright"
        # A busy machine has not come to it yet.
        is_slow = "was preloaded using link preload but not used within a few seconds" in message.text
        if message.type in {"error", "warning"} and not is_refused and not is_blocked and not is_slow:
            self.errors.append(message.text)

    def check(self) -> None:
        """Fail for any error in the console, uncaught exception, or request to the outside that was not foreseen."""
        assert self.errors == []
        assert self.is_failure_expected or self.outside == []


@pytest.fixture
def guard() -> Iterator[Guard]:
    guard = Guard()
    yield guard
    guard.check()


OpenPage = Callable[..., Page]
# What a page asks to follow the site.
LIVE = "**/live/?*"
# Pages live at the moment of the test, as the site does; a clock that Playwright has laid over theirs is left alone.
SAME_MOMENT = """
(there => {
    const Here = Date, apart = there - Here.now();
    if (!Here.toString().includes("native code")) return;
    globalThis.Date = class extends Here {
        constructor(...given) { given.length ? super(...given) : super(Here.now() + apart); }
        static now() { return Here.now() + apart; }
    };
})(%d);
"""


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext], guard: Guard, site: str) -> OpenPage:
    """A way to open an address of the site, on a laptop unless a context's options say otherwise.

    Its language is English, which pages leave aside for that of their address.

    No worker stands between the page and the site, where requests could not be seen or refused: `tests/browser/
    test_offline.py` is about it.

    Nothing is told to pages of what moves (`LIVE`), but in `tests/browser/test_live.py`.

    `before` is called with the page before it goes anywhere.
    """

    def go(path: str = "/", *, before: Callable[[Page], object] | None = None, **options: Any) -> Page:
        usual = {"viewport": LAPTOP, "reduced_motion": "reduce", "service_workers": "block", "locale": "en-US"}
        context = new_context(**{"base_url": site, **usual, **options})
        context.set_default_timeout(PATIENCE)
        guard.watch(context)
        context.route(LIVE, lambda route: route.fulfill(status=204))
        context.add_init_script(SAME_MOMENT % (timezone.now().timestamp() * 1000))
        page = context.new_page()
        if before:
            before(page)
        page.goto(path)
        return page

    return go


@pytest.fixture
def home(open_page: OpenPage) -> HomePage:
    """Open "/", and wait for its map."""
    home = HomePage(open_page())
    home.wait_for_markers()
    return home
