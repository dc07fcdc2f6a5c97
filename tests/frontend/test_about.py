"""The pages about the site itself, and the footer that leads to them from every page."""

import os
import subprocess
import sys
from html import unescape

import pytest
from django.conf import settings
from django.test import Client, override_settings

from frontend.about.publisher import publisher_is_named
from tests.factories import make_membership, make_network, make_place

pytestmark = pytest.mark.django_db
PATHS = ["/contact/", "/mentions-legales/", "/accessibilite/", "/vie-privee/"]
TOLD = {
    "PUBLISHER": "Département de la Lozère",
    "PUBLISHER_ADDRESS": "4 rue de la Rovère, 48000 Mende",
    "PUBLISHING_DIRECTOR": "La présidence du Département",
    "HOSTED_BY": "Hébergeur d’essai, 1 rue du Pont",
    "CONTACT_EMAIL": "annuaire@example.org",
}


@pytest.mark.parametrize("path", [*PATHS, *(f"/en{path}" for path in PATHS)])
def test_what_nobody_said_is_to_be_completed(client: Client, path: str) -> None:
    html = unescape(client.get(path).content.decode())
    assert "to be completed" in html if path.startswith("/en") else "à compléter" in html
    assert "mailto:" not in html


@pytest.mark.parametrize("path", PATHS)
@override_settings(**TOLD)
def test_what_the_settings_say_is_told(client: Client, path: str) -> None:
    html = unescape(client.get(path).content.decode())
    assert "à compléter" not in html
    assert "mailto:annuaire@example.org" in html
    assert all(words in html for words in TOLD.values()) == (path == "/mentions-legales/")


@override_settings(**TOLD | {"PUBLISHER": "<script>alert(1)</script>"})
def test_what_the_settings_say_is_text(client: Client) -> None:
    assert "<script>alert" not in client.get("/mentions-legales/").content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/lieux/polen/",
        "/reseaux/",
        "/reseaux/solozere/",
        "/croisements/",
        "/donnees/",
        "/hors-ligne/",
        "/404/",
        *PATHS,
    ],
)
def test_every_page_leads_to_them(client: Client, path: str) -> None:
    make_membership(make_place("POLeN"), make_network())
    html = client.get(path).content.decode()
    assert [html.count(f'href="{target}"') >= 1 for target in PATHS] == [True] * 4


def test_a_public_site_is_warned_of_the_holes_of_its_legal_notice() -> None:
    with override_settings(IS_PUBLIC=True, **TOLD | {"HOSTED_BY": ""}):
        (warning,) = publisher_is_named(None)
    assert warning.msg == "The legal notice of the site is not complete: HOSTED_BY."
    with override_settings(IS_PUBLIC=True, **TOLD):
        assert publisher_is_named(None) == []
    with override_settings(IS_PUBLIC=False):
        assert publisher_is_named(None) == []


@pytest.mark.parametrize(
    ("name", "value"), [("CONTACT_EMAIL", "annuaire"), ("CONTACT_EMAIL", "a@b.fr?bcc=c@d.fr"), ("STREET_TILES", "bing")]
)
def test_a_setting_that_cannot_be_meant_stops_the_start(name: str, value: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        env={**os.environ, name: value},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode != 0
    assert name in told.stderr
