"""Nothing goes on sideways: every fold, panel and dialog of every page is as wide as what it holds."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from network.models import Membership, Network, Organisation
from places.models import Place
from tests.browser.conftest import OpenPage, elsewhere

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


# A German cooperative, and the address of a form: nothing in them says where a line may end.
UNBREAKABLE = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LINK = f"https://www.example.org/{'inscriptions_aux_ateliers_' * 5}"
WORDS: dict[type[Place | Network | Organisation | Membership], dict[str, str]] = {
    Place: {
        "name": UNBREAKABLE,
        "description": f"{UNBREAKABLE} {LINK}",
        "address": UNBREAKABLE,
        "website": LINK,
        "email": f"{UNBREAKABLE[:40]}@{UNBREAKABLE[:40]}.example",
        "access_note": LINK,
    },
    Network: {"name": UNBREAKABLE, "description": LINK, "website": LINK},
    Organisation: {"name": UNBREAKABLE, "website": LINK},
    Membership: {"evidence": LINK},
}


@pytest.fixture
def _unbreakable() -> Iterator[None]:
    """Give every listing, network and organisation words of which no line can end within; put theirs back."""
    before = {model: list(model._default_manager.values("pk", *names)) for model, names in WORDS.items()}

    def write() -> None:
        for model, words in WORDS.items():
            model._default_manager.update(**words)

    def put_back() -> None:
        for model, rows in before.items():
            for row in rows:
                model._default_manager.filter(pk=row.pop("pk")).update(**row)

    elsewhere(write)
    try:
        yield
    finally:
        elsewhere(put_back)


@pytest.mark.usefixtures("_unbreakable")
def test_a_word_that_cannot_be_broken_widens_no_page_of_a_phone(open_page: OpenPage) -> None:
    width, height = SIZES[0]
    page = open_page("/contact/", viewport={"width": width, "height": height})
    found = []
    for path in PATHS:
        page.goto(path, wait_until="load")
        found += [f"{path}: {told}" for told in page.evaluate(WIDER_AT_EVERY_SIZE)]
    assert found == []
