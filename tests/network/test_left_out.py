"""What the files of a territory told once and tell no more stays, is told, and waits for a person."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from time_machine import TimeMachineFixture

from network.models import Absence, NetworkedPlace
from network.queues import queue_of
from network.services import verify
from places.choices import Door
from places.models import Place
from places.services import edit
from tests.factories import make_place
from tests.network.made_up import Change, Files, Loader

pytestmark = pytest.mark.django_db
SAID = "no longer in the files, and left to be looked at"


@pytest.fixture
def load(tmp_path: Path) -> Loader:
    loader = Loader(tmp_path)
    loader()
    return loader


def waiting() -> list[str]:
    queue = queue_of("sorties-du-fichier")
    assert queue
    return [place.slug for place in queue.among(NetworkedPlace.objects.published())]


def without(*slugs: str) -> Change:
    def change(files: Files) -> None:
        places = files["atlantide/places.json"]
        files["atlantide/places.json"] = [place for place in places if place["slug"] not in slugs]

    return change


def test_a_place_that_left_the_file_stays_is_named_and_waits(load: Loader, time_machine: TimeMachineFixture) -> None:
    before = Place.objects.get(slug="temple")
    kept = load.files["atlantide/places.json"][:]
    assert SAID not in load()["places"]
    told = load(without("temple"))
    assert told["places"].endswith(f"1 {SAID}")
    assert "places.json: no longer there, and left as it is: temple" in load.warnings.getvalue()
    after = Place.objects.get(slug="temple")
    assert (after.status, after.updated_at) == (before.status, before.updated_at)
    assert after.memberships.count() == before.memberships.count()
    assert waiting() == ["temple"]
    first = Absence.objects.get().since
    time_machine.shift(timedelta(days=3))
    load()
    assert Absence.objects.get().since == first, "it is out since the loading that missed it first"
    load(lambda files: files.update({"atlantide/places.json": kept}))
    assert waiting() == []
    assert not Absence.objects.exists()


def test_whoever_finds_it_right_has_the_last_word(load: Loader) -> None:
    load(without("temple"))
    verify(places=[Place.objects.get(slug="temple").pk], by=None, door=Door.CONSOLE)
    assert waiting() == []
    assert SAID in load()["places"], "whoever keeps the files is told nonetheless"
    assert waiting() == []


def test_what_is_closed_or_was_never_in_the_files_is_not_missed(load: Loader) -> None:
    temple = Place.objects.get(slug="temple")
    make_place("Chez nous", commune=temple.commune, point=temple.point)
    edit(temple, changes={"closed_on": date(2026, 1, 1)}, by=None, door=Door.CONSOLE)
    assert SAID not in load(without("temple"))["places"]
    assert not Absence.objects.exists()


def test_a_trial_tells_it_and_notes_nothing(load: Loader) -> None:
    assert SAID in load(without("temple"), arguments=["--check"])["places"]
    assert not Absence.objects.exists()
