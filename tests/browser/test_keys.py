"""A key of a device is added, opens the workspace, and is removed: with an authenticator that Chromium makes up."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from frontend.workspace import doors
from network.accounts import site as admin_site
from network.accounts.fresh import is_sure
from network.accounts.second_factor import has_shown
from network.models import Network, Post, User
from network.services import give_opening_code
from places.choices import Door
from places.services import create
from tests.browser.axe import violations
from tests.browser.conftest import LAPTOP, PHONE, OpenPage, elsewhere
from tests.factories import forget_account, period


@pytest.fixture
def ines(site: str) -> Iterator[User]:
    """Someone with a post in an organisation that runs France services."""
    made: list[User] = []

    def write() -> None:
        user = User.objects.create_user("ines", "ines@example.org", "pluie tambour ficelle")
        organisation = Network.objects.get(slug="france-services").organisations.first()
        values = {"person": user, "organisation": organisation, "period": period("2020-01-01")}
        create(Post, values=values, by=None, door=Door.CONSOLE)
        made.append(user)

    elsewhere(write)
    yield made[0]
    elsewhere(made[0].delete)


def give_authenticator(page: Page) -> None:
    """Have Chromium answer as a telephone would whose owner agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_out(page: Page) -> None:
    """Sign out, and wait for it: whoever goes elsewhere at once may take the question along."""
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page).to_have_url(re.compile(r":\d+/$"))


def test_a_key_is_added_opens_the_workspace_and_is_removed(open_page: OpenPage, ines: User) -> None:
    page = open_page("/connexion/mot-de-passe/?next=/espace/compte/", before=give_authenticator, viewport=PHONE)
    page.get_by_label("Nom d’utilisateur").fill("ines")
    page.get_by_label("Mot de passe").fill("pluie tambour ficelle")
    page.keyboard.press("Enter")
    page.get_by_label("Nom de cet appareil").fill("Téléphone")
    page.get_by_role("button", name="Ajouter une clé").click()
    expect(page.get_by_role("status").filter(has_text="Clé ajoutée")).to_be_visible()
    assert Authenticator.objects.get(user=ines).data["name"] == "Téléphone"
    assert violations(page) == []
    sign_out(page)
    page.goto("/connexion/?next=/espace/compte/")
    assert violations(page) == []
    page.get_by_role("button", name="Entrer avec la clé d’un appareil").click()
    expect(page.get_by_role("heading", name="Mon compte")).to_be_visible()
    page.get_by_role("listitem").filter(has_text="Téléphone").get_by_role("button", name="Retirer").click()
    expect(page.get_by_role("status").filter(has_text="Clé retirée")).to_be_visible()
    assert not Authenticator.objects.filter(user=ines).exists()


def test_a_key_that_was_removed_opens_nothing(open_page: OpenPage, ines: User) -> None:
    page = open_page("/connexion/mot-de-passe/?next=/espace/compte/", before=give_authenticator)
    page.get_by_label("Nom d’utilisateur").fill("ines")
    page.get_by_label("Mot de passe").fill("pluie tambour ficelle")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ajouter une clé").click()
    expect(page.get_by_role("status").filter(has_text="Clé ajoutée")).to_be_visible()
    elsewhere(lambda: Authenticator.objects.filter(user=ines).delete())
    sign_out(page)
    page.goto("/connexion/")
    page.get_by_role("button", name="Entrer avec la clé d’un appareil").click()
    expect(page.get_by_role("status").filter(has_text="Cette clé n’est pas connue ici")).to_be_visible()


# The second thing that an administrator shows, as a browser asks for it: see ADR 0061. ------------------


@pytest.fixture
def told(site: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The code that an administrator who has no second factor yet is told; both things are really asked for."""
    monkeypatch.setattr(admin_site, "has_shown", has_shown)
    for door in (doors, admin_site):
        monkeypatch.setattr(door, "is_sure", is_sure)
    codes: list[str] = []

    def write() -> None:
        chief = User.objects.create_superuser("chef", "chef@example.org", "pluie tambour ficelle")
        User.objects.create_superuser("adele", "adele@example.org", "pluie tambour ficelle", first_name="Adèle")
        codes.append(give_opening_code(chief, by=None))

    def clear() -> None:
        for name in ("chef", "adele"):
            forget_account(name)

    elsewhere(write)
    yield codes[0]
    elsewhere(clear)


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_an_administrator_types_the_code_that_she_was_told_and_tells_one_to_a_colleague(
    open_page: OpenPage, told: str, viewport: dict[str, int]
) -> None:
    page = open_page("/admin/login/?next=/espace/administrateurs/", before=give_authenticator, viewport=viewport)
    page.get_by_label(re.compile("utilisateur")).fill("chef")
    page.get_by_label(re.compile("passe")).fill("pluie tambour ficelle")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Administration").click()
    expect(page.get_by_label("Le code d’ouverture")).to_be_visible()
    assert looks_right(page)
    page.get_by_label("Le code d’ouverture").fill("AAAA-AAAA-AAAA")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Ce n’est pas ce code")
    page.get_by_label("Le code d’ouverture").fill(told.lower().replace("-", " "))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Prendre la clé de cet appareil")).to_be_visible()
    assert looks_right(page)
    page.get_by_role("button", name="Prendre la clé de cet appareil").click()
    expect(page.get_by_role("heading", name="Tenir l’annuaire")).to_be_visible()
    page.goto("/espace/administrateurs/")
    assert looks_right(page)
    page.get_by_role("button", name="Donner un code à Adèle").click()
    expect(page.locator(".opening-code")).to_have_text(re.compile(r"^\s*(\w{4}-){2}\w{4}\s*$"))
    assert looks_right(page)


def looks_right(page: Page) -> bool:
    """Tell that axe finds nothing in a page, and that nothing of it spills."""
    expect(page.locator("h1")).to_be_visible()
    assert violations(page) == []
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
