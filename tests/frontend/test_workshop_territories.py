"""A workshop of a directory of several territories: it says its own, and what it shows begins there."""

import json

import pytest
from django.test import Client

from frontend.workshop.desk import question_of
from network.choices import Contributed, Phase
from network.models import Contribution, Network, Workshop
from network.workshops import making, moderating, room
from network.workshops.carrying import carry_workshop
from network.workshops.files import write_file
from places.models import Commune
from tests.factories import make_ardeche, make_commune, make_place, make_workshop
from tests.frontend.test_workshop_room import ME, send

pytestmark = pytest.mark.django_db
SCENES = [
    {"page": "map", "query": "", "title": "Aujourd’hui"},
    {"page": "crossings", "query": "on=2016-01-01", "title": "2016"},
    {"page": "map", "query": "map=11/44.5/3.5", "title": "De près"},
]


@pytest.fixture
def workshop(network: Network) -> Workshop:
    make_place("Lisière", make_ardeche().name)
    make_place("Atelier", "Mende")
    made = make_workshop("Itinéraires croisés", network, territories=["07"], scenes=SCENES)
    making.move_to(made, phase=Phase.OPEN)
    return made


def page_of(workshop: Workshop, way: str = "") -> str:
    return f"/espace/ateliers/{workshop.pk}/{way}"


def options(html: str, listed: str) -> list[str]:
    part = html.partition(f'<datalist id="{listed}">')[2].partition("</datalist>")[0]
    return [each.partition('"')[0] for each in part.split('value="')[1:]]


def test_a_directory_of_one_territory_asks_for_none(hers: Client, network: Network) -> None:
    made = make_workshop("Itinéraires croisés", network)
    assert "Territoires" not in hers.get(page_of(made)).text
    hers.post(page_of(made), {"title": "Rencontre", "day": "2026-12-01", "territories": ["48"]})
    made.refresh_from_db()
    assert (made.title, made.territories) == ("Rencontre", [])


def test_they_are_chosen_among_those_of_the_directory(hers: Client, workshop: Workshop) -> None:
    said = {"title": "Rencontre", "day": "2026-12-01"}
    assert "Territoires" in hers.get(page_of(workshop)).text
    assert hers.post(page_of(workshop), said | {"territories": ["99"]}).status_code == 200
    hers.post(page_of(workshop), said | {"territories": ["48", "07"]})
    workshop.refresh_from_db()
    assert workshop.territories == ["48", "07"]
    hers.post(page_of(workshop), said)
    workshop.refresh_from_db()
    assert workshop.territories == []


def test_a_telephone_picks_on_its_land_and_is_offered_its_places_first(phone: Client, workshop: Workshop) -> None:
    told = phone.get(f"/a/{workshop.code}/carte.json").json()
    assert [name for name, *_where in told["places"]] == ["Lisière, Saint-Étienne-de-Lugdarès"]
    assert [name for name, *_where in told["communes"]] == ["Saint-Étienne-de-Lugdarès"]
    page = phone.get(f"/a/{workshop.code}/").text
    assert options(page, "places") == ["Lisière, Saint-Étienne-de-Lugdarès", "Atelier, Mende"]
    assert options(page, "communes") == ["Saint-Étienne-de-Lugdarès", "Mende"]
    making.edit_workshop(workshop, changes={"territories": []})
    assert options(phone.get(f"/a/{workshop.code}/").text, "communes") == ["Mende", "Saint-Étienne-de-Lugdarès"]
    assert len(phone.get(f"/a/{workshop.code}/carte.json").json()["places"]) == 2


def test_scenes_begin_there_unless_they_say_where(hers: Client, phone: Client, workshop: Workshop) -> None:
    scenes = phone.get(f"/ecran/{workshop.code}.json").json()["scenes"]
    assert [scene["query"] for scene in scenes] == ["territory=07", "on=2016-01-01&territory=07", "map=11/44.5/3.5"]
    assert 'href="/croisements/?on=2016-01-01&amp;territory=07"' in phone.get(f"/ateliers/{workshop.code}/").text
    making_page = hers.get(page_of(workshop)).text
    assert 'href="/croisements/?territory=07"' in making_page
    assert (
        'value="/croisements/?on=2016-01-01"'
        in hers.get(page_of(workshop, f"scenes/{workshop.scenes.get(title='2016').pk}/")).text
    ), "what was captured stays as it was"


def test_the_desk_offers_what_is_there_first(hers: Client, workshop: Workshop) -> None:
    html = hers.get(page_of(workshop, "pupitre/")).text
    assert options(html, "suppose-places") == ["Lisière, Saint-Étienne-de-Lugdarès", "Atelier, Mende"]


def test_what_is_supposed_is_counted_where_a_scene_is(workshop: Workshop) -> None:
    asked = {scene.title: question_of(scene, "x").urlencode() for scene in workshop.scenes.all()}
    assert asked["2016"] == "on=2016-01-01&territory=07&if=x"
    assert asked["Aujourd’hui"] == "territory=07&if=x"
    assert asked["De près"] == "if=x"


def test_of_two_of_one_name_its_own_is_meant(phone: Client, workshop: Workshop, hers: Client) -> None:
    make_place("La Source", "Mende")
    theirs = make_place("La Source", make_ardeche().name, slug="la-source-07")
    send(phone, workshop, Contributed.CORRECTION, place_said="La Source", words="Fermé le lundi.")
    assert Contribution.objects.latest("pk").place_id == theirs.pk
    making.edit_workshop(workshop, changes={"territories": []})
    known = room.take_part(workshop, secret=ME)
    find = room.finders_of(known.workshop)
    assert find.place("La Source") is None


def test_a_place_that_is_missing_is_taken_over_into_its_territory(phone: Client, workshop: Workshop) -> None:
    make_commune("Mende")
    twin = make_ardeche()
    Commune.objects.filter(pk=twin.pk).update(name="Mende")
    send(phone, workshop, Contributed.PLACE, heading="La Forge", place_said="Mende")
    taken = moderating.take_over(Contribution.objects.latest("pk"))
    assert taken.patch["commune"] == twin.pk


def test_a_room_without_internet_has_them_too_as_far_as_they_are_there(workshop: Workshop) -> None:
    making.edit_workshop(workshop, changes={"territories": ["07", "99"]})
    text = write_file(workshop)
    assert json.loads(text)["room"]["territories"] == ["07", "99"]
    workshop.delete()
    assert carry_workshop(text.encode()).territories == ["07"]


def test_a_territory_that_was_unloaded_leaves_all_of_the_land(phone: Client, workshop: Workshop) -> None:
    making.edit_workshop(workshop, changes={"territories": ["99"]})
    assert phone.get(f"/ecran/{workshop.code}/").status_code == 200
    assert len(phone.get(f"/a/{workshop.code}/carte.json").json()["places"]) == 2
