"""A facilitator verifies listing after listing, by the keyboard alone, on a laptop and in the hand."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from network.models import Network, Post, User, Verification
from network.services import take_back
from places.choices import Door
from places.models import Place
from places.services import create
from tests.browser.axe import violations
from tests.browser.conftest import LAPTOP, PHONE, OpenPage, elsewhere
from tests.factories import period

QUEUE = "/espace/jamais-verifiees/"
SMALL = {"width": 320, "height": 640}


@pytest.fixture
def claire(site: str) -> Iterator[User]:
    """Someone with a post in an organisation that runs France services; what she verifies is taken back."""
    made: list[User] = []

    def write() -> None:
        user = User.objects.create_user("claire", "claire@example.org", "pluie tambour ficelle", first_name="Claire")
        organisation = Network.objects.get(slug="france-services").organisations.first()
        values = {"person": user, "organisation": organisation, "period": period("2020-01-01")}
        create(Post, values=values, by=None, door=Door.CONSOLE)
        made.append(user)

    def clear() -> None:
        for verification in Verification.objects.order_by("-pk"):
            take_back(verification=verification, by=None, door=Door.CONSOLE)
        made[0].delete()

    elsewhere(write)
    yield made[0]
    elsewhere(clear)


def sign_in(page: Page) -> None:
    page.get_by_label("Nom d’utilisateur").fill("claire")
    page.get_by_label("Mot de passe").fill("pluie tambour ficelle")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()


def test_ten_listings_are_verified_by_pressing_enter_ten_times(open_page: OpenPage, claire: User) -> None:
    page = open_page("/espace/")
    sign_in(page)
    page.get_by_role("link", name="Jamais vérifiées").press("Enter")
    names = []
    for count in range(10):
        names.append(page.locator("#place").inner_text())
        expect(page.locator(".in-hand .first")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"{count + 1} fiche")).to_be_visible()
        expect(page.locator(".made")).to_contain_text(names[-1])
    assert len(set(names)) == 10
    assert Verification.objects.filter(person=claire, how__isnull=False).count() == 10
    page.get_by_role("button", name="Annuler").press("Enter")
    expect(page.get_by_role("status").filter(has_text=names[-1])).to_contain_text("est comme avant")
    assert not Place.objects.get(name=names[-1], verifications=None).verified_on


def test_the_number_to_dial_and_the_button_are_in_sight_of_a_telephone(open_page: OpenPage, claire: User) -> None:
    page = open_page(QUEUE, viewport=PHONE)
    sign_in(page)
    expect(page.locator(".dial")).to_be_in_viewport()
    expect(page.locator(".in-hand .first")).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("viewport", [LAPTOP, PHONE, SMALL], ids=["laptop", "phone", "small"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_say_of_the_workspace_and_nothing_spills(
    open_page: OpenPage, claire: User, viewport: dict[str, int], scheme: str
) -> None:
    options: dict[str, Any] = {"viewport": viewport, "color_scheme": scheme}
    page = open_page("/espace/", **options)
    assert violations(page) == []
    sign_in(page)
    for address in ("/espace/", QUEUE, "/en/espace/", f"/en{QUEUE}"):
        page.goto(address)
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
