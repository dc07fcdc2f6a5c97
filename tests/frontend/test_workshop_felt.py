"""What the room lets feel of the scene that is shown: one reaction each, until the next scene."""

from typing import Any

import pytest
from django.test import Client

from network.choices import Phase
from network.models import Network, Scene, Workshop
from network.workshops import making
from network.workshops.presenting import show
from tests.factories import make_workshop

pytestmark = pytest.mark.django_db
ME, HER = "m" * 32, "h" * 32


@pytest.fixture
def workshop(network: Network) -> Workshop:
    scenes = [{"page": "crossings", "query": f"on={year}-01-01", "title": str(year)} for year in (2016, 2019)]
    made = make_workshop("Itinéraires croisés", network, scenes=scenes)
    making.move_to(made, phase=Phase.OPEN)
    return made


@pytest.fixture
def first(workshop: Workshop) -> Scene:
    """The scene that is shown."""
    scene = workshop.scenes.earliest("position")
    show(workshop, scene=scene, is_blank=False)
    return scene


def react(phone: Client, workshop: Workshop, kind: str = "agree", **given: object) -> Any:
    said = {"do": "react", "me": ME, "reaction": kind} | given
    return phone.post(f"/a/{workshop.code}/", said).json()


def felt(client: Client, workshop: Workshop) -> list[list[Any]]:
    told: list[list[Any]] = client.get(f"/ecran/{workshop.code}.json").json()["room"]["reactions"]
    return told


def test_one_reaction_each_is_counted_until_the_next_scene(phone: Client, workshop: Workshop, first: Scene) -> None:
    assert react(phone, workshop, "ask")["reaction"] == "ask"
    react(phone, workshop, "agree")
    react(phone, workshop, "agree", me=HER)
    assert felt(phone, workshop) == [["agree", 2]]
    assert react(phone, workshop, "agree", back=first.pk)["reaction"] == ""
    assert felt(phone, workshop) == [["agree", 1]]
    second = workshop.scenes.latest("position")
    show(workshop, scene=second, is_blank=False)
    assert felt(phone, workshop) == []
    told = phone.get(f"/a/{workshop.code}.json").json()
    assert told["scene"] == second.pk


def test_what_is_taken_back_from_a_scene_that_is_gone_is_felt_anew(
    phone: Client, workshop: Workshop, first: Scene
) -> None:
    react(phone, workshop)
    second = workshop.scenes.latest("position")
    show(workshop, scene=second, is_blank=False)
    told = react(phone, workshop, back=first.pk)
    assert (told["scene"], told["reaction"]) == (second.pk, "agree")
    assert felt(phone, workshop) == [["agree", 1]]


@pytest.mark.parametrize("kind", ["", "love", "x" * 300, "\x00"])
def test_nobody_reacts_otherwise_than_is_offered_or_once_it_is_over(
    phone: Client, workshop: Workshop, kind: str
) -> None:
    assert "réagir" in str(react(phone, workshop, kind))
    making.move_to(workshop, phase=Phase.CLOSED)
    assert "réagir" in str(react(phone, workshop))
    assert felt(phone, workshop) == []
