"""A real Chromium on the real Lozère, with no other network: what leaves this machine is refused, and told."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from network.models import NetworkedPlace
from tests.browser.pages import HomePage

ROOT = Path(__file__).resolve().parent.parent.parent
PHONE = {"width": 390, "height": 844}
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"), "args": ARGUMENTS}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Take the place of pytest-base-url's, which this pytest warns about: each context has the site's address."""


@pytest.fixture(scope="package")
def _lozere(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the territory for these tests, and leave the tables as empty as they were."""
    # Playwright keeps an event loop in this thread; our queries wait for nobody in it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with django_db_blocker.unblock():
        call_command("load_territory", verbosity=0)
        yield
        call_command("flush", verbosity=0, interactive=False)
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def site(_lozere: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the site, and give its address. Its data stays from one test to the next: a test that edits puts back."""
    assert (ROOT / "frontend/static/frontend/home.js").exists(), "The bundle is missing: npm run build"
    # WhiteNoise looks for collected files when the server starts; the server of tests finds them where they are made.
    with override_settings(STATIC_ROOT=str(tmp_path_factory.mktemp("static"))):
        server = LiveServer("localhost")
        with server._live_server_modified_settings:
            yield server.url
            server.stop()


@pytest.fixture(scope="package")
def counts(_lozere: None) -> dict[str, int]:
    """Give how many places are in each state of overlap."""
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
        if message.type in {"error", "warning"} and not is_refused:
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


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext], guard: Guard, site: str) -> OpenPage:
    """Give a way to open an address of the site, on a projector unless a context's options say otherwise."""

    def go(path: str = "/", **options: Any) -> Page:
        context = new_context(**{"base_url": site, "viewport": PROJECTOR, "reduced_motion": "reduce", **options})
        context.set_default_timeout(8000)
        guard.watch(context)
        page = context.new_page()
        page.goto(path)
        return page

    return go


@pytest.fixture
def home(open_page: OpenPage) -> HomePage:
    """Open "/", and wait for its map."""
    home = HomePage(open_page())
    home.wait_for_markers()
    return home
