"""The tasks of a facilitator, played from end to end: what each costs in clicks, keys and screens is written in `docs`.

Nothing is put by hand into the figures: `docs/facilitator-tasks.md` is read, and each task costs what it says, on a
laptop and on a telephone.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from network.models import Import, ImportSource, Invitation, Network, NetworkedPlace, Suggestion, User
from network.models.imports import Stage
from network.services import join
from network.services.imports import take_back_import
from places.choices import Door
from places.models import Commune, Kind, Place
from places.services import create_place, delete, delete_place, edit
from tests.browser.conftest import LAPTOP, PHONE, OpenPage, elsewhere
from tests.browser.test_workspace import claire, sign_in
from tests.factories import period

__all__ = ["claire"]
ROOT = Path(__file__).resolve().parent.parent.parent
ONE, OTHER = "essai-des-taches", "essai-des-taches-bis"
LISTING, PUBLIC = f"/espace/lieux/{ONE}/", f"/lieux/{ONE}/"
NETWORK = "/espace/reseaux/france-services/"


class Hand:
    """Does what a person does, and counts it: presses of the mouse or a finger, keys, and screens that come."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.keys = self.screens = 0
        page.on("framenavigated", self._see)

    def _see(self, frame: Any) -> None:
        self.screens += frame == self.page.main_frame and frame.url != "about:blank"

    def start(self, path: str) -> None:
        """Begin a task on a screen, which is its first."""
        self.page.goto(path)
        self.clicks = self.keys = 0
        self.screens = 1

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def type(self, label: str | Locator, text: str) -> None:
        """Press a field, and type in it."""
        field = self.page.get_by_label(label, exact=True) if isinstance(label, str) else label
        self.clicks += 1
        self.keys += len(text)
        field.fill(text)

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def button(self, name: str | re.Pattern[str]) -> None:
        self.click(self.page.get_by_role("button", name=name).first)

    def link(self, name: str | re.Pattern[str]) -> None:
        self.click(self.page.get_by_role("link", name=name).first)

    def open(self, section: str) -> None:
        self.click(self.page.locator(f"#{section} > summary"))

    def told(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()


@pytest.fixture
def land(claire: User, tmp_path: Path, window: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two listings to try things on, which go away with all that was made; no address serves two places."""
    one = f"{ONE}-{window}"
    for name, value in {"ONE": one, "LISTING": f"/espace/lieux/{one}/", "PUBLIC": f"/lieux/{one}/"}.items():
        monkeypatch.setitem(globals(), name, value)
    monkeypatch.setitem(globals(), "OTHER", f"{OTHER}-{window}")
    # No person is as fast: the page would ask to read it again.
    monkeypatch.setattr("frontend.suggestions.guard.FASTEST", 0)

    def write() -> None:
        for slug, name in ((ONE, "Essai des tâches"), (OTHER, "Essai des tâches bis")):
            values: dict[str, Any] = {
                "slug": slug,
                "name": name,
                "kinds": [Kind.objects.values_list("slug", flat=True)[0]],
            }
            values |= {"commune": Commune.objects.get(code="48095"), "status": "published"}
            values |= {"point": "SRID=4326;POINT(3.4983 44.5180)", "precision": "street", "phone": "+33466000000"}
            place = create_place(values=values, by=None, door=Door.CONSOLE)
            network = Network.objects.get(slug="france-services")
            stay = {"place": Place(pk=place.pk), "network": network, "period": period("2020-01-01")}
            join(values=stay | {"evidence": "Essai", "source": "Essai"}, by=None, door=Door.CONSOLE)

    def clear() -> None:
        Suggestion.objects.all().delete()
        for batch in Import.objects.filter(stage=Stage.APPLIED):
            take_back_import(batch=batch, by=None)
        ImportSource.objects.all().delete()
        Invitation.objects.all().delete()
        for place in Place.objects.filter(name__startswith="Essai"):
            Place.objects.filter(merged_into=place.pk).update(merged_into=None, status="draft")
        for place in Place.objects.filter(name__startswith="Essai"):
            delete_place(place=place, by=None, door=Door.CONSOLE)

    elsewhere(write)
    folder: Any = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    with override_settings(STORAGES=settings.STORAGES | {"photos": folder}):
        yield
    elsewhere(clear)


# The tasks -------------------------------------------------------------------------------------------


def hours(hand: Hand) -> None:
    hand.start(PUBLIC)
    hand.link("Corriger")
    hand.open("when")
    hand.type("Horaires", "mardi et jeudi 9h-12h, 1er samedi du mois 10h-12h, fermé en août")
    hand.button("Enregistrer")
    hand.told("Enregistré.")
    assert Place.objects.get(slug=ONE).opening_hours == "Tu,Th 09:00-12:00; Sa[1] 10:00-12:00; Aug off"


def closure(hand: Hand) -> None:
    hand.start(LISTING)
    hand.open("when")
    was = hand.page.get_by_label("Horaires", exact=True).input_value()
    more = ", fermé du 3 au 17 août 2027"
    hand.clicks, hand.keys = hand.clicks + 1, hand.keys + len(more)
    hand.page.get_by_label("Horaires", exact=True).fill(was + more)
    hand.button("Enregistrer")
    hand.told("Enregistré.")
    assert "2027 Aug 03" in str(Place.objects.get(slug=ONE).opening_hours)


def new_place(hand: Hand) -> None:
    hand.start(NETWORK)
    hand.link("Le lieu n’est pas dans l’annuaire ?")
    hand.type("Nom", "Essai nouveau")
    hand.click(hand.page.locator("input[name=kinds]").first)
    hand.type("Adresse", "12 avenue du 11 novembre")
    hand.type("Commune", "Langogne")
    hand.type("Ce qui le montre", "Liste 2026")
    hand.type("Source", "ANCT")
    hand.button("Ajouter ce lieu")
    hand.told("Essai nouveau")
    assert Place.objects.filter(name="Essai nouveau", status="published").exists()


def point(hand: Hand) -> None:
    hand.start(LISTING)
    hand.open("where")
    mark = hand.page.locator(".point-mark")
    mark.scroll_into_view_if_needed()
    box, before = mark.bounding_box(), Place.objects.get(slug=ONE).point
    assert box
    hand.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    hand.page.mouse.down()
    hand.page.mouse.move(box["x"] + box["width"] / 2 + 10, box["y"] + box["height"] / 2 - 5, steps=3)
    hand.page.mouse.up()
    hand.clicks += 1
    hand.button("Enregistrer")
    hand.told("Enregistré.")
    assert Place.objects.get(slug=ONE).point != before


def verify_one(hand: Hand) -> None:
    hand.start("/espace/jamais-verifiees/")
    hand.button(re.compile("tout est juste", re.I))
    expect(hand.page.locator(".made")).to_be_visible()


def verify_ten(hand: Hand) -> None:
    hand.start("/espace/jamais-verifiees/")
    for _time in range(10):
        expect(hand.page.locator(".in-hand .first")).to_be_focused()
        name = hand.page.locator("#place").inner_text()
        hand.press("Enter")
        expect(hand.page.locator(".made")).to_contain_text(name)


def join_network(hand: Hand) -> None:
    elsewhere(lambda: _leave(OTHER))
    hand.start(NETWORK)
    hand.type(hand.page.locator("#q"), "Essai des tâches bis")
    hand.press("Enter")
    hand.link("Essai des tâches bis")
    hand.type("Dans le réseau depuis", "mars 2026")
    hand.type(hand.page.locator(".joining [name=evidence]"), "Liste 2026")
    hand.type(hand.page.locator(".joining [name=source]"), "ANCT")
    hand.button("L’ajouter au réseau")
    expect(hand.page.locator(".member").filter(has_text="Essai des tâches bis")).to_contain_text("mars 2026")


def _leave(slug: str) -> None:
    for stay in NetworkedPlace.objects.get(slug=slug).memberships.all():
        delete(stay, by=None, door=Door.CONSOLE)


def leave_network(hand: Hand) -> None:
    hand.start(NETWORK)
    hand.click(hand.page.locator("summary").filter(has_text="Un lieu quitte le réseau"))
    hand.button("Essai des tâches bis quitte le réseau")
    hand.told("Essai des tâches bis")
    elsewhere(lambda: _rejoin(OTHER))


def _rejoin(slug: str) -> None:
    _leave(slug)
    stay = {"place": Place.objects.get(slug=slug), "network": Network.objects.get(slug="france-services")}
    join(values=stay | {"period": period("2020-01-01"), "evidence": "x", "source": "x"}, by=None, door=Door.CONSOLE)


def two_at_once(hand: Hand) -> None:
    hand.start(LISTING)
    hand.open("reach")
    place = Place.objects.get(slug=ONE)
    elsewhere(lambda: edit(place, changes={"phone": "+33466222222"}, by=None, door=Door.CONSOLE))
    hand.type("Site web", "https://example.org/essai")
    hand.button("Enregistrer")
    hand.told("Enregistré.")
    place.refresh_from_db()
    assert (place.phone, place.website) == ("+33466222222", "https://example.org/essai")


def undo(hand: Hand) -> None:
    hand.start(LISTING)
    hand.link("Historique")
    hand.button("Annuler ce changement")
    expect(hand.page.get_by_role("status").first).to_be_visible()
    assert Place.objects.get(slug=ONE).website is None


def restore(hand: Hand) -> None:
    elsewhere(lambda: _leave(OTHER))
    hand.start("/espace/")
    hand.link("Corbeille")
    hand.button(re.compile("Restaurer .*Essai des tâches bis"))
    expect(hand.page.get_by_role("status").first).to_be_visible()
    assert NetworkedPlace.objects.get(slug=OTHER).memberships.exists()


def find(hand: Hand) -> None:
    hand.start("/espace/")
    hand.link("Sans horaires")
    expect(hand.page.locator("#place")).to_be_visible()


def report(hand: Hand) -> None:
    hand.start(PUBLIC)
    hand.link("Signaler une erreur")
    hand.type(hand.page.locator("[name=words]"), "Le numéro a changé.")
    hand.button("Envoyer")
    hand.told("Merci, c’est reçu")


def propose(hand: Hand) -> None:
    hand.start("/proposer/")
    hand.type(hand.page.locator("[name=name]"), "Essai proposé")
    hand.type(hand.page.locator("[name=commune]"), "Mende")
    hand.button("Envoyer")
    hand.told("Merci, c’est reçu")


def merge(hand: Hand) -> None:
    hand.start(LISTING)
    hand.link("Fusionner avec…")
    hand.type(hand.page.locator("[name=q]"), "Essai des tâches bis")
    hand.press("Enter")
    hand.click(hand.page.locator(".found-places a").first)
    hand.button("Fusionner les deux fiches")
    expect(hand.page.get_by_role("status").first).to_be_visible()
    assert Place.objects.get(slug=OTHER).merged_into == Place.objects.get(slug=ONE)


def invite(hand: Hand) -> None:
    hand.start("/espace/")
    hand.link("Inviter un ou une collègue")
    hand.type(hand.page.locator("[name=email]"), "ines@example.org")
    hand.button("Envoyer l’invitation")
    expect(hand.page.locator(".invited")).to_contain_text("ines@example.org")


def session_ends(hand: Hand) -> None:
    hand.start(LISTING)
    hand.open("reach")
    hand.type("Téléphone", "04 66 11 11 11")
    hand.page.context.clear_cookies(name="sessionid")
    hand.button("Enregistrer")
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("Se connecter")
    sign_in(hand.page)
    hand.told("est de nouveau là.")
    hand.button("Enregistrer")
    hand.told("Enregistré.")
    assert Place.objects.get(slug=ONE).phone == "+33466111111"


def wrong_input(hand: Hand) -> None:
    hand.start(LISTING)
    hand.open("reach")
    hand.type("Téléphone", "zéro quatre")
    hand.button("Enregistrer")
    expect(hand.page.get_by_role("alert").first).to_be_visible()
    expect(hand.page.get_by_label("Téléphone")).to_have_value("zéro quatre")
    hand.type("Téléphone", "04 66 33 33 33")
    hand.button("Enregistrer")
    hand.told("Enregistré.")


def rename(hand: Hand) -> None:
    hand.start(LISTING)
    hand.open("identity")
    hand.type("Nom", "Essai rebaptisé")
    renamed = f"rebaptise-{ONE[-5:]}"
    hand.type(hand.page.locator("[name=slug]"), renamed)
    hand.button("Enregistrer")
    hand.told("Enregistré.")
    hand.page.goto(PUBLIC)
    expect(hand.page).to_have_url(re.compile(f"/lieux/{renamed}/$"))
    hand.screens -= 1  # that was to see


def photo(hand: Hand) -> None:
    held = BytesIO()
    Image.new("RGB", (1200, 800), "#00617a").save(held, "JPEG")
    hand.start(LISTING)
    hand.link("Photos")
    hand.clicks += 1
    file: Any = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": held.getvalue()}
    hand.page.locator("#id_photo").set_input_files(file)
    hand.type("Ce que l’on y voit", "La façade")
    hand.type("De qui", "Mairie")
    hand.button("Envoyer la photo")
    hand.told("La photo est sur la fiche.")


def partners_file(hand: Hand) -> None:
    hand.start(NETWORK)
    hand.link("Reprendre un fichier")
    hand.clicks += 1
    lines = "nom;commune;typologie;telephone\nEssai d’un partenaire;Mende;Tiers-lieu;0466010203\n"
    file: Any = {"name": "liste.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    hand.page.locator("[name=file]").set_input_files(file)
    hand.type("De qui vient-il ?", "Mednum")
    hand.type("Date du fichier", "20/11/2026")
    hand.button("Lire le fichier")
    hand.button("Voir ce que cela changerait")
    hand.button("Appliquer 1 ligne")
    hand.told("en un seul changement")
    assert Place.objects.get(name="Essai d’un partenaire").phone == "+33466010203"


def export(hand: Hand) -> None:
    hand.start("/reseaux/france-services/")
    _downloads(hand, hand.page.get_by_role("link", name="Tableur"), ".xlsx")


def national_export(hand: Hand) -> None:
    hand.start("/reseaux/france-services/")
    hand.link("Autres fichiers")
    _downloads(hand, hand.page.locator("a[href*='format=national']").first, ".csv")


def _downloads(hand: Hand, link: Locator, ending: str) -> None:
    with hand.page.expect_download() as coming:
        hand.click(link)
    assert coming.value.suggested_filename.endswith(ending)
    assert coming.value.path().stat().st_size > 1000


# In an order in which each finds what it needs: the last take away what the first stood on.
TASKS: dict[str, Callable[[Hand], None]] = {
    "1": hours,
    "18": closure,
    "2": new_place,
    "3": point,
    "4, one place": verify_one,
    "4, ten places": verify_ten,
    "5, a place joins": join_network,
    "5, a place leaves": leave_network,
    "6": two_at_once,
    "7, a change": undo,
    "7, what was deleted": restore,
    "8": find,
    "9": partners_file,
    "10, a spreadsheet": export,
    "10, the national standard": national_export,
    "13": invite,
    "14": session_ends,
    "15": wrong_input,
    "17": photo,
    "11, an error": report,
    "11, a place": propose,
    "12": merge,
    "16": rename,
}


def seconds(clicks: int, keys: int) -> int:
    """How long hands and head take: 2.65 s to decide of a press, point and press; 0.28 s for a key (Card, 1980)."""
    return round(2.65 * clicks + 0.28 * keys)


def told() -> dict[str, tuple[int, ...]]:
    """What the document says of each task: clicks, keys, screens, seconds."""
    text = (ROOT / "docs/facilitator-tasks.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+?) \|[^|]+\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|", text, re.MULTILINE)
    return {name: tuple(map(int, figures)) for name, *figures in rows}


@pytest.mark.usefixtures("land")
@pytest.mark.parametrize("window", ["large", "small"])
def test_each_task_costs_what_the_document_says(open_page: OpenPage, window: str) -> None:
    hand = Hand(open_page("/espace/", viewport=LAPTOP if window == "large" else PHONE))
    sign_in(hand.page)
    public = Hand(open_page("/", viewport=PHONE))
    cost = {}
    for name, task in TASKS.items():
        who = public if name.startswith("11") else hand
        task(who)
        cost[name] = (who.clicks, who.keys, who.screens, seconds(who.clicks, who.keys))
    assert cost == told()
