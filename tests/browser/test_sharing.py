"""Taking a page elsewhere: by link, by code, by the system's own sheet."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE, Guard, OpenPage
from tests.browser.pages import HomePage, ShareDialog

KNOWN = "/lieux/atelier-boutique-du-petassou/"
CLIPBOARD = ["clipboard-read", "clipboard-write"]


def test_the_link_is_copied_and_it_is_said(open_page: OpenPage) -> None:
    share = ShareDialog(open_page(KNOWN, permissions=CLIPBOARD))
    share.open()
    expect(share.address).to_have_value(re.compile(rf"^http://localhost:\d+{KNOWN}$"))
    expect(share.address).to_be_focused()
    share.copy_link.click()
    expect(share.said).to_have_text("C’est copié : il ne reste qu’à coller.")
    assert share.page.evaluate("navigator.clipboard.readText()") == share.address.input_value()


def test_a_copy_that_is_refused_leaves_the_link_selected(open_page: OpenPage) -> None:
    refuse = "navigator.clipboard.writeText = () => Promise.reject(new Error('no'))"
    share = ShareDialog(open_page(KNOWN, before=lambda page: page.add_init_script(refuse)))
    share.open()
    share.copy_link.click()
    expect(share.said).to_contain_text("refuse la copie")
    assert share.page.evaluate("getSelection().toString()") == share.address.input_value()


def test_the_code_is_that_of_the_address_shown(open_page: OpenPage) -> None:
    share = ShareDialog(open_page(f"{KNOWN}?source=affiche"))
    share.open()
    expect(share.code).not_to_have_js_property("naturalWidth", 0)
    expect(share.code).to_have_attribute("src", re.compile(r"path=%2Flieux%2F.*%3Fsource%3Daffiche$"))


def test_an_address_too_long_for_a_code_still_has_its_link(open_page: OpenPage, guard: Guard) -> None:
    guard.is_failure_expected = True
    share = ShareDialog(open_page(f"{KNOWN}?q={'a' * 700}"))
    share.open()
    expect(share.code).to_be_hidden()
    expect(share.address).to_be_visible()


def test_the_system_sheet_is_offered_where_there_is_one(open_page: OpenPage) -> None:
    taken = "navigator.share = (data) => { globalThis.sent = data; return Promise.resolve(); }"
    share = ShareDialog(open_page(KNOWN, before=lambda page: page.add_init_script(taken)))
    share.open()
    share.send.click()
    share.page.wait_for_function("url => globalThis.sent?.url === url", arg=share.page.url)


def test_the_dialog_closes_by_key_by_button_and_beside_it_and_gives_the_focus_back(open_page: OpenPage) -> None:
    share = ShareDialog(open_page(KNOWN))
    for close in ways_to_close(share):
        share.open()
        close()
        expect(share.dialog).to_be_hidden()
        expect(share.opener).to_be_focused()


def ways_to_close(share: ShareDialog) -> list[Callable[[], object]]:
    return [
        lambda: share.page.keyboard.press("Escape"),
        lambda: share.dialog.get_by_role("button", name="Fermer").click(),
        lambda: share.page.mouse.click(5, 5),
    ]


def test_the_map_is_shared_as_it_is_filtered_on_a_laptop_and_on_a_phone(open_page: OpenPage) -> None:
    for viewport in (LAPTOP, PHONE):
        page = open_page("/", viewport=viewport)
        home = HomePage(page)
        home.wait_for_markers()
        home.choice("both").click()
        share = ShareDialog(page)
        share.open()
        expect(share.address).to_have_value(re.compile(r"/\?overlap=both$"))


def test_where_someone_is_stays_out_of_what_is_shared_unless_she_says_so(open_page: OpenPage) -> None:
    share = ShareDialog(open_page("/?near=3.5012,44.5187&kind=library&map=13/44.5187/3.5012"))
    HomePage(share.page).wait_for_markers()
    share.open()
    share.embed.click()
    expect(share.address).to_have_value(re.compile(r"/\?kind=library$"))
    expect(share.code).to_have_attribute("src", re.compile(r"path=%2F%3Fkind%3Dlibrary$"))
    assert "44.5187" not in share.snippet.input_value()
    share.dialog.get_by_role("checkbox", name=re.compile("où vous êtes")).check()
    expect(share.address).to_have_value(re.compile(r"near=3.5012,44.5187"))
    assert "near=3.5012" in share.snippet.input_value()


def test_the_list_is_printed_as_it_is_filtered(open_page: OpenPage) -> None:
    home = HomePage(open_page("/"))
    home.wait_for_markers()
    home.choice("both").click()
    home.list.get_by_role("link", name="Imprimer").click()
    expect(home.page).to_have_url(re.compile(r"/imprimer/\?overlap=both$"))


def test_without_javascript_no_button_promises_anything(open_page: OpenPage) -> None:
    page = open_page(KNOWN, java_script_enabled=False)
    expect(page.get_by_role("button", name="Partager")).to_have_count(0)
    expect(page.get_by_role("button", name="Imprimer")).to_have_count(0)
    expect(page.get_by_role("link", name="Itinéraire")).to_be_visible()
