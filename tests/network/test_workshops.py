"""A workshop is prepared: its scenes stay in order, are copied, and come back from a file as they were written."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from network.choices import Phase
from network.models import Scene, Workshop
from network.workshops import files, making
from places.models import Change
from tests.factories import make_network, make_workshop

pytestmark = pytest.mark.django_db
STORY = settings.BASE_DIR / "fixtures" / "lozere" / "workshop.json"


def scene(title: str, **given: Any) -> dict[str, Any]:
    return {"page": "crossings", "query": "on=2016-01-01", "title": title} | given


def titles(workshop: Workshop) -> list[str]:
    return list(workshop.scenes.values_list("title", flat=True))


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop(scenes=[scene("un"), scene("deux"), scene("trois")])


def key_of(workshop: Workshop, title: str) -> Scene:
    return workshop.scenes.get(title=title)


def test_a_scene_moves_among_the_others_and_stops_at_the_ends(workshop: Workshop) -> None:
    making.shift(key_of(workshop, "un"), by=1)
    assert titles(workshop) == ["deux", "un", "trois"]
    making.shift(key_of(workshop, "deux"), by=-1)
    making.shift(key_of(workshop, "trois"), by=1)
    assert titles(workshop) == ["deux", "un", "trois"]


def test_a_scene_that_a_colleague_added_meanwhile_stays_behind_those_that_are_named(workshop: Workshop) -> None:
    named = [key_of(workshop, title).pk for title in ("trois", "un", "deux")]
    making.add_scenes(workshop, scenes=[scene("quatre")])
    making.arrange(workshop, order=[*named, 999_999])
    assert titles(workshop) == ["trois", "un", "deux", "quatre"]


def test_scenes_added_after_one_was_taken_out_come_last(workshop: Workshop) -> None:
    making.delete_scene(key_of(workshop, "deux"))
    making.add_scenes(workshop, scenes=[scene("quatre"), scene("cinq")])
    assert titles(workshop) == ["un", "trois", "quatre", "cinq"]


def test_there_are_no_more_scenes_than_one_steps_through(workshop: Workshop) -> None:
    with pytest.raises(ValidationError, match="scènes au plus"):
        making.add_scenes(workshop, scenes=[scene("encore")] * 98)
    assert len(titles(workshop)) == 3


def test_scenes_are_copied_with_all_that_they_say(workshop: Workshop) -> None:
    making.edit_scene(key_of(workshop, "un"), changes={"notes": "Saluer.", "seconds": 30})
    other = make_workshop("Un autre", scenes=[scene("zéro")])
    making.copy_scenes(other, source=workshop)
    assert titles(other) == ["zéro", "un", "deux", "trois"]
    assert key_of(other, "un").notes == "Saluer."
    assert titles(workshop) == ["un", "deux", "trois"]


def test_a_file_brings_back_what_was_written(workshop: Workshop) -> None:
    making.edit_scene(key_of(workshop, "deux"), changes={"notes": "Saluer.", "seconds": 30, "sentence": "Bonjour"})
    read = files.read_file(files.write_file(workshop).encode())
    other = make_workshop("Un autre", scenes=read.scenes)
    assert list(other.scenes.values(*making.SAID)) == list(workshop.scenes.values(*making.SAID))
    assert (read.title, read.words) == (workshop.title, workshop.words)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("{", "pas du JSON"),
        ("[]", "pas celui d’un atelier"),
        ('{"format": "croisee-workshop-1"}', "pas celui d’un atelier"),
        ({"scenes": [{"page": "admin", "title": "x"}]}, "Scène 1"),
        ({"scenes": [scene("x"), {"page": "map"}]}, "Scène 2"),
        ({"scenes": [scene("x", position=3)]}, "Scène 1"),
        ({"scenes": [scene("x", seconds=0)]}, "Scène 1"),
        ({"scenes": [scene("x", query="a\nb")]}, "Scène 1"),
        ({"scenes": [scene("x" * 151)]}, "Scène 1"),
        ({"scenes": ["x"]}, "Scène 1"),
        ({"scenes": [scene("x")] * 101}, "scènes au plus"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(said: Any, why: str) -> None:
    text = said if isinstance(said, str) else json.dumps({"format": "croisee-workshop-1"} | said)
    with pytest.raises(ValidationError, match=why):
        files.read_file(text.encode())


def test_two_workshops_never_have_one_code(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = iter(["BCDFGH", "BCDFGH", "ZZZZZZ"])
    monkeypatch.setattr(making, "new_code", lambda: next(codes))
    network = make_network("France services", "mediation")
    values = {"title": "Un", "day": timezone.localdate()}
    made = [making.make_workshop(network=network, values=values).code for _workshop in range(2)]
    assert made == ["BCDFGH", "ZZZZZZ"]


def test_when_it_ended_is_remembered_until_it_opens_again(workshop: Workshop) -> None:
    making.move_to(workshop, phase=Phase.CLOSED)
    assert workshop.closed_at is not None
    making.move_to(workshop, phase=Phase.OPEN)
    assert workshop.closed_at is None


def test_a_workshop_leaves_nothing_in_the_log(workshop: Workshop) -> None:
    before = Change.objects.count()
    making.add_scenes(workshop, scenes=[scene("quatre")])
    making.delete_workshop(workshop)
    assert Change.objects.count() == before
    assert not Scene.objects.exists()


def test_a_story_is_kept_once_and_follows_its_file() -> None:
    read = files.read_file(STORY.read_bytes())
    assert len(read.scenes) == 12
    assert making.keep_story(title=read.title, words=read.words, scenes=read.scenes)
    assert not making.keep_story(title=read.title, words=read.words, scenes=read.scenes)
    assert making.keep_story(title=read.title, words=read.words, scenes=read.scenes[:3])
    assert Workshop.objects.get(is_story=True).scenes.count() == 3


def test_every_figure_of_the_story_is_one_of_the_page_that_is_computed() -> None:
    """Those of `docs/lozere.md` are recomputed by a test: the story must not say others."""
    page = (settings.BASE_DIR / "docs" / "lozere.md").read_text(encoding="utf-8")
    known = {re.sub(r"\D", "", figure) for figure in re.findall(r"\d[\d \u202f\xa0]*", page)}
    told = [
        f"{said['title']} {said['sentence']} {said['notes']}" for said in files.read_file(STORY.read_bytes()).scenes
    ]
    figures = {re.sub(r"\D", "", figure) for text in told for figure in re.findall(r"\d[\d \u202f\xa0]*", text)}
    assert figures - known == set()
