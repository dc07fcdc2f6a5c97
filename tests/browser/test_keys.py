"""A key of a device is added, opens the workspace, and is removed: with an authenticator that Chromium makes up."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from network.models import Network, Post, User
from places.choices import Door
from places.services import create
from tests.browser.axe import violations
from tests.browser.conftest import PHONE, OpenPage, elsewhere
from tests.factories import period


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
    page.get_by_role("button", name="Se déconnecter").click()
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
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/connexion/")
    page.get_by_role("button", name="Entrer avec la clé d’un appareil").click()
    expect(page.get_by_role("status").filter(has_text="Cette clé n’est pas connue ici")).to_be_visible()
