"""A facilitator verifies listing after listing, by the keyboard alone, on a laptop and in the hand."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from network.models import Network, Post, User, Verification
from network.services import take_back
from places.addresses import Line
from places.choices import Door
from places.models import Place
from places.services import create, edit, forget_addresses, load_addresses, restore, version_of
from tests.browser.axe import violations
from tests.browser.conftest import PHONE, OpenPage, elsewhere
from tests.browser.test_weight import weights
from tests.factories import period

SLUG = "france-services-florac"
QUEUE = "/espace/jamais-verifiees/"
MOST_BYTES = 100_000  # of a listing, and of a card
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


def sign_in(page: Page, name: str = "claire") -> None:
    page.get_by_role("link", name="J’ai un mot de passe").click()
    page.get_by_label("Nom d’utilisateur").fill(name)
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


# Correcting a listing ---------------------------------------------------------------------------------


@pytest.fixture
def listing(claire: User) -> Iterator[str]:
    """The page of a listing of hers, which is put back as it was."""
    place = Place.objects.get(slug=SLUG)
    seen = version_of(place)

    def put_back() -> None:
        restore(model=Place, key=place.pk, at=seen, by=None, door=Door.CONSOLE)

    yield f"/espace/lieux/{SLUG}/"
    elsewhere(put_back)


def drafts(page: Page) -> list[str]:
    kept: list[str] = page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('croisee-draft '))")
    return kept


def test_nothing_typed_is_lost_when_the_session_ends(open_page: OpenPage, listing: str) -> None:
    page = open_page(listing)
    sign_in(page)
    page.get_by_text("Joindre").click()
    page.get_by_label("Téléphone").fill("+33466111111")
    page.get_by_label("Site web").fill("https://example.org/neuf")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")
    sign_in(page)
    expect(page.get_by_text("Ce que vous aviez écrit sans l’enregistrer est de nouveau là.")).to_be_visible()
    expect(page.get_by_label("Téléphone")).to_have_value("+33466111111")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text("Enregistré.")
    page.wait_for_function("() => !Object.keys(localStorage).some(key => key.startsWith('croisee-draft '))")
    assert Place.objects.get(slug=SLUG).website == "https://example.org/neuf"


def test_a_draft_stands_on_what_she_saw_and_a_colleague_loses_nothing(open_page: OpenPage, listing: str) -> None:
    page = open_page(listing)
    sign_in(page)
    page.get_by_text("Joindre").click()
    page.get_by_label("Site web").fill("https://example.org/neuf")
    place = Place.objects.get(slug=SLUG)
    elsewhere(lambda: edit(place, changes={"phone": "+33466222222"}, by=None, door=Door.CONSOLE))
    page.goto("/espace/")
    page.goto(listing)
    expect(page.get_by_text("est de nouveau là.")).to_be_visible()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text("Enregistré.")
    place.refresh_from_db()
    assert (place.phone, place.website) == ("+33466222222", "https://example.org/neuf")


def test_a_draft_is_dropped_by_one_press_and_by_signing_out(open_page: OpenPage, listing: str) -> None:
    page = open_page(listing)
    sign_in(page)
    page.get_by_text("Joindre").click()
    was = page.get_by_label("Téléphone").input_value()
    page.get_by_label("Téléphone").fill("+33466111111")
    page.reload()
    page.get_by_role("button", name="L’effacer").click()
    expect(page.get_by_label("Téléphone")).to_have_value(was)
    assert drafts(page) == []
    page.get_by_label("Téléphone").fill("+33466111111")
    assert len(drafts(page)) == 1
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page).to_have_url(re.compile(r":\d+/$"))
    assert drafts(page) == []


def test_a_point_is_moved_by_dragging_and_saving_suffices(open_page: OpenPage, listing: str) -> None:
    page = open_page(listing)
    sign_in(page)
    page.get_by_text("Où", exact=True).click()
    before = Place.objects.get(slug=SLUG).point
    mark = page.locator(".point-mark")
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y - 6, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text("Enregistré.")
    after = Place.objects.get(slug=SLUG).point
    assert before
    assert after
    assert after.x > before.x
    assert after.y > before.y


def test_a_fault_opens_its_part_and_is_in_sight(open_page: OpenPage, listing: str) -> None:
    page = open_page(listing, viewport=PHONE)
    sign_in(page)
    page.get_by_text("Quand").click()
    page.get_by_label("Horaires").fill("n’importe quand")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert").first).to_be_in_viewport()
    expect(page.get_by_label("Horaires")).to_have_value("n’importe quand")


@pytest.fixture
def addresses(site: str) -> Iterator[None]:
    """An address of Florac, as the operator loaded it."""
    line = Line(7, "", "Rue de l’Église", "48400", "48061", 44.3251, 3.5934)
    elsewhere(lambda: load_addresses([line]))
    yield
    elsewhere(forget_addresses)


def test_the_page_of_a_listing_is_light_and_its_map_comes_when_it_is_opened(open_page: OpenPage, listing: str) -> None:
    page = open_page(listing, viewport=PHONE)
    sign_in(page)
    again, answers = page.context.new_page(), list[Response]()

    def keep(answer: Response) -> None:
        answers.append(answer)

    again.on("response", keep)
    again.goto(listing)
    again.wait_for_load_state("networkidle")
    found = weights(again, answers)
    assert found.total() < MOST_BYTES, found
    assert not [url for url in found if url.endswith("leaflet.js") or "fond-de-carte" in url]
    again.get_by_text("Où", exact=True).click()
    again.locator(".point-map .leaflet-zoom-animated path").first.wait_for(state="attached")


@pytest.mark.usefixtures("addresses")
def test_an_address_that_is_typed_puts_the_point(open_page: OpenPage, listing: str) -> None:
    page = open_page(listing)
    sign_in(page)
    page.get_by_text("Où", exact=True).click()
    page.get_by_label("Adresse", exact=True).fill("7 rue de l eglise")
    page.get_by_role("button", name="7 Rue de l’Église, 48400 Florac").press("Enter")
    expect(page.get_by_text("Le point est placé, à l’adresse")).to_be_visible()
    expect(page.get_by_label("Coordonnées")).to_have_value("44.325100, 3.593400")
    expect(page.get_by_label("Adresse", exact=True)).to_have_value("7 Rue de l’Église")
    assert violations(page) == []
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("Enregistré.")).to_be_visible()
    place = Place.objects.get(slug=SLUG)
    assert (place.address, place.precision) == ("7 Rue de l’Église", "exact")


@pytest.fixture
def marc(claire: User) -> Iterator[User]:
    """A colleague of hers, with a post in the same organisation."""
    made: list[User] = []

    def write() -> None:
        user = User.objects.create_user("marc", "marc@example.org", "pluie tambour ficelle", first_name="Marc")
        organisation = Post.objects.get(person=claire).organisation
        values = {"person": user, "organisation": organisation, "period": period("2020-01-01")}
        create(Post, values=values, by=None, door=Door.CONSOLE)
        made.append(user)

    elsewhere(write)
    yield made[0]
    elsewhere(made[0].delete)


def test_two_who_have_a_listing_open_see_each_other_and_what_the_other_saves(
    open_page: OpenPage, listing: str, marc: User
) -> None:
    hers, his = open_page(listing), open_page(listing, viewport=PHONE)
    sign_in(hers)
    sign_in(his, "marc")
    expect(his.locator("[data-presence]")).to_contain_text("En ce moment, Claire (")
    look_again(hers)
    expect(hers.locator("[data-presence]")).to_contain_text("En ce moment, Marc (")
    his.get_by_text("Pour y travailler").click()
    his.get_by_label("Postes de travail").fill("7")
    his.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(his.get_by_text("Enregistré.")).to_be_visible()
    look_again(hers)
    expect(hers.locator("[data-presence]")).to_contain_text("Marc")
    expect(hers.locator("[data-presence]")).to_contain_text("Ce que vous écrivez y sera ajouté en enregistrant.")


def look_again(page: Page) -> None:
    """Come back to a tab: it asks at once what it asks every eight seconds."""
    with page.expect_response("**/presence/"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


# Hours ------------------------------------------------------------------------------------------------


def open_hours(page: Page) -> Any:
    sign_in(page)
    page.locator("#when > summary").click()
    return page.get_by_label("Horaires", exact=True)


def test_hours_are_read_back_as_one_types_and_saved_as_they_were_said(open_page: OpenPage, listing: str) -> None:
    page = open_page(listing)
    box = open_hours(page)
    says = page.locator(".hours-says")
    box.fill("du lundi au vendredi 9h-12h, mercredi 14h-17h")
    expect(says).to_contain_text("peut vouloir dire plusieurs choses")
    page.locator(".hours-readings").get_by_role("button", name="mercredi seulement").click()
    expect(says).to_contain_text("mercredi seulement 14 h – 17 h")
    box.fill("mardi et jeudi 9h-12h, 1er samedi du mois 10h-12h, fermé en août")
    expect(says).to_have_text("Mardi et jeudi 9 h – 12 h ; le 1er samedi du mois 10 h – 12 h ; fermé en août")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text("Enregistré.")
    assert Place.objects.get(slug=SLUG).opening_hours == "Tu,Th 09:00-12:00; Sa[1] 10:00-12:00; Aug off"


def test_a_week_is_filled_in_by_the_keyboard_and_what_it_cannot_show_stays(open_page: OpenPage, listing: str) -> None:
    page = open_page(listing)
    box = open_hours(page)
    box.fill("1er samedi du mois 10h-12h")
    expect(page.locator(".hours-says")).to_have_text("Le 1er samedi du mois 10 h – 12 h")
    page.get_by_text("Remplir une semaine").press("Enter")
    page.get_by_role("button", name="Ajouter des heures, lundi").press("Enter")
    page.get_by_role("button", name="Ajouter des heures, lundi").press("Enter")
    page.get_by_role("button", name="Copier sur les jours ouvrés, lundi").press("Enter")
    page.get_by_role("group", name="Mercredi").get_by_role("button", name="Retirer ces heures").last.press("Enter")
    page.get_by_label("Jours fériés", exact=True).select_option("fermé")
    closure = page.get_by_role("group", name="Fermeture")
    closure.get_by_label("du").fill("24 décembre 2026")
    closure.get_by_label("au").fill("2/1/2027")
    closure.get_by_label("motif").fill("congés")
    closure.get_by_role("button", name="Ajouter la fermeture").press("Enter")
    expect(box).to_have_value(re.compile("^Lundi et mardi"))
    assert violations(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text("Enregistré.")
    assert Place.objects.get(slug=SLUG).opening_hours == (
        "Mo-Tu,Th-Fr 09:00-12:00,14:00-17:00; We 09:00-12:00; Sa[1] 10:00-12:00; PH off; "
        '2026 Dec 24-2027 Jan 02 off "congés"'
    )


def test_the_week_fits_a_small_telephone_in_light_and_dark(open_page: OpenPage, listing: str) -> None:
    page = open_page(listing, viewport=SMALL)
    box = open_hours(page)
    box.fill("mardi et jeudi 9h-12h et 14h-17h, fermé en août, jours fériés fermé")
    page.get_by_text("Remplir une semaine").click()
    expect(page.locator(".hours-parts li")).to_contain_text("fermé en août")
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    assert violations(page) == []


def test_a_date_is_typed_as_people_say_it_said_back_and_chosen_in_a_calendar(open_page: OpenPage, listing: str) -> None:
    page = open_page(listing, viewport=PHONE)
    open_hours(page)
    box = page.get_by_label("Ouvert depuis")
    says = page.locator("#when .field .day-says")
    box.fill("printemps 2018")
    expect(says).to_be_empty()
    page.keyboard.press("Tab")
    expect(says).to_contain_text("seule l’année se lit")
    expect(box).to_have_attribute("aria-invalid", "true")
    box.fill("mars 2018")
    expect(says).to_contain_text("mars 2018, sans le jour")
    expect(box).not_to_have_attribute("aria-invalid", "true")
    page.reload()
    expect(page.get_by_label("Ouvert depuis")).to_have_value("mars 2018")
    page.locator("#when").evaluate("part => { part.open = true; }")
    calendar = page.locator("#when .field .day-box input[type=date]")
    expect(page.locator("#when .field .day-box .plain")).to_be_visible()
    calendar.evaluate("box => { box.value = '2018-03-12'; box.dispatchEvent(new Event('change')); }")
    expect(page.get_by_label("Ouvert depuis")).to_have_value("12 mars 2018")
    expect(says).to_contain_text("lundi 12 mars 2018")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Ouvert depuis").fill("2018")
    page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    expect(page.locator("#when .part-says")).to_contain_text("ouvert depuis 2018")
    place = Place.objects.get(slug=SLUG)
    assert (str(place.opened_on), place.opened_precision) == ("2018-01-01", "year")
