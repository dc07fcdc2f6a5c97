"""Another directory beside ours, on screen: a file sent, a card at a time, several together, and what goes back."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from network.models import Finding, Import, ImportSource, Network, User
from network.models.imports import Stage
from network.models.peers import Found
from places.choices import Precision
from places.models import Place
from tests.budget import statements
from tests.factories import make_commune, make_kind, make_membership, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PAGE = "/espace/pairs/"
HEAD = "id,nom,typologie,adresse,code_postal,commune,telephone,site_web,date_maj\n"
FORGE = "1,La Forge,TIERS_LIEUX,2 rue Basse,48000,Mende,0466000001,,2026-10-01\n"
POLEN = "2,POLeN,TIERS_LIEUX,Rue Haute,48000,Mende,0466000002,,2026-10-02\n"


@pytest.fixture
def network(db: None) -> Network:
    make_kind("third-place", "Tiers-lieu", standard_codes=["TIERS_LIEUX"])
    make_commune("Mende")
    return make_network("SoLozère")


@pytest.fixture
def claire(network: Network) -> User:
    user = make_user("claire-m", first_name="Claire")
    make_post(user, network)
    return user


@pytest.fixture
def forge(network: Network) -> Place:
    said: dict[str, Any] = {"address": "2 rue Basse", "phone": "+33466999999", "website": "https://forge.example"}
    told: dict[str, Any] = {
        "source": "Agence",
        "source_date": date(2026, 9, 1),
        "postcode": "48000",
        "precision": Precision.STREET,
    }
    place = make_place("La Forge", kinds=["third-place"], **said, **told)
    make_membership(place, network, "2020-01-01")
    return place


def words(answer: Any) -> str:
    text: str = answer.content.decode()
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def send(client: Client, network: Network, *lines: str) -> ImportSource:
    file = SimpleUploadedFile("liste.csv", (HEAD + "".join(lines)).encode())
    said = {"file": file, "source": "Liste nationale", "day": "2026-11-01", "network": network.pk}
    assert "Voici ce que chaque colonne" in words(client.post(PAGE, said, follow=True))
    batch = Import.objects.latest("pk")
    plan = {f"column-{at}": batch.plan["columns"][heading] for at, heading in enumerate(batch.columns)}
    answer = client.post(f"/espace/fichiers/{batch.pk}/", plan, follow=True)
    assert answer.redirect_chain[-1][0].endswith(f"/espace/pairs/{batch.source_id}/")
    return batch.source


def the(sort: Found) -> Finding:
    return Finding.objects.get(sort=sort)


def decide(client: Client, finding: Finding, **said: str) -> str:
    address = f"{PAGE}{finding.source_id}/ecart/"
    return words(client.post(address, {"finding": finding.pk} | said, follow=True))


def test_a_file_is_compared_and_told_on_one_page(
    client_of: ClientOf, claire: User, network: Network, forge: Place
) -> None:
    client = client_of(claire)
    assert "Comparer un fichier" in words(client.get(PAGE))
    source = send(client, network, FORGE, POLEN)
    assert source.is_peer
    text = words(client.get(f"{PAGE}{source.pk}/"))
    for sentence in ("liste.csv, comparé le", "2 lieux de ce territoire chez eux", "Regarder les 2 écarts"):
        assert sentence in text
    assert "Liste nationale" in words(client.get(PAGE))
    assert "D’autres annuaires (2)" in words(client.get("/espace/"))
    assert "liste.csv" not in words(client.get(f"/espace/reseaux/{network.slug}/fichiers/"))


def test_cards_come_one_after_the_other_until_nothing_waits(
    client_of: ClientOf, claire: User, network: Network, forge: Place
) -> None:
    client = client_of(claire)
    source = send(client, network, FORGE, POLEN)
    card = words(client.get(f"{PAGE}{source.pk}/ecart/"))
    for sentence in ("Est-ce le même lieu ?", "La Forge", "1er octobre 2026", "Agence, 1er septembre 2026"):
        assert sentence in card
    card = decide(client, the(Found.UNSURE), verdict="same")
    assert "Qui a raison ?" in card
    assert 'name="field-website" value="ours" checked' in card
    fields = {"field-phone": "theirs", "field-website": "ours"}
    card = decide(client, the(Found.DIFFERENT), **fields)
    assert "Chez eux, pas chez nous" in card
    assert "Rien n’attend ici" in decide(client, the(Found.THEIRS), verdict="theirs")
    forge.refresh_from_db()
    assert forge.phone == "+33466000001"
    assert Place.objects.get(name="POLeN").source == "Liste nationale"
    assert "Rien n’attend ici : tout est pareil, ou décidé." in words(client.get(f"{PAGE}{source.pk}/"))


def test_one_passes_a_card_and_comes_back_to_the_first(
    client_of: ClientOf, claire: User, network: Network, forge: Place
) -> None:
    client = client_of(claire)
    source = send(client, network, FORGE, POLEN)
    address = f"{PAGE}{source.pk}/ecart/"
    assert "POLeN" in words(client.get(f"{address}?rang=1"))
    assert "Vous avez tout regardé." in words(client.get(f"{address}?rang=2"))
    assert "POLeN" in words(client.get(f"{address}?sorte=theirs"))


def test_a_card_of_which_nothing_is_said_waits_and_the_next_one_comes(
    client_of: ClientOf, claire: User, network: Network, forge: Place
) -> None:
    client = client_of(claire)
    send(client, network, FORGE, POLEN)
    decide(client, the(Found.UNSURE), verdict="same")
    assert "POLeN" in decide(client, the(Found.DIFFERENT))
    assert the(Found.DIFFERENT).is_open


@pytest.mark.parametrize(
    ("sort", "said"),
    [
        (Found.THEIRS, {"verdict": "eaten"}),
        (Found.THEIRS, {"verdict": "same"}),
        (Found.UNSURE, {"field-phone": "theirs"}),
    ],
)
@pytest.mark.usefixtures("forge")
def test_what_makes_no_sense_is_told_and_the_card_stays(
    client_of: ClientOf, claire: User, network: Network, sort: Found, said: dict[str, str]
) -> None:
    client = client_of(claire)
    send(client, network, FORGE, POLEN)
    assert "ne se décide pas" in decide(client, the(sort), **said)
    assert Finding.objects.filter(is_open=True).count() == 2


def test_what_someone_decided_meanwhile_is_told(
    client_of: ClientOf, claire: User, network: Network, forge: Place
) -> None:
    client = client_of(claire)
    send(client, network, POLEN)
    alone = the(Found.THEIRS)
    decide(client, alone, verdict="leave")
    assert "en a déjà décidé" in decide(client, alone, verdict="theirs")
    client.post(f"{PAGE}{alone.source_id}/revoir/", {"finding": alone.pk})
    assert "POLeN" in words(client.get(f"{PAGE}{alone.source_id}/ecart/?sorte=theirs"))


def test_what_we_know_better_goes_back_under_their_own_headings(
    client_of: ClientOf, claire: User, network: Network, forge: Place
) -> None:
    client = client_of(claire)
    make_membership(make_place("L’Atelier", kinds=["third-place"]), network, "2020-01-01")
    source = send(client, network, FORGE)
    decide(client, the(Found.UNSURE), verdict="same")
    decide(client, the(Found.DIFFERENT), **{"field-phone": "theirs"})
    both = {"sort": "different", "verdict": "ours"}, {"sort": "ours", "verdict": "ours"}
    for said in both:
        answer = client.post(f"{PAGE}{source.pk}/ensemble/", said, follow=True)
        assert "1 écart décidé." in words(answer)
    assert "2 lignes où nous savons mieux" in words(client.get(f"{PAGE}{source.pk}/"))
    text = client.get(f"{PAGE}{source.pk}/corrections.csv").content.decode()
    corrected, added = csv.DictReader(io.StringIO(text))
    assert text.startswith(HEAD.strip())
    assert {name: corrected[name] for name in ("id", "nom", "typologie", "site_web", "correction")} == {
        "id": "1",
        "nom": "La Forge",
        "typologie": "TIERS_LIEUX",
        "site_web": "https://forge.example",
        "correction": "corriger",
    }
    assert (corrected["correction_colonnes"], corrected["correction_avant"]) == ("site_web", "site_web : —")
    assert "Agence (01/09/2026)" in corrected["correction_preuve"]
    assert "http://testserver/lieux/la-forge/" in corrected["correction_preuve"]
    assert (added["id"], added["nom"], added["correction"]) == ("", "L’Atelier", "ajouter")
    listed = json.loads(client.get(f"{PAGE}{source.pk}/corrections.json").content)
    assert [row["nom"] for row in listed] == ["La Forge", "L’Atelier"]
    assert client.get(f"{PAGE}{source.pk}/corrections.xml").status_code == 404


def test_no_cell_is_a_formula_for_whoever_opens_the_file(
    client_of: ClientOf, claire: User, network: Network, forge: Place
) -> None:
    client = client_of(claire)
    source = send(client, network, POLEN.replace("Rue Haute", "=1+1 rue Haute"))
    decide(client, the(Found.THEIRS), verdict="ours")
    text = client.get(f"{PAGE}{source.pk}/corrections.csv").content.decode()
    (gone,) = csv.DictReader(io.StringIO(text))
    assert not gone["adresse"].startswith("=")
    assert (gone["correction"], gone["telephone"]) == ("retirer", "+33466000002")


def test_a_peer_of_a_network_that_she_does_not_run_is_not_there(
    client_of: ClientOf, claire: User, network: Network, forge: Place
) -> None:
    source = send(client_of(claire), network, POLEN)
    other = make_user("ines")
    make_post(other, make_network("Fabriques", "mediation"))
    client = client_of(other)
    assert f"{PAGE}{source.pk}/" not in words(client.get(PAGE))
    assert client.get(f"{PAGE}{source.pk}/").status_code == 404
    said = {"finding": the(Found.THEIRS).pk, "verdict": "theirs"}
    assert client.post(f"{PAGE}{source.pk}/ecart/", said).status_code == 404
    text = words(client.post(PAGE, {"source": "Liste", "day": "2026-11-01", "network": network.pk}))
    assert "Déposez un fichier" in text
    assert "Sélectionnez un choix valide" in text


def test_a_difference_with_a_listing_that_she_may_not_correct_is_not_hers(
    client_of: ClientOf, claire: User, network: Network
) -> None:
    make_place("La Forge", address="2 rue Basse", kinds=["third-place"], phone="+33466999999")
    client = client_of(claire)
    source = send(client, network, FORGE)
    text = decide(client, the(Found.UNSURE), verdict="same")
    assert "Rien n’attend ici" in text
    said = {"finding": the(Found.DIFFERENT).pk, "field-phone": "theirs"}
    assert "en a déjà décidé" in words(client.post(f"{PAGE}{source.pk}/ecart/", said, follow=True))


def test_a_peer_is_never_applied(client_of: ClientOf, claire: User, network: Network) -> None:
    client = client_of(claire)
    source = send(client, network, POLEN)
    batch = source.imports.get()
    Import.objects.filter(pk=batch.pk).update(stage=Stage.PREVIEW)
    text = words(client.post(f"/espace/fichiers/{batch.pk}/appliquer/", follow=True))
    assert "n’est plus à relire" in text
    assert not Place.objects.exists()


def test_a_card_takes_no_more_questions_of_the_database_for_ten_than_for_one(
    client_of: ClientOf, claire: User, network: Network, forge: Place
) -> None:
    client = client_of(claire)
    source = send(client, network, FORGE)
    with statements() as few:
        client.get(f"{PAGE}{source.pk}/")
    rows = [POLEN.replace("2,POLeN", f"{at},Lieu {at}") for at in range(2, 12)]
    send(client, network, FORGE, *rows)
    with statements() as many:
        client.get(f"{PAGE}{source.pk}/")
    assert len(many) <= len(few)
