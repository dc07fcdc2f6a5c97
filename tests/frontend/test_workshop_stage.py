"""A workshop is presented: what the desk shows, the screens of the room follow."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from network.choices import Phase
from network.models import Network, Suggestion, User, Workshop
from network.workshops import making
from places.models import Change
from tests.factories import (
    make_commune,
    make_membership,
    make_network,
    make_place,
    make_post,
    make_user,
    make_workshop,
)
from tests.test_texts import french_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(network: Network) -> Workshop:
    scenes = [
        {"page": "crossings", "query": f"on={year}-01-01", "title": str(year), "notes": "x"} for year in (2016, 2019)
    ]
    made = make_workshop("Itinéraires croisés", network, scenes=scenes)
    making.move_to(made, phase=Phase.OPEN)
    return made


def state(client: Client, workshop: Workshop) -> Any:
    return client.get(f"/ecran/{workshop.code}.json").json()


def test_screens_follow_the_desk(hers: Client, client: Client, workshop: Workshop) -> None:
    _first, second = workshop.scenes.all()
    before = state(client, workshop)
    assert (before["scene"], before["isBlank"]) == (None, False)
    answer = hers.post(f"/espace/ateliers/{workshop.pk}/montrer/", {"scene": second.pk})
    assert answer.json() == state(client, workshop)
    assert (answer.json()["scene"], answer.json()["version"]) == (second.pk, before["version"] + 1)
    hers.post(f"/espace/ateliers/{workshop.pk}/montrer/", {"scene": second.pk, "blank": ""})
    assert state(client, workshop)["isBlank"]
    assert hers.post(f"/espace/ateliers/{workshop.pk}/montrer/", {"scene": "999"}).status_code == 404


def test_a_screen_that_holds_the_state_is_told_that_it_is_the_same(client: Client, workshop: Workshop) -> None:
    first = client.get(f"/ecran/{workshop.code}.json")
    again = client.get(f"/ecran/{workshop.code}.json", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert "no-cache" in first["Cache-Control"]


def test_the_screen_is_the_same_for_everyone_and_has_no_notes(hers: Client, client: Client, workshop: Workshop) -> None:
    making.edit_scene(workshop.scenes.first(), changes={"notes": "Saluer le maire."})  # type: ignore[arg-type]
    page = client.get(f"/ecran/{workshop.code.lower()}/")
    assert "Saluer le maire." not in page.text
    assert "public" in page["Cache-Control"]
    assert "public" in hers.get(f"/ecran/{workshop.code}/")["Cache-Control"]
    assert "Saluer le maire." in hers.get(f"/espace/ateliers/{workshop.pk}/pupitre/").text


def test_a_rehearsal_is_for_those_who_prepare_it(hers: Client, client: Client, workshop: Workshop) -> None:
    making.move_to(workshop, phase=Phase.PREPARED)
    for way in (f"/ecran/{workshop.code}/", f"/ecran/{workshop.code}.json"):
        assert client.get(way).status_code == 404
        assert "no-store" in hers.get(way)["Cache-Control"]


def test_the_pages_that_scenes_show_stand_in_our_own_frame_and_in_no_other(client: Client) -> None:
    make_place("La Pompe")
    for path in ("/", "/croisements/", "/hors-ligne.json"):
        answer = client.get(path)
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert client.get("/reseaux/")["X-Frame-Options"] == "DENY"


def test_a_desk_without_a_scene_says_to_add_one(hers: Client, workshop: Workshop) -> None:
    workshop.scenes.all().delete()
    answer = hers.get(f"/espace/ateliers/{workshop.pk}/pupitre/", follow=True)
    assert escape("Ajoutez d’abord une scène") in answer.text
    assert "pas encore de scène" in hers.get(f"/ecran/{workshop.code}/").text


def test_what_is_shown_may_be_taken_out(hers: Client, client: Client, workshop: Workshop) -> None:
    second = workshop.scenes.last()
    assert second is not None
    hers.post(f"/espace/ateliers/{workshop.pk}/montrer/", {"scene": second.pk})
    hers.post(f"/espace/ateliers/{workshop.pk}/scenes/{second.pk}/retirer/")
    assert state(client, workshop)["scene"] is None


def test_desk_and_screen_say_no_french_in_english(hers: Client, workshop: Workshop) -> None:
    for way in (f"/en/ecran/{workshop.code}/", f"/en/espace/ateliers/{workshop.pk}/pupitre/"):
        assert french_in(hers.get(way).text) == []


NONCE = "3f0e7a52-0a0f-4d8e-9d3f-0c5b8c7f5a11"
VILLEFORT = "place:48198:france-services"


def suppose(client: Client, workshop: Workshop, what: str = VILLEFORT, **given: object) -> Any:
    scene = workshop.scenes.first()
    return client.post(
        f"/espace/ateliers/{workshop.pk}/supposer/", {"nonce": NONCE, "if": what, "scene": scene and scene.pk} | given
    )


@pytest.fixture
def land(network: Network) -> None:
    make_commune("Villefort", population=600)
    make_membership(make_place("Maison", "Mende"), network, "2010-01-01")


@pytest.mark.usefixtures("land")
def test_what_is_supposed_lies_over_a_scene_until_the_next(hers: Client, client: Client, workshop: Workshop) -> None:
    first, second = workshop.scenes.all()
    way = f"/espace/ateliers/{workshop.pk}/montrer/"
    many = [VILLEFORT, "nonsense", *(f"place:4800{number}:msap" for number in range(9))]
    assert hers.post(way, {"scene": first.pk, "if": many}).json()["supposed"] == [VILLEFORT, *many[2:6]]
    assert state(client, workshop)["supposed"][0] == VILLEFORT
    assert hers.post(way, {"scene": second.pk}).json()["supposed"] == []


@pytest.mark.usefixtures("land")
def test_it_is_kept_once_as_a_proposal_that_the_room_votes_on(hers: Client, client: Client, workshop: Workshop) -> None:
    for _again in range(2):
        answer = suppose(hers, workshop)
    (aired,) = answer.json()["room"]["aired"]
    assert (aired["supposition"], aired["kind"]) == (VILLEFORT, "supposed")
    assert (
        aired["line"]
        .replace("\xa0", " ")
        .startswith(
            "Et si Villefort avait un lieu de plus (France services) ? Au 1er janvier 2016, toujours aucune commune"
        )
    )
    assert "2 communes couvertes au lieu de 1." in aired["line"].replace("\xa0", " ")
    client.post(f"/a/{workshop.code}/", {"do": "vote", "me": "x" * 20, "contribution": aired["key"], "for": "1"})
    assert state(client, workshop)["room"]["aired"][0]["votes"] == 1
    told = client.get(f"/ateliers/{workshop.code}.json").json()["contributions"]
    assert [one["if"] for one in told] == [VILLEFORT]
    assert "Et si… ?" in client.get(f"/ateliers/{workshop.code}/").text.replace("\xa0", " ")


@pytest.mark.usefixtures("land")
def test_it_is_called_a_supposition_and_never_goes_into_the_directory(hers: Client, workshop: Workshop) -> None:
    suppose(hers, workshop)
    page = hers.get(f"/espace/ateliers/{workshop.pk}/salle/").text
    assert "Une supposition" in page
    assert "Reprendre en suggestion" not in page
    one = workshop.contributions.get()
    hers.post(f"/espace/ateliers/{workshop.pk}/salle/{one.pk}/", {"do": "take"})
    assert not Suggestion.objects.exists()


@pytest.mark.usefixtures("land")
@pytest.mark.parametrize("given", [{"if": "place:99999:france-services"}, {"if": "x"}, {"nonce": "x"}, {"if": ""}])
def test_what_cannot_be_supposed_is_refused_and_nothing_kept(
    hers: Client, workshop: Workshop, given: dict[str, str]
) -> None:
    assert suppose(hers, workshop, **given).status_code == 422
    assert not workshop.contributions.exists()


@pytest.mark.usefixtures("land")
def test_a_workshop_that_is_over_keeps_nothing_more(hers: Client, workshop: Workshop) -> None:
    making.move_to(workshop, phase=Phase.CLOSED)
    answer = suppose(hers, workshop)
    assert (answer.status_code, workshop.contributions.count()) == (422, 0)
    assert "terminé" in answer.json()["errors"][""][0]


@pytest.mark.usefixtures("land")
def test_nobody_else_supposes_before_the_room(client_of: Callable[[User | None], Client], workshop: Workshop) -> None:
    stranger = make_user("paul")
    make_post(stranger, make_network("SoLozère"))
    assert suppose(client_of(stranger), workshop).status_code == 404
    assert suppose(client_of(None), workshop).status_code == 302
    assert not workshop.contributions.exists()


@pytest.mark.usefixtures("land")
def test_nothing_supposed_is_in_the_directory_or_its_log(hers: Client, client: Client, workshop: Workshop) -> None:
    before = (client.get("/api/v1/places/").json(), Change.objects.count())
    suppose(hers, workshop)
    hers.post(f"/espace/ateliers/{workshop.pk}/montrer/", {"scene": workshop.scenes.first().pk, "if": VILLEFORT})  # type: ignore[union-attr]
    assert (client.get("/api/v1/places/").json(), Change.objects.count()) == before
