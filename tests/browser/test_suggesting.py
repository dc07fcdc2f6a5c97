"""Anyone helps from a telephone: a question, an answer, three taps; without a network too."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from network.models import SuggestedPhoto, Suggestion
from tests.browser.axe import violations
from tests.browser.conftest import LAPTOP, PHONE, Guard, OpenPage, elsewhere

SMALL = {"width": 320, "height": 640}


@pytest.fixture(autouse=True)
def _forgotten(site: str) -> Iterator[None]:
    yield
    elsewhere(lambda: Suggestion.objects.all().delete())


@pytest.fixture(autouse=True)
def _typed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test types faster than anyone."""
    monkeypatch.setattr("frontend.suggestions.guard.FASTEST", 0)


def test_the_hours_of_a_listing_are_told_in_two_taps_and_some_words(open_page: OpenPage) -> None:
    page = open_page("/lieux/la-pompe/", viewport=PHONE)
    page.get_by_role("link", name="Connaissez-vous les horaires").click()
    box = page.get_by_label("Connaissez-vous les horaires")
    expect(box).to_be_focused()
    expect(page.get_by_role("button", name="Envoyer")).to_be_in_viewport()
    box.type("mardi 9h-12h")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci, c’est reçu")
    assert "opening_hours" in Suggestion.objects.get(place__slug="la-pompe").patch


def test_a_place_is_proposed_from_where_one_stands(open_page: OpenPage) -> None:
    options: dict[str, Any] = {"viewport": PHONE, "permissions": ["geolocation"]}
    page = open_page("/proposer/", **options, geolocation={"latitude": 44.518, "longitude": 3.4983})
    page.get_by_label("Nom").fill("La Forge")
    page.get_by_role("button", name="J’y suis").click()
    expect(page.get_by_text("Votre position est jointe")).to_be_visible()
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci, c’est reçu")
    assert Suggestion.objects.get().patch["commune"] == "48095"


