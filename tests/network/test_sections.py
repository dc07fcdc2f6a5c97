"""Sections of a listing are found right one by one; the listing shows the day by which all of it was."""

import json
from datetime import date
from typing import Any

import pytest
from django.db.models import TextField
from django.db.models.expressions import RawSQL

from network.models import Network, NetworkedPlace, User, Verification
from network.sections import DAYS_BY_SECTION, dated_sections
from network.services import Finding, merge_places, take_back, undo_in, verify
from places.choices import Door, Section
from places.models import Change, Place
from places.sections import COLUMNS
from places.services import edit
from tests.budget import hold, statements
from tests.factories import make_place, make_user

pytestmark = pytest.mark.django_db
HERE: dict[str, Any] = {"by": None, "door": Door.CONSOLE}


@pytest.fixture
def pump() -> NetworkedPlace:
    return make_place("La Pompe", phone="+33466000000", opening_hours="Mo-Fr 09:00-12:00")


def right(place: Place, day: int, *sections: str, by: User | None = None) -> Verification:
    finding = Finding(day=date(2026, 11, day), sections=sections or None)
    (made,) = verify(places=[place.pk], finding=finding, by=by, door=Door.WORKSPACE)
    return made


def all_but(section: Section) -> list[str]:
    return [each.value for each in Section if each != section]


def days(place: Place) -> dict[str, int | None]:
    """The day in November of each section, as pages know it; what SQL says of it is the same."""
    place = Place.objects.get(pk=place.pk)
    told = {each.section.value: each.day for each in dated_sections(place)}
    annotated: Any = Place.objects.annotate(days=RawSQL(DAYS_BY_SECTION, (), output_field=TextField()))
    written = json.loads(annotated.get(pk=place.pk).days)
    assert written == {name: day.isoformat() if day else None for name, day in told.items()}
    return {name: day.day if day else None for name, day in told.items()}


def shown(place: Place) -> int | None:
    day = Place.objects.get(pk=place.pk).verified_on
    return day.day if day else None


def test_one_section_does_not_make_the_listing_right(pump: NetworkedPlace) -> None:
    right(pump, 3, "when")
    assert days(pump) == dict.fromkeys(Section.values) | {"when": 3}
    assert shown(pump) is None


def test_once_each_was_found_right_the_listing_shows_the_oldest_day(pump: NetworkedPlace) -> None:
    right(pump, 3, "when")
    right(pump, 5, *all_but(Section.WHEN))
    assert shown(pump) == 3
    right(pump, 7, "when")
    assert shown(pump) == 5


def test_all_of_it_says_more_than_its_sections_and_an_older_day_says_nothing(pump: NetworkedPlace) -> None:
    right(pump, 5)
    right(pump, 8, "when")
    right(pump, 4, "reach")
    right(pump, 2)
    assert days(pump) == dict.fromkeys(Section.values, 5) | {"when": 8}
    assert shown(pump) == 5
    assert right(pump, 9, *Section.values).sections is None, "each of them is all of it"


def test_what_a_source_dated_counts_for_each_section(pump: NetworkedPlace) -> None:
    edit(pump, changes={"verified_on": date(2026, 11, 1)}, **HERE)
    right(pump, 3, *all_but(Section.WORK))
    assert shown(pump) == 1
    right(pump, 6, "work")
    assert shown(pump) == 3


def test_a_section_tells_who_found_it_right_and_what_was_written_in_it_since(pump: NetworkedPlace) -> None:
    claire = make_user("claire")
    made = right(pump, 3, "reach", by=claire)
    edit(pump, changes={"phone": "+33466111111", "opening_hours": "Tu 09:00-12:00"}, **HERE)
    found = {each.section: each for each in dated_sections(Place.objects.get())}
    assert (found[Section.REACH].verification, found[Section.REACH].changed) == (made, ["phone"])
    assert (found[Section.WHEN].verification, found[Section.WHEN].changed) == (None, [])
    edit(pump, changes={"phone": "+33466000000"}, **HERE)
    assert not {each.section: each for each in dated_sections(Place.objects.get())}[Section.REACH].changed


def test_taking_one_section_back_takes_back_the_day_that_it_completed(pump: NetworkedPlace) -> None:
    one = right(pump, 3, "when")
    right(pump, 5, *all_but(Section.WHEN))
    take_back(verification=one, **HERE)
    assert shown(pump) is None
    assert days(pump) == dict.fromkeys(Section.values, 5) | {"when": None}


def test_taking_one_back_leaves_the_day_that_another_gives(pump: NetworkedPlace) -> None:
    edit(pump, changes={"verified_on": date(2026, 11, 1)}, **HERE)
    first = right(pump, 3, "when")
    right(pump, 5, *all_but(Section.WHEN))
    right(pump, 4, "when")
    assert shown(pump) == 4
    take_back(verification=first, **HERE)
    assert shown(pump) == 4
    take_back(verification=Verification.objects.earliest("pk"), **HERE)
    assert shown(pump) == 1


def test_all_of_it_taken_back_leaves_the_sections_that_were_found_right_since(pump: NetworkedPlace) -> None:
    whole = right(pump, 3)
    right(pump, 5, "when")
    take_back(verification=whole, **HERE)
    assert days(pump) == dict.fromkeys(Section.values) | {"when": 5}


@pytest.mark.django_db(transaction=True)
def test_an_undo_in_the_history_takes_back_the_same() -> None:
    pump = make_place("La Pompe")
    right(pump, 3, "when")
    change = Change.objects.latest("pk").pk
    right(pump, 5, *all_but(Section.WHEN))
    assert shown(pump) == 3
    assert undo_in(place=pump, change=change, networks=Network.objects.none(), **HERE)
    assert (shown(pump), Verification.objects.count()) == (None, 1)


def test_what_was_said_of_a_merged_listing_is_not_said_of_the_words_of_the_kept_one(pump: NetworkedPlace) -> None:
    other = make_place("La Pompe de Chirac", opening_hours="Tu 10:00-12:00")
    right(other, 3, "when")
    merge_places(kept=pump, other=other, **HERE)
    assert Verification.objects.get().place_id == pump.pk
    assert days(pump)["when"] is None


def test_days_are_told_in_as_many_questions_whatever_was_said(pump: NetworkedPlace) -> None:
    right(pump, 1)
    pump.refresh_from_db()
    with statements() as few:
        dated_sections(pump)
    for day, section in enumerate(COLUMNS, start=2):
        edit(pump, changes={"desks": day}, **HERE)
        right(pump, day, section, by=make_user(f"number-{day}"))
    pump.refresh_from_db()
    with statements() as many:
        dated_sections(pump)
    hold(few, many, habit=2)
