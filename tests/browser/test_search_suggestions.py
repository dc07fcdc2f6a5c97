"""What the search field offers as one types: by the keyboard, by touch, for a screen reader, and without a network."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.axe import violations
from tests.browser.conftest import LAPTOP, PHONE, Guard, OpenPage
from tests.browser.pages import HomePage


class Search(HomePage):
    """The home page, and the list under its field."""

    @property
    def offered(self) -> Locator:
        """The list of suggestions."""
        return self.page.get_by_role("listbox", name="Suggestions")

    @property
    def options(self) -> Locator:
        """What may be chosen."""
        return self.offered.get_by_role("option")

    def group(self, name: str) -> Locator:
        """What may be chosen of a group."""
        return self.offered.get_by_role("group", name=name).get_by_role("option")

    def write(self, text: str) -> None:
        """Write in the field, as one does."""
        self.wait_for_markers()
        self.search.click()
        self.search.press_sequentially(text)
        expect(self.offered).to_be_visible()

    def press(self, *keys: str) -> None:
        """Press keys in the field."""
        for key in keys:
            self.search.press(key)


def test_what_is_offered_is_grouped_and_eight_at_most(open_page: OpenPage) -> None:
    home = Search(open_page("/"))
    home.write("me")
    expect(home.options).to_have_count(8)
    expect(home.group("Communes").first).to_have_text("Mende")
    expect(home.group("Lieux").first).to_be_visible()
    expect(home.page.locator("#suggestion-count")).to_have_text(re.compile(r"8.suggestions"))
    home.search.fill("zzyzx")
    expect(home.offered).to_be_hidden()
    expect(home.search).to_have_attribute("aria-expanded", "false")


def test_a_commune_is_chosen_with_the_keyboard_and_searched(open_page: OpenPage) -> None:
    home = Search(open_page("/"))
    home.write("allen")
    home.press("ArrowDown")
    expect(home.search).to_have_attribute("aria-activedescendant", "suggestion-0")
    expect(home.options.first).to_have_attribute("aria-selected", "true")
    home.press("Enter")
    expect(home.offered).to_be_hidden()
    expect(home.search).to_have_value("Allenc")
    expect(home.page.locator("#understood")).to_have_text(re.compile("Aucun lieu à Allenc.; les plus proches.:"))
    expect(home.page.locator(".card:visible .distance").first).to_have_text(re.compile(r"^à.*k?m$"))
    expect(home.page).to_have_url(re.compile("q=Allenc$"))


def test_a_word_of_the_vocabulary_becomes_a_filter_that_is_told(open_page: OpenPage) -> None:
    home = Search(open_page("/"))
    home.write("france services")
    home.group("Réseaux").get_by_text("France services").click()
    expect(home.page).to_have_url(re.compile(r"\?network=france-services$"))
    expect(home.search).to_have_value("")
    expect(home.search).to_be_focused()
    expect(home.page.locator("#near-message")).to_have_text("Filtre ajouté : France services.")


def test_a_place_is_opened(open_page: OpenPage) -> None:
    home = Search(open_page("/"))
    home.write("la pompe")
    home.press("ArrowUp", "Enter")
    expect(home.page).to_have_url(re.compile("/lieux/la-pompe/$"))


def test_the_arrows_go_round_through_the_field_and_escape_closes(open_page: OpenPage) -> None:
    home = Search(open_page("/"))
    home.write("florac")
    count = home.options.count()
    home.press(*["ArrowDown"] * count)
    expect(home.search).to_have_attribute("aria-activedescendant", f"suggestion-{count - 1}")
    home.press("ArrowDown")
    expect(home.search).to_have_attribute("aria-activedescendant", "")
    home.press("ArrowUp")
    expect(home.search).to_have_attribute("aria-activedescendant", f"suggestion-{count - 1}")
    home.press("Escape")
    expect(home.offered).to_be_hidden()
    expect(home.search).to_have_value("florac")
    home.press("ArrowDown")
    expect(home.search).to_have_attribute("aria-activedescendant", "suggestion-0")


def test_enter_without_a_choice_searches_what_was_written(open_page: OpenPage) -> None:
    home = Search(open_page("/"))
    home.write("coworking")
    home.press("Enter")
    expect(home.offered).to_be_hidden()
    expect(home.page).to_have_url(re.compile("q=coworking$"))


def test_leaving_the_field_closes_the_list(open_page: OpenPage) -> None:
    home = Search(open_page("/"))
    home.write("mende")
    home.press("Tab")
    expect(home.offered).to_be_hidden()


SIDES = "all => all.flatMap(one => [one.offsetWidth, one.offsetHeight])"


def test_a_finger_chooses(open_page: OpenPage) -> None:
    home = Search(open_page("/#carte", viewport=PHONE, has_touch=True))
    home.wait_for_markers()
    # It meets at least 24 pixels each way (WCAG 2.5.8), whatever a marker draws.
    assert min(home.page.locator(".marker:visible").evaluate_all(SIDES)) >= 24
    home.write("quez")
    option = home.options.first
    expect(option).to_have_text("Quézac aujourd’hui Gorges du Tarn Causses")
    box = option.bounding_box()
    assert box
    assert box["height"] >= 40
    option.tap()
    expect(home.search).to_have_value("Quézac")


def test_it_works_without_a_network(open_page: OpenPage, guard: Guard) -> None:
    home = Search(open_page("/"))
    home.wait_for_markers()
    guard.is_failure_expected = True
    home.page.context.set_offline(True)
    home.write("biblio")
    expect(home.group("Types de lieu").first).to_have_text("Bibliothèque ou médiathèque")


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_axe_finds_nothing_to_say(open_page: OpenPage, viewport: dict[str, int]) -> None:
    home = Search(open_page("/", viewport=viewport))
    home.write("flo")
    home.press("ArrowDown")
    assert violations(home.page) == []


def test_it_speaks_english_and_finds_by_both_languages(open_page: OpenPage) -> None:
    home = Search(open_page("/en/"))
    expect(home.page.locator(".marker:visible").first).to_be_visible()
    home.search.press_sequentially("mediatheque")
    expect(home.group("Kinds of place")).to_have_text(["Library"])