def test_a_place_is_put_on_a_map_in_five_taps_and_who_wants_none_pays_for_none(open_page: OpenPage) -> None:
    asked: list[str] = []

    def watch(page: Page) -> None:
        page.on("request", lambda request: asked.append(request.url))

    page = open_page("/proposer/", viewport=PHONE, before=watch)
    page.get_by_label("Nom").fill("La Forge")
    assert not [url for url in asked if "leaflet" in url or "map-part" in url]
    page.get_by_text("Le montrer sur la carte").click()
    drawn = page.get_by_role("group", name="Carte où poser le point")
    drawn.locator(".leaflet-zoom-animated path").first.wait_for(state="attached")
    expect(drawn.get_by_text("Mende", exact=True)).to_be_visible()
    drawn.click()
    expect(page.get_by_text("Le point est posé : la commune s’en déduit.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci, c’est reçu")
    patch = Suggestion.objects.get().patch
    assert {"commune", "point"} <= set(patch)
    assert patch["precision"] == "commune"


def test_by_the_keyboard_the_map_begins_in_the_commune_and_the_point_is_taken_back(open_page: OpenPage) -> None:
    page = open_page("/proposer/", viewport=LAPTOP)
    page.get_by_label("Commune").fill("Florac Trois Rivières")
    page.get_by_text("Le montrer sur la carte").focus()
    page.keyboard.press("Enter")
    middle = page.get_by_role("button", name="Poser le point au milieu")
    page.locator(".point-map .leaflet-zoom-animated path").first.wait_for(state="attached")
    middle.press("Enter")
    expect(page.get_by_text("Le point est posé")).to_be_visible()
    lat, lon = map(float, page.locator("[name=point]").input_value().split(","))
    assert abs(lat - 44.32) < 0.05
    assert abs(lon - 3.59) < 0.05
    page.get_by_role("button", name="Retirer le point").press("Enter")
    assert page.locator("[name=point]").input_value() == ""
    assert page.locator(".point-mark").count() == 0


def test_a_point_that_is_wrong_is_moved_by_the_keyboard_or_a_finger_and_put_back(open_page: OpenPage) -> None:
    page = open_page("/signaler/?lieu=la-pompe", viewport=PHONE)
    was = page.locator("[name=point]").input_value()
    page.get_by_text("Le point est mal placé ?").press("Enter")
    page.locator(".point-map .leaflet-zoom-animated path").first.wait_for(state="attached")
    expect(page.locator(".point-mark")).to_be_visible()
    page.locator(".point-map").press("ArrowRight")
    page.get_by_role("button", name="Poser le point au milieu").press("Enter")
    expect(page.get_by_text("Le point est déplacé")).to_be_visible()
    page.get_by_role("button", name="Le remettre où il était").press("Enter")
    assert page.locator("[name=point]").input_value() == was
    page.locator(".point-map").click(position={"x": 200, "y": 100})
    assert page.locator("[name=point]").input_value() != was
    assert violations(page) == []
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci, c’est reçu")
    assert {*Suggestion.objects.get().patch} == {"point"}


def test_the_speed_of_a_place_is_measured_from_there(open_page: OpenPage) -> None:
    page = open_page("/signaler/?lieu=la-pompe", viewport=PHONE)
    page.get_by_role("button", name="Le mesurer d’ici").click()
    expect(page.get_by_text("de notre serveur à cet appareil.").first).to_be_visible()
    assert float(page.get_by_label("Débit mesuré ?").input_value()) > 0
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci, c’est reçu")
    made = Suggestion.objects.get()
    assert {*made.patch} == {"download_mbps", "speed_measured_on"}
    assert "de notre serveur à cet appareil" in (made.words or "")


def test_without_a_script_it_is_a_form(open_page: OpenPage) -> None:
    page = open_page("/signaler/?lieu=la-pompe", viewport=PHONE, java_script_enabled=False)
    page.get_by_label("Qu’est-ce qui ne va pas").fill("L’entrée est derrière")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci, c’est reçu")


def test_what_is_written_when_the_network_is_away_leaves_when_it_is_back(open_page: OpenPage, guard: Guard) -> None:
    guard.is_failure_expected = True
    page = open_page("/signaler/?lieu=la-pompe", viewport=PHONE)
    page.get_by_label("Qu’est-ce qui ne va pas").fill("L’entrée est derrière")
    page.context.set_offline(True)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Pas de réseau : ce que vous avez écrit est gardé")).to_be_visible()
    assert not Suggestion.objects.exists()
    page.context.set_offline(False)
    expect(page.get_by_text("vient d’être envoyé. Merci.")).to_be_visible()
    assert Suggestion.objects.get().words == "L’entrée est derrière"
    assert page.evaluate("localStorage.getItem('croisee-outbox')") is None


@pytest.mark.parametrize("viewport", [SMALL, PHONE, LAPTOP], ids=["small", "phone", "laptop"])
def test_axe_finds_nothing_to_say_and_nothing_spills(open_page: OpenPage, viewport: dict[str, int]) -> None:
    page: Page = open_page("/signaler/?lieu=la-pompe", viewport=viewport)
    for address in ("/signaler/?lieu=la-pompe", "/proposer/", "/en/signaler/", "/en/proposer/"):
        page.goto(address)
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def a_photo(width: int = 3000, height: int = 2000) -> FilePayload:
    """A photo as a telephone takes it."""
    made = BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(made, "JPEG")
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


def test_a_photo_is_made_small_and_waits_for_the_network_with_the_rest(open_page: OpenPage, guard: Guard) -> None:
    guard.is_failure_expected = True
    page = open_page("/signaler/?lieu=la-pompe", viewport=PHONE)
    page.get_by_label("Une photo, si vous en avez une").set_input_files(a_photo())
    expect(page.get_by_text("La photo est prête")).to_be_visible()
    page.get_by_label("Ce que l’on y voit").fill("Les horaires sur la porte")
    assert violations(page) == []
    page.context.set_offline(True)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Pas de réseau : ce que vous avez écrit est gardé")).to_be_visible()
    expect(page.get_by_text("n’a pas pu être gardée")).to_have_count(0)
    page.context.set_offline(False)
    expect(page.get_by_text("vient d’être envoyé. Merci.")).to_be_visible()
    held = SuggestedPhoto.objects.get()
    assert (held.width, held.height, held.alt) == (1600, 1067, "Les horaires sur la porte")


def test_a_photo_is_taken_back(open_page: OpenPage) -> None:
    page = open_page("/proposer/", viewport=PHONE)
    page.get_by_label("Une photo, si vous en avez une").set_input_files(a_photo(800, 600))
    expect(page.get_by_role("img", name="La photo que vous joignez")).to_be_visible()
    page.get_by_role("button", name="Retirer la photo").click()
    expect(page.get_by_role("img", name="La photo que vous joignez")).to_be_hidden()
    assert page.locator("[name=shrunk]").input_value() == ""
