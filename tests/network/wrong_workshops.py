"""What must never be in a workshop: who tries that the database refuses it is `test_constraints.py`."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db import connection

from network.models import Contribution, Participant, Reaction, Scene, Vote, Workshop
from tests.factories import make_workshop


def workshop_with(**values: Any) -> Callable[[], object]:
    return lambda: Workshop.objects.filter(pk=make_workshop().pk).update(**values)


def scene_with(**values: Any) -> Callable[[], object]:
    return lambda: Scene.objects.filter(workshop=make_workshop()).update(**values)


def participant_with(**values: Any) -> Callable[[], object]:
    kept = {"key": "0" * 64, "pseudonym": "Loutre"}
    return lambda: Participant.objects.create(**{"workshop": make_workshop()} | kept | values)


def participant_twice() -> None:
    workshop = make_workshop()
    for _time in range(2):
        participant_with(workshop=workshop)()


def same_as_and_shown() -> None:
    contribution_with(same_as=contribution_with()())()


def contribution_with(**values: Any) -> Callable[[], Contribution]:
    kept = {"nonce": uuid4(), "kind": "word"}
    return lambda: Contribution.objects.create(**{"workshop": make_workshop()} | kept | values)


def contributed_twice() -> None:
    workshop, nonce = make_workshop(), uuid4()
    for _time in range(2):
        contribution_with(workshop=workshop, nonce=nonce)()


def voted_twice() -> None:
    one = contribution_with()()
    person = Participant.objects.create(workshop=one.workshop, key="0" * 64, pseudonym="Loutre")
    for _time in range(2):
        Vote.objects.create(contribution=one, participant=person)


def two_scenes_at_once() -> None:
    scene = {"page": "map", "title": "Une vue"}
    make_workshop(scenes=[scene, scene]).scenes.update(position=1)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def reaction_with(**values: Any) -> Callable[[], object]:
    return lambda: Reaction.objects.create(**{"participant": participant_with()(), "kind": "agree"} | values)


OF_WORKSHOPS: dict[str, list[Callable[[], object]]] = {
    "workshop_phase_is_known": [workshop_with(phase="lost")],
    "workshop_code_is_of_letters": [
        workshop_with(code="bcdfgh"),
        workshop_with(code="BCDFG"),
        workshop_with(code="A1"),
    ],
    "workshop_has_a_title": [workshop_with(title="")],
    "workshop_has_a_day": [workshop_with(day=None)],
    "workshop_story_is_nobodys": [workshop_with(is_story=True)],
    "workshop_closed_has_a_day": [workshop_with(phase="closed")],
    "workshop_words_are_short": [workshop_with(words="é" * 2001)],
    "workshop_offers_are_known": [workshop_with(offers=["gold"])],
    "participant_once": [participant_twice],
    "participant_key_is_a_hash": [participant_with(key="secret")],
    "participant_has_a_pseudonym": [participant_with(pseudonym="")],
    "contribution_once": [contributed_twice],
    "contribution_kind_is_known": [contribution_with(kind="rumour")],
    "contribution_state_is_known": [contribution_with(state="lost")],
    "contribution_theme_is_known": [contribution_with(theme="gold")],
    "contribution_words_are_short": [contribution_with(words="é" * 601)],
    "contribution_on_screen_is_shown": [contribution_with(is_on_screen=True)],
    "contribution_same_as_is_merged": [same_as_and_shown],
    "contribution_stops_are_few": [contribution_with(stops=["x"] * 13)],
    "vote_once": [voted_twice],
    "scene_has_its_position": [two_scenes_at_once],
    "scene_page_is_known": [scene_with(page="admin")],
    "scene_has_a_title": [scene_with(title="")],
    "scene_query_is_one_line": [scene_with(query="on=2016-01-01\nx"), scene_with(query="q=é"), scene_with(query="a b")],
    "scene_seconds_are_bounded": [scene_with(seconds=0), scene_with(seconds=3601)],
    "scene_notes_are_short": [scene_with(notes="é" * 4001)],
    "reaction_kind_is_known": [reaction_with(kind="love")],
}
