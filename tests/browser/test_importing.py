"""A partner's file on a telephone: dropped, a column corrected, read over, decided, applied, taken back, by axe too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from network.models import Import, ImportSource, User
from network.models.imports import Stage
from network.services.imports import take_back_import
from tests.browser.axe import violations
from tests.browser.conftest import PHONE, OpenPage, elsewhere
from tests.browser.test_workspace import claire, sign_in

__all__ = ["claire"]
FILES = "/espace/reseaux/france-services/fichiers/"
LIST = (
    "identifiant;intitulé;lieu;typologie;commune;téléphone\n"
    "1;Essai de l’import;Rez-de-chaussée;Tiers-lieu;Mende;466000001\n"
    "2;Essai bis;Étage;Tiers-lieu;Florac Trois Rivières;\n"
    "3;Essai d’ailleurs;;Tiers-lieu;Paris;\n"
    "4;Essai sans typologie;;Bistrot;Mende;au bar\n"
)


@pytest.fixture
def _nothing_left(site: str) -> Iterator[None]:
    yield

    def clear() -> None:
        for batch in Import.objects.filter(stage=Stage.APPLIED):
            take_back_import(batch=batch, by=None)
        ImportSource.objects.all().delete()

    elsewhere(clear)


def looked_at(page: Page, title: str) -> None:
    """See that a screen has come, that axe has nothing to say of it, and that it does not spill."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), title


@pytest.mark.usefixtures("_nothing_left")
def test_a_file_is_taken_in_on_a_telephone(open_page: OpenPage, claire: User, tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_text(LIST, encoding="cp1252")
    page = open_page(FILES, viewport=PHONE)
    sign_in(page)
    looked_at(page, "Reprendre un fichier")
    page.get_by_label("Le fichier", exact=True).set_input_files(file)
    page.get_by_label("De qui vient-il").fill("Essai")
    page.get_by_label("Date du fichier").fill("1er novembre 2026")
    page.get_by_role("button", name="Lire le fichier").click()

    looked_at(page, "liste.csv")
    page.locator("summary", has_text="colonne").first.click()
    page.get_by_label("lieu", exact=True).select_option(value="")
    page.get_by_label("intitulé", exact=True).select_option(value="name")
    page.get_by_role("button", name="Voir ce que cela changerait").click()

    expect(page.get_by_role("button", name="Appliquer 2 lignes")).to_be_visible()
    looked_at(page, "liste.csv")
    page.get_by_role("link", name="refusé").click()
    expect(page.get_by_text("Aucune typologie").first).to_be_visible()
    looked_at(page, "liste.csv")
    page.get_by_role("link", name="créé").click()
    page.get_by_role("listitem").filter(has_text="Essai bis").get_by_role("button", name="Laisser", exact=True).click()
    page.get_by_role("button", name="Appliquer 1 ligne").click()

    expect(page.get_by_text("en un seul changement")).to_be_visible()
    looked_at(page, "liste.csv")
    page.goto("/lieux/essai-de-limport/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Essai de l’import")
    page.goto(FILES)
    looked_at(page, "Reprendre un fichier")
    page.get_by_role("link", name="liste.csv").click()
    page.get_by_role("button", name="Annuler cet import").click()
    expect(page.get_by_text("ce qu’il avait écrit n’est plus là")).to_be_visible()
    looked_at(page, "liste.csv")
