"""A workshop is presented: what the desk shows, the screens of the room follow."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from network.choices import Phase
from network.models import Network, User, Workshop
from network.workshops import making
from tests.factories import make_network, make_place, make_post, make_user, make_workshop
from tests.test_texts import french_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Network:
    return make_network("France services", "mediation")


@pytest.fixture
def hers(network: Network, client_of: Callable[[User | None], Client]) -> Client:
    user = make_user("claire")
    make_post(user, network)
    return client_of(user)


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
