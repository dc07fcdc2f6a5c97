"""The pages as their visitors see them: by roles, names and labels."""

import re

from playwright.sync_api import FrameLocator, Locator, Page, expect

LABELS = {
    "a": "Médiation numérique seulement",
    "b": "Appui aux entreprises seulement",
    "both": "Les deux",
    "neither": "Ni l’un ni l’autre",
}


class HomePage:
    """The map and the list."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.list = page.get_by_role("region", name=re.compile(r"^\d+\slieux?$"))
        self.cards = self.list.get_by_role("listitem")
        self.map = page.get_by_role("region", name=re.compile("^Carte des lieux"))
        self.markers = self.map.locator(".marker:visible")
        self.search = page.locator("#q")
        self.near_me = page.get_by_role("button", name="Autour de moi")
        self.more = page.locator("#more > summary")
        self.popup = self.map.get_by_role("dialog")

    def names(self) -> list[str]:
        """Name the places of the list, in its order."""
        return self.list.get_by_role("heading", level=3).all_text_contents()

    def open_more(self) -> Locator:
        """Open the panel of the filters that are folded away."""
        self.more.click()
        panel = self.page.locator("#more .panel")
        expect(panel).to_be_visible()
        return panel

    def choice(self, state: str) -> Locator:
        """The button of a state of overlap."""
        control = self.page.get_by_role("region", name=re.compile("^Où les réseaux se croisent"))
        return control.get_by_role("button", name=LABELS[state])

    def marker(self, name: str | re.Pattern[str]) -> Locator:
        """A marker by its accessible name."""
        return self.map.get_by_role("button", name=name)

    def wait_for_markers(self) -> None:
        """Wait until the places are on the map."""
        expect(self.markers.first).to_be_visible()

    def expect_only(self, state: str, count: int) -> None:
        """See that the buttons, the list and the map agree on one state."""
        expect(self.choice(state)).to_have_attribute("aria-pressed", "true")
        expect(self.page.locator(".choice[aria-pressed=true]")).to_have_count(1)
        self.expect_places(count)
        expect(self.cards.filter(has=self.page.locator(f".state-{state}"))).to_have_count(count)

    def expect_places(self, count: int) -> None:
        """See that the list and the map show so many places, and say so."""
        expect(self.cards).to_have_count(count)
        expect(self.list.get_by_role("heading", level=2)).to_have_text(re.compile(rf"^\s*{count}\slieux?\s*$"))
        expect_count(self, count)


class ShareDialog:
    """The dialog by which a page is taken elsewhere."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.opener = page.get_by_role("button", name="Partager")
        self.dialog = page.get_by_role("dialog", name="Partager")
        self.address = self.dialog.get_by_label("Lien de cette page")
        self.copy_link = self.dialog.get_by_role("button", name="Copier le lien")
        self.send = self.dialog.get_by_role("button", name="Envoyer")
        self.code = self.dialog.get_by_role("img", name="Code QR de cette page")
        self.said = self.dialog.get_by_role("status")
        self.embed = self.dialog.get_by_text("Intégrer la carte dans un autre site")
        self.snippet = self.dialog.get_by_label("Code à coller dans la page")
        self.copy_snippet = self.dialog.get_by_role("button", name="Copier le code")

    def open(self) -> None:
        """Open it, and wait for it."""
        self.opener.click()
        expect(self.dialog).to_be_visible()


class Frame:
    """The map in a frame of another site, or in a page of its own."""

    def __init__(self, root: Page | FrameLocator) -> None:
        self.map = root.get_by_role("region", name=re.compile("^Carte des tiers-lieux"))
        self.states = root.get_by_role("group", name=re.compile("^Où les réseaux se croisent"))
        self.markers = self.map.locator(".marker:visible")
        self.popup = self.map.get_by_role("dialog")
        self.back = root.get_by_role("heading", level=1).get_by_role("link")

    def state(self, name: str) -> Locator:
        """The button of a state of overlap; that of neither side says how many of its places could be on one."""
        could_be = r" dont \d+ pourr(ait|aient) en être" if name == "neither" else ""
        return self.states.get_by_role("button", name=re.compile(rf"^\d+ {LABELS[name]}({could_be})?$"))


class CrossingsPage:
    """Where the networks cross: a map of communes, a slider of time, and their text."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.map = page.get_by_role("region", name=re.compile("^Carte des communes"))
        self.time = page.get_by_role("slider", name="Remonter le temps")
        self.date = page.get_by_label("Date", exact=True)
        self.point = page.locator("#point")

    def wait_for_communes(self) -> None:
        """Wait until each commune has its state."""
        expect(self.page.locator(".coverage .commune[class*=is-]")).to_have_count(152)

    def words(self) -> list[str]:
        """What the text says: the sentence, the four states, each intercommunality, the counts of the story."""
        told = self.page.locator("#point, .told, [data-epci], .from-then, #rule-text").all_text_contents()
        return ["".join(text.split()) for text in told]


def expect_count(home: HomePage, count: int) -> None:
    """Wait until the markers stand for so many places."""
    home.page.wait_for_function(
        """count => [...document.querySelectorAll(".marker:not([hidden])")]
            .reduce((sum, marker) => sum + Number(marker.textContent.trim() || 1), 0) === count""",
        arg=count,
    )
