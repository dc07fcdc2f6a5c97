"""axe-core, run in a page."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import ROOT

AXE = ROOT / "node_modules/axe-core/axe.min.js"


def violations(page: Page) -> list[str]:
    """Run every rule of axe as the page is, then those of colours in the other theme: nothing else differs there."""
    # A script tag would be refused by our own policy; what the browser itself evaluates is not.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = _found(page, {})
    here, there = sorted(["light", "dark"], key=lambda theme: not page.evaluate(IS_SHOWN, theme))
    page.emulate_media(color_scheme=there)  # type: ignore[arg-type]  # one of two words
    found += [f"{there}: {fault}" for fault in _found(page, {"runOnly": COLOURS})]
    page.emulate_media(color_scheme=here)  # type: ignore[arg-type]
    return found


COLOURS = ["color-contrast", "link-in-text-block"]
IS_SHOWN = "theme => matchMedia(`(prefers-color-scheme: ${theme})`).matches"


# Axe tells only what we read: a page of 5,000 elements takes a third less.
TOLD = {"resultTypes": ["violations"], "selectors": False}


def _found(page: Page, options: dict[str, list[str]]) -> list[str]:
    found: list[dict[str, Any]] = page.evaluate(
        "options => axe.run(options).then(told => told.violations)", TOLD | options
    )
    return [f"{rule['id']}: {[node['html'] for node in rule['nodes']]}" for rule in found]
