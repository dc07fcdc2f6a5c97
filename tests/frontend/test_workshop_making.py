"""A facilitator makes a workshop, gathers its scenes, opens it; everyone then reads its story."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from network.choices import Phase
from network.models import Network, Workshop
from network.workshops import files, making
from tests.factories import make_network, make_workshop
from tests.test_texts import french_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(network: Network) -> Workshop:
    return make_workshop("Itinéraires croisés", network)


def page_of(workshop: Workshop, way: str = "") -> str:
    return f"/espace/ateliers/{workshop.pk}/{way}"


def titles(workshop: Workshop) -> list[str]:
    return list(workshop.scenes.values_list("title", flat=True))


def test_a_workshop_is_made_and_nobody_else_sees_it_yet(hers: Client, network: Network, client: Client) -> None:
    answer = hers.post(f"/espace/reseaux/{network.slug}/atelier/", {"title": "Rencontre", "day": "2026-12-01"})
    made = Workshop.objects.get()
    assert answer.headers["Location"] == page_of(made)
    assert "Rencontre" in hers.get("/espace/ateliers/").text
    assert "Rencontre" not in client.get("/ateliers/").text
    assert client.get(f"/ateliers/{made.code}/").status_code == 404


def test_a_day_is_asked_for(hers: Client, network: Network) -> None:
    answer = hers.post(f"/espace/reseaux/{network.slug}/atelier/", {"title": "Rencontre"})
    assert 'id="id_day_error"' in answer.text
    assert not Workshop.objects.exists()


def test_an_open_one_is_listed_and_its_story_read_without_its_notes(hers: Client, workshop: Workshop) -> None:
    making.edit_scene(workshop.scenes.get(), changes={"notes": "Saluer le maire.", "sentence": "Le premier."})
    hers.post(page_of(workshop, "etat/"), {"phase": "open"})
    anyone = Client()
    assert "Itinéraires croisés" in anyone.get("/ateliers/").text
    page = anyone.get(f"/ateliers/{workshop.code.lower()}/").text
    assert '<a href="/croisements/?on=2016-01-01" lang="fr">2016</a>' in page
    assert "Le premier." in page
    assert "Saluer le maire." not in page
    assert 'href="/en/croisements/?on=2016-01-01"' in anyone.get(f"/en/ateliers/{workshop.code}/").text


def test_a_code_leads_to_its_workshop_however_it_is_typed(client: Client, workshop: Workshop) -> None:
    making.move_to(workshop, phase=Phase.OPEN)
    typed = f" {workshop.code[:3].lower()} {workshop.code[3:]}"
    assert client.get("/ateliers/", {"code": typed}).headers["Location"] == f"/ateliers/{workshop.code}/"
    answer = client.get("/ateliers/", {"code": "<b>AB\x00"})
    assert answer.status_code == 404
    assert "Aucun atelier ouvert ne porte ce code" in answer.text


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("/croisements/?on=2019-07-01&rule=distance", "on=2019-07-01&rule=distance"),
        ("http://testserver/en/croisements/", ""),
        ("/?kind=library&map=12/44.5/3.5", "kind=library&map=12/44.5/3.5"),
        ("https://croisee.example.org/?overlap=both#x", "overlap=both"),
    ],
)
def test_a_scene_is_the_address_of_a_page(hers: Client, workshop: Workshop, typed: str, query: str) -> None:
    hers.post(page_of(workshop, "scenes/"), {"title": "Une vue", "address": typed})
    made = workshop.scenes.get(title="Une vue")
    assert (made.query, made.position) == (query, 2)


@pytest.mark.parametrize("typed", ["", "/admin/", "/lieux/polen/", "javascript:alert(1)", "/?q=" + "x" * 600])
def test_any_other_address_is_no_scene(hers: Client, workshop: Workshop, typed: str) -> None:
    answer = hers.post(page_of(workshop, "scenes/"), {"title": "Une vue", "address": typed})
    assert 'id="id_address_error"' in answer.text
    assert titles(workshop) == ["2016"]


def test_scenes_are_put_in_order_one_by_one_or_all_at_once(hers: Client, workshop: Workshop) -> None:
    making.copy_scenes(workshop, source=workshop)
    first, second = workshop.scenes.all()
    making.edit_scene(second, changes={"title": "2017"})
    hers.post(page_of(workshop, "ordre/"), {"down": first.pk, "order": [first.pk, second.pk]})
    assert titles(workshop) == ["2017", "2016"]
    hers.post(page_of(workshop, "ordre/"), {"order": [first.pk, second.pk]})
    assert titles(workshop) == ["2016", "2017"]
    assert hers.post(page_of(workshop, "ordre/"), {"up": "9999999999999999999999"}).status_code == 404


def test_a_ready_story_is_copied(hers: Client, workshop: Workshop) -> None:
    making.keep_story(title="Un récit", words=None, scenes=[{"page": "map", "title": "Au début"}])
    story = Workshop.objects.get(is_story=True)
    assert "Un récit" in hers.get(page_of(workshop)).text
    hers.post(page_of(workshop, "copier/"), {"source": story.pk})
    assert titles(workshop) == ["2016", "Au début"]
    assert hers.get(page_of(story)).status_code == 404


def test_the_scenes_of_another_network_are_not_to_be_copied(hers: Client, workshop: Workshop) -> None:
    theirs = make_workshop("Le leur", make_network("SoLozère"))
    assert hers.post(page_of(workshop, "copier/"), {"source": theirs.pk}).status_code == 200
    assert titles(workshop) == ["2016"]


def test_a_file_is_written_and_read(hers: Client, workshop: Workshop) -> None:
    written = hers.get(page_of(workshop, "fichier/"))
    assert written.headers["Content-Disposition"] == f'attachment; filename="croisee-{workshop.code.lower()}.json"'
    hers.post(page_of(workshop, "fichier/"), {"file": SimpleUploadedFile("a.json", written.content)})
    assert titles(workshop) == ["2016", "2016"]
    answer = hers.post(page_of(workshop, "fichier/"), {"file": SimpleUploadedFile("a.json", b"\xff\x00")})
    assert "pas du JSON" in answer.text


def test_a_file_is_bounded(hers: Client, workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontend.workshop.forms.LARGEST", 10)
    sent = SimpleUploadedFile("a.json", files.write_file(workshop).encode())
    assert "trop lourd" in hers.post(page_of(workshop, "fichier/"), {"file": sent}).text


def test_a_workshop_is_deleted_by_who_means_it(hers: Client, workshop: Workshop) -> None:
    hers.post(page_of(workshop, "supprimer/"))
    assert Workshop.objects.exists()
    hers.post(page_of(workshop, "supprimer/"), {"sure": "on"})
    assert not Workshop.objects.exists()


def test_every_page_that_prepares_says_no_french_in_english(hers: Client, workshop: Workshop) -> None:
    for way in ("", "scenes/", f"scenes/{workshop.scenes.get().pk}/"):
        assert french_in(hers.get(f"/en{page_of(workshop, way)}").text) == []
    assert french_in(hers.get("/en/espace/ateliers/").text) == []
    making.move_to(workshop, phase=Phase.OPEN)
    assert french_in(hers.get(f"/en/ateliers/{workshop.code}/").text) == []
