"""On a telephone: a section is found right in one tap, a network stands for a listing, a photo is sent and seen."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from PIL import Image
from playwright.sync_api import expect

from network.models import User, Vouch
from network.services import unsay
from places.choices import Door
from places.models import Photo
from places.services import remove_photo
from tests.browser.axe import violations
from tests.browser.conftest import PHONE, Guard, OpenPage, elsewhere
from tests.browser.test_workspace import SLUG, claire, sign_in

LISTING = f"/espace/lieux/{SLUG}/"
__all__ = ["claire"]  # a fixture: what was verified here is taken back


@pytest.fixture
def _kept_apart(tmp_path: Path, claire: User) -> Iterator[None]:
    """Keep photos in a folder of the test, and take back what it says."""

    def clear() -> None:
        for photo in Photo.objects.all():
            remove_photo(photo=photo, by=None, door=Door.CONSOLE)
        for vouch in Vouch.objects.all():
            unsay(vouch=vouch, by=None, door=Door.CONSOLE)

    folder: dict[str, Any] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"photos": folder | {"OPTIONS": {"location": str(tmp_path)}}}):
        yield
    elsewhere(clear)


def photo() -> bytes:
    held = BytesIO()
    Image.new("RGB", (3000, 2000), "#00617a").save(held, "JPEG")
    return held.getvalue()


@pytest.mark.usefixtures("_kept_apart")
def test_a_section_is_found_right_in_one_tap_and_that_is_taken_back(open_page: OpenPage) -> None:
    page = open_page(LISTING, viewport=PHONE)
    sign_in(page)
    line = page.locator("#when + .part-right")
    expect(line).to_contain_text("Jamais vérifié")
    page.get_by_role("button", name="« Quand » : toujours exact").click()
    expect(line).to_contain_text("par Claire")
    expect(line).to_be_in_viewport()
    expect(page.locator("#where + .part-right")).to_contain_text("Jamais vérifié")
    page.get_by_role("button", name="« Quand » : annuler la vérification").click()
    expect(line).to_contain_text("Jamais vérifié")


@pytest.mark.usefixtures("_kept_apart")
def test_the_enter_key_in_a_field_saves_and_says_nothing_of_what_is_right(open_page: OpenPage) -> None:
    page = open_page(f"{LISTING}?file=jamais-verifiees", viewport=PHONE)
    sign_in(page)
    page.locator("#reach > summary").click()
    page.get_by_label("Téléphone").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Rien n’a changé")
    expect(page.locator("#reach + .part-right")).to_contain_text("Jamais vérifié")


@pytest.mark.usefixtures("_kept_apart")
def test_a_network_stands_for_a_listing_in_one_tap(open_page: OpenPage) -> None:
    page = open_page("/espace/reseaux/france-services/", viewport=PHONE)
    sign_in(page)
    row = page.locator(".member").filter(has_text="Florac")
    expect(row).to_contain_text("Fiche pas encore vue")
    row.get_by_role("button", name="se porter garant").click()
    expect(row).to_contain_text("révision")
    assert violations(page) == []
    row.get_by_role("button", name="annuler").click()
    expect(row).to_contain_text("Fiche pas encore vue")


@pytest.mark.usefixtures("_kept_apart")
def test_a_photo_is_sent_and_seen_in_the_room_that_was_kept_for_it(open_page: OpenPage) -> None:
    page = open_page(f"{LISTING}photos/", viewport=PHONE)
    sign_in(page)
    page.locator("#id_photo").set_input_files({"name": "IMG.JPG", "mimeType": "image/jpeg", "buffer": photo()})
    page.get_by_label("Ce que l’on y voit").fill("La façade")
    page.get_by_label("De qui").fill("Mairie")
    page.get_by_role("button", name="Envoyer la photo").click()
    expect(page.get_by_role("status").first).to_contain_text("La photo est sur la fiche.")
    assert violations(page) == []
    page.goto(f"/lieux/{SLUG}/")
    shown = page.get_by_role("img", name="La façade")
    before = shown.bounding_box()
    assert before
    assert before["height"] == pytest.approx(before["width"] * 2 / 3, abs=1), "before it has come"
    shown.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.photos img').naturalWidth > 0")
    after = shown.bounding_box()
    assert after
    # A width of the three that are kept may round its height otherwise, by less than a pixel.
    assert (after["width"], after["height"]) == pytest.approx((before["width"], before["height"]), abs=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []


@pytest.mark.usefixtures("_kept_apart")
def test_a_photo_that_the_network_lets_down_is_sent_again_with_what_was_typed(
    open_page: OpenPage, guard: Guard
) -> None:
    page = open_page(f"{LISTING}photos/", viewport=PHONE)
    sign_in(page)
    page.locator("#id_photo").set_input_files({"name": "IMG.JPG", "mimeType": "image/jpeg", "buffer": photo()})
    page.get_by_label("Ce que l’on y voit").fill("La façade")
    page.get_by_label("De qui").fill("Mairie")
    guard.is_failure_expected = True
    page.route("**/photos/", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    page.get_by_role("button", name="Envoyer la photo").click()
    expect(page.get_by_text("La photo n’est pas partie")).to_be_visible()
    expect(page.get_by_role("button", name="Envoyer la photo")).to_be_enabled()
    page.unroute("**/photos/")
    page.get_by_role("button", name="Envoyer la photo").click()
    expect(page.get_by_text("La photo est sur la fiche.")).to_be_visible()
    expect(page.locator("#id_credit")).to_have_value("")
