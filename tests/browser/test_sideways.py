"""Nothing goes on sideways: every fold, panel and dialog of every page is as wide as what it holds."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage

SIZES = [(320, 640), (360, 640), (390, 844), (640, 400), (1024, 768), (1366, 768), (1920, 1080)]
PATHS = [
    "/",
    "/?need=work#liste",
    "/lieux/la-pompe/",
    "/lieux/france-services-florac/",
    "/reseaux/",
    "/reseaux/bibliotheques/",
    "/croisements/",
    "/croisements/reunion/",
    "/donnees/",
    "/imprimer/",
    "/contact/",
    "/mentions-legales/",
    "/accessibilite/",
    "/vie-privee/",
    "/embed/",
]
# Opens every fold, then every dialog in its turn, and names what is wider inside than outside.
WIDER = """() => {
    const name = element => element.id || element.className || element.tagName;
    const isWider = element => element.checkVisibility() && element.scrollWidth > element.clientWidth + 1;
    const mayScroll = element => /auto|scroll/.test(getComputedStyle(element).overflowX);
    // A table that is wider than a phone has a region of its own, with a name, which the keyboard reaches and moves.
    const isExpected = element => element.matches("[role=region][tabindex='0']:is([aria-label], [aria-labelledby])");
    const found = root => [root, ...root.querySelectorAll("*")]
        .filter(element => mayScroll(element) || element.matches("html, dialog, details:not(#more), .panel"))
        .filter(isWider)
        .filter(element => !isExpected(element))
        .map(element => `${name(element)}: ${element.scrollWidth} in ${element.clientWidth}`);
    for (const fold of document.querySelectorAll("details")) fold.open = true;
    const wide = found(document.documentElement);
    for (const dialog of document.querySelectorAll("dialog")) {
        dialog.showModal();
        wide.push(...found(dialog));
        dialog.close();
    }
    return [...new Set(wide)];
}"""


WIDER_AT_EVERY_SIZE = f"""async () => {{
    const drawn = () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await drawn();
    return ({WIDER})();
}}"""


def wider(page: Page, path: str) -> list[str]:
    """Tell what is too wide at each size: the page is loaded in the smallest, as in a hand, and grows."""
    found = []
    page.goto(path, wait_until="load")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{path} at {width}x{height}: {told}" for told in page.evaluate(WIDER_AT_EVERY_SIZE)]
    return found


@pytest.mark.parametrize("path", PATHS)
def test_no_panel_dialog_or_fold_is_wider_inside(open_page: OpenPage, path: str) -> None:
    width, height = SIZES[0]
    page = open_page("/contact/", viewport={"width": width, "height": height})
    assert [told for language in ("", "/en") for told in wider(page, f"{language}{path}")] == []
